/**
 * Batches in a folder: `batches.jsonl`, a log of what happened, and one file of results for every batch. For one
 * process at a time; the folder belongs to one piece of work, such as one build.
 */
import { existsSync } from 'node:fs';
import { mkdir, open, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { BatchStore, RowOutcome, RowResult } from './batch-store.ts';
import { callKeyOfRow } from './call-rows.ts';
import { type Entry, type LogEntry, nameOf, newEntry, type Place, readLog } from './folder-log.ts';
import { createLineAppender, readLines } from './json-lines-log.ts';

/** Opens the folder, and makes it where there is none. */
export async function openBatchFolder(folder: string): Promise<BatchStore> {
  await mkdir(folder, { recursive: true });
  const logPath = join(folder, 'batches.jsonl');
  const resultsPath = (submissionId: string): string => join(folder, `${submissionId}.results.jsonl`);
  const { entries, free, unconfirmed, size } = await readLog(logPath);
  if (existsSync(logPath)) await truncate(logPath, size);
  const write: (entry: LogEntry) => Promise<void> = createLineAppender(logPath);
  const batchIds = new Set([...entries.values()].map(({ batchId }) => batchId));
  const entryOf = (submissionId: string): Entry => {
    const entry = entries.get(submissionId);
    if (entry === undefined) throw new Error(`Expected a submission in ${folder}, got \`${submissionId}\`.`);
    return entry;
  };

  const drop = async (submissionId: string): Promise<void> => {
    entries.delete(submissionId);
    unconfirmed.delete(submissionId);
    await write({ event: 'dropped', submissionId });
    await rm(resultsPath(submissionId), { force: true });
  };

  return {
    async begin(submission) {
      entries.set(submission.submissionId, newEntry(submission));
      await write({ event: 'begun', ...submission });
    },
    async confirm(submissionId, { batchId, warnings }) {
      Object.assign(entryOf(submissionId), { batchId, warnings });
      batchIds.add(batchId);
      unconfirmed.delete(submissionId);
      await write({ event: 'confirmed', submissionId, batchId, warnings });
    },
    drop,
    async listUnconfirmed(address) {
      return [...unconfirmed.values()].filter((submission) => submission.address === address);
    },
    knows: (batchId) => batchIds.has(batchId),
    async claim(address, callKey) {
      const name = nameOf(address, callKey);
      const rows = free.get(name);
      // Rows of a dropped submission are still listed.
      const index = rows?.findIndex(({ submissionId }) => entries.get(submissionId)?.batchId !== undefined);
      if (rows === undefined || index === undefined || index < 0) return undefined;
      const [row] = rows.splice(index, 1);
      if (rows.length === 0) free.delete(name);
      return row;
    },
    async release(row) {
      const entry = entries.get(row.submissionId);
      if (entry === undefined) return;
      const name = nameOf(entry.address, callKeyOfRow(row.rowId));
      free.set(name, [row, ...(free.get(name) ?? [])]);
    },
    async find(submissionId) {
      return entryOf(submissionId);
    },
    async saveResults(submissionId, results, rest) {
      const entry = entryOf(submissionId);
      const places = await writeResults(resultsPath(submissionId), results);
      await write({ event: 'fetched', submissionId, rest });
      Object.assign(entry, { isFetched: true, rest, places });
    },
    async take({ submissionId, rowId }) {
      const entry = entryOf(submissionId);
      entry.places ??= await readPlaces(resultsPath(submissionId));
      const place = entry.places.get(rowId);
      const outcome = place === undefined ? entry.rest : await readResult(resultsPath(submissionId), place);
      entry.places.delete(rowId);
      if (!entry.takenBefore?.delete(rowId)) entry.left -= 1;
      const isDead = outcome.status !== 'succeeded' && { isDead: true as const };
      await write({ event: 'taken', submissionId, rowId, ...isDead });
      return outcome;
    },
    async close() {
      for (const [submissionId, { left }] of entries) if (left === 0) await drop(submissionId);
      if (entries.size === 0) await rm(logPath, { force: true });
    },
  };
}

/** So much is gathered before it is written. */
const blockCharacters = 64 * 1_024;

/** Writes the file anew. */
async function writeResults(path: string, results: AsyncIterable<RowResult>): Promise<Map<string, Place>> {
  const places = new Map<string, Place>();
  let offset = 0;
  let block = '';
  const file = await open(path, 'w');
  try {
    for await (const result of results) {
      const line = JSON.stringify(result);
      const length = Buffer.byteLength(line);
      places.set(result.rowId, { offset, length });
      offset += length + 1;
      block += `${line}\n`;
      if (block.length < blockCharacters) continue;
      await file.appendFile(block);
      block = '';
    }
    await file.appendFile(block);
  } finally {
    await file.close();
  }
  return places;
}

async function readPlaces(path: string): Promise<Map<string, Place>> {
  const places = new Map<string, Place>();
  for await (const { entry, offset, length } of readLines<RowResult>(path)) {
    places.set(entry.rowId, { offset, length });
  }
  return places;
}

async function readResult(path: string, { offset, length }: Place): Promise<RowOutcome> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
    return JSON.parse(buffer.toString()) as RowOutcome;
  } finally {
    await file.close();
  }
}
