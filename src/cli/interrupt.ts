/** Ctrl-C, counted: once softly, twice at once, a third time without asking anybody. */

/**
 * A terminal sends Ctrl-C to the launcher and to this process; the launcher passes on what it got. Counting the
 * two apart and taking the larger number tells one press from two, whoever was reached.
 *
 * @returns Stops listening.
 */
export function onInterrupt(actions: { soft: () => void; hard: () => void }): () => void {
  const seen = { direct: 0, passed: 0 };
  let presses = 0;
  const count = (how: keyof typeof seen): void => {
    seen[how] += 1;
    const now = Math.max(seen.direct, seen.passed);
    if (now <= presses) return;
    presses = now;
    if (presses === 1) actions.soft();
    else if (presses === 2) actions.hard();
    else process.exit(130);
  };
  const direct = (): void => count('direct');
  const passed = (): void => count('passed');
  const launcher: NodeJS.EventEmitter = process;
  process.on('SIGINT', direct);
  process.on('SIGTERM', direct);
  launcher.on('longhand-signal', passed);
  return () => {
    process.off('SIGINT', direct);
    process.off('SIGTERM', direct);
    launcher.off('longhand-signal', passed);
  };
}
