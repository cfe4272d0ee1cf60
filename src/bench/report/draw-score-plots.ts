/** Pictures of scores: by dimension, by task, and against their cost. */
import { writingQuality } from '../../judge/rubrics/writing-quality.ts';
import { renderIntervalPlot } from '../../publish/interval-plot.ts';
import type { LineSeries } from '../../publish/line-plot.ts';
import type { Cell } from '../study/score.ts';
import { listLeadingFigures } from './cell-names.ts';
import { type Caption, type DrawnCell, type DrawnPlot, drawLines, intervals } from './drawn-cell.ts';
import { clipToScale } from './figure-scale.ts';

/** The dimensions of the quality score, where it was judged. */
export function drawDimensions(
  title: string,
  drawn: readonly DrawnCell[],
  caption: Caption,
): DrawnPlot | undefined {
  const keys = writingQuality.dimensions.map(({ key }) => key);
  const categories = keys.filter((key) =>
    drawn.some(({ cell }) => typeof cell.estimates[key]?.value === 'number'),
  );
  if (categories.length === 0) return undefined;
  const name = `${title}: quality in ${categories.length === 6 ? 'six' : categories.length} dimensions`;
  return {
    name: 'dimensions',
    title: name,
    ...renderIntervalPlot({
      title: name,
      caption: caption(intervals, 'verdicts'),
      valueLabel: 'score, 0 to 100',
      categories,
      series: drawn.map(({ cell, name: series, colour }) => ({
        name: series,
        colour,
        values: categories.flatMap((category) => {
          const found = cell.estimates[category];
          const { value = null, low = null, high = null } = found ? clipToScale(category, found) : {};
          return value === null ? [] : [{ category, value, low, high }];
        }),
      })),
    }),
  };
}

/** Groups that a benchmark is published by. */
const taskGroups = /^(?:task|scenario|length) /;
const taskFigures = ['rescaled', 'wAvg', 'CR'];

/** The groups that a benchmark is published by, each with its published figure. */
export function drawTasks(
  title: string,
  drawn: readonly DrawnCell[],
  caption: Caption,
): DrawnPlot | undefined {
  const all = drawn
    .flatMap(({ cell }) => cell.summary)
    .filter(({ group, value }) => taskGroups.test(group) && value !== null);
  const figure = taskFigures.find((name) => all.some((row) => row.figure === name));
  if (figure === undefined) return undefined;
  const categories = [...new Set(all.flatMap(({ group, figure: own }) => (own === figure ? [group] : [])))];
  const name = `${title}: ${figure} by task`;
  return {
    name: 'tasks',
    title: name,
    ...renderIntervalPlot({
      title: name,
      caption: caption(undefined, 'verdicts'),
      valueLabel: figure,
      categories: categories.map((group) => group.replace(taskGroups, '')),
      series: drawn.map(({ cell, name: series, colour }) => ({
        name: series,
        colour,
        values: cell.summary.flatMap(({ group, figure: own, value }) =>
          own === figure && value !== null && taskGroups.test(group)
            ? [{ category: group.replace(taskGroups, ''), value }]
            : [],
        ),
      })),
    }),
  };
}

/** The first score against what an answer costs, for at least two cells. */
export function drawCost(
  title: string,
  drawn: readonly DrawnCell[],
  caption: Caption,
): DrawnPlot | undefined {
  const [figure] = listLeadingFigures(drawn.map(({ cell }) => cell));
  const isPriced = drawn.every(({ cell }) => cell.usd !== null && cell.usd > 0);
  const costOf = ({ usd, outputTokens = 0, answers }: Cell): number =>
    ((isPriced ? usd : outputTokens) ?? 0) / Math.max(1, answers);
  const series = drawn.map(({ cell, name, colour }): LineSeries => {
    const found = cell.estimates[figure ?? ''];
    const { value = null, low = null, high = null } = found ? clipToScale(figure ?? '', found) : {};
    const x = costOf(cell);
    return {
      name,
      colour,
      isDots: true,
      points: value === null || x <= 0 ? [] : [{ x, y: value, low, high }],
    };
  });
  if (figure === undefined || series.filter(({ points }) => points.length > 0).length < 2) return undefined;
  return drawLines('cost-score', {
    title: `${title}: what ${figure} costs`,
    caption: caption(
      `${intervals}${isPriced ? '' : '; output tokens, as not every model has a price'}`,
      figure === 'S_l' || figure === 'CR' || figure === 'words' ? undefined : 'verdicts',
    ),
    xLabel: isPriced ? 'USD an answer' : 'output tokens an answer',
    yLabel: figure,
    isLogX: true,
    series,
  });
}
