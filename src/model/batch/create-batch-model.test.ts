import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { callModel } from '../call-model.ts';
import type { Model } from '../model.ts';
import { resolveModel } from '../resolve-model.ts';
import { type BatchServer, startBatchServer } from './__fixtures__/batch-server.ts';
import { type BatchModelOptions, createBatchModel } from './create-batch-model.ts';
import { openBatchFolder } from './folder-store.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'longhand-batch-'));
  folders.push(folder);
  return folder;
}

async function openModel(
  server: BatchServer,
  address: string,
  { folder = makeFolder(), ...options }: Partial<BatchModelOptions> & { folder?: string } = {},
): Promise<{ model: Model; close: () => Promise<void> }> {
  const model = await resolveModel(address, {
    env: {
      OPENAI_API_KEY: 'sk-test-1',
      OPENAI_BASE_URL: `${server.url}/v1`,
      ANTHROPIC_API_KEY: 'sk-ant-test-1',
      ANTHROPIC_BASE_URL: server.url,
      GEMINI_API_KEY: 'test-1',
      GOOGLE_GEMINI_BASE_URL: server.url,
    },
  });
  const store = await openBatchFolder(folder);
  return createBatchModel(model, { store, gatherInMs: 20, pollInMs: 5, ...options });
}

const ask = (model: Model, content: string, options: Parameters<typeof callModel>[2] = {}) =>
  callModel(
    model,
    { messages: [{ role: 'user', content }], maxOutputTokens: 500 },
    { ...withRealSilence, ...options },
  );
/** The call layer's waits between tries are skipped; its limit of silence is not what these tests are about. */
const withRealSilence = {
  delay: (delayInMs: number, abortSignal?: AbortSignal): Promise<unknown> =>
    delayInMs >= 100_000 ? new Promise((_resolve, reject) => listen(abortSignal, reject)) : Promise.resolve(),
};
function listen(abortSignal: AbortSignal | undefined, reject: (reason: unknown) => void): void {
  abortSignal?.addEventListener('abort', () => reject(abortSignal.reason), { once: true });
}

const submits = (server: BatchServer): number =>
  server.log.filter((name) => /^POST (?:\/v1\/(?:messages\/)?batches|.*:batchGenerateContent)$/.test(name))
    .length;
const asked = (row: { body: Record<string, unknown> }): string => JSON.stringify(row.body);

describe.each(['openai:gpt-5', 'anthropic:claude-sonnet-4-5', 'google:gemini-2.5-flash'])(
  'batches of %s',
  (address) => {
    it('answers calls made at about the same time from one batch, each with its own text', async () => {
      await using server = await startBatchServer();
      server.settings.pollsToEnd = 3;
      server.settings.reply = (row) => `You asked ${/question \d+/.exec(asked(row))?.[0]}.`;
      const { model } = await openModel(server, address);
      const replies = await Promise.all([1, 2, 3].map((number) => ask(model, `question ${number}`)));
      expect(replies.map(({ text }) => text)).toEqual(
        [1, 2, 3].map((number) => `You asked question ${number}.`),
      );
      expect(replies[0]?.usage).toMatchObject({ calls: 1, outputTokens: 20 });
      if (!address.startsWith('google')) expect(replies[0]?.modelId).toMatch(/answered/);
      expect(replies[0]?.firstTokenInMs).toBeUndefined();
      expect(submits(server)).toBe(1);
      expect(server.batches[0]?.rows).toHaveLength(3);
    });

    it('hands a failed row to the retrying layer, which asks for that one again', async () => {
      await using server = await startBatchServer();
      server.settings.reply = (row, batch) =>
        batch.id === server.batches[0]?.id && asked(row).includes('bad luck')
          ? { status: 529, error: { type: 'overloaded_error', message: 'Overloaded' } }
          : 'Fine.';
      const { model } = await openModel(server, address);
      const [lucky, unlucky] = await Promise.all([ask(model, 'luck'), ask(model, 'bad luck')]);
      expect(lucky.attempts).toHaveLength(1);
      expect(unlucky.text).toBe('Fine.');
      expect(unlucky.attempts.map(({ fault }) => fault)).toEqual(['server', undefined]);
      expect(server.batches.map(({ rows }) => rows.length)).toEqual([2, 1]);
    });

    it('sends a row that expired once more, then gives up', async () => {
      await using server = await startBatchServer();
      server.settings.reply = (row) => (asked(row).includes('slow') ? 'expired!' : 'Fine.');
      const { model } = await openModel(server, address);
      const [slow, quick] = await Promise.allSettled([ask(model, 'slow'), ask(model, 'quick')]);
      expect(quick).toMatchObject({ status: 'fulfilled', value: { text: 'Fine.' } });
      expect(slow).toMatchObject({ status: 'rejected', reason: { fault: 'bad-request' } });
      expect(server.batches.map(({ rows }) => rows.length)).toEqual([2, 1]);
    });

    it('splits by rows and by bytes', async () => {
      await using server = await startBatchServer();
      const { model } = await openModel(server, address, { maxRows: 4 });
      await Promise.all(Array.from({ length: 10 }, (_, number) => ask(model, `question ${number}`)));
      expect(server.batches.map(({ rows }) => rows.length)).toEqual([4, 4, 2]);

      const large = await openModel(server, address, { maxBytes: 30_000 });
      server.batches.length = 0;
      await Promise.all(
        Array.from({ length: 6 }, (_, number) => ask(large.model, `${number} ${'long '.repeat(2_000)}`)),
      );
      expect(server.batches.map(({ rows }) => rows.length)).toEqual([2, 2, 2]);
      for (const { bytes } of server.batches) expect(bytes).toBeLessThan(30_000);
    });
  },
);

describe('createBatchModel', () => {
  it('asks OpenAI not to keep the calls', async () => {
    await using server = await startBatchServer();
    const { model } = await openModel(server, 'openai:gpt-5');
    await ask(model, 'anything');
    expect(server.batches[0]?.rows[0]?.body).toMatchObject({ model: 'gpt-5', store: false });
  });

  it('asks equal calls each by itself', async () => {
    await using server = await startBatchServer();
    const { model } = await openModel(server, 'openai:gpt-5');
    const replies = await Promise.all([ask(model, 'same'), ask(model, 'same')]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(2);
  });

  it('keeps a waiting call alive far beyond the silence that the call layer bears', async () => {
    await using server = await startBatchServer();
    server.settings.pollsToEnd = 6;
    const { model } = await openModel(server, 'openai:gpt-5', { pollInMs: 100, heartbeatInMs: 20 });
    const sleep = (inMs: number, signal?: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        setTimeout(resolve, inMs).unref();
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    const startedAt = Date.now();
    const reply = await ask(model, 'patience', { idleTimeoutInMs: 150, delay: sleep });
    expect(Date.now() - startedAt).toBeGreaterThan(150 * 2.5);
    expect(reply.attempts).toHaveLength(1);
  });

  it('waits for an open batch of an earlier process, and takes answers that process may not have used', async () => {
    await using server = await startBatchServer();
    const folder = makeFolder();
    server.settings.pollsToEnd = Number.POSITIVE_INFINITY;
    const first = await openModel(server, 'openai:gpt-5', { folder });
    const left = new AbortController();
    const waiting = ['a', 'b'].map((content) => ask(first.model, content, { abortSignal: left.signal }));
    await expect.poll(() => server.batches.length).toBe(1);
    left.abort(new Error('stopped'));
    for (const call of waiting) await expect(call).rejects.toThrow('stopped');

    server.settings.pollsToEnd = 0;
    // No `close`: these processes are killed.
    const second = await openModel(server, 'openai:gpt-5', { folder });
    const text = (await ask(second.model, 'a')).text;
    const third = await openModel(server, 'openai:gpt-5', { folder });
    expect((await ask(third.model, 'a')).text).toBe(text);
    expect((await ask(third.model, 'b')).text).not.toBe(text);
    expect(submits(server)).toBe(1);
    await third.close();
    expect(readdirSync(folder)).toEqual([]);

    const fourth = await openModel(server, 'openai:gpt-5', { folder });
    await ask(fourth.model, 'a');
    expect(submits(server)).toBe(2);
  });

  it('finds a batch whose confirmation was lost on the way', async () => {
    await using server = await startBatchServer();
    server.settings.intercept = (name) => (name === 'POST /v1/batches' ? 'cut' : undefined);
    const { model } = await openModel(server, 'openai:gpt-5');
    const reply = await ask(model, 'once');
    expect(reply.attempts).toHaveLength(1);
    expect(submits(server)).toBe(1);
  });

  it('finds the batch of a process that was killed before it knew that the batch had arrived', async () => {
    await using server = await startBatchServer();
    const folder = makeFolder();
    server.settings.intercept = (name) => (name === 'POST /v1/batches' ? 'hang' : undefined);
    const left = new AbortController();
    const first = await openModel(server, 'openai:gpt-5', { folder });
    const lost = ask(first.model, 'once', { abortSignal: left.signal });
    await expect.poll(() => server.batches.length).toBe(1);
    const second = await openModel(server, 'openai:gpt-5', { folder });
    expect((await ask(second.model, 'once')).text).toMatch(/^Answer/);
    expect(submits(server)).toBe(1);
    left.abort(new Error('stopped'));
    await expect(lost).rejects.toThrow('stopped');
  });

  it('goes on through looks that fail, and stops where looking cannot help', async () => {
    await using server = await startBatchServer();
    let looks = 0;
    server.settings.intercept = (name) =>
      /^GET \/v1\/batches\/\w+$/.test(name) && ++looks <= 3 ? { status: 503, body: {} } : undefined;
    const { model } = await openModel(server, 'openai:gpt-5');
    expect((await ask(model, 'one')).attempts).toHaveLength(1);
    expect(looks).toBeGreaterThan(3);

    server.settings.intercept = (name) =>
      name.startsWith('GET ')
        ? { status: 401, body: { error: { message: 'Incorrect API key' } } }
        : undefined;
    await expect(ask(model, 'two')).rejects.toMatchObject({ fault: 'auth' });
    // The answer is still there for who comes with a good key.
    server.settings.intercept = () => undefined;
    expect((await ask(model, 'two')).text).toMatch(/^Answer/);
    expect(submits(server)).toBe(2);
  });

  it('gives each call the fault of a batch that could not be submitted', async () => {
    await using server = await startBatchServer();
    const error = { message: 'You exceeded your current quota', type: 'insufficient_quota' };
    server.settings.intercept = (name) =>
      name === 'POST /v1/files' ? { status: 429, body: { error } } : undefined;
    const { model } = await openModel(server, 'openai:gpt-5');
    const calls = await Promise.allSettled([ask(model, 'one'), ask(model, 'two')]);
    for (const call of calls) expect(call).toMatchObject({ status: 'rejected', reason: { fault: 'quota' } });
  });

  it('sends a batch for which the queue is full again when another one has ended', async () => {
    await using server = await startBatchServer();
    server.settings.pollsToEnd = 4;
    server.settings.statusOf = (batch) =>
      batch.id === server.batches[1]?.id
        ? { failed: { code: 'token_limit_exceeded', message: 'Enqueued token limit reached.' } }
        : 'completed';
    const { model } = await openModel(server, 'openai:gpt-5', { maxRows: 1, pollInMs: 30 });
    const first = ask(model, 'first');
    await expect.poll(() => server.batches.length).toBe(1);
    server.settings.pollsToEnd = 6;
    const batch = server.batches[0];
    const second = ask(model, 'second');
    await expect.poll(() => server.batches.length).toBe(2);
    (server.batches[1] as { polls: number }).polls = 6;
    const replies = await Promise.all([first, second]);
    expect(replies.map(({ attempts }) => attempts.length)).toEqual([1, 1]);
    expect(server.batches).toHaveLength(3);
    expect(batch?.polls).toBeGreaterThanOrEqual(6);
  });

  it('stops waiting for a batch that the provider never ends, and pays for no other', async () => {
    await using server = await startBatchServer();
    server.settings.pollsToEnd = Number.POSITIVE_INFINITY;
    let ahead = 0;
    const { model } = await openModel(server, 'openai:gpt-5', { now: () => Date.now() + ahead });
    const call = ask(model, 'forever');
    const ended = expect(call).rejects.toMatchObject({ fault: 'idle-timeout' });
    await expect.poll(() => server.batches[0]?.polls).toBeGreaterThan(2);
    ahead = 31 * 3_600_000;
    await ended;
    expect(submits(server)).toBe(1);
  });

  it('asks again what the provider no longer has', async () => {
    await using server = await startBatchServer();
    const folder = makeFolder();
    server.settings.pollsToEnd = Number.POSITIVE_INFINITY;
    const first = await openModel(server, 'openai:gpt-5', { folder });
    const left = new AbortController();
    const waiting = ask(first.model, 'old', { abortSignal: left.signal });
    await expect.poll(() => server.batches.length).toBe(1);
    left.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    server.batches.length = 0;
    server.settings.pollsToEnd = 0;
    const second = await openModel(server, 'openai:gpt-5', { folder });
    expect((await ask(second.model, 'old')).text).toMatch(/^Answer/);
    expect(submits(server)).toBe(2);
  });

  it('asks Anthropic for JSON in words alone: one schema that needs a tool would refuse the whole batch', async () => {
    await using server = await startBatchServer();
    const responseSchema = { name: 'verdict', schema: { type: 'object' as const, properties: {} } };
    const asked = async (address: string): Promise<string> => {
      const { model } = await openModel(server, address);
      await callModel(
        model,
        { messages: [{ role: 'user', content: 'judge' }], responseSchema },
        withRealSilence,
      );
      return JSON.stringify(server.batches.at(-1)?.rows[0]?.body);
    };
    expect(await asked('anthropic:claude-sonnet-4-5')).not.toMatch(/verdict|schema/);
    expect(await asked('google:gemini-2.5-flash')).toMatch(/schema/i);
  });

  it('says which models have a batch API, and what a batch holds', async () => {
    await using server = await startBatchServer();
    const store = await openBatchFolder(makeFolder());
    const other = await resolveModel('simulated:?seed=1', { env: {} });
    expect(() => createBatchModel(other, { store })).toThrow(
      /`openai:`, `anthropic:`, `google:`.*got `simulated/,
    );
    await expect(openModel(server, 'openai:gpt-5', { maxRows: 60_000 })).rejects.toThrow(
      'Expected `maxRows` to be a whole number from 1 to 50000, what the provider takes in one batch, got `60000`. Leave it out for the usual one.',
    );
  });

  it('tells a setting that a row refused, so that the next try leaves it out', async () => {
    await using server = await startBatchServer();
    server.settings.reply = (row) =>
      row.body.temperature === undefined
        ? 'Fine.'
        : {
            status: 400,
            error: { message: "Unsupported parameter: 'temperature' is not supported with this model." },
          };
    const { model } = await openModel(server, 'openai:gpt-4.1');
    const reply = await callModel(
      model,
      { messages: [{ role: 'user', content: 'anything' }], temperature: 0.5 },
      withRealSilence,
    );
    expect(reply.learnt).toEqual({ acceptsTemperature: false });
  });
});
