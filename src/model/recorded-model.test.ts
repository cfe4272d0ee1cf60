import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractRequest, describeLanguageModel } from '../../test/contracts/language-model.ts';
import { createWaits } from '../../test/contracts/waits.ts';
import { ModelCallError, UsageError } from '../errors.ts';
import { callModel } from './call-model.ts';
import type { Model } from './model.ts';
import { type RecordedCall, recordCalls } from './record.ts';
import { createRecordedModel, loadRecordedModel } from './recorded-model.ts';
import { type ScriptedReply, scriptedModel } from './scripted-model.ts';

const ask = (content: string) => ({ messages: [{ role: 'user' as const, content }] });

async function record(
  replies: ScriptedReply[],
  use: (model: Model) => Promise<unknown>,
): Promise<RecordedCall[]> {
  const calls: RecordedCall[] = [];
  await use(
    recordCalls(scriptedModel(replies, { contextTokens: 8_000, isPractice: true }), (call) => {
      // What is replayed is what was stored.
      calls.push(JSON.parse(JSON.stringify(call)) as RecordedCall);
    }),
  );
  return calls;
}

describeLanguageModel('recorded', async () =>
  createRecordedModel(
    'recorded:test',
    await record(['The keeper trims the lamp and reads.'], (model) => callModel(model, contractRequest)),
  ),
);

describe('a recording', () => {
  it('answers each request as it was answered, in any order, repeats in their own', async () => {
    const calls = await record(['Tides.', 'Gulls one.', 'Gulls two.'], async (model) => {
      await callModel(model, ask('tides'));
      await callModel(model, ask('gulls'));
      await callModel(model, ask('gulls'));
    });
    const model = createRecordedModel('recorded:test', calls);
    const asked = ['gulls', 'tides', 'gulls', 'gulls', 'tides'];
    const texts: string[] = [];
    for (const content of asked) texts.push((await callModel(model, ask(content))).text);
    expect(texts).toEqual(['Gulls one.', 'Tides.', 'Gulls two.', 'Gulls two.', 'Tides.']);
  });

  it('replays reasoning, usage and the reason of the end, and stays a practice model', async () => {
    const reply = {
      text: 'Tides.',
      reasoning: 'Short.',
      finishReason: 'length' as const,
      usage: { inputTokens: 50, cachedInputTokens: 20, outputTokens: 9, reasoningTokens: 3 },
    };
    const calls = await record([reply], (model) => callModel(model, ask('tides')));
    const model = createRecordedModel('recorded:test', calls);
    expect(await callModel(model, ask('tides'))).toMatchObject({
      text: 'Tides.',
      reasoningText: 'Short.',
      finishReason: 'length',
      usage: { inputTokens: 50, cachedInputTokens: 20, outputTokens: 9, reasoningTokens: 3 },
      modelId: 'scripted',
    });
    expect(model).toMatchObject({ isPractice: true, hasStructuredOutput: true, contextTokens: 8_000 });
  });

  it('knows of the model what the recorded one knew, and does without where it is an old recording', async () => {
    const card = { key: 'scripted', updatedAt: '2026-01-02T03:04:05.000Z', maxOutputWords: 900 };
    const calls: RecordedCall[] = [];
    const recorded = recordCalls({ ...scriptedModel(['Tides.']), card }, (call) => void calls.push(call));
    await callModel(recorded, ask('tides'));
    expect(createRecordedModel('recorded:test', calls).card).toEqual(card);
    const old = calls.map(({ model: { card: _card, ...model }, ...call }) => ({ ...call, model }));
    expect(createRecordedModel('recorded:test', old)).not.toHaveProperty('card');
  });

  it('holds finished calls only', async () => {
    const replies: ScriptedReply[] = [
      { error: { status: 500 } },
      { text: 'The tide came in.', cutAfter: 9 },
      'Tides.',
    ];
    const calls = await record(replies, (model) =>
      callModel(model, ask('tides'), { delay: createWaits().delay }),
    );
    expect(calls.map(({ text }) => text)).toEqual(['Tides.']);
  });

  it('fails at once for a request it does not hold', async () => {
    const model = createRecordedModel(
      'recorded:test',
      await record(['Tides.'], (m) => callModel(m, ask('tides'))),
    );
    const error = await callModel(model, ask('whales')).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ModelCallError);
    expect(error).toMatchObject({ fault: 'bad-request', address: 'recorded:test' });
    expect((error as Error).message).toContain('holds no call with this request');
  });
});

describe('loadRecordedModel', () => {
  let folder: string;
  let line: string;
  const pack = (name: string, lines: string[]): Promise<void> =>
    writeFile(join(folder, name), gzipSync(`${lines.join('\n')}\n`));
  const [header, run, end] = [
    '{"kind":"pack","format":"longhand-run","version":1}',
    '{"kind":"run","runId":"a"}',
    '{"kind":"end","entries":2,"sha256":""}',
  ];
  let recorded: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'longhand-recording-'));
    line = JSON.stringify((await record(['Tides.'], (model) => callModel(model, ask('tides'))))[0]);
    recorded = `{"kind":"recorded","call":${line}}`;
    await writeFile(join(folder, 'calls.jsonl'), `${line}\n{"request":"half a li`);
    await writeFile(join(folder, 'glued.jsonl'), `{"request":"half${line}\n`);
    await pack('whole.longhand', [header, run, recorded, end]);
    await pack('cut.longhand', [header, run, recorded]);
    await pack('bare.longhand', [header, run, end]);
    await pack('bad.longhand', [header, run, '{"kind":"recorded","call":{}}', end]);
    await pack('newer.longhand', [header.replace('1}', '3}'), run, recorded, end]);
    await pack('foreign.longhand', ['{"hello":1}']);
    await writeFile(join(folder, 'torn.longhand'), gzipSync(`${header}\n`.repeat(99)).subarray(0, 30));
    await writeFile(join(folder, 'bad.jsonl'), `${line}\n{"request":1}\n${line}\n`);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads a folder or a file, and overlooks a half-written last line', async () => {
    for (const path of [folder, join(folder, 'calls.jsonl')]) {
      const model = await loadRecordedModel(path);
      expect((await callModel(model, ask('tides'))).text).toBe('Tides.');
    }
  });

  it('reads a packed run, and a call that stands behind half a line', async () => {
    for (const name of ['whole.longhand', 'glued.jsonl']) {
      const model = await loadRecordedModel(join(folder, name));
      expect(model.isPractice).toBe(true);
      expect((await callModel(model, ask('tides'))).text).toBe('Tides.');
    }
  });

  it.each([
    ['cut.longhand', 'cut or damaged'],
    ['torn.longhand', 'cut or damaged'],
    ['bare.longhand', 'a packed run without any'],
    ['bad.longhand', 'Expected line 3 of'],
    ['newer.longhand', 'needs a newer Longhand'],
    ['foreign.longhand', 'got something else'],
  ])('takes no answer from %s', async (name, message) => {
    const loading = loadRecordedModel(join(folder, name));
    await expect(loading).rejects.toThrow(UsageError);
    await expect(loading).rejects.toThrow(message);
  });

  it('names a line that is no call, and a place where nothing is', async () => {
    await expect(loadRecordedModel(join(folder, 'bad.jsonl'))).rejects.toThrow('Expected line 2 of');
    await expect(loadRecordedModel(join(folder, 'none'))).rejects.toThrow('found none there');
  });
});
