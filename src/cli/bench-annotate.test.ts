import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openChromium } from '../../test/chromium.ts';
import { plantStudy } from '../../test/planted-pairs.ts';
import { starter } from '../bench/benchmarks/starter.ts';
import type { AnnotationKey } from '../bench/pairs/annotation-key.ts';
import { readAnnotation, writeAnnotation } from './bench-annotate.ts';
import type { Output } from './output.ts';

const all = await starter.load();
const prompts = [
  ...all.filter(({ language }) => language === 'en').slice(0, 3),
  ...all.filter(({ language }) => language === 'zh').slice(0, 3),
];
const hostile =
  '<script>document.title = "taken"</script><img src="http://127.0.0.1:9/x" onerror="alert(1)">\n\n';
const { folder } = plantStudy(
  prompts.flatMap(({ id, language }, at) =>
    ['native', 'longhand'].map((method) => ({
      model: 'openai:gpt-5',
      method,
      sample: id,
      text: `${hostile}# ${language === 'zh' ? '标题' : 'Heading'} ${at}\n\nThe ${method === 'native' ? 'plain' : 'rich'} text </script> of ${at}.`,
    })),
  ),
);
const places = mkdtempSync(join(tmpdir(), 'longhand-annotate-'));
afterAll(() => {
  for (const each of [folder, places]) rmSync(each, { recursive: true, force: true });
});

const lines: string[] = [];
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever shape it expects.
let result: any;
const output: Output = {
  json: undefined,
  isQuiet: true,
  say: () => undefined,
  complain: () => undefined,
  print: (text) => lines.push(text),
  printResult: (value) => {
    result = value;
  },
  printEvent: () => undefined,
};
const page = join(places, 'pairs.html');
const keyOf = (path: string): AnnotationKey => JSON.parse(readFileSync(path, 'utf8')) as AnnotationKey;

/** A file of a person who goes by the keys of the answers. */
function answer(
  annotator: string,
  prefer: (pair: AnnotationKey['pairs'][number], at: number) => string,
): string {
  const { set, pairs } = keyOf(result.key);
  const answers = pairs.map((pair, at) => ({ pair: pair.id, choice: prefer(pair, at) }));
  const path = join(places, `${annotator}.json`);
  writeFileSync(path, JSON.stringify({ format: 'longhand-annotation', version: 1, set, annotator, answers }));
  return path;
}
/** Whoever wrote `b`, wherever it stands. */
const preferB = ({ isSwapped }: { isSwapped: boolean }): string => (isSwapped ? 'first' : 'second');

describe('longhand bench annotate', () => {
  it('writes a page without authors, its key apart, and says how many prompts are needed', async () => {
    expect(await writeAnnotation(folder, { out: page }, output)).toBe(0);
    expect(result).toMatchObject({ pairs: 6, neededPrompts: 199, comparisons: [{ pairs: 6, prompts: 6 }] });
    expect(lines.join('\n')).toContain('win rate of 60 % instead of 50 % in 8 of 10 studies: 199 prompts');
    expect(lines.join('\n')).toContain('6 prompts, 6 pairs; too few for that');
    const html = readFileSync(page, 'utf8');
    for (const name of ['gpt-5', 'native', 'longhand"', 'openai']) expect(html).not.toContain(name);
    expect(html).not.toMatch(/src="http|onerror="/);
    const { pairs } = keyOf(result.key);
    expect(new Set(pairs.map(({ isSwapped }) => isSwapped)).size).toBe(2);
    expect(readdirSync(places)).toEqual(['pairs.html']);
  });

  it('draws the same page again, and fewer pairs over as many prompts as it can', async () => {
    const before = { html: readFileSync(page, 'utf8'), key: result.key };
    await writeAnnotation(folder, { out: page, difference: '20%' }, output);
    expect(readFileSync(page, 'utf8')).toBe(before.html);
    expect(result.neededPrompts).toBe(51);
    await writeAnnotation(folder, { out: join(places, 'few.html'), sample: '4' }, output);
    expect(result.comparisons).toMatchObject([{ pairs: 4, prompts: 4 }]);
    expect(result.key).not.toBe(before.key);
    await writeAnnotation(folder, { out: page }, output);
  });

  it('reads people, their agreement, and what a judge says of the same pairs', async () => {
    const rows = keyOf(result.key).pairs.flatMap(({ a, b }, at) =>
      (['forward', 'backward'] as const).map((order) => ({
        key: `${at} ${order}`,
        judge: 'openai:gpt-5-mini',
        practice: false,
        rubric: 'preference@1',
        repeat: 1,
        order,
        ...{ a, b },
        choice: (order === 'forward') === at < 5 ? 'second' : 'first',
        ...{ reply: '', attempts: 1, usage: {}, usd: 0, returnedIds: [], date: '2026-01-02' },
      })),
    );
    writeFileSync(join(folder, 'pairs.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const files = [
      answer('Ann', preferB),
      answer('Bo', (pair, at) => (at === 0 ? 'tie' : preferB(pair))),
      answer('陈', preferB),
    ];
    expect(await readAnnotation(folder, files, {}, output)).toBe(0);
    expect(result).toMatchObject({
      pairs: 6,
      people: [{ annotator: 'Ann', pairs: 6 }, { annotator: 'Bo' }, { annotator: '陈' }],
      withJudges: [{ judge: 'openai:gpt-5-mini', pairs: 6, same: 5 / 6 }],
    });
    expect(result.agreement.between).toHaveLength(3);
    const [comparison] = result.comparisons;
    expect(comparison).toMatchObject({ marks: 18, prompts: 6, wins: 0, ties: 1, losses: 17 });
    expect(comparison.winRate.value).toBeCloseTo(0.5 / 18, 10);
    const report = readFileSync(join(folder, 'annotations.md'), 'utf8');
    expect(report).toContain('3 people compared 6 pairs, blind');
    expect(report).toContain('| openai:gpt-5-mini | 6 | 83 % | 0.00 |');
    expect(JSON.parse(readFileSync(join(folder, 'annotations.json'), 'utf8')).annotations).toHaveLength(18);
  });

  it('refuses files that are not what they should be, and says which', async () => {
    await writeAnnotation(folder, { out: page }, output);
    const good = answer('Ann', preferB);
    const spoil = (change: (file: Record<string, unknown>) => void): string => {
      const file = JSON.parse(readFileSync(good, 'utf8')) as Record<string, unknown>;
      change(file);
      const path = join(places, 'spoilt.json');
      writeFileSync(path, JSON.stringify(file));
      return path;
    };
    const read = (...files: string[]) => readAnnotation(folder, files, {}, output);
    await expect(read(page)).rejects.toThrow('got no JSON');
    await expect(
      read(
        good,
        spoil(() => undefined),
      ),
    ).rejects.toThrow('one file for each person');
    await expect(read(spoil((file) => Object.assign(file, { set: '../../../etc' })))).rejects.toThrow(
      '`set`',
    );
    await expect(read(spoil((file) => Object.assign(file, { set: '0'.repeat(16) })))).rejects.toThrow(
      'Expected the key',
    );
    const twice = [
      { pair: '1', choice: 'tie' },
      { pair: '1', choice: 'tie' },
    ];
    await expect(read(spoil((file) => Object.assign(file, { answers: twice })))).rejects.toThrow('got `1`');
    await expect(writeAnnotation(folder, { out: 'page.txt' }, output)).rejects.toThrow('Expected `out`');
    await expect(writeAnnotation(folder, { out: page, difference: '0.6' }, output)).rejects.toThrow(
      'Expected `difference`',
    );
  });
});

const browser = await openChromium();
if (browser === undefined) console.log('skipped: no Chromium to open the page for people with');

describe.skipIf(browser === undefined)('the page in a browser', () => {
  afterAll(() => browser?.close());

  it('shows both texts, keeps marks, and hands out answers that can be read; fetches nothing', async () => {
    await writeAnnotation(folder, { out: page }, output);
    const key = keyOf(result.key);
    const tab = await browser?.open(page, places);
    if (tab === undefined) throw new Error('No tab.');
    const frames = await tab.readFrames();
    expect(frames).toHaveLength(2);
    for (const text of frames) expect(text).toMatch(/(plain|rich) text/);
    expect(await tab.evaluate('document.title')).toContain('Which text is better?');
    await tab.evaluate(`document.getElementById('save').click()`);
    expect(await tab.evaluate(`document.getElementById('problem').textContent`)).not.toBe('');
    for (const [at, pair] of key.pairs.entries()) {
      await tab.evaluate(`document.getElementById('${preferB(pair)}').click()`);
      if (at < key.pairs.length - 1) await tab.evaluate(`document.getElementById('next').click()`);
    }
    expect(await tab.evaluate(`document.getElementById('done').textContent`)).toMatch(/6.*6/);
    await tab.evaluate(
      `{ const name = document.getElementById('name'); name.value = 'Dee'; name.dispatchEvent(new Event('input')); document.getElementById('save').click(); }`,
    );
    const saved = await tab.untilDownloaded('answers-Dee.json');
    expect(await readAnnotation(folder, [saved], {}, output)).toBe(0);
    expect(result.comparisons[0]).toMatchObject({ wins: 0, ties: 0, losses: 6 });
    expect(tab.requests.filter((url) => !/^(?:file|blob|about|data):/.test(url))).toEqual([]);
  }, 60_000);
});
