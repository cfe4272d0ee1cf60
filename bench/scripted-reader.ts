/**
 * `scripted` readers: they answer the questions of read-tasks.ts from nothing but the messages they are shown, by rule
 * and without an error of their own. What goes wrong with them went wrong in the engine; they say nothing about how
 * well any model reads.
 */
import { type ScriptedModel, type ScriptedReply, scriptedModel } from '../src/model/scripted-model.ts';

const material = /<((?:text|notes)(?:-\d+)?)>\n([\s\S]*?)\n<\/\1>/g;
const question = /^(?:Question|Task): (.*)$/gm;

/** @param overrides - Fields of the model; `fail` may answer in place of the reader. */
export function scriptedReader({
  fail,
  ...overrides
}: { fail?: (prompt: string, index: number) => ScriptedReply | undefined } & Parameters<
  typeof scriptedModel
>[1] = {}): ScriptedModel {
  return scriptedModel(
    ({ messages }, index) => {
      const prompt = messages.map(({ content }) => content).join('\n');
      return fail?.(prompt, index) ?? answerAsReader(prompt);
    },
    { address: 'scripted:reader', ...overrides },
  );
}

/** What such a reader says to one prompt. */
export function answerAsReader(prompt: string): string {
  const shown = [...prompt.matchAll(material)].map((match) => match[2] ?? '');
  const asked = [...prompt.replace(material, '').matchAll(question)].at(-1)?.[1] ?? '';
  if (prompt.includes('write its number alone')) {
    const longest = Math.max(...shown.map((notes) => notes.length));
    return `It holds the most.\n${shown.findIndex((notes) => notes.length === longest) + 1}`;
  }
  const isFinal = /Rest (?:on these notes|your answer on it) alone\./.test(prompt);
  return answerFrom(asked, shown.join('\n'), isFinal);
}

function answerFrom(asked: string, text: string, isFinal: boolean): string {
  const gate = /the gate of (\w+)/.exec(asked)?.[1];
  if (gate !== undefined) {
    const entries = [...text.matchAll(/Entry \d+: the gate of (\w+) let (\d+) carts pass\./g)];
    const own = entries.filter((entry) => entry[1] === gate).map((entry) => Number(entry[2]));
    const before = [...text.matchAll(/Carts so far: (\d+)\./g)].map((match) => Number(match[1]));
    const sum = [...own, ...before].reduce((total, carts) => total + carts, 0);
    return isFinal ? String(sum) : `Carts so far: ${sum}.`;
  }
  if (asked.includes('order')) {
    const facts = unique(text, /On day \d+ the coast reported [^.]+\./g);
    if (!isFinal) return facts.join(' ') || 'Nothing so far.';
    return facts
      .map((fact) => /On day (\d+) the coast reported ([^.]+)\./.exec(fact))
      .sort((a, b) => Number(a?.[1]) - Number(b?.[1]))
      .map((match) => match?.[2])
      .join('; ');
  }
  const names = (/the seals of ([^?]+)/.exec(asked)?.[1] ?? '').split(', ');
  const facts = unique(text, /The seal of \w+ bears the number \d+\./g).filter((fact) =>
    names.some((name) => fact.includes(`of ${name} `)),
  );
  if (!isFinal) return facts.join(' ') || 'Nothing so far.';
  const numberOf = (name: string): string =>
    /number (\d+)/.exec(facts.find((fact) => fact.includes(`of ${name} `)) ?? '')?.[1] ?? 'unknown';
  return names.map(numberOf).join(', ');
}

const unique = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([match]) => match)),
];
