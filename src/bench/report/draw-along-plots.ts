/** Pictures of what changes along a text. */
import type { LineSeries } from '../../publish/line-plot.ts';
import {
  type Caption,
  type DrawnCell,
  type DrawnPlot,
  drawLines,
  intervals,
  mostBands,
} from './drawn-cell.ts';
import { clipToScale } from './figure-scale.ts';

/** Of fewer prompts an interval says little, and may be so wide that nothing else is seen. */
const fewestForBand = 5;

/** Figures by position, one picture each. */
export function drawAlong(title: string, drawn: readonly DrawnCell[], caption: Caption): DrawnPlot[] {
  const hasBands = drawn.length <= mostBands;
  return (['repetition', 'slop', 'quality', 'contradictions'] as const).flatMap((figure) => {
    const isShare = figure === 'repetition' || figure === 'slop';
    const scale = isShare ? 100 : 1;
    const values = drawn.flatMap(({ cell }) => (cell.along ?? []).flatMap((row) => row[figure].value ?? []));
    const most = 2 * scale * Math.max(0, ...values);
    const series = drawn.map(
      ({ cell, name, colour, isDashed }): LineSeries => ({
        name,
        colour,
        isDashed,
        points: (cell.along ?? []).flatMap(({ fromWord, [figure]: found }) => {
          const { value, low, high, clusters } = clipToScale(figure, found);
          if (value === null) return [];
          const point = { x: fromWord, y: value * scale };
          if (!hasBands || low === null || high === null || clusters < fewestForBand) return [point];
          return [{ ...point, low: low * scale, high: Math.min(most, high * scale) }];
        }),
      }),
    );
    if (series.every(({ points }) => points.length < 2)) return [];
    return drawLines(`along-${figure}`, {
      title: `${title}: ${figure} along the text`,
      caption: caption(
        `every 1,000 words of answers over 2,000${hasBands ? `; bands: ${intervals}, from ${fewestForBand} prompts on, at most twice the highest mean` : ''}; further on there are fewer answers`,
        isShare ? undefined : 'verdicts',
      ),
      xLabel: 'from word',
      yLabel: isShare ? `${figure}, %` : figure,
      series,
    });
  });
}

/** Grades of the chapters of a story, where a benchmark has them graded one by one. */
export function drawChapters(
  title: string,
  drawn: readonly DrawnCell[],
  caption: Caption,
): DrawnPlot | undefined {
  const hasBands = drawn.length <= mostBands;
  const series = drawn.map(
    ({ cell, name, colour, isDashed }): LineSeries => ({
      name,
      colour,
      isDashed,
      points: Object.entries(cell.estimates).flatMap(([figure, { value, low, high, clusters }]) => {
        const [, chapter] = /^chapter (\d+)$/.exec(figure) ?? [];
        if (chapter === undefined || value === null) return [];
        const point = { x: Number(chapter), y: value };
        if (!hasBands || low === null || high === null || clusters < fewestForBand) return [point];
        return [{ ...point, low, high }];
      }),
    }),
  );
  if (series.every(({ points }) => points.length < 2)) return undefined;
  return drawLines('chapters', {
    title: `${title}: grade by chapter`,
    caption: caption(
      hasBands ? `bands: ${intervals}, from ${fewestForBand} prompts on` : undefined,
      'verdicts',
    ),
    xLabel: 'chapter',
    yLabel: 'grade',
    series,
  });
}

/** Cumulative NLL, one picture a scorer. */
export function drawNll(title: string, drawn: readonly DrawnCell[], caption: Caption): DrawnPlot[] {
  const scorers = [...new Set(drawn.flatMap(({ cell }) => (cell.nll ?? []).map(({ scorer }) => scorer)))];
  return scorers.flatMap((scorer, at) => {
    const series = drawn.flatMap(({ cell, name, colour }) =>
      (['original', 'shuffled'] as const).map(
        (kind): LineSeries => ({
          name,
          colour,
          isDashed: kind === 'shuffled',
          isUnnamed: kind === 'shuffled',
          points: (cell.nll ?? [])
            .filter((curve) => curve.scorer === scorer)
            .flatMap(({ points }) =>
              points.flatMap(({ tokens, [kind]: { value } }) =>
                value === null ? [] : [{ x: tokens, y: value }],
              ),
            ),
        }),
      ),
    );
    if (series.every(({ points }) => points.length < 2)) return [];
    return drawLines(`nll-${at + 1}`, {
      title: `${title}: cumulative NLL by ${scorer}`,
      caption: caption('dashed: the same answers with their paragraphs shuffled'),
      xLabel: 'tokens',
      yLabel: 'nats a token',
      isFromZero: false,
      series,
    });
  });
}
