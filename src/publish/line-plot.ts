/** Lines and dots over an axis as an SVG picture and the same as PNG; what is drawn is given, nothing is measured here. */

import { dot, line, lineY, plot, ruleY, text } from '@observablehq/plot';
import { Resvg } from '@resvg/resvg-js';
import { JSDOM } from 'jsdom';

type LineSeries = {
  name: string;
  points: readonly { x: number; y: number }[];
  /** Drawn thin and pale, behind the others. */
  isFaint?: boolean;
  /** Points by themselves instead of a line. */
  isDots?: boolean;
};

export type LinePlot = {
  title: string;
  /** Under the picture: where the numbers come from. */
  caption?: string;
  xLabel: string;
  yLabel: string;
  /** Both axes logarithmic, with the line on which y is x: asked against delivered. */
  isLogLog?: boolean;
  series: readonly LineSeries[];
};

const [width, height] = [800, 440];
const colours = ['#1f6f8b', '#c8553d', '#588157', '#8a5a9e'];

/** @returns The picture as SVG text and as PNG of twice its size; points with a value that is not finite are left out. */
export function renderLinePlot({ title, caption, xLabel, yLabel, isLogLog = false, series }: LinePlot): {
  svg: string;
  png: Uint8Array;
} {
  const { document } = new JSDOM('').window;
  const drawn = series.map(({ points, ...rest }, index) => ({
    ...rest,
    colour: colours[index % colours.length] ?? 'black',
    points: points.filter(
      ({ x, y }) => Number.isFinite(x) && Number.isFinite(y) && (!isLogLog || (x > 0 && y > 0)),
    ),
  }));
  const scale = isLogLog ? { type: 'log' as const } : {};
  const all = drawn.flatMap(({ points }) => points.flatMap(({ x, y }) => [x, y]));
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const figure = plot({
    document,
    width,
    height,
    marginLeft: 60,
    marginRight: 90,
    marginTop: 48,
    marginBottom: 56,
    style: { background: 'white', fontFamily: 'sans-serif', fontSize: '12px' },
    x: { label: xLabel, nice: true, ...scale },
    y: { label: yLabel, grid: true, nice: true, ...scale },
    marks: [
      ...(isLogLog
        ? [
            line(
              [
                [least, least],
                [most, most],
              ],
              { stroke: '#999', strokeDasharray: '4 4' },
            ),
          ]
        : [ruleY([0], { stroke: '#ccc' })]),
      ...drawn.map(({ points, colour, isFaint, isDots }) =>
        isDots
          ? dot(points, { x: 'x', y: 'y', fill: colour, r: 3, fillOpacity: 0.6 })
          : lineY(points, {
              x: 'x',
              y: 'y',
              stroke: colour,
              strokeWidth: isFaint ? 0.8 : 2,
              strokeOpacity: isFaint ? 0.35 : 1,
            }),
      ),
      ...drawn.flatMap(({ name, points, colour, isFaint }) => {
        const last = points.at(-1);
        return last === undefined || isFaint
          ? []
          : [text([last], { x: 'x', y: 'y', text: () => name, fill: colour, dx: 6, textAnchor: 'start' })];
      }),
      text([title], { frameAnchor: 'top-left', dy: -30, fontSize: 15, fontWeight: 'bold' }),
      ...(caption === undefined
        ? []
        : [text([caption], { frameAnchor: 'bottom-left', dy: 44, fontSize: 10, fill: '#666' })]),
    ],
  });
  figure.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const svg = figure.outerHTML;
  const png = new Resvg(svg, { fitTo: { mode: 'width', value: width * 2 } }).render().asPng();
  return { svg, png };
}
