/** Numbers and tables for people. */
import type { LengthContract } from '../plan/length/length-contract.ts';
import { displayWidth } from '../publish/display-width.ts';

export function formatNumber(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `1 section`, `8 sections`. */
export function formatCount(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `12 MB`, `3.4 GB`; powers of ten. */
export function formatBytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

export function formatUsd(usd: number): string {
  return usd === 0 ? '0 USD' : `${usd.toFixed(usd < 1 ? 4 : 2)} USD`;
}

/** `34 s`, `12 min`, `3 h 20 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `at least 2,000 words`, `about 1,000 words (±5%)`. */
export function formatContract(contract: LengthContract): string {
  if (contract.kind === 'range') {
    return `${formatNumber(contract.words[0])} to ${formatNumber(contract.words[1])} words`;
  }
  const words = `${formatNumber(contract.words)} words`;
  if (contract.kind === 'atLeast') return `at least ${words}`;
  if (contract.kind === 'atMost') return `at most ${words}`;
  return `about ${words} (±${Number((contract.tolerance * 100).toFixed(2))}%)`;
}

/** Columns lined up by display width, two spaces between them; the first row is the heading. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - displayWidth(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
