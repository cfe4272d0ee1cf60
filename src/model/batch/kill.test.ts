/** A process that is really killed while its batch is open, and what the next one pays for. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startBatchServer } from './__fixtures__/batch-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-batch-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const urlOf = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);

/** Asks forty questions through `callModel`, as steps of documents do, and prints the answers as one line. */
const script = (baseUrl: string): string => `
  const { resolveModel } = await import(${urlOf('../resolve-model.ts')});
  const { callModel } = await import(${urlOf('../call-model.ts')});
  const { openBatchFolder } = await import(${urlOf('./folder-store.ts')});
  const { createBatchModel } = await import(${urlOf('./create-batch-model.ts')});
  const env = { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: ${JSON.stringify(`${baseUrl}/v1`)} };
  const { model, close } = createBatchModel(await resolveModel('openai:gpt-5', { env }), {
    store: await openBatchFolder(${JSON.stringify(folder)}), gatherInMs: 100, pollInMs: 20, maxRows: 25,
  });
  const texts = await Promise.all(Array.from({ length: 40 }, async (_, number) =>
    (await callModel(model, { messages: [{ role: 'user', content: 'question ' + number }] })).text));
  await close();
  console.log(JSON.stringify(texts));`;

it('answers the calls of a killed process from the batches it has paid for', async () => {
  await using server = await startBatchServer();
  server.settings.pollsToEnd = Number.POSITIVE_INFINITY;
  server.settings.reply = (row) => `Re: ${/question \d+/.exec(JSON.stringify(row.body))?.[0]}`;
  const start = () =>
    spawn(process.execPath, ['--input-type=module', '-e', script(server.url)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const looks = (): number => server.batches.filter(({ polls }) => polls > 0).length;
  const killed = start();
  await expect.poll(looks, { timeout: 20_000 }).toBe(2);
  killed.kill('SIGKILL');
  await new Promise((resolve) => killed.once('exit', resolve));

  server.settings.pollsToEnd = 0;
  const child = start();
  let printed = '';
  for await (const chunk of child.stdout) printed += chunk;
  expect(JSON.parse(printed)).toEqual(Array.from({ length: 40 }, (_, number) => `Re: question ${number}`));
  expect(server.log.filter((name) => name === 'POST /v1/batches')).toHaveLength(2);
  expect(server.batches.map(({ rows }) => rows.length)).toEqual([25, 15]);
}, 120_000);
