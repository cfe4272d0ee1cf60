/** What is asked for: the prompts of LongBench-Write and LongWrite-Ruler, read as published, and bounds made of them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AskedLength } from '../../src/plan/length/length-contract.ts';

export type LengthPrompt = {
  /** File and line. */
  name: string;
  instruction: string;
  length: Extract<AskedLength, { words: number }>;
};

const folder = join(import.meta.dirname, '../../../shared/data/longwriter');
const files = ['longbench_write', 'longwrite_ruler'] as const;

/**
 * Every n-th prompt of both files, which are sorted by length, each "about" its length; and every second of the
 * LongBench-Write ones once more as a hard bound, "at least" and "no more than" in turn. A bound stands in a sentence
 * of its own below the prompt, and in the settings of the run.
 *
 * @returns undefined where the data is not there.
 */
export function loadPrompts(everyNth: number): LengthPrompt[] | undefined {
  const prompts: LengthPrompt[] = [];
  for (const file of files) {
    const path = join(folder, `${file}.jsonl`);
    if (!existsSync(path)) return undefined;
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    for (let at = 0; at < lines.length; at += everyNth) {
      const { prompt, length } = JSON.parse(lines[at] ?? '') as { prompt: string; length: number };
      const name = `${file}-${at + 1}`;
      prompts.push({ name, instruction: prompt, length: { kind: 'about', words: length } });
      const place = at / everyNth;
      if (file === 'longbench_write' && place % 2 === 0)
        prompts.push(boundOf(name, prompt, length, place % 4 === 0 ? 'atLeast' : 'atMost'));
    }
  }
  return prompts;
}

function boundOf(name: string, prompt: string, words: number, kind: 'atLeast' | 'atMost'): LengthPrompt {
  const isChinese = /[\u4e00-\u9fff]{4}/.test(prompt);
  const english = `The text must have ${kind === 'atLeast' ? 'at least' : 'no more than'} ${words} words.`;
  const chinese = `全文${kind === 'atLeast' ? '不少于' : '不超过'}${words}字。`;
  return {
    name: `${name}-${kind}`,
    instruction: `${prompt}\n\n${isChinese ? chinese : english}`,
    length: { kind, words },
  };
}
