/**
 * A text of 1,000,000 words and more than 4,000 sections through the real engine, on a practice model: whether
 * memory, input tokens a section, the plan in a prompt and the start of a resume grow with what is written. The run is
 * stopped and resumed after every tenth.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resumeDocument, type WriteRun, writeDocument } from '../src/methods/write.ts';
import { emptyCard } from '../src/model/card/card.ts';
import { mean, watchCalls } from './watch-calls.ts';

type Tenth = {
  words: number;
  sections: number;
  tokens: number[];
  planBytes: number[];
  rss: number[];
  resumeMs: number;
  ms: number;
};

export async function run(parameters: string[]): Promise<void> {
  const words = Number(parameters[0] ?? 1_000_000);
  const home = mkdtempSync(join(tmpdir(), 'longhand-unbounded-'));
  // A low ceiling: sections of some 220 words, as a small model writes them.
  const model = 'simulated:?seed=1&lengthBias=0.9&lengthSigma=0.2&capWords=280';
  const tenths: Tenth[] = [];
  const begin = (): Tenth => ({
    words: 0,
    sections: 0,
    tokens: [],
    planBytes: [],
    rss: [],
    resumeMs: 0,
    ms: 0,
  });
  let current = begin();
  let resumedAt: number | undefined;
  const place = {
    home,
    // As a probe would have found it; sections are planned by it.
    openCard: async (address: string) => ({ ...emptyCard(address, new Date(0)), maxOutputWords: 270 }),
    resolveModel: watchCalls(({ inputTokens, planBytes, isSection }) => {
      if (resumedAt !== undefined) {
        current.resumeMs = performance.now() - resumedAt;
        resumedAt = undefined;
      }
      if (isSection) current.tokens.push(inputTokens);
      current.planBytes.push(planBytes);
    }),
  };
  const settings = { model, method: 'tree', tolerance: 0.01 };
  let run: WriteRun = writeDocument(
    `Write a ${words}-word chronicle of the lighthouses of the world`,
    { ...settings, words },
    place,
  );
  const runId = await run.runId;
  for (;;) {
    const startedAt = performance.now();
    for await (const event of run) {
      if (event.type !== 'section-end') continue;
      current.sections += 1;
      current.rss.push(process.memoryUsage.rss());
      current.words += event.deliveredWords;
      if (current.words >= words / 10) run.stop();
    }
    current.ms = performance.now() - startedAt;
    const ended = await run.result.then(
      (result) => result,
      () => undefined,
    );
    tenths.push(current);
    say(current, tenths.length);
    if (ended !== undefined) {
      console.log(
        `${ended.status}: ${ended.delivered.words} words, ${ended.sections.length} sections, ${ended.usage.calls} calls`,
      );
      break;
    }
    if (tenths.length > 14) throw new Error('The run does not come to its end.');
    current = begin();
    resumedAt = performance.now();
    run = resumeDocument(runId, {}, place);
  }
  const [second, last] = [tenths[1], tenths[9] ?? tenths.at(-1)];
  if (second !== undefined && last !== undefined) {
    const ratio = (of: (tenth: Tenth) => number): string => (of(last) / of(second)).toFixed(2);
    console.log(
      `last / second tenth: memory ${ratio(({ rss }) => mean(rss))}, tokens a call ${ratio(({ tokens }) => mean(tokens))}, ` +
        `plan in a prompt ${ratio(({ planBytes }) => Math.max(...planBytes))}, start of a resume ${ratio(({ resumeMs }) => resumeMs)}`,
    );
  }
  rmSync(home, { recursive: true, force: true });
}

function say({ words, sections, tokens, planBytes, rss, resumeMs, ms }: Tenth, number: number): void {
  console.log(
    `${number}: ${words} words, ${sections} sections, ${Math.round(mean(tokens))} tokens a section call, ` +
      `plan at most ${Math.max(...planBytes)} bytes, ${Math.round(mean(rss) / 2 ** 20)} MiB, ` +
      `resume ${Math.round(resumeMs)} ms, ${(ms / 1_000).toFixed(0)} s`,
  );
}
