import { describe, expect, it } from 'vitest';
import { type IntervalPlot, renderIntervalPlot } from './interval-plot.ts';

const plot: IntervalPlot = {
  title: 'Six & more',
  caption: 'by hand',
  valueLabel: 'score',
  categories: ['Clarity', 'Accuracy'],
  series: [
    { name: 'one', values: [{ category: 'Clarity', value: 41.25, low: 30, high: 50 }] },
    { name: 'two', values: [{ category: 'Accuracy', value: -12 }] },
  ],
};

describe('renderIntervalPlot', () => {
  it('names title, categories, series and values', () => {
    const { svg } = renderIntervalPlot(plot);
    for (const text of [
      'Six &amp; more',
      'by hand',
      'score',
      'Clarity',
      'Accuracy',
      'one',
      'two',
      '41.3',
      '-12.0',
    ])
      expect(svg).toContain(text);
  });

  it('grows with what it shows', () => {
    const heightOf = (svg: string): number => Number(/ height="([\d.]+)"/.exec(svg)?.[1]);
    const more = { ...plot, categories: [...plot.categories, 'Depth', 'Relevance'] };
    expect(heightOf(renderIntervalPlot(more).svg)).toBeGreaterThan(heightOf(renderIntervalPlot(plot).svg));
  });
});
