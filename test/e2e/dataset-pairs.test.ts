/** `longhand dataset pairs` and `dataset select --judge` as a user meets them, judged by the log of the endpoint. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatServer, startChatServer } from './chat-server.ts';
import { createProject } from './cli.ts';

const project = createProject();
const path = (...parts: string[]): string => join(project.folder, ...parts);
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever shape it expects.
const rowsOf = (file: string): any[] =>
  readFileSync(path(file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Of the four samples of every instruction, which all ask for 100 words: S = 100, 58.3, 62.5, 62.5. */
const plan = [
  { words: 100, grade: 5 },
  { words: 200, grade: 3 },
  { words: 50, grade: 4 },
  { words: 100, grade: 2 },
] as const;
const isChinese = (text: string): boolean => /[一-鿿]/.test(text);
const write = (prompt: string, sample: number): string => {
  const { words, grade } = plan[sample] as (typeof plan)[number];
  return isChinese(prompt)
    ? `${'零一二三四五'[grade]}${'水'.repeat(words - 1)}`
    : `${['', 'one', 'two', 'three', 'four', 'five'][grade]} ${'water '.repeat(words - 1)}`.trim();
};
const keys = ['Relevance', 'Accuracy', 'Coherence', 'Clarity', 'Breadth and Depth', 'Reading Experience'];
const judge = (prompt: string): string => {
  const text = /<delivered>\n([\s\S]*?)\s*\n<\/delivered>/.exec(prompt)?.[1] ?? '';
  const word = ['', 'one', 'two', 'three', 'four', 'five'].indexOf(text.split(' ')[0] ?? '');
  const grade = Math.max(word, '零一二三四五'.indexOf(text[0] ?? 'x'));
  return JSON.stringify({ Analysis: '', ...Object.fromEntries(keys.map((key) => [key, grade])) });
};

let server: ChatServer;
/** Called with the number of each call, before it is answered. */
let onCall: (call: number) => void = () => {};
const contentOf = ({ messages }: { messages: { content: string }[] }): string =>
  messages.at(-1)?.content ?? '';

beforeAll(async () => {
  server = await startChatServer({
    writer(request, _section, call) {
      onCall(call);
      return { text: write(contentOf(request), ((request as { seed?: number }).seed ?? 0) / 1000) };
    },
    judge(request, _section, call) {
      onCall(call);
      return { text: judge(contentOf(request)) };
    },
    sorter(request, _section, call) {
      onCall(call);
      if (contentOf(request).includes('owl')) return { text: 'Hard to say.' };
      const verdict = /fox|狐狸/.test(contentOf(request)) ? 'yes' : 'no';
      return { text: JSON.stringify({ reason: '', verdict }) };
    },
    locked: () => ({ error: { status: 401, body: { error: { message: 'bad key' } } } }),
  });
  const instructions = ['tide mills', 'kites', 'salt'].map((each) => `Write about 100 words on ${each}.`);
  const chinese = ['钟楼', '运河', '茶'].map((each) => `请写一篇约100字的短文，介绍${each}。`);
  const rows = [...instructions, ...chinese].map((prompt, at) => ({ id: `r${at + 1}`, prompt }));
  writeFileSync(path('set.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  project[Symbol.dispose]();
});

const addressOf = (model: string): string => `compatible:${model}@${server.url}`;
const makePairs = (out: string, ...more: string[]): string[] =>
  // biome-ignore format: a command line.
  ['dataset', 'pairs', 'set.jsonl', '--model', addressOf('writer'), '--judge', addressOf('judge'), '--judge-repeats', '2', '--concurrency', '2', '--out', out, ...more];
/** Distinct requests, each with how often it came. */
const countRequests = (): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const sent of server.requests) {
    const key = JSON.stringify(sent);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
};

/** Starts a command and kills it while its so-manieth call is in flight. */
async function killAt(call: number, args: readonly string[]): Promise<void> {
  const { child, result } = project.start(args);
  onCall = (now) => {
    if (now >= call) child.kill('SIGKILL');
  };
  expect((await result).exitCode).toBe(137);
  onCall = () => {};
}

describe('longhand dataset pairs', () => {
  it('survives kill -9 in both stages: the same pairs, no finished call paid twice', async () => {
    server.requests.length = 0;
    const kills = [5, 30, 60];
    for (const call of kills) {
      await killAt(call, makePairs('killed'));
      expect(existsSync(path('killed', 'pairs.jsonl'))).toBe(false);
    }
    const finished = new Set(
      [...rowsOf('killed/answers.jsonl'), ...rowsOf('killed/verdicts.jsonl')].map(({ key }) => key),
    );
    const result = await project.run(makePairs('killed', '--json'));
    expect(result.json()).toMatchObject({
      status: 'done',
      instructions: 6,
      pairs: 6,
      samples: { scored: 24 },
    });
    // 24 answers and 48 verdicts; a kill costs at most the two calls in flight.
    const counts = countRequests();
    expect(counts.size).toBe(72);
    const again = server.requests.length - 72;
    expect(again).toBeLessThanOrEqual(2 * kills.length);
    expect(finished.size).toBeGreaterThan(50);
    expect(rowsOf('killed/answers.jsonl')).toHaveLength(24);
    expect(rowsOf('killed/verdicts.jsonl')).toHaveLength(48);

    await project.run(makePairs('whole', '--quiet'));
    for (const file of ['pairs.jsonl', 'samples.jsonl'])
      expect(readFileSync(path('killed', file), 'utf8')).toBe(readFileSync(path('whole', file), 'utf8'));
    const pairs = rowsOf('killed/pairs.jsonl');
    expect(pairs.map(({ id, scores }) => [id, scores.chosen])).toEqual(
      [1, 2, 3, 4, 5, 6].map((at) => [`r${at}`, 100]),
    );
    for (const { prompt, chosen, rejected, scores } of pairs) {
      expect(chosen[0].content).toBe(write(prompt[0].content, 0));
      const sample = [1, 2, 3].find((each) => rejected[0].content === write(prompt[0].content, each));
      expect(scores.rejected).toBeCloseTo([100, 58.333, 62.5, 62.5][sample ?? 0] as number, 2);
    }
    // Another choice among the same samples asks nobody.
    const before = server.requests.length;
    const worst = await project.run(makePairs('killed', '--rejected', 'worst', '--json'));
    expect(worst.json().meanScores).toEqual({ chosen: 100, rejected: expect.closeTo(58.333, 2) });
    expect(server.requests).toHaveLength(before);
    // The pairs go on into the other commands.
    const exported = await project.run([
      'dataset',
      'export',
      'killed/pairs.jsonl',
      '--out',
      'trl.parquet',
      '--json',
    ]);
    expect(exported.json()).toMatchObject({ status: 'done', rows: 6 });
  }, 90_000);

  it('takes answers that exist already, warns of a judge of the same family, and quotes', async () => {
    const answers = [0, 1, 2, 3].map((sample) => ({ text: write('a', sample), model: 'openai:gpt-4o' }));
    writeFileSync(
      path('given.jsonl'),
      `${JSON.stringify({ id: 'g', prompt: 'Write about 100 words on tea.', answers })}\n`,
    );
    const from = ['dataset', 'pairs', '--from', 'given.jsonl', '--rejected', 'worst', '--out', 'taken'];
    const price = ['--price', `${addressOf('judge')}=1,1,1`];
    const quote = await project.run([
      ...from,
      '--judge',
      addressOf('judge'),
      ...price,
      '--dry-run',
      '--json',
    ]);
    expect(quote.json()).toMatchObject({ status: 'quote', quote: { answers: 0, verdicts: 4 } });
    expect(quote.stderr).toMatch(/to judge: 4 verdicts, 0\.\d+ USD to 0\.\d+ USD/);
    const result = await project.run([...from, '--judge', addressOf('judge'), '--json']);
    expect(result.json()).toMatchObject({ status: 'done', pairs: 1, practice: 0 });
    expect(rowsOf('taken/pairs.jsonl')).toMatchObject([
      { id: 'g', scores: { chosen: 100 }, provenance: { model: 'openai:gpt-4o' } },
    ]);
    const family = await project.run([...from, '--judge', `compatible:gpt-4o@${server.url}`, '--dry-run']);
    expect(family.stderr).toContain('are of one family');
  });

  it('stops softly at a limit and says how to go on; a wrong key ends it at once', async () => {
    const price = ['writer', 'judge'].flatMap((model) => ['--price', `${addressOf(model)}=1000,1000,1000`]);
    const stopped = await project.run(makePairs('limited', ...price, '--max-cost', '0.5', '--json'));
    expect(stopped).toMatchObject({ exitCode: 3 });
    expect(stopped.json()).toMatchObject({ status: 'stopped' });
    expect(existsSync(path('limited', 'pairs.jsonl'))).toBe(false);
    expect(stopped.stderr).toContain('The same command goes on.');
    server.requests.length = 0;
    const locked = await project.run([...makePairs('locked'), '--judge', addressOf('locked'), '--json']);
    expect(locked).toMatchObject({ exitCode: 1 });
    expect(locked.json()).toMatchObject({ status: 'failed', error: { fault: 'auth' } });
    expect(server.requests.filter(({ model }) => model === 'locked').length).toBeLessThanOrEqual(2);
  });

  it('marks practice models on screen, in the report and in every pair', async () => {
    // biome-ignore format: a command line.
    const result = await project.run(['dataset', 'pairs', 'set.jsonl', '--model', 'simulated:?seed=1&lengthSigma=0.5', '--judge', 'simulated:?seed=2', '--out', 'practice', '--json']);
    expect(result.stderr).toMatch(/^practice model: /);
    expect(result.stderr).toContain('judged, so the scores say nothing about quality');
    expect(result.json()).toMatchObject({
      status: 'done',
      practice: 24,
      settings: { isPracticeModel: true, isPracticeJudge: true },
    });
    const pairs = rowsOf('practice/pairs.jsonl');
    expect(pairs.length).toBeGreaterThan(3);
    expect(pairs.every(({ provenance }) => provenance.isPractice === true)).toBe(true);
    expect(readdirSync(path('practice')).sort()).toEqual([
      'answers.jsonl',
      'bad-rows.jsonl',
      'pairs.jsonl',
      'rejected.jsonl',
      'report.json',
      'samples.jsonl',
      'verdicts.jsonl',
    ]);
  });

  it.each([
    ['set.jsonl --model mini --judge mini --out x --method best', /Expected .*method.* to be one of/],
  ])('says what is wrong with `%s`', async (command, message) => {
    const result = await project.run(['dataset', 'pairs', ...command.split(' ')]);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(message);
  });
});

describe('longhand dataset select --judge', () => {
  it('asks where the rules cannot tell, survives kill -9, and counts what is unanswered', async () => {
    const animals = ['fox', 'owl', 'hen', 'fox cub', 'hare', 'fox den', 'crow', 'old fox'];
    const prompts = [
      ...animals.map((each) => `Write a story about a ${each} in the hills.`),
      '写一个关于狐狸的故事',
      'Write a 3,000-word essay on tide mills.',
      'Write a haiku.',
    ];
    writeFileSync(path('prompts.jsonl'), prompts.map((prompt) => `${JSON.stringify({ prompt })}\n`).join(''));
    rmSync(path('asked'), { recursive: true, force: true });
    // biome-ignore format: a command line.
    const select = ['dataset', 'select', 'prompts.jsonl', '--judge', addressOf('sorter'), '--concurrency', '2', '--similarity', '1', '--out', 'asked'];
    server.requests.length = 0;
    for (const call of [3, 6, 9]) {
      await killAt(call, select);
      expect(existsSync(path('asked', 'selected.jsonl'))).toBe(false);
    }
    const result = await project.run([...select, '--json']);
    expect(result.json()).toMatchObject({
      status: 'done',
      records: 11,
      selected: 6,
      long: { count: 6, of: 11 },
      perhaps: 9,
      asked: 9,
      affirmed: 5,
      unanswered: 1,
    });
    expect(rowsOf('asked/selected.jsonl').map(({ source }) => source.line)).toEqual([1, 4, 6, 8, 9, 10]);
    expect(result.stderr).toContain('1 instruction without an answer');
    // Nine instructions, one of them asked three times; at most two calls in flight at each of three kills.
    expect(countRequests().size).toBe(11);
    expect(server.requests.length).toBeLessThanOrEqual(11 + 6);
    const before = server.requests.length;
    expect((await project.run([...select, '--json'])).json()).toMatchObject({ selected: 6, unanswered: 1 });
    expect(server.requests).toHaveLength(before);
  }, 60_000);

  it('fails where the judge has no key, however few the questions', async () => {
    writeFileSync(path('one.jsonl'), `${JSON.stringify({ prompt: 'Write a story about a fox.' })}\n`);
    const select = ['dataset', 'select', 'one.jsonl', '--judge', addressOf('locked'), '--out', 'unasked'];
    const result = await project.run([...select, '--json']);
    expect(result.exitCode, result.stderr).toBe(1);
    expect(result.json()).toMatchObject({ status: 'failed', error: { fault: 'auth' } });
    expect(existsSync(path('unasked', 'selected.jsonl'))).toBe(false);
  });

  it('counts what is in flight against the limit', async () => {
    const prompts = ['fox', 'owl', 'hen', 'hare'].map((each) => ({
      prompt: `Write a story about a ${each}.`,
    }));
    writeFileSync(path('four.jsonl'), prompts.map((row) => `${JSON.stringify(row)}\n`).join(''));
    server.requests.length = 0;
    // biome-ignore format: a command line.
    const result = await project.run(['dataset', 'select', 'four.jsonl', '--judge', addressOf('sorter'), '--price', '1,1,1', '--max-cost', '0.0001', '--similarity', '1', '--out', 'limited', '--json']);
    expect(result.exitCode, result.stderr).toBe(3);
    expect(countRequests().size).toBe(1);
  });
});
