/**
 * What it saves to keep the KV cache of a GGUF model in this process: a document of 20 sections, as agentwrite's
 * dialogue sends it, with the cache kept from call to call against the whole prompt read anew at each call. Both write
 * the same text with the same weights, by turns; medians of three documents. Then tokens a second on 1 thread and on
 * every core.
 *
 * The model is a tiny one made on the spot, with a byte vocabulary: its times say nothing of a real model, the share
 * of tokens that need not be read again does.
 *
 * `npm run bench gguf`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { convertRequest } from '../src/model/convert-request.ts';
import { createGgufLanguageModel } from '../src/model/gguf/gguf-language-model.ts';
import { type LoadedGguf, loadGguf } from '../src/model/gguf/load-gguf.ts';
import type { Message } from '../src/model/request.ts';
import { createPlan, listSections } from '../src/plan/plan.ts';
import { renderFirstTurn, renderNextTurn } from '../src/write/section-prompt.ts';
import { hasLlama, writeTinyGguf } from '../test/tiny-gguf.ts';

const sections = 20;
const rounds = 3;
const contextTokens = 12_288;
const size = { layers: 2, width: 192, replyWords: 120, contextTokens };

type Figures = { prefillMs: number; totalMs: number; inputTokens: number; readTokens: number; text: string };

export async function run(): Promise<void> {
  if (!(await hasLlama())) return;
  const folder = mkdtempSync(join(tmpdir(), 'longhand-bench-'));
  const path = join(folder, 'tiny.gguf');
  writeTinyGguf(path, size);
  const loaded = await loadGguf(path, { contextTokens, gpu: false });
  console.log(
    `tiny model: ${size.layers} layers of width ${size.width}, fp32; ${sections} sections of ${size.replyWords} words; ` +
      `threads chosen: ${loaded.threads} of ${loaded.llama.cpuMathCores}`,
  );
  const kept: Figures[] = [];
  const anew: Figures[] = [];
  for (let round = 0; round < rounds; round += 1) {
    kept.push(await writeDocument(loaded, { isKept: true }));
    anew.push(await writeDocument(loaded, { isKept: false }));
  }
  console.log('cache        tokens sent  tokens read     prefill       total');
  say('kept', kept);
  say('read anew', anew);
  const ratio = (pick: (figures: Figures) => number): string =>
    (median(anew.map(pick)) / median(kept.map(pick))).toFixed(1);
  console.log(
    `kept is ${ratio(({ prefillMs }) => prefillMs)} times faster in prefill (target: 5), ` +
      `${ratio(({ totalMs }) => totalMs)} times in total; ` +
      `texts ${new Set([...kept, ...anew].map(({ text }) => text)).size === 1 ? 'are the same' : 'DIFFER'}`,
  );
  const cores = loaded.llama.cpuMathCores;
  await loaded.dispose();
  await compareThreads(path, [...new Set([1, cores])]);
  rmSync(folder, { recursive: true });
}

/** One document. Not kept: the sequence forgets everything before each call. */
async function writeDocument(loaded: LoadedGguf, { isKept }: { isKept: boolean }): Promise<Figures> {
  const model = createGgufLanguageModel({ address: 'gguf:tiny', load: async () => loaded });
  const instruction = 'Write a book about the history of lighthouses and of those who kept them.';
  const plan = createPlan(
    {
      title: 'Lights on the coast',
      sections: Array.from({ length: sections }, (_, index) => ({
        title: `Light ${index + 1}`,
        mainPoints: [`how tower ${index + 1} was built`, `who kept it`],
      })),
    },
    { targetWords: sections * size.replyWords },
  );
  const dialogue: Message[] = [];
  const figures: Figures = { prefillMs: 0, totalMs: 0, inputTokens: 0, readTokens: 0, text: '' };
  await loaded.sequence.clearHistory();
  for (const [index, { section }] of listSections(plan).entries()) {
    const input = { instruction, plan, section, isLast: index === sections - 1, language: 'en' as const };
    dialogue.push({ role: 'user', content: index === 0 ? renderFirstTurn(input) : renderNextTurn(input) });
    if (!isKept) await loaded.sequence.clearHistory();
    const startedAt = performance.now();
    const { text, finish } = await ask(model, dialogue);
    figures.totalMs += performance.now() - startedAt;
    figures.prefillMs += Number(finish.providerMetadata?.gguf?.prefillMs);
    figures.inputTokens += finish.usage.inputTokens.total ?? 0;
    figures.readTokens += finish.usage.inputTokens.noCache ?? 0;
    figures.text += `${text}\n`;
    dialogue.push({ role: 'assistant', content: text });
  }
  return figures;
}

type Finish = Extract<LanguageModelV4StreamPart, { type: 'finish' }>;

async function ask(
  model: LanguageModelV4,
  messages: readonly Message[],
): Promise<{ text: string; finish: Finish }> {
  const options = convertRequest({ hasStructuredOutput: true }, { messages, temperature: 0 }, { seed: 1 });
  const { stream } = await model.doStream(options);
  let text = '';
  for await (const part of stream) {
    if (part.type === 'text-delta') text += part.delta;
    if (part.type === 'error') throw part.error;
    if (part.type === 'finish') return { text, finish: part };
  }
  throw new Error('The stream ended without a finish part.');
}

async function compareThreads(path: string, counts: number[]): Promise<void> {
  const loads = await Promise.all(
    counts.map((threads) => loadGguf(path, { contextTokens, threads, gpu: false })),
  );
  const speeds = loads.map((): { read: number[]; write: number[] } => ({ read: [], write: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, loaded] of loads.entries()) {
      await loaded.sequence.clearHistory();
      const model = createGgufLanguageModel({ address: 'gguf:tiny', load: async () => loaded });
      const { finish } = await ask(model, [
        { role: 'user', content: 'The keeper lights the lamp. '.repeat(60) },
      ]);
      const { prefillMs, decodeMs } = finish.providerMetadata?.gguf ?? {};
      speeds[index]?.read.push(((finish.usage.inputTokens.noCache ?? 0) * 1000) / Number(prefillMs));
      speeds[index]?.write.push(((finish.usage.outputTokens.total ?? 0) * 1000) / Number(decodeMs));
    }
  }
  for (const [index, threads] of counts.entries()) {
    const { read = [], write = [] } = speeds[index] ?? {};
    console.log(
      `${threads} thread${threads === 1 ? '' : 's'}: reads ${Math.round(median(read))}, writes ${Math.round(median(write))} tokens a second (medians of ${rounds})`,
    );
  }
  await Promise.all(loads.map(({ dispose }) => dispose()));
}

function say(name: string, all: Figures[]): void {
  const seconds = (pick: (figures: Figures) => number): string =>
    `${(median(all.map(pick)) / 1000).toFixed(2)} s`.padStart(11);
  console.log(
    [
      name.padEnd(11),
      String(all[0]?.inputTokens).padStart(12),
      String(all[0]?.readTokens).padStart(12),
      seconds(({ prefillMs }) => prefillMs),
      seconds(({ totalMs }) => totalMs),
    ].join(' '),
  );
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
