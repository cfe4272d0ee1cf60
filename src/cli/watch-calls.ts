/** Watches over many calls: Ctrl-C ends them softly, and so does a fault that every further call would meet as well. */
import { ModelCallError, type ModelFault } from '../errors.ts';
import { onInterrupt } from './interrupt.ts';

const hopeless: readonly string[] = ['auth', 'unknown-model', 'quota'];

export type CallWatch = {
  /** Aborted by Ctrl-C, and by the first such fault. */
  readonly signal: AbortSignal;
  /** Takes note of how a call failed, if it did. */
  see(failure: { fault: string; message: string } | undefined, address: string): void;
  /** @throws {ModelCallError} A call failed in such a way. */
  check(): void;
  /** Stops listening for Ctrl-C. */
  release(): void;
};

export function watchCalls(): CallWatch {
  const controller = new AbortController();
  const release = onInterrupt({ soft: () => controller.abort(), hard: () => process.exit(130) });
  let reason: ModelCallError | undefined;
  return {
    signal: controller.signal,
    see(failure, address) {
      if (failure === undefined || reason !== undefined || !hopeless.includes(failure.fault)) return;
      reason = new ModelCallError(failure.message, { fault: failure.fault as ModelFault, address });
      controller.abort();
    },
    check() {
      if (reason !== undefined) throw reason;
    },
    release,
  };
}
