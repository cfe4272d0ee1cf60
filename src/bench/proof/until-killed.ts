/** The attempt that is killed: in a process of its own, which ends itself in the middle of an answer. */
import { UsageError } from '../../errors.ts';
import { quoteRun } from '../../methods/quote.ts';
import { createAttemptRequest } from './attempts.ts';
import { keyOfKilled, listAnswerAttempts } from './kit.ts';
import { openLedger } from './ledger.ts';
import { loadManifest } from './proof-manifest.ts';
import { openModel, writeLive } from './run-live.ts';
import type { ProofWorld } from './settle-manifest.ts';

/** Runs the attempt that is to be killed, and ends this very process on the first word of the call in its middle. */
export async function proveUntilKilled(
  folder: string,
  world: ProofWorld,
  { kill = () => process.kill(process.pid, 'SIGKILL') }: { kill?: () => void } = {},
): Promise<void> {
  const found = await loadManifest(folder);
  if (found === undefined) throw new UsageError(`Expected a bundle in ${folder}, found none.`);
  const { manifest } = found;
  const attempt = listAnswerAttempts(manifest).find(({ key }) => key === keyOfKilled(manifest));
  if (attempt === undefined) throw new Error('The attempt to be killed is not planned.');
  const ledger = await openLedger(folder);
  const model = await openModel(manifest, manifest.author.address, world);
  const { calls } = quoteRun(createAttemptRequest(attempt, manifest), {
    contextTokens: manifest.author.contextTokens,
  });
  const [fewest, most] = calls;
  const middle = Math.max(1, Math.min(fewest, Math.round((fewest + most) / 4)));
  let begun = 0;
  const onFirstWord = async (): Promise<void> => {
    begun += 1;
    if (begun < middle) return;
    kill();
    await new Promise(() => {});
  };
  await writeLive(attempt, manifest, { model, ledger, attempt: attempt.key, onFirstWord });
  await ledger.close();
}
