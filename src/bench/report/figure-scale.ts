import { writingQuality } from '../../judge/rubrics/writing-quality.ts';

const percent = [0, 100] as const;

/** Ends of the scale of a figure; others have none that is known here. */
const scales = new Map<string, readonly [least: number, most: number]>([
  ...['S', 'S_l', 'S_q', 'score', 'wAvg', 'STIC-1', 'STIC-2', 'CR', 'reached', 'long enough'].map(
    (name) => [name, percent] as const,
  ),
  ...['F1', 'ROUGE-1', 'ROUGE-2', 'ROUGE-L'].map((name) => [name, percent] as const),
  ...writingQuality.dimensions.map(({ key }) => [key, percent] as const),
  ['rescaled', [-300, 100]],
  ...['words', 'words of reference', 'spaced words', 'tokens'].map(
    (name) => [name, [0, Number.POSITIVE_INFINITY]] as const,
  ),
  ['repetition', [0, 1]],
  ['slop', [0, 1]],
]);

type Bounds = { low: number | null; high: number | null };

/**
 * An interval without what lies beyond the ends of its figure's scale, where the truth cannot be. With few prompts, all
 * but one of them alike, that is most of it.
 */
export function clipToScale<Interval extends Bounds>(figure: string, interval: Interval): Interval {
  const [least, most] = scales.get(figure) ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return clip(interval, least, most);
}

/** The same for a difference of two values of a figure. */
export function clipDifference<Interval extends Bounds>(figure: string, interval: Interval): Interval {
  const [least, most] = scales.get(figure) ?? [0, Number.POSITIVE_INFINITY];
  return clip(interval, least - most, most - least);
}

function clip<Interval extends Bounds>(interval: Interval, least: number, most: number): Interval {
  const hold = (end: number | null): number | null =>
    end === null ? null : Math.min(most, Math.max(least, end));
  return { ...interval, low: hold(interval.low), high: hold(interval.high) };
}
