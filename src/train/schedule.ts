/** How the learning rate goes over a training. */

/**
 * After a linear warm-up over `warmupRatio` of all steps: `cosine` falls to nothing along half a cosine; `constant`
 * stays; `decay` stays and falls in a line to nothing over the last `decayRatio` of the steps.
 */
export type LearningRateSchedule =
  | { kind: 'cosine'; warmupRatio: number }
  | { kind: 'constant'; warmupRatio: number }
  | { kind: 'decay'; warmupRatio: number; decayRatio: number };

/**
 * @param options.step - From 0.
 * @param options.peak - The learning rate after the warm-up.
 */
export function learningRateAt(
  schedule: LearningRateSchedule,
  { step, steps, peak }: { step: number; steps: number; peak: number },
): number {
  const warmup = Math.ceil(steps * schedule.warmupRatio);
  if (step < warmup) return (peak * (step + 1)) / warmup;
  if (schedule.kind === 'constant') return peak;
  if (schedule.kind === 'cosine') {
    const share = (step - warmup) / Math.max(1, steps - warmup);
    return (peak * (1 + Math.cos(Math.PI * share))) / 2;
  }
  const left = (steps - step) / Math.max(1, steps * schedule.decayRatio);
  return peak * Math.min(1, left);
}
