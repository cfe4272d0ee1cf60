/** The index of a run at rest, for commands that look something up or note something without starting the engine. */
import { type DatabaseOptions, openDatabase } from './database.ts';
import { createMemory } from './memory.ts';
import type { RunMemory } from './run-context.ts';

/**
 * Opens the database of a home, does `work` with the index of one run, and closes it again.
 *
 * @throws {StoreError} Another process owns the home.
 */
export async function withRunMemory<T>(
  options: Omit<DatabaseOptions, 'waitInMs'>,
  runId: string,
  work: (memory: RunMemory) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ ...options, waitInMs: 300 });
  try {
    return await work(createMemory(database.tables, runId));
  } finally {
    await database.close();
  }
}
