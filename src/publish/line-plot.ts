/** Lines, dots and their bands over an axis; what is drawn is given, nothing is measured here. */
import { areaY, dot, line, lineY, ruleX, ruleY } from '@observablehq/plot';
import { drawPlot, logAxis, type Picture, plotColours } from './plot-frame.ts';

type LinePoint = {
  x: number;
  y: number;
  /** Ends of its interval or range: a band behind a line, a bar through a dot. Both or neither. */
  low?: number | null;
  high?: number | null;
};

export type LineSeries = {
  name: string;
  points: readonly LinePoint[];
  /** Absent: by its place among the series. */
  colour?: string;
  /** Drawn thin and pale, behind the others; not named. */
  isFaint?: boolean;
  isDashed?: boolean;
  /** Points by themselves instead of a line. */
  isDots?: boolean;
  /** Not among the names below, as where the caption tells what its dashes mean. */
  isUnnamed?: boolean;
};

export type LinePlot = {
  title: string;
  /** Under the picture: where the numbers come from. */
  caption?: string | undefined;
  xLabel: string;
  yLabel: string;
  /** Both axes logarithmic, with the line on which y is x: asked against delivered. */
  isLogLog?: boolean;
  /** The horizontal axis alone. */
  isLogX?: boolean;
  /** Whether a linear vertical axis goes down to 0. Default: unless the horizontal one is logarithmic. */
  isFromZero?: boolean;
  series: readonly LineSeries[];
};

/** More dots than this are drawn small. */
const manyDots = 200;

/** @returns The picture as SVG text and as PNG of twice its size; points with a value that is not finite are left out. */
export function renderLinePlot({
  title,
  caption,
  xLabel,
  yLabel,
  isLogLog = false,
  isLogX = isLogLog,
  isFromZero = !isLogX,
  series,
}: LinePlot): Picture {
  const drawn = series.map(({ points, colour, ...rest }, index) => ({
    ...rest,
    colour: colour ?? plotColours[index % plotColours.length] ?? 'black',
    points: points.filter(
      ({ x, y }) => Number.isFinite(x) && Number.isFinite(y) && (!isLogX || x > 0) && (!isLogLog || y > 0),
    ),
  }));
  const all = drawn.flatMap(({ points }) => points);
  const ends = all.flatMap(({ low, high }) => [low, high].filter((end) => typeof end === 'number'));
  const [xs, ys] = [all.map(({ x }) => x), [...all.map(({ y }) => y), ...ends]];
  const least = Math.max(Math.min(...xs), Math.min(...ys.filter((y) => y > 0)));
  const most = Math.min(Math.max(...xs), Math.max(...ys));
  const linear = { nice: true, ticks: 8 };
  return drawPlot({
    title,
    caption,
    legend: drawn
      .filter(({ points, isFaint, isUnnamed }) => points.length > 0 && !isFaint && !isUnnamed)
      .map(({ name, colour, isDashed = false }) => ({ name, colour, isDashed })),
    height: 420,
    x: { label: xLabel, ...(isLogX ? logAxis(xs) : linear) },
    yLabel,
    y: { label: null, grid: true, ...(isLogLog ? logAxis(ys) : linear) },
    marks: [
      ...(isLogLog
        ? [
            line(
              least < most
                ? [
                    [least, least],
                    [most, most],
                  ]
                : [],
              { stroke: '#999', strokeDasharray: '4 4' },
            ),
          ]
        : !isFromZero || all.length === 0
          ? []
          : [ruleY([0], { stroke: '#ccc' })]),
      ...drawn.flatMap(({ points, colour, isDots }) => {
        const bounded = points.filter(({ low, high }) => typeof low === 'number' && typeof high === 'number');
        const ofLog = isLogLog ? bounded.filter(({ low }) => (low ?? 0) > 0) : bounded;
        return isDots
          ? [ruleX(ofLog, { x: 'x', y1: 'low', y2: 'high', stroke: colour, strokeWidth: 1.5 })]
          : [areaY(ofLog, { x: 'x', y1: 'low', y2: 'high', fill: colour, fillOpacity: 0.13 })];
      }),
      ...drawn.map(({ points, colour, isFaint, isDashed, isDots }) =>
        isDots
          ? dot(points, {
              x: 'x',
              y: 'y',
              fill: colour,
              r: points.length > manyDots ? 1.8 : 3.2,
              fillOpacity: points.length > manyDots ? 0.45 : 0.75,
            })
          : lineY(points, {
              x: 'x',
              y: 'y',
              stroke: colour,
              strokeWidth: isFaint ? 0.8 : 2,
              strokeOpacity: isFaint ? 0.35 : 1,
              ...(isDashed && { strokeDasharray: '5 3' }),
            }),
      ),
    ],
  });
}
