/**
 * Methods of reading on scripted readers, which answer from what they are shown and make no mistakes: calls, tokens and
 * time by the size of the input, and whether the answer came through. Tests the engine, not reading skill.
 *
 * `npm run bench read [most tokens, 1000000] [window, 32000] [part of a name]`; `10000000` for ten million. Time is virtual for the model
 * (400 ms to the first token, 5,000 tokens a second read, 60 written, 8 calls at once where a method can) and real for
 * the engine, tokenizing and cutting included.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReadMethodName, readMethods } from '../src/methods/reading/read-methods.ts';
import type { ReadSettings } from '../src/methods/reading/read-request.ts';
import { estimateTokens } from '../src/model/estimate-tokens.ts';
import type { Model } from '../src/model/model.ts';
import { createVolatileContext } from '../src/run/volatile-context.ts';
import { makeReadingTask, type ReadingKindName, readingKinds } from './read-tasks.ts';
import { scriptedReader } from './scripted-reader.ts';
import { playReading, requestReading } from './scripted-reading.ts';
import { type RootReply, readByCode, readByPieces, scriptedRecursion } from './scripted-recursion.ts';
import { createVirtualTime } from './virtual-time.ts';

type Way = {
  name: string;
  method: ReadMethodName;
  settings?: Partial<ReadSettings>;
  isWholeWindow?: boolean;
  /** What a recursive reading's root says; the reader is behind its sub-calls. */
  root?: (ask: string, window: number) => RootReply;
};

const ways: Way[] = [
  // What no window holds today: the baseline that reads everything at once.
  { name: 'direct, endless window', method: 'direct', isWholeWindow: true },
  { name: 'chain', method: 'chain-of-agents' },
  { name: 'chain, hybrid x8', method: 'chain-of-agents', settings: { isHybrid: true, concurrency: 8 } },
  {
    name: 'chain, bi-directional',
    method: 'chain-of-agents',
    settings: { ensemble: 'bi-directional', concurrency: 8 },
  },
  {
    name: 'recursive, every piece x8',
    method: 'recursive',
    settings: { concurrency: 8 },
    root: (ask, window) => readByPieces(ask, window * charactersPerWindowToken),
  },
  { name: 'recursive, search by code', method: 'recursive', root: readByCode },
];
/** Pieces leave room for question and answer. */
const charactersPerWindowToken = 3;
const [firstTokenMs, readPerMs, writtenPerMs] = [400, 5, 0.06];

type Row = { size: number; calls: number; tokens: number; modelMs: number; engineMs: number; right: number };

export async function run([most = '1000000', window = '32000', part = '']: string[]): Promise<void> {
  const sizes: number[] = [];
  for (let size = 8_000; size < Number(most); size *= 4) sizes.push(size);
  sizes.push(Number(most));
  const folder = mkdtempSync(join(tmpdir(), 'longhand-bench-read-'));
  console.log(
    `scripted readers (test the engine, not reading skill), window ${window}, methods here: ${Object.keys(readMethods).join(', ')}`,
  );
  console.log('| method | tokens of text | right | calls | tokens in and out | model time | engine time |');
  console.log('|---|---|---|---|---|---|---|');
  try {
    for (const way of ways.filter(({ name }) => name.includes(part))) {
      const rows: Row[] = [];
      for (const size of sizes) {
        const row = await measure(way, size, Number(window), folder);
        rows.push(row);
        console.log(
          `| ${way.name} | ${size} | ${row.right} of ${readingKinds.length} | ${row.calls} | ${Math.round(row.tokens)} | ${(row.modelMs / 1_000).toFixed(1)} s | ${(row.engineMs / 1_000).toFixed(1)} s |`,
        );
      }
      console.log(
        `| ${way.name}: growth with the text to the power of | | | ${growth(rows, 'calls')} | ${growth(rows, 'tokens')} | ${growth(rows, 'modelMs')} | ${growth(rows, 'engineMs')} |`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One question of every kind; figures are means. */
async function measure(way: Way, size: number, window: number, folder: string): Promise<Row> {
  const row: Row = { size, calls: 0, tokens: 0, modelMs: 0, engineMs: 0, right: 0 };
  for (const kind of readingKinds) {
    const each = await measureOne(way, kind, size, window, folder);
    row.right += each.isRight ? 1 : 0;
    for (const key of ['calls', 'tokens', 'modelMs', 'engineMs'] as const)
      row[key] += each[key] / readingKinds.length;
  }
  return row;
}

async function measureOne(way: Way, kind: ReadingKindName, size: number, window: number, folder: string) {
  const { ask, text, answer } = makeReadingTask(kind, size, 1);
  const time = createVirtualTime();
  const contextTokens = way.isWholeWindow ? size * 2 + 10_000 : window;
  const root = way.root?.(ask, window);
  const reader = root ? scriptedRecursion({ contextTokens, root }) : scriptedReader({ contextTokens });
  const model: Model = { ...reader, languageModel: time.slow(timed(reader.languageModel)) };
  const startedAt = performance.now();
  const asked = await requestReading([text], { ask, ...way.settings, method: way.method });
  const context = createVolatileContext({ folder });
  const result = await time.run(playReading(asked, model, context));
  return {
    isRight: result.answer === answer,
    calls: result.usage.calls,
    tokens: result.usage.inputTokens + result.usage.outputTokens,
    modelMs: time.now(),
    engineMs: performance.now() - startedAt,
  };
}

/** Says how long each answer would take, and counts it in our tokens. */
function timed(model: Model['languageModel']): Model['languageModel'] {
  return {
    ...model,
    specificationVersion: 'v4',
    async doGenerate(options) {
      const result = await model.doGenerate(options);
      const sent = options.prompt
        .map(({ content }) =>
          typeof content === 'string'
            ? content
            : content.map((part) => ('text' in part ? part.text : '')).join(''),
        )
        .join('\n');
      const said = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
      const [input, output] = [estimateTokens(sent), estimateTokens(said)];
      const ms = firstTokenMs + input / readPerMs + output / writtenPerMs;
      return {
        ...result,
        usage: {
          inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
          outputTokens: { total: output, text: output, reasoning: 0 },
        },
        providerMetadata: { simulated: { ms } },
      };
    },
  };
}

/** Slope of the line through first and last on log axes. */
function growth(rows: readonly Row[], key: 'calls' | 'tokens' | 'modelMs' | 'engineMs'): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined || first === last) return '';
  return (Math.log(last[key] / first[key]) / Math.log(last.size / first.size)).toFixed(2);
}
