/**
 * A book of 100,000 words through the real engine, on a practice model: length, repetition, input tokens over all
 * roles, and whether a section costs more at the end than at the beginning. AgentWrite is computed beside it: the same
 * sections, each call with the plan and all text so far.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDocument } from '../src/methods/write.ts';
import { estimateTokens, loadTokenizer } from '../src/model/estimate-tokens.ts';
import { resolveModel } from '../src/model/resolve-model.ts';
import { openReader } from '../src/run/reader.ts';
import { splitSections } from '../src/text/sections.ts';
import { scoreRepetition } from '../src/write/said/score.ts';
import { mean, sum, tenths } from './watch-calls.ts';

export async function run(parameters: string[]): Promise<void> {
  const words = Number(parameters[0] ?? 100_000);
  const quality = parameters[1] ?? 'lengthBias=0.85&lengthSigma=0.25&capWords=600';
  await loadTokenizer();
  const home = mkdtempSync(join(tmpdir(), 'longhand-book-'));
  const model = `simulated:?seed=1&${quality}`;
  const startedAt = performance.now();
  const run = writeDocument(
    `Write a ${words}-word book on the history of lighthouses`,
    { model },
    {
      home,
      resolveModel: (address) => resolveModel(address, { env: {} }),
    },
  );
  const result = await run;
  const { all, sections } = await countInput(home, result.runId);
  const parts = tenths(sections).map(mean);
  const texts = splitSections(result.markdown).map(({ heading, text }, index) => ({
    id: `${index} ${heading}`,
    text: text.slice(text.indexOf('\n') + 1),
  }));
  const repetition = scoreRepetition(texts.filter(({ text }) => text.trim() !== ''));
  const tokens = estimateTokens(result.markdown);
  const count = result.sections.length;
  // Section k is sent with the k-1 before it; the plan with every one.
  const agentwrite = (tokens * (count - 1)) / 2 + count * (count * 80 + 250);
  console.log(`controller test: ${words} words, ${model}`);
  console.log('| | |\n|---|---|');
  const rows: [string, string][] = [
    [
      'delivered',
      `${result.delivered.words} words (${((result.delivered.words / words - 1) * 100).toFixed(2)} %), ${result.status}`,
    ],
    ['sections', String(count)],
    ['calls', String(result.usage.calls)],
    ['input tokens, all roles', all.toLocaleString('en-US')],
    ['the same with AgentWrite, computed', Math.round(agentwrite).toLocaleString('en-US')],
    ['input tokens a section, third tenth', Math.round(parts[2] ?? 0).toLocaleString('en-US')],
    ['input tokens a section, last tenth', Math.round(parts[9] ?? 0).toLocaleString('en-US')],
    ['last / third', ((parts[9] ?? 0) / (parts[2] ?? 1)).toFixed(2)],
    ['near-duplicate sections', String(repetition.nearDuplicates.length)],
    ['repeated 4-grams by tenths', repetition.byPosition.map((share) => share.toFixed(3)).join(' ')],
    ['time', `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`],
  ];
  for (const [name, value] of rows) console.log(`| ${name} | ${value} |`);
  console.log(`sum of the sections: ${Math.round(sum(sections)).toLocaleString('en-US')} input tokens`);
  for (const { id, of, share } of repetition.nearDuplicates)
    console.log(`near duplicate: ${id} of ${of}, ${share.toFixed(2)}`);
  rmSync(home, { recursive: true, force: true });
}

/** Input tokens of all calls, and of those that wrote each section, in the order the sections were begun. */
async function countInput(home: string, runId: string): Promise<{ all: number; sections: number[] }> {
  const reader = await openReader({ home });
  const calls = (await reader.listCalls(runId)) ?? [];
  await reader.close();
  const sections = new Map<string, number>();
  let all = 0;
  for (const { step, messages } of calls) {
    const tokens = messages.reduce((total, { content }) => total + estimateTokens(content), 0);
    all += tokens;
    const [, id] =
      /^section-([\d.]+)\/(?:text|more|insert|shorter|otherwise|notes|rest|gently)/.exec(step) ?? [];
    if (id !== undefined) sections.set(id, (sections.get(id) ?? 0) + tokens);
  }
  return { all, sections: [...sections.values()] };
}
