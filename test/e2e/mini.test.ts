import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { splitSentences } from '../../src/text/sentences.ts';
import { createProject } from './cli.ts';

const project = createProject();
afterAll(() => project[Symbol.dispose]());

const gramsOf = (text: string): Set<string> => {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return new Set(words.slice(3).map((_word, index) => words.slice(index, index + 4).join(' ')));
};

describe('mini, the model that ships', () => {
  it('writes where nothing better is found, on the topic, in length, without saying a sentence twice', async () => {
    const run = await project.run([
      'write',
      'Write a 2000-word guide to narrow gauge railways',
      '--out',
      'a.md',
      '--json',
    ]);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain('model: mini (no key');
    const result = run.json();
    expect(result).toMatchObject({ model: 'mini', practice: true, status: 'done' });
    expect(Math.abs(result.delivered.words / 2_000 - 1)).toBeLessThan(0.1);
    const markdown = readFileSync(join(project.folder, 'a.md'), 'utf8');
    expect(markdown).toContain('practice: true');
    const sections = markdown
      .split(/^## .*$/m)
      .slice(1)
      .map((text) => text.replace(/\n---\n[\s\S]*$/, '').trim());
    expect(sections.length).toBeGreaterThanOrEqual(4);
    const named = sections.filter((text) => text.toLowerCase().includes('narrow gauge railways'));
    expect(named.length / sections.length).toBeGreaterThanOrEqual(0.9);
    const sentences = sections.flatMap((text) => splitSentences(text).map((sentence) => sentence.trim()));
    expect(sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index)).toEqual([]);
    const grams = sections.map(gramsOf);
    for (const [index, one] of grams.entries())
      for (const other of grams.slice(index + 1)) {
        const shared = [...one].filter((gram) => other.has(gram)).length;
        expect(shared / Math.min(one.size, other.size)).toBeLessThan(0.2);
      }
  });

  it('gives the same text for the same request, and another one for another topic', async () => {
    // Each in a home of its own: what a run learns of a model changes what the next one asks it for.
    let homes = 0;
    const write = async (topic: string): Promise<string> => {
      homes += 1;
      const options = ['--model', 'mini', '--out', 'b.md', '--home', `home-${homes}`];
      const run = await project.run(['write', `Write a 200-word article about ${topic}`, ...options]);
      expect(run.exitCode).toBe(0);
      return readFileSync(join(project.folder, 'b.md'), 'utf8');
    };
    const first = await write('harbour bells');
    expect(await write('harbour bells')).toBe(first);
    expect(await write('kite festivals')).toContain('kite festivals');
  });
});
