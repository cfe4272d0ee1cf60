/**
 * A text of 1,000,000 words and more than 4,000 sections through the real engine, on a practice model: whether
 * memory, input tokens a section, the plan in a prompt and the start of a resume grow with what is written. Every
 * tenth is written by a process of its own, which takes the run up where the last one left it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resumeDocument, writeDocument } from '../src/methods/write.ts';
import { emptyCard } from '../src/model/card/card.ts';
import { mean, watchCalls } from './watch-calls.ts';

/** What a process measured while it wrote its tenth. */
type Tenth = {
  runId: string;
  words: number;
  sections: number;
  tokensACall: number;
  planBytes: number;
  mib: number;
  /** From the call of `resume` to the first call of a model. */
  resumeMs: number;
  seconds: number;
  end?: string;
};

export async function run(parameters: string[]): Promise<void> {
  if (parameters[0] === 'tenth') return writeTenth(parameters.slice(1));
  const words = Number(parameters[0] ?? 1_000_000);
  const home = mkdtempSync(join(tmpdir(), 'longhand-unbounded-'));
  const tenths: Tenth[] = [];
  try {
    for (let runId = ''; tenths.length < 15; ) {
      const main = join(import.meta.dirname, 'main.ts');
      const child = spawnSync(process.execPath, [main, 'unbounded', 'tenth', home, String(words), runId], {
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
      });
      const line = child.stdout.trim().split('\n').at(-1) ?? '';
      if (child.status !== 0) throw new Error(`A tenth failed: ${child.stderr}`);
      const tenth = JSON.parse(line) as Tenth;
      ({ runId } = tenth);
      tenths.push(tenth);
      console.log(
        `${tenths.length}: ${tenth.words} words, ${tenth.sections} sections, ${tenth.tokensACall} tokens a section call, ` +
          `plan at most ${tenth.planBytes} bytes, ${tenth.mib} MiB, resume ${tenth.resumeMs} ms, ${tenth.seconds} s`,
      );
      if (tenth.end !== undefined) {
        console.log(tenth.end);
        break;
      }
    }
    const [second, last] = [tenths[1], tenths[8]];
    if (second === undefined || last === undefined) return;
    const ratio = (of: (tenth: Tenth) => number): string => (of(last) / of(second)).toFixed(2);
    console.log(
      `ninth / second tenth (the last one also closes the book): memory ${ratio(({ mib }) => mib)}, tokens a call ${ratio(({ tokensACall }) => tokensACall)}, ` +
        `plan in a prompt ${ratio(({ planBytes }) => planBytes)}, start of a resume ${ratio(({ resumeMs }) => resumeMs)}`,
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function writeTenth([home = '', size = '', given = '']: string[]): Promise<void> {
  const words = Number(size);
  // A low ceiling, known as a probe would have found it: sections of some 240 words, as a small model writes them.
  const model = 'simulated:?seed=1&lengthBias=0.9&lengthSigma=0.2&capWords=280';
  const tokens: number[] = [];
  const rss: number[] = [];
  let planBytes = 0;
  let resumeMs: number | undefined;
  const startedAt = performance.now();
  const place = {
    home,
    openCard: async (address: string) => ({ ...emptyCard(address, new Date(0)), maxOutputWords: 270 }),
    resolveModel: watchCalls((call) => {
      resumeMs ??= performance.now() - startedAt;
      // The first ones are written in a dialogue that shows all of it.
      if (call.isSection && given !== '') planBytes = Math.max(planBytes, call.planBytes);
      if (call.isSection) tokens.push(call.inputTokens);
    }),
  };
  const run =
    given === ''
      ? writeDocument(
          `Write a ${words}-word chronicle of the lighthouses of the world`,
          { model, method: 'tree', tolerance: 0.01, words },
          place,
        )
      : resumeDocument(given, {}, place);
  let written = 0;
  let sections = 0;
  for await (const event of run) {
    if (event.type !== 'section-end') continue;
    sections += 1;
    written += event.deliveredWords;
    rss.push(process.memoryUsage.rss());
    if (written >= words / 10) run.stop();
  }
  const runId = await run.runId;
  const end = await run.result.then(
    ({ status, delivered, sections: all, usage }) =>
      `${status}: ${delivered.words} words, ${delivered.bodyWords} without headings, ${all.length} sections, ${usage.calls} calls`,
    (error: Error) => {
      if (error.name === 'AbortError') return undefined;
      throw error;
    },
  );
  const tenth: Tenth = {
    runId,
    words: written,
    sections,
    tokensACall: Math.round(mean(tokens)),
    planBytes,
    mib: Math.round(mean(rss) / 2 ** 20),
    resumeMs: Math.round(resumeMs ?? 0),
    seconds: Math.round((performance.now() - startedAt) / 1_000),
    ...(end !== undefined && { end }),
  };
  console.log(JSON.stringify(tenth));
}
