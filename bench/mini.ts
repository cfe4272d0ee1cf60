/**
 * The small model that ships, on topics that its training never named: documents of 1,500 words by the default method,
 * and the grammar it was trained on, alone, as the baseline.
 *
 * `npm run bench mini [topics] [words]`, 20 topics and 1,500 words unless told.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { createWriteProgram } from '../src/methods/write-program.ts';
import { createWriteRequest } from '../src/methods/write-request.ts';
import type { WriteResult } from '../src/methods/write-result.ts';
import { generateFromStream } from '../src/model/collect-stream.ts';
import { resolveModel } from '../src/model/resolve-model.ts';
import { readMessages } from '../src/model/simulated/read-request.ts';
import { createVolatileContext, createVolatileState } from '../src/run/volatile-context.ts';
import { splitSentences } from '../src/text/sentences.ts';
import { renderLines } from '../src/train/mini/decode-lines.ts';
import { planByGrammar, writeByGrammar } from '../src/train/mini/grammar/grammar-baseline.ts';
import { heldOutTopics } from '../src/train/mini/grammar/held-out-topics.ts';
import { isKnownWord } from '../src/train/mini/grammar/lexicon.ts';
import { createMiniModel } from '../src/train/mini/mini-model.ts';
import { parseCompactRequest } from '../src/train/mini/prompt/parse-compact-request.ts';
import type { Manuscript } from '../src/write/manuscript.ts';

type Measured = {
  score: number;
  /** Sections that name the key of the topic, and all of them. */
  named: number;
  sections: number;
  distinct4: number;
  /** Highest share of 4-grams that two sections of the document share. */
  overlap: number;
  repeatedSentences: number;
  plans: number;
  parsedPlans: number;
  /** Words that neither the grammar nor the request knows, and all of them. */
  damagedWords: number;
  words: number;
  seconds: number;
  calls: number;
};

export async function run([topics = '20', words = '1500']: string[]): Promise<void> {
  const asked = Number(words);
  console.log(`${topics} held-out topics, ${asked} words each, method longhand\n`);
  console.log(
    '| | length score | outside 10 % | sections naming the topic | distinct-4 | 4-gram overlap of two sections, most | sentences twice | plans parsed | damaged words | calls | seconds |',
  );
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const [name, create] of [
    ['mini', createMiniModel],
    ['its grammar alone, no model', createGrammarModel],
  ] as const) {
    const measured: Measured[] = [];
    for (const { topic, key } of heldOutTopics.slice(0, Number(topics)))
      measured.push(await measure(create(), topic, key, asked));
    const sum = (read: (each: Measured) => number): number =>
      measured.reduce((total, each) => total + read(each), 0);
    const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
    const mean = (read: (each: Measured) => number): number => sum(read) / measured.length;
    console.log(
      `| ${[
        name,
        mean(({ score }) => score).toFixed(1),
        percent(mean(({ score }) => (score < 93.3 ? 1 : 0))),
        percent(sum(({ named }) => named) / sum(({ sections }) => sections)),
        mean(({ distinct4 }) => distinct4).toFixed(3),
        percent(Math.max(...measured.map(({ overlap }) => overlap))),
        sum(({ repeatedSentences }) => repeatedSentences),
        percent(sum(({ parsedPlans }) => parsedPlans) / sum(({ plans }) => plans)),
        percent(sum(({ damagedWords }) => damagedWords) / sum((each) => each.words)),
        mean(({ calls }) => calls).toFixed(1),
        mean(({ seconds }) => seconds).toFixed(1),
      ].join(' | ')} |`,
    );
  }
}

async function measure(
  languageModel: LanguageModelV4,
  topic: string,
  key: string,
  words: number,
): Promise<Measured> {
  const instruction = `Write a ${words}-word article about ${topic}`;
  const { request } = createWriteRequest(instruction, { model: 'mini', method: 'longhand' });
  const folder = mkdtempSync(join(tmpdir(), 'longhand-mini-'));
  const state = createVolatileState();
  let manuscript: Manuscript | undefined;
  const startedAt = performance.now();
  try {
    const { result } = await createWriteProgram({
      resolveModel: (address) => resolveModel(address, { env: {}, loadMini: async () => languageModel }),
      onManuscript: (latest) => {
        manuscript = latest;
      },
    })(request, createVolatileContext({ folder, state }));
    const seconds = (performance.now() - startedAt) / 1000;
    const { lengthScore, usage } = result as WriteResult;
    const sections = (manuscript?.sections ?? []).filter(({ text }) => text !== '');
    const texts = sections.map(({ text }) => text);
    const sentences = texts.flatMap((text) => splitSentences(text).map((each) => each.trim()));
    const known = new Set(wordsOf(`${instruction} ${sections.map(({ title }) => title).join(' ')}`));
    const all = texts.flatMap(wordsOf);
    const grams = texts.map((text) => gramsOf(wordsOf(text)));
    const plans = state.calls.filter(({ step }) => step.startsWith('plan'));
    return {
      score: lengthScore,
      named: texts.filter((text) => text.toLowerCase().includes(key.toLowerCase())).length,
      sections: texts.length,
      distinct4: new Set(gramsOf(all)).size / Math.max(1, gramsOf(all).length),
      overlap: Math.max(
        0,
        ...grams.flatMap((one, a) => grams.slice(a + 1).map((other) => shareOf(one, other))),
      ),
      repeatedSentences: sentences.length - new Set(sentences).size,
      plans: plans.length,
      parsedPlans: plans.filter(({ step }) => !step.endsWith('/again')).length,
      damagedWords: all.filter((word) => !known.has(word) && !isKnownWord(word)).length,
      words: all.length,
      seconds,
      calls: usage.calls,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the grammar says to the same requests. */
function createGrammarModel(): LanguageModelV4 {
  const doStream: LanguageModelV4['doStream'] = async (options) => {
    const messages = readMessages(options.prompt)
      .filter(({ role }) => role !== 'tool')
      .map(({ role, text }) => ({ role: role as 'user', content: text }));
    const task = parseCompactRequest(messages);
    const seed = `${options.seed ?? 0} ${JSON.stringify(messages)}`;
    const delta =
      task.kind === 'plan'
        ? renderLines(planByGrammar(task, seed))
        : task.kind === 'condense' || task.kind === 'summary'
          ? splitSentences(task.passage).slice(0, 2).join('')
          : writeByGrammar(task, seed);
    const usage = {
      inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: undefined },
      outputTokens: { total: 0, text: 0, reasoning: undefined },
    };
    return {
      stream: ReadableStream.from([
        { type: 'stream-start' as const, warnings: [] },
        { type: 'text-start' as const, id: '0' },
        { type: 'text-delta' as const, id: '0', delta },
        { type: 'text-end' as const, id: '0' },
        { type: 'finish' as const, finishReason: { unified: 'stop' as const, raw: 'stop' }, usage },
      ]),
    };
  };
  return {
    specificationVersion: 'v4',
    provider: 'grammar',
    modelId: 'grammar',
    supportedUrls: {},
    doStream,
    doGenerate: generateFromStream(doStream),
  };
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/\p{L}[\p{L}'’-]*/gu) ?? [];
const gramsOf = (words: readonly string[]): string[] =>
  words.slice(3).map((_word, index) => words.slice(index, index + 4).join(' '));

function shareOf(one: readonly string[], other: readonly string[]): number {
  const [a, b] = [new Set(one), new Set(other)];
  const shared = [...a].filter((gram) => b.has(gram)).length;
  return shared / Math.max(1, Math.min(a.size, b.size));
}
