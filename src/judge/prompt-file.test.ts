import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { hashRubric } from './hash-rubric.ts';
import { askByPromptFile, readPromptFile } from './prompt-file.ts';
import type { Rubric } from './rubric.ts';
import { writingQuality } from './rubrics/writing-quality.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-prompt-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const judged = {
  instruction: 'Pay $5 for $INST$ & {answer}',
  answer: "It costs $& and $' {instruction}",
  language: 'zh',
};

const loadPromptFile = async (path: string, rubric: Rubric) => {
  const file = await readPromptFile(path);
  return { ...file, rubric: askByPromptFile(rubric, file) };
};

describe('a judge prompt from a file', () => {
  it('asks the question of the file, with what it is asked about put in word for word', async () => {
    const template = 'Rate.\n[$INST$]\n[$RESPONSE$] {"Clarity": 1}';
    const { rubric, name, sha256 } = await loadPromptFile(write('judge.txt', template), writingQuality);
    expect(rubric.render(judged)).toEqual([
      { role: 'user', content: `Rate.\n[${judged.instruction}]\n[${judged.answer}] {"Clarity": 1}` },
    ]);
    expect(name).toBe('judge.txt');
    expect(sha256).toBe(createHash('sha256').update(template).digest('hex'));
  });

  it('keeps dimensions and sampling, drops the schema, and takes a name of its own', async () => {
    const path = write('own.md', '\uFEFF{instruction} -> {answer} -> {answer}');
    const { rubric, sha256 } = await loadPromptFile(path, writingQuality);
    const { dimensions, temperature, maxOutputTokens, version } = writingQuality;
    expect(rubric).toMatchObject({ dimensions, temperature, maxOutputTokens, version });
    expect(rubric.schema).toBeUndefined();
    expect(rubric.name).toBe(`writing-quality+${sha256.slice(0, 12)}`);
    expect(rubric.render({ instruction: 'i', answer: 'a', language: 'en' })[0]?.content).toBe('i -> a -> a');
  });

  it('says which placeholder is missing, and its forms', async () => {
    const failure = await loadPromptFile(write('half.txt', 'Rate {instruction}.'), writingQuality).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toMatch(/half\.txt to hold `\$RESPONSE\$` or `\{answer\}`/);
  });

  it('names a file that is not there', async () => {
    await expect(loadPromptFile(join(folder, 'none.txt'), writingQuality)).rejects.toThrow(
      /Expected `--judge-prompt` to name a readable file, got `.*none\.txt` \(ENOENT\)/,
    );
  });
});

describe('hashRubric', () => {
  it('tells two wordings, scales or samplings apart, and is the same for the same', async () => {
    const file = (await loadPromptFile(write('a.txt', '{instruction}{answer}'), writingQuality)).rubric;
    const other = (await loadPromptFile(write('b.txt', '{instruction} {answer}'), writingQuality)).rubric;
    const warmer = { ...writingQuality, temperature: 1 };
    const narrower = { ...writingQuality, dimensions: writingQuality.dimensions.slice(1) };
    const hashes = [writingQuality, file, other, warmer, narrower].map((rubric) => hashRubric(rubric).sha256);
    expect(new Set(hashes).size).toBe(5);
    expect(hashRubric({ ...writingQuality })).toEqual(hashRubric(writingQuality));
  });
});
