/** A method that knows nothing of batches, over several documents at once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeDocument } from '../../methods/write.ts';
import { type Engine, openEngine } from '../../run/engine.ts';
import { resolveModel } from '../resolve-model.ts';
import { startBatchServer } from './__fixtures__/batch-server.ts';
import { createBatchModel } from './create-batch-model.ts';
import { openBatchFolder } from './folder-store.ts';

const home = mkdtempSync(join(tmpdir(), 'longhand-batch-methods-'));
let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ home });
});
afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

const plan = `Title: The Long Light
Section 1 - Title: Fires - Main Points: beacons - Word Count: 30 words
Section 2 - Title: Glass - Main Points: Fresnel - Word Count: 30 words
Section 3 - Title: Dark - Main Points: wrecks - Word Count: 30 words`;

it('writes the same step of all documents from one batch', async () => {
  await using server = await startBatchServer();
  server.settings.reply = (row) => {
    const said = JSON.stringify(row.body);
    return said.includes('Write section') ? `The ${'word '.repeat(28)}end.` : plan;
  };
  const env = { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: `${server.url}/v1` };
  const { model } = createBatchModel(await resolveModel('openai:gpt-5', { env }), {
    store: await openBatchFolder(join(home, 'batches')),
    gatherInMs: 400,
    pollInMs: 10,
  });
  const results = await Promise.all(
    Array.from({ length: 5 }, (_, number) =>
      writeDocument(
        `Tell story ${number} of lighthouses`,
        { model: model.address, method: 'agentwrite', words: 90, tolerance: 0.2 },
        { home, resolveModel: async () => model },
      ),
    ),
  );
  expect(results.map(({ status }) => status)).toEqual(Array(5).fill('done'));
  expect(results[0]?.usage.calls).toBe(4);
  expect(server.batches.map(({ rows }) => rows.length)).toEqual([5, 5, 5, 5]);
}, 120_000);
