/** Many calls: what each of them leaves behind in memory, and what it holds while it waits. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, it } from 'vitest';
import { resolveModel } from '../resolve-model.ts';
import { startBatchServer } from './__fixtures__/batch-server.ts';
import { createBatchModel } from './create-batch-model.ts';
import { openBatchFolder } from './folder-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-batch-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const callsInWave = 2_000;
const waves = 5;
/** Measured: 35 to 180 bytes, and the text of an answer has 1,050. */
const mostBytesKept = 500;

it('keeps nothing of a call that has its answer: ten thousand calls', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await using server = await startBatchServer();
  server.settings.reply = ({ custom_id }) => `${custom_id} ${'answer '.repeat(150)}`;
  const env = { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: `${server.url}/v1` };
  const { model } = createBatchModel(await resolveModel('openai:gpt-5', { env }), {
    store: await openBatchFolder(folder),
    gatherInMs: 60,
    pollInMs: 20,
  });
  const heap: number[] = [];
  for (let wave = 0; wave < waves; wave += 1) {
    const texts = new Set(
      await Promise.all(
        Array.from({ length: callsInWave }, async (_, number) => {
          const content = `Wave ${wave}, question ${number}.`;
          const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: content }] }];
          const [part] = (await model.languageModel.doGenerate({ prompt })).content;
          return part?.type === 'text' ? part.text.slice(0, 45) : '';
        }),
      ),
    );
    expect(texts.size).toBe(callsInWave);
    texts.clear();
    expect(server.batches.map(({ rows }) => rows.length)).toEqual([callsInWave]);
    server.batches.length = 0;
    collect();
    heap.push(process.memoryUsage().heapUsed);
  }
  const [, second = 0] = heap;
  const kept = ((heap.at(-1) ?? 0) - second) / ((waves - 2) * callsInWave);
  expect(kept).toBeLessThan(mostBytesKept);
}, 120_000);
