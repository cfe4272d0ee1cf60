/**
 * Makes a proof: probe, native ceiling, three methods at several lengths, one killed process, blind comparisons. All of
 * it goes into one ledger of calls; the same command goes on where it stopped and pays for nothing twice.
 */
import { costOf } from '../../model/cost.ts';
import { convertUsage } from '../../model/usage.ts';
import { writeBundle } from './bundle.ts';
import type { ProofFigures } from './figures.ts';
import { keyOfKilled, listAnswerAttempts, listPairAttempts } from './kit.ts';
import { type LedgerLine, openLedger } from './ledger.ts';
import type { ProofManifest } from './proof-manifest.ts';
import { rebuildAnswer } from './rebuild.ts';
import { compareLive, isOpen, type RunPlan, runAttempts, writeLive } from './run-live.ts';
import { type ProofSettings, type ProofWorld, settleManifest } from './settle-manifest.ts';

export type ProofOptions = ProofSettings & {
  /** Attempts at once; fewer where a server asks for it. Default 4. */
  concurrency?: number;
  /** Ends softly before more is spent; known prices only. */
  mostUsd?: number;
  abortSignal?: AbortSignal;
  /** Runs `proveUntilKilled` on the folder in a process of its own; says by which signal it ended. */
  runKilled: (folder: string) => Promise<NodeJS.Signals | null>;
  /** A line for whoever watches. */
  onProgress?: (line: string) => void;
};

type ProofReport = {
  isStopped: boolean;
  /** Spent in all, on known prices. */
  usd: number;
  /** Absent when it was stopped. */
  figures?: ProofFigures;
};

/**
 * Makes the bundle of a folder, or goes on with it.
 *
 * @throws {UsageError} A model cannot be resolved, or the folder holds a bundle that was begun otherwise.
 */
export async function prove(folder: string, world: ProofWorld, options: ProofOptions): Promise<ProofReport> {
  const { concurrency = 4, mostUsd = Infinity, abortSignal, runKilled, onProgress = () => {} } = options;
  let ledger = await openLedger(folder);
  let spent = (): number => 0;
  try {
    const { manifest, text } = await settleManifest(folder, ledger, world, options, {
      abortSignal,
      onProgress,
    });
    spent = () => sumSpent(ledger.lines, manifest.prices);
    const isStopped = (): boolean => abortSignal?.aborted === true || spent() >= mostUsd;
    const plan = (address: string): RunPlan => {
      const place = { folder, address, world, manifest, ledger };
      return { ...place, concurrency, isStopped, onProgress, abortSignal };
    };
    const answers = listAnswerAttempts(manifest);
    const pairs = listPairAttempts(manifest);

    const toKill = keyOfKilled(manifest);
    if (!isStopped() && needsKill(ledger.lines, toKill)) {
      onProgress(`${toKill}: in a process of its own, to be killed in the middle`);
      await ledger.close();
      const signal = await runKilled(folder).finally(async () => {
        ledger = await openLedger(folder);
      });
      // Ctrl-C reaches that process too: then nobody was killed for the proof.
      abortSignal?.throwIfAborted();
      await ledger.append({ kind: 'killed', attempt: toKill, signal });
      onProgress(`${toKill}: ended by ${signal ?? 'itself'}; going on with it`);
    }
    const areWritten = await runAttempts(
      answers.filter(({ key }) => isOpen(ledger.lines, key)),
      (attempt, live) => writeLive(attempt, manifest, live),
      plan(manifest.author.address),
    );
    if (!areWritten) return { isStopped: true, usd: spent() };

    const texts = new Map<string, string>();
    for (const attempt of answers) {
      if (attempt.purpose !== 'compared') continue;
      const { text } = await rebuildAnswer(attempt, manifest, ledger.lines);
      if (text !== null) texts.set(attempt.key, text);
    }
    const areCompared = await runAttempts(
      pairs.filter(({ key, a, b }) => isOpen(ledger.lines, key) && texts.has(a) && texts.has(b)),
      (attempt, live) => {
        const [a, b] = [texts.get(attempt.a) ?? '', texts.get(attempt.b) ?? ''];
        return compareLive(attempt, { a, b }, manifest, live);
      },
      plan(manifest.judge.address),
    );
    if (!areCompared) return { isStopped: true, usd: spent() };
    onProgress('rebuilding every text and verdict from its calls');
    return {
      isStopped: false,
      usd: spent(),
      figures: await writeBundle(folder, manifest, text, ledger.lines),
    };
  } catch (error) {
    if (abortSignal?.aborted === true) return { isStopped: true, usd: spent() };
    throw error;
  } finally {
    await ledger.close();
  }
}

const needsKill = (lines: readonly LedgerLine[], key: string): boolean =>
  !lines.some(({ entry }) => (entry.kind === 'killed' || entry.kind === 'ended') && entry.attempt === key);

/** What the provider reported, at known prices. */
function sumSpent(lines: readonly LedgerLine[], prices: ProofManifest['prices']): number {
  const addresses = new Map<number, string>();
  let usd = 0;
  for (const { entry } of lines) {
    if (entry.kind === 'sent') addresses.set(entry.call, entry.address);
    if (entry.kind !== 'answered') continue;
    const price = prices[addresses.get(entry.call) ?? ''];
    const usage = convertUsage(entry.usage);
    if (price !== undefined && usage !== undefined) usd += costOf(usage, price);
  }
  return usd;
}
