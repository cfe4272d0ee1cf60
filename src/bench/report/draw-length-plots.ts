/** Pictures of delivered length. */
import { measureRuler } from '../benchmarks/longwrite-ruler.ts';
import { type Caption, type DrawnCell, type DrawnPlot, drawLines, mostBands } from './drawn-cell.ts';

/** More dots make a file that no page opens gladly. */
const mostDots = 1_500;

/** Asked against delivered words of every answer. */
export function drawDelivered(
  title: string,
  drawn: readonly DrawnCell[],
  caption: Caption,
): DrawnPlot | undefined {
  const answers = drawn.map(({ rows }) =>
    rows.flatMap(({ asked, words, failure }) =>
      asked === null || failure !== undefined || words === 0 ? [] : [{ x: asked, y: words }],
    ),
  );
  if (answers.every((points) => points.length < 2)) return undefined;
  const step = Math.ceil(answers.reduce((sum, { length }) => sum + length, 0) / mostDots);
  return drawLines('asked-delivered', {
    title: `${title}: asked and delivered words`,
    caption: caption(
      `one dot an answer${step > 1 ? `, every ${step}th shown` : ''}; dashed: delivered as asked`,
    ),
    xLabel: 'asked words',
    yLabel: 'delivered words',
    isLogLog: true,
    series: drawn.map(({ name, colour }, at) => ({
      name,
      colour,
      isDots: true,
      points: (answers[at] ?? []).filter((_each, index) => index % step === 0),
    })),
  });
}

/** Delivered by asked length, for at least three lengths. */
export function drawRuler(
  title: string,
  drawn: readonly DrawnCell[],
  caption: Caption,
): DrawnPlot | undefined {
  const curves = drawn.map(({ rows }) => {
    const answers = rows.flatMap(({ asked, words, failure }) =>
      asked === null || failure !== undefined ? [] : [{ askedWords: asked, deliveredWords: words }],
    );
    const byLength = Map.groupBy(answers, ({ askedWords }) => askedWords);
    return measureRuler(answers).map(({ askedWords, mean, max }) => ({
      x: askedWords,
      y: mean,
      low: Math.min(...(byLength.get(askedWords) ?? []).map(({ deliveredWords }) => deliveredWords)),
      high: max,
    }));
  });
  if (curves.every((points) => points.length < 3)) return undefined;
  const hasBands = drawn.length <= mostBands;
  return drawLines('ruler', {
    title: `${title}: mean of delivered words by asked length`,
    caption: caption(`${hasBands ? 'bands: shortest to longest answer; ' : ''}dashed: delivered as asked`),
    xLabel: 'asked words',
    yLabel: 'delivered words',
    isLogLog: true,
    series: drawn.map(({ name, colour, isDashed }, at) => ({
      name,
      colour,
      isDashed,
      points: (curves[at] ?? []).map(({ low, high, ...point }) =>
        hasBands ? { ...point, low, high } : point,
      ),
    })),
  });
}
