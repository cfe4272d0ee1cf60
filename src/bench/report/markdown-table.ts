/** Tables and numbers as every part of a report writes them. */
import type { Estimate } from '../statistics/mean-interval.ts';

/** A table as GitHub Markdown; bars and line breaks in cells cannot break it. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Two digits behind the point below 10, one above; `unscored` for what was not measured. */
export function renderNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return 'unscored';
  return Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(1);
}

/** A mean with its interval; alone where there is none, and marked where that is because of a single prompt. */
export function renderEstimate(estimate: Estimate | undefined, unit = ''): string {
  const { value = null, low = null, high = null, clusters = 0 } = estimate ?? {};
  if (value === null) return 'unscored';
  if (low !== null && high !== null)
    return `${renderNumber(value)} [${renderNumber(low)}, ${renderNumber(high)}]${unit}`;
  return `${renderNumber(value)}${unit}${clusters === 1 ? ' (n=1)' : ''}`;
}

/** A share from 0 to 1 in percent, with its interval. */
export function renderShare({ value, low, high, ...rest }: Estimate): string {
  const percent = (part: number | null): number | null => (part === null ? null : part * 100);
  return renderEstimate({ ...rest, value: percent(value), low: percent(low), high: percent(high) }, ' %');
}

/** Words, tokens and other counts, with thousands set apart. */
export const renderCount = (value: number): string => Math.round(value).toLocaleString('en');
