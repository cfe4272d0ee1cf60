/** Studies with known truths for tests: answers written by hand, and judges with a bias of known size. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sample } from '../src/bench/benchmark.ts';
import type { StudyManifest } from '../src/bench/study/manifest.ts';
import type { AnswerRow } from '../src/methods/answers/answer-row.ts';
import { createRandom } from '../src/model/simulated/random.ts';
import { countWords } from '../src/text/count-words.ts';

export type PlantedAnswer = Pick<AnswerRow, 'model' | 'method' | 'sample' | 'text'> &
  Partial<Pick<AnswerRow, 'repeat' | 'failure' | 'practice' | 'returnedIds'>>;

/** Writes manifest and answers of a study of `starter` into a new folder. */
export function plantStudy(answers: readonly PlantedAnswer[]): {
  folder: string;
  manifest: StudyManifest;
  samples: Map<string, Sample>;
} {
  const folder = mkdtempSync(join(tmpdir(), 'longhand-pairs-'));
  const usage = { calls: 1, inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
  const rows = answers.map(
    ({ repeat = 1, ...answer }): AnswerRow => ({
      key: [answer.model, answer.method, answer.sample, repeat].join(' '),
      repeat,
      practice: false,
      words: countWords(answer.text),
      usage,
      usd: 0,
      ms: 0,
      returnedIds: [],
      ...answer,
    }),
  );
  const manifest: StudyManifest = {
    benchmark: 'starter',
    data: [],
    models: [...new Set(rows.map(({ model }) => model))],
    methods: [...new Set(rows.map(({ method }) => method))],
    repeats: 1,
    samples: { limit: null, sample: null, count: 1, sha256: '' },
    leftOut: 0,
    counting: 'longbench-write',
    version: '0.0.0',
    date: '2026-01-01',
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'answers.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const samples = new Map(
    rows.map(({ sample }) => [
      sample,
      { id: sample, instruction: `Write about ${sample}.`, language: 'en', groups: {} },
    ]),
  );
  return { folder, manifest, samples };
}

/** What a planted judge goes by, beside the quality that a text states. */
export type PlantedBias = {
  /** For the text shown first, in the unit of quality. */
  position?: number;
  /** For each unit of ln(words of one / words of the other). */
  length?: number;
  /** Standard deviation of what it adds by chance, anew for each order. */
  noise?: number;
};

/** A text of so many words that states its quality. */
export const plantText = (quality: number, words: number): string =>
  `quality ${quality.toFixed(4)} ${'word '.repeat(Math.max(0, words - 1))}`.trim();

/** By how much such a judge prefers the first; above 0 it chooses it. */
export function preferFirst(
  first: { quality: number; words: number },
  second: { quality: number; words: number },
  { position = 0, length = 0, noise = 0 }: PlantedBias,
  chance: number,
): number {
  const byLength = length * Math.log(first.words / second.words);
  return first.quality - second.quality + position + byLength + noise * chance;
}

/** A judge that reads the prompt as any model would; its chance depends on the prompt alone. */
export function replyWithBias(prompt: string, bias: PlantedBias): string {
  const read = (tag: string): { quality: number; words: number } => {
    const text = new RegExp(`<${tag}>\\n([\\s\\S]*?)\\n</${tag}>`).exec(prompt)?.[1] ?? '';
    return { quality: Number(/quality (-?[\d.]+)/.exec(text)?.[1]), words: countWords(text) };
  };
  const chance = createRandom('planted judge', prompt).normal();
  const isFirst = preferFirst(read('text-a'), read('text-b'), bias, chance) > 0;
  return JSON.stringify({ analysis: 'As planted.', verdict: isFirst ? 'A' : 'B' });
}
