import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlantedRecord, plantDataset } from '../../../test/planted-dataset.ts';
import { type FilterName, filterNames } from './filter.ts';
import { filterRecords } from './filter-records.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-filters-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const benchmark = {
  en: [
    'Compose a travel journal of a retired clockmaker who crosses three countries by ferry and loses his watch twice.',
    'Draft the opening address for a conference on the history of lighthouse keepers and their unpaid families.',
    'Explain to a new beekeeper why hives swarm in late spring and how an apiary survives the first winter.',
  ],
  zh: [
    '请以一位退休钟表匠的口吻，写一部横渡三国的旅行日记，途中他两次丢失了怀表。',
    '为一场关于灯塔看守人及其无偿劳动家属的历史研讨会撰写开幕致辞。',
    '向一位新手养蜂人解释蜂群为何在暮春分蜂，以及蜂场如何熬过第一个冬天。',
  ],
};

describe('filters on a planted set', () => {
  const found = new Map<string, Set<FilterName>>();
  let planted: PlantedRecord[];
  beforeAll(async () => {
    planted = plantDataset({ each: 12, benchmark });
    const file = join(folder, 'benchmark.jsonl');
    writeFileSync(
      file,
      [...benchmark.en, ...benchmark.zh].map((prompt) => `${JSON.stringify({ prompt })}\n`).join(''),
    );
    const records = (async function* () {
      for (const { record } of planted) yield record;
    })();
    await filterRecords(
      records,
      { folder, benchmarks: [file] },
      {
        keep: async () => {},
        reject: async ({ id }, reasons) => {
          found.set(id, new Set(reasons.map(({ rule }) => rule)));
        },
      },
    );
  });

  it('finds every kind of fault, and takes little that has none', () => {
    const rows = filterNames.map((rule) => {
      const relevant = planted.filter(({ mayAlso }) => !mayAlso.includes(rule));
      const hit = relevant.filter(({ record }) => found.get(record.id)?.has(rule));
      const right = hit.filter(({ faults }) => faults.includes(rule)).length;
      const all = relevant.filter(({ faults }) => faults.includes(rule)).length;
      const wrong = hit
        .filter(({ faults }) => !faults.includes(rule))
        .map(({ record }) => `${record.instruction} → ${record.answer.slice(-80)}`);
      return { rule, all, precision: right / hit.length, recall: right / all, wrong };
    });
    console.log(
      rows
        .map(
          ({ rule, all, precision, recall }) =>
            `${rule}: ${all} planted, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
        )
        .join('\n'),
    );
    for (const { rule, all, precision, recall, wrong } of rows) {
      expect(all, `${rule} is planted`).toBeGreaterThan(10);
      expect(precision, `precision of ${rule}: ${wrong.slice(0, 3).join(' | ')}`).toBeGreaterThanOrEqual(
        0.95,
      );
      expect(recall, `recall of ${rule}`).toBeGreaterThanOrEqual(0.95);
    }
  });

  it('keeps honest texts in both languages', () => {
    for (const language of ['en', 'zh']) {
      const honest = planted.filter(
        ({ faults, record }) => faults.length === 0 && record.language === language,
      );
      const lost = honest.filter(({ record }) => found.has(record.id));
      expect(honest.length).toBeGreaterThan(50);
      expect(
        lost.map(({ record }) => [...(found.get(record.id) ?? [])].join()),
        language,
      ).toEqual([]);
    }
  });
});
