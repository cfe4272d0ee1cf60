/** What every plot has around its marks: a title above, the names of colours and a caption below; as SVG and as PNG. */
import { type PlotOptions, plot } from '@observablehq/plot';
import { Resvg } from '@resvg/resvg-js';
import { JSDOM } from 'jsdom';
import { displayWidth, fitWidth } from './display-width.ts';

export type Picture = { svg: string; png: Uint8Array };

export type LegendEntry = { name: string; colour: string; isDashed?: boolean };

/** Told apart on paper and by most eyes; the eleventh line begins again, dashed where it can be. */
export const plotColours = [
  '#1f6f8b',
  '#c8553d',
  '#588157',
  '#8a5a9e',
  '#d99a2b',
  '#3d405b',
  '#5bb5c5',
  '#a0522d',
  '#d4739d',
  '#7a7a7a',
] as const;

const width = 800;
const margin = { left: 64, right: 28, top: 60, bottom: 48 };
const rowHeight = 18;
/** Of 12 px sans-serif, by column of a fixed-width font. */
const pixelsPerColumn = 6.6;
const captionColumns = 164;

/**
 * @param options.height - Of axes and marks alone; legend and caption come on top of it.
 * @returns The picture as SVG text that stands alone, and as PNG of twice its size.
 */
export function drawPlot({
  title,
  caption,
  legend,
  height,
  yLabel,
  ...options
}: Omit<PlotOptions, 'title' | 'caption'> & {
  title: string;
  caption?: string | undefined;
  legend: readonly LegendEntry[];
  height: number;
  /** Above the vertical axis. */
  yLabel?: string;
}): Picture {
  const { document } = new JSDOM('').window;
  const rows = placeLegend(legend);
  const captionLines = caption === undefined ? [] : breakLines(caption);
  const whole = height + rows.length * rowHeight + captionLines.length * 14 + 10;
  const figure = plot({
    document,
    width,
    height,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginTop: margin.top,
    marginBottom: margin.bottom,
    ...options,
    style: { background: 'white', color: '#222', fontFamily: 'sans-serif', fontSize: '12px' },
  });
  const around: string[] = [];
  const add = (name: string, attributes: Record<string, string | number>, content = ''): void => {
    const written = Object.entries({ 'text-anchor': 'start', ...attributes })
      .map(([key, value]) => `${key}="${value}"`)
      .join(' ');
    around.push(`<${name} ${written}>${escapeXml(content)}</${name}>`);
  };
  figure.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  figure.setAttribute('height', String(whole));
  figure.setAttribute('viewBox', `0 0 ${width} ${whole}`);
  figure.setAttribute('role', 'img');
  figure.setAttribute('aria-label', title);
  add('text', { x: 12, y: 22, 'font-size': 15, 'font-weight': 'bold' }, fitWidth(title, 96));
  if (yLabel !== undefined) add('text', { x: 12, y: 46 }, `↑ ${yLabel}`);
  for (const [index, row] of rows.entries()) {
    const y = height + index * rowHeight + 8;
    for (const { x, name, colour, isDashed = false } of row) {
      const stroke = { stroke: colour, 'stroke-width': 4, 'stroke-dasharray': isDashed ? '5 3' : 'none' };
      add('line', { x1: x, x2: x + 18, y1: y - 4, y2: y - 4, ...stroke });
      add('text', { x: x + 24, y }, name);
    }
  }
  for (const [index, line] of captionLines.entries()) {
    const y = height + rows.length * rowHeight + index * 14 + 8;
    add('text', { x: 12, y, 'font-size': 10, fill: '#666' }, line);
  }
  const svg = figure.outerHTML.replace(/<\/svg>$/, () => `${around.join('')}</svg>`);
  const png = new Resvg(svg, { background: 'white', fitTo: { mode: 'width', value: width * 2 } })
    .render()
    .asPng();
  return { svg, png };
}

/** Names in rows that fit the width, in their order. */
function placeLegend(entries: readonly LegendEntry[]): (LegendEntry & { x: number })[][] {
  const rows: (LegendEntry & { x: number })[][] = [];
  let x = Number.POSITIVE_INFINITY;
  for (const { name: long, ...entry } of entries) {
    const name = fitWidth(long, 112);
    const needed = 24 + displayWidth(name) * pixelsPerColumn + 22;
    if (x + needed > width) {
      rows.push([]);
      x = 12;
    }
    rows.at(-1)?.push({ ...entry, name, x });
    x += needed;
  }
  return rows;
}

function breakLines(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && displayWidth(longer) <= captionColumns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Labels of a logarithmic axis: 1, 2 and 5 of every power of ten from the least to the most that is drawn. */
export function logAxis(values: readonly number[]): {
  type: 'log';
  domain: [number, number];
  ticks: number[];
  tickFormat: (value: number) => string;
} {
  const known = values.filter((value) => value > 0 && Number.isFinite(value));
  const [least, most] = known.length > 0 ? [Math.min(...known), Math.max(...known)] : [1, 10];
  // One value alone needs room on both sides.
  const domain: [number, number] = [least / 1.15, most * 1.15];
  const powers = Math.ceil(Math.log10(domain[1])) - Math.floor(Math.log10(domain[0]));
  const steps = powers > 4 ? [1] : [1, 2, 5];
  const first = Math.floor(Math.log10(domain[0]));
  const ticks = Array.from({ length: powers + 1 }, (_each, at) => 10 ** (first + at))
    .flatMap((power) => steps.map((step) => step * power))
    .filter((tick) => tick >= domain[0] && tick <= domain[1]);
  const format = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
  return { type: 'log', domain, ticks, tickFormat: (value) => format.format(value) };
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
