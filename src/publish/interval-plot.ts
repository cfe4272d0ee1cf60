/** Values by category with their intervals, one bar a series: dimensions of a score, tasks of a benchmark. */
import { dot, rect, ruleX, ruleY, text } from '@observablehq/plot';
import { displayWidth, fitWidth } from './display-width.ts';
import { drawPlot, type Picture, plotColours } from './plot-frame.ts';

export type IntervalPlot = {
  title: string;
  caption?: string | undefined;
  valueLabel: string;
  /** From top to bottom. */
  categories: readonly string[];
  series: readonly {
    name: string;
    /** Absent: by its place among the series. */
    colour?: string;
    /** One for each category at most; null bounds: the value alone. */
    values: readonly { category: string; value: number; low?: number | null; high?: number | null }[];
  }[];
};

const mostLabelColumns = 40;

/** @returns The picture as SVG text and as PNG of twice its size; it grows with categories and series. */
export function renderIntervalPlot({
  title,
  caption,
  valueLabel,
  categories,
  series,
}: IntervalPlot): Picture {
  const labels = categories.map((category) => fitWidth(category, mostLabelColumns));
  // Rows of one category stand together, with a free row between categories.
  const rowsOfCategory = series.length + 1;
  const bars = series.flatMap(({ name, values, colour }, index) =>
    values.flatMap(({ category, value, low = null, high = null }) => {
      const at = categories.indexOf(category);
      if (at < 0 || !Number.isFinite(value)) return [];
      const row = at * rowsOfCategory + index;
      return [
        { name, row, value, low, high, colour: colour ?? plotColours[index % plotColours.length] ?? '' },
      ];
    }),
  );
  const bounded = bars.filter(({ low, high }) => low !== null && high !== null);
  const rowHeight = series.length > 4 ? 13 : 18;
  const rows = categories.length * rowsOfCategory;
  return drawPlot({
    title,
    caption,
    legend: series.map(({ name, colour }, index) => ({
      name,
      colour: colour ?? plotColours[index % plotColours.length] ?? '',
    })),
    height: 96 + rows * rowHeight,
    marginLeft: 24 + Math.max(...labels.map(displayWidth)) * 6.8,
    marginRight: 64,
    x: { label: valueLabel, grid: true, nice: true },
    y: { axis: null, domain: [rows - 0.5, -1] },
    marks: [
      ruleX([0], { stroke: '#999' }),
      rect(bars, {
        x1: () => 0,
        x2: 'value',
        y1: ({ row }: (typeof bars)[number]) => row - 0.4,
        y2: ({ row }: (typeof bars)[number]) => row + 0.4,
        fill: ({ colour }: (typeof bars)[number]) => colour,
        fillOpacity: 0.35,
      }),
      ruleY(bounded, {
        y: 'row',
        x1: 'low',
        x2: 'high',
        stroke: ({ colour }: (typeof bars)[number]) => colour,
        strokeWidth: 2,
      }),
      dot(bars, { x: 'value', y: 'row', fill: ({ colour }: (typeof bars)[number]) => colour, r: 3 }),
      text(bars, {
        x: ({ value, high }: (typeof bars)[number]) => Math.max(0, value, high ?? value),
        y: 'row',
        text: ({ value }: (typeof bars)[number]) => value.toFixed(1),
        textAnchor: 'start',
        dx: 7,
        fontSize: 10,
        fill: '#444',
      }),
      text(labels, {
        y: (_label: string, at: number) => at * rowsOfCategory + (series.length - 1) / 2,
        text: (label: string) => label,
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -10,
      }),
    ],
  });
}
