import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readMessages } from '../../train/data/message-rows.ts';
import { readPreferences } from '../../train/data/preference-rows.ts';
import { pairForms } from '../export/pair-forms.ts';
import type { PreferencePair } from '../preference-pair.ts';
import type { BadRow } from '../read/bad-row.ts';
import { createRecord, renderRecord } from '../record.ts';
import { growPrefixes } from './growing-prefix.ts';
import { augmentWithPlan } from './plan-augmented.ts';
import { readRevisions } from './read-revisions.ts';
import { createRevisionPair } from './revision-pair.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-variants-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const source = { file: 'rows.jsonl', line: 1 };

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function readBack<Row>(
  rows: readonly unknown[],
  read: (path: string) => AsyncIterable<Row>,
): Promise<Row[]> {
  const path = join(folder, 'back.jsonl');
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return collect(read(path));
}

describe('augmentWithPlan', () => {
  it('puts the plan before the answer, in a row that training reads', async () => {
    const record = createRecord({
      id: 'a',
      messages: [
        { role: 'system', content: '简短。' },
        { role: 'user', content: '写潮汐' },
        { role: 'assistant', content: '# 潮汐\n\n涨落。' },
      ],
      source,
      plan: '# 潮汐\n\n## 月亮\n',
      requiredWords: 200,
    });
    const made = augmentWithPlan(record);
    if (!('record' in made)) throw new Error(made.unfit);
    expect(made.record).toMatchObject({ id: 'a/plan', requiredWords: 200, instruction: '写潮汐' });
    expect(made.record.plan).toBeUndefined();
    const [row] = await readBack([renderRecord(made.record)], readMessages);
    expect(row?.messages.map(({ content }) => content)).toEqual([
      '简短。',
      '写潮汐',
      '# 潮汐\n\n## 月亮\n\n---\n\n# 潮汐\n\n涨落。',
    ]);
    // Done twice, nothing would be told from the text.
    expect(augmentWithPlan(made.record)).toEqual({ unfit: 'It has no plan.' });
  });

  it('says why there is none', () => {
    const messages = [{ role: 'user', content: 'Write.' }] as const;
    expect(augmentWithPlan(createRecord({ id: 'b', messages, source, plan: '1. Tides' }))).toEqual({
      unfit: 'It has no answer.',
    });
  });
});

const pairOf = (chosen: string, rejected: string, prompt = 'Write about ferries.'): PreferencePair => ({
  id: 'p',
  prompt: [{ role: 'user', content: prompt }],
  chosen,
  rejected,
  source,
});
const grow = (chosen: string, rejected: string, prompt?: string) => {
  const grown = growPrefixes(pairOf(chosen, rejected, prompt));
  if ('unfit' in grown) throw new Error(grown.unfit);
  return grown;
};

describe('growPrefixes', () => {
  it('grows by one section a pair, once something is revised', async () => {
    const before = '# Ferries\n\n## Hulls\n\nOak.\n\n## Crews\n\nFew.\n\n## Harbours\n\nStone.\n';
    const after = before.replace('Few.', 'Many, and\n\n### Wages\n\nsalt.').replace('Stone.', 'Granite.');
    const { pairs, equal } = grow(after, before);
    // The first section is the same in both: no pair of it. Then two, then all three.
    expect(equal).toBe(1);
    expect(pairs.map(({ id, chosen, rejected }) => ({ id, chosen, rejected }))).toEqual([
      {
        id: 'p/prefix-2',
        chosen: '# Ferries\n\n## Hulls\n\nOak.\n\n## Crews\n\nMany, and\n\n### Wages\n\nsalt.',
        rejected: '# Ferries\n\n## Hulls\n\nOak.\n\n## Crews\n\nFew.',
      },
      { id: 'p/prefix-3', chosen: after.trim(), rejected: before.trim() },
    ]);
    expect(pairs.map(({ prompt }) => prompt.at(-1)?.content)).toEqual([
      'Write about ferries.\n\nFor now write only the first 2 of its 3 parts, and stop there.\n1. Hulls\n2. Crews',
      'Write about ferries.',
    ]);
    const rows = await readBack(
      pairs.map((pair) => pairForms.trl.render(pair).row),
      readPreferences,
    );
    expect(rows.map(({ chosen }) => chosen.answer[0]?.content)).toEqual(pairs.map(({ chosen }) => chosen));
  });

  it('takes the paragraphs of a text without headings, in Chinese too', () => {
    const { pairs } = grow('甲新。\n\n乙。', '甲。\n\n乙。', '写一封信。');
    expect(pairs.map(({ chosen, rejected }) => [chosen, rejected])).toEqual([
      ['甲新。', '甲。'],
      ['甲新。\n\n乙。', '甲。\n\n乙。'],
    ]);
    expect(pairs[0]?.prompt[0]?.content).toBe('写一封信。\n\n全文共2部分，目前只写前1部分，写完即止。');
  });

  it.each([
    ['## A\n\na\n\n## B\n\nb', '## A\n\na\n\n## C\n\nb', 'Section 2 is headed “B” and “C”.'],
    ['## A\n\na\n\n## B\n\nb', '## A\n\na\n\n## B\n\nb\n\n## C\n\nc', 'Its texts have 2 and 3 sections.'],
    ['## A\n\na\n\n## B\n\nb', 'a\n\nb', 'Only one of its two texts has headings.'],
    ['One.', 'Two.', 'Its texts have one of the paragraphs that prefixes are made of.'],
  ])('says why %j against %j gives none', (chosen, rejected, unfit) => {
    expect(growPrefixes(pairOf(chosen, rejected))).toEqual({ unfit });
  });

  it('ends with the whole texts, each prefix the beginning of the next, whatever the sections', () => {
    const section = fc.constantFrom('One.', 'Two.\n\n### In it\n\nMore.', '- a list', '甲。');
    const texts = fc.array(fc.tuple(section, section), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(texts, (parts) => {
        const render = (side: 0 | 1): string =>
          parts.map((part, at) => `## Part ${at}\n\n${part[side]}`).join('\n\n');
        const [chosen, rejected] = [render(0), render(1)];
        const { pairs, equal } = grow(chosen, rejected);
        expect(pairs.length + equal).toBe(parts.length);
        if (chosen !== rejected) expect(pairs.at(-1)).toMatchObject({ chosen, rejected });
        for (const [at, pair] of pairs.entries()) {
          expect((pairs[at + 1]?.chosen ?? chosen).startsWith(pair.chosen)).toBe(true);
          expect(pair.chosen).not.toBe(pair.rejected);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('createRevisionPair', () => {
  const request = [{ role: 'user', content: 'Write section 2.' }] as const;

  it('makes the note the instruction', () => {
    const revision = { id: 'r', request, before: 'Short.', after: 'Long and kind.', source };
    expect(createRevisionPair({ ...revision, note: ' Be kinder. ' })).toEqual({
      pair: {
        id: 'r',
        prompt: [
          ...request,
          { role: 'assistant', content: 'Short.' },
          { role: 'user', content: 'Be kinder.' },
        ],
        chosen: 'Long and kind.',
        rejected: 'Short.',
        source,
      },
    });
    expect(createRevisionPair({ ...revision, note: ' ' })).toMatchObject({ pair: { prompt: request } });
  });

  it('makes none of a text that is the same', () => {
    expect(createRevisionPair({ id: 'r', request, before: 'Same.', after: 'Same.\n', source })).toEqual({
      unfit: 'Nothing was changed.',
    });
  });
});

describe('readRevisions', () => {
  it('reads instruction or messages, and names what is wrong with a row', async () => {
    const path = join(folder, 'revisions.jsonl');
    const rows = [
      { id: 'a', instruction: '写一节。', before: '旧', after: '新', note: '更短', model: 'mini' },
      { prompt: [{ role: 'user', content: 'Write.' }], before: 'old', after: 'new' },
      { instruction: 'Write.', before: 'old' },
      { before: 'old', after: 'new' },
    ];
    writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const bad: BadRow[] = [];
    const read = await collect(readRevisions([path], { onBadRow: (row) => bad.push(row) }));
    expect(read).toMatchObject([
      { id: 'a', note: '更短', before: '旧', provenance: { model: 'mini', isPractice: true } },
      { request: [{ role: 'user', content: 'Write.' }], source: { line: 2 } },
    ]);
    expect(bad.map(({ line, field }) => [line, field])).toEqual([
      [3, 'after'],
      [4, 'instruction'],
    ]);
    expect(bad[0]?.message).toContain('line 3, to be the text as it became, got nothing.');
  });
});
