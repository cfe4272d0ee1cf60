import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { StoreError } from '../../errors.ts';
import type { RowAnswer, RowOutcome, RowResult } from './batch-store.ts';
import { openBatchFolder } from './folder-store.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'longhand-batch-folder-'));
  folders.push(folder);
  return folder;
}

const key = 'k'.repeat(43);
const other = 'o'.repeat(43);
const begun = { submissionId: 's1', address: 'openai:x', submittedAt: '2026-01-01T00:00:00.000Z' };
const succeeded = (text: string): RowOutcome => ({
  status: 'succeeded',
  answer: { text, finishReason: { unified: 'stop', raw: 'stop' }, usage: {} } as unknown as RowAnswer,
});
async function* list(...results: RowResult[]): AsyncGenerator<RowResult> {
  yield* results;
}
const expired: RowOutcome = { status: 'expired' };

it('offers rows nobody has taken before those whose answer a former process has, and failed ones never', async () => {
  const folder = makeFolder();
  const first = await openBatchFolder(folder);
  await first.begin({ ...begun, rowIds: [`${key}-0`, `${key}-1`, `${other}-0`] });
  await first.confirm('s1', { batchId: 'b1', warnings: ['`seed` is not taken.'] });
  const failure: RowOutcome = { status: 'failed', error: { message: 'no' } };
  await first.saveResults(
    's1',
    list(
      { rowId: `${other}-0`, ...failure },
      { rowId: `${key}-0`, ...succeeded('早') },
      { rowId: `${key}-1`, ...succeeded('late') },
    ),
    expired,
  );
  expect(await first.take({ submissionId: 's1', rowId: `${key}-0` })).toMatchObject(succeeded('早'));
  expect(await first.take({ submissionId: 's1', rowId: `${other}-0` })).toMatchObject(failure);
  // Claimed by its submitter all along.
  expect(await first.claim('openai:x', key)).toBeUndefined();

  const second = await openBatchFolder(folder);
  expect(await second.find('s1')).toMatchObject({
    isFetched: true,
    warnings: ['`seed` is not taken.'],
    rows: 3,
  });
  expect(await second.claim('openai:y', key)).toBeUndefined();
  expect(await second.claim('openai:x', other)).toBeUndefined();
  const claimed = [await second.claim('openai:x', key), await second.claim('openai:x', key)];
  expect(claimed.map((row) => row?.rowId)).toEqual([`${key}-1`, `${key}-0`]);
  expect(await second.claim('openai:x', key)).toBeUndefined();
  expect(await second.take({ submissionId: 's1', rowId: `${key}-0` })).toMatchObject(succeeded('早'));
});

it('keeps open batches at an orderly end and forgets those that are used up', async () => {
  const folder = makeFolder();
  const first = await openBatchFolder(folder);
  for (const submissionId of ['s1', 's2']) {
    await first.begin({ ...begun, submissionId, rowIds: [`${key}-0`] });
    await first.confirm(submissionId, { batchId: `b-${submissionId}`, warnings: [] });
  }
  await first.saveResults('s1', list({ rowId: `${key}-0`, ...succeeded('used') }), expired);
  await first.take({ submissionId: 's1', rowId: `${key}-0` });
  await first.close();
  const second = await openBatchFolder(folder);
  await expect(second.find('s1')).rejects.toThrow('s1');
  expect(second.knows('b-s2')).toBe(true);
  expect(await second.claim('openai:x', key)).toEqual({ submissionId: 's2', rowId: `${key}-0` });
});

it('gives rows without a result the outcome of the rest', async () => {
  const store = await openBatchFolder(makeFolder());
  await store.begin({ ...begun, rowIds: [`${key}-0`] });
  await store.confirm('s1', { batchId: 'b1', warnings: [] });
  await store.saveResults('s1', list(), { status: 'failed', error: { message: 'Bad file.' } });
  expect(await store.take({ submissionId: 's1', rowId: `${key}-0` })).toEqual({
    status: 'failed',
    error: { message: 'Bad file.' },
  });
});

it('drops half a line that a killed process left, and names a whole one that is no JSON', async () => {
  const folder = makeFolder();
  const log = join(folder, 'batches.jsonl');
  const first = await openBatchFolder(folder);
  await first.begin({ ...begun, rowIds: [`${key}-0`] });
  const whole = readFileSync(log, 'utf8');
  appendFileSync(log, '{"event":"confirmed","subm');
  const second = await openBatchFolder(folder);
  expect(await second.listUnconfirmed('openai:x')).toMatchObject([{ submissionId: 's1' }]);
  await second.confirm('s1', { batchId: 'b1', warnings: [] });
  expect(readFileSync(log, 'utf8').startsWith(whole)).toBe(true);
  expect(await (await openBatchFolder(folder)).listUnconfirmed('openai:x')).toEqual([]);

  writeFileSync(log, `${whole}no json\n`);
  await expect(openBatchFolder(folder)).rejects.toThrow(StoreError);
  await expect(openBatchFolder(folder)).rejects.toThrow(/line at byte \d+ of .*got `no json`/);
});
