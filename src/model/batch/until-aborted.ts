/** Waiting that a signal can end. */

/** @throws The signal's reason, as soon as it is aborted. */
export async function untilAborted<Value>(
  promise: Promise<Value>,
  abortSignal: AbortSignal | undefined,
): Promise<Value> {
  if (abortSignal === undefined) return promise;
  abortSignal.throwIfAborted();
  let stop = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(abortSignal.reason);
    abortSignal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    abortSignal.removeEventListener('abort', stop);
  }
}
