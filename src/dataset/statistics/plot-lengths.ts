/** The lengths of a set as a picture. Loads the plotting library: import it only where a picture is made. */

import { renderIntervalPlot } from '../../publish/interval-plot.ts';
import type { Picture } from '../../publish/plot-frame.ts';
import type { SetStatistics } from './measure-set.ts';

/** Share of answers in each length bucket, in percent; the caption says where practice models wrote. */
export function plotLengths({ lengths, answers, practice }: SetStatistics, name: string): Picture {
  return renderIntervalPlot({
    title: `${name}: length of ${answers.toLocaleString('en-US')} answers${practice > 0 ? ' (practice model)' : ''}`,
    caption:
      practice > 0
        ? `${practice.toLocaleString('en-US')} answers are by practice models, which say nothing about quality.`
        : undefined,
    valueLabel: '% of answers',
    categories: lengths.map(({ bucket }) => `${bucket} words`),
    series: [
      {
        name: 'answers',
        values: lengths.map(({ bucket, count }) => ({
          category: `${bucket} words`,
          value: answers === 0 ? 0 : (100 * count) / answers,
        })),
      },
    ],
  });
}
