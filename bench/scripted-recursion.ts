/**
 * A `scripted` pair for recursive reading in one model: a root that writes fixed programs, told by its system message,
 * and a reader behind its sub-calls that answers from nothing but the prompt it is shown.
 */
import { estimateTokens } from '../src/model/estimate-tokens.ts';
import { type ScriptedModel, type ScriptedReply, scriptedModel } from '../src/model/scripted-model.ts';
import { answerAsReader } from './scripted-reader.ts';

export type RootReply = (shown: string, turn: number) => ScriptedReply;

/**
 * @param root - What the root says in its turn (from 1), given the last message it was shown.
 * @param reader - What a sub-call answers; default: that of scripted-reader.ts.
 */
export function scriptedRecursion({
  root,
  reader = answerAsReader,
  ...overrides
}: {
  root: RootReply;
  reader?: (prompt: string) => ScriptedReply;
} & Parameters<typeof scriptedModel>[1]): ScriptedModel {
  return scriptedModel(
    ({ messages }) => {
      const last = messages.at(-1)?.content ?? '';
      const turn = Number([...last.matchAll(/(?:Turn|第) (\d+)(?: of|\s轮)/g)].at(-1)?.[1] ?? 0);
      const said = messages[0]?.role === 'system' ? root(last, turn) : reader(last);
      const reply = typeof said === 'string' ? { text: said } : said;
      const inputTokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
      return { usage: { inputTokens, outputTokens: estimateTokens(reply.text ?? '') }, ...reply };
    },
    { address: 'scripted:recursion', contextTokens: 32_000, ...overrides },
  );
}

export const cell = (code: string): string => `I go on.\n\n\`\`\`repl\n${code}\n\`\`\``;

const look = cell('print(context.length, context.slice(0, 200))');
const finish = (ask: string): string =>
  cell(`const prompt = 'Question: ${ask}\\n<notes>\\n' + facts.join(' ') + '\\n</notes>\\nRest on these notes alone.';
answer.content = await llmQuery(prompt);
print(answer.content);
answer.ready = true;`);

/** Every piece of the text is read by a sub-call; the number of calls grows with the text. */
export const readByPieces =
  (ask: string, pieceCharacters: number): RootReply =>
  (_shown, turn) =>
    [
      look,
      cell(`const pieces = [''];
for (const part of context.split('\\n\\n')) {
  if (pieces.at(-1).length + part.length > ${pieceCharacters}) pieces.push('');
  pieces[pieces.length - 1] += part + '\\n\\n';
}
const replies = [];
for (let at = 0; at < pieces.length; at += 20) {
  const prompts = pieces.slice(at, at + 20).map((piece) => 'Question: ${ask}\\n<text>\\n' + piece + '\\n</text>');
  replies.push(...await llmQueryBatched(prompts));
}
const facts = replies.filter((reply) => reply !== 'Nothing so far.');
print(pieces.length, facts.length, replies.filter((reply) => reply.startsWith('Error')).length);`),
      finish(ask),
    ][turn - 1] ?? cell('print("over")');

/** Code finds the sentences, one sub-call reads them; the number of calls stays the same. */
export const readByCode =
  (ask: string): RootReply =>
  (_shown, turn) =>
    [
      look,
      cell(`const facts = context.match(/The seal of \\w+ bears the number \\d+\\.|Entry \\d+: the gate of \\w+ let \\d+ carts pass\\.|On day \\d+ the coast reported [^.]+\\./g);
print(facts.length);`),
      finish(ask),
    ][turn - 1] ?? cell('print("over")');
