/** Readers for tests: they find by rule what they are shown. They test the engine, and stand for no model. */
import { estimateTokens } from '../../model/estimate-tokens.ts';
import { type ScriptedModel, type ScriptedReply, scriptedModel } from '../../model/scripted-model.ts';

/** A stand-in that answers from what `see` leaves of the document, and writes at most `capWords` words. It refuses what is longer than `contextTokens`. */
export function createReader(
  see: (document: string) => string,
  { capWords = 100, ...overrides }: { capWords?: number; contextTokens?: number } = {},
): ScriptedModel {
  return scriptedModel(({ messages }): ScriptedReply => {
    const message = messages[0]?.content ?? '';
    const [, document] = /<record>\n([\s\S]*)\n<\/record>/.exec(message) ?? [];
    if (document === undefined) return 'word '.repeat(Math.min(capWords, Number(/\d+/.exec(message)?.[0])));
    if (estimateTokens(message) > (overrides.contextTokens ?? Number.POSITIVE_INFINITY))
      return {
        error: { status: 400, body: { error: { code: 'context_length_exceeded', message: 'too long' } } },
      };
    return answerFrom(see(document), message);
  }, overrides);
}

/** Finds what the shown text holds, by the words of each question. */
function answerFrom(text: string, message: string): string {
  const numberOf = (subject: string): string => {
    const entry = text
      .split(/(?<=[.。])/)
      .find((each) => each.toLowerCase().includes(subject) && /\d{5}/.test(each));
    return /\d{5}/.exec(entry ?? '')?.[0] ?? 'unknown';
  };
  return [...message.matchAll(/^(\d)\. (.*)$/gm)]
    .map(([, place, question = '']) => {
      const heirloom = /(?:to whom (.*) was left|^按遗嘱得到(.*)的那个人)/.exec(question);
      const entered = /(?:number is (.*) entered|^(.*)在登记簿)/.exec(question);
      const thing = (heirloom?.[1] ?? heirloom?.[2])?.toLowerCase();
      if (thing === undefined)
        return `${place}: ${numberOf((entered?.[1] ?? entered?.[2] ?? '').toLowerCase())}`;
      const will = text.split(/(?<=[.。])/).find((each) => each.toLowerCase().includes(thing)) ?? '';
      const heir = /(?:left to (.*) by will|留给了(.*)。)/.exec(will);
      return `${place}: ${numberOf((heir?.[1] ?? heir?.[2] ?? 'nobody at all').toLowerCase())}`;
    })
    .join('\n');
}

export const keepAll = (document: string): string => document;
