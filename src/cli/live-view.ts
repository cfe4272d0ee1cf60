/** A run as a block of lines on a terminal, drawn anew in place. */

import { fitWidth } from '../publish/display-width.ts';
import { countWords } from '../text/count-words.ts';
import { formatDuration, formatNumber, formatUsd } from './format.ts';
import { countDoneWords, type Progress, type SectionProgress } from './progress.ts';

/**
 * The block for a terminal of this size; no line is wider than `columns`, and of many sections those around the
 * one being written are shown.
 */
export function renderProgress(
  progress: Progress,
  { columns, rows, nowMs }: { columns: number; rows: number; nowMs: number },
): string[] {
  const { sections, title } = progress;
  if (sections.length === 0) return [fitWidth('planning …', columns - 1)];
  const room = Math.max(3, rows - 6);
  const firstOpen = sections.findIndex(({ state }) => state === 'writing' || state === 'waiting');
  const at = firstOpen < 0 ? sections.length - 1 : firstOpen;
  const from = Math.max(0, Math.min(at - Math.floor(room / 2), sections.length - room));
  const shown = sections.slice(from, from + room);
  const lines = title === '' ? [] : [title];
  if (from > 0) lines.push(`  … ${from} before`);
  lines.push(...shown.map((section, index) => renderSection(section, from + index + 1)));
  const after = sections.length - from - shown.length;
  if (after > 0) lines.push(`  … ${after} after`);
  lines.push(renderTotals(progress, nowMs));
  return lines.map((line) => fitWidth(line, columns - 1));
}

const marks = { waiting: ' ', writing: '›', done: '✓', gap: '!' };

function renderSection(section: SectionProgress, place: number): string {
  const words = section.state === 'writing' ? countWords(section.liveText) : section.deliveredWords;
  const count = section.state === 'waiting' ? '' : `${formatNumber(words)} of `;
  const gap = section.state === 'gap' ? ', a marked gap' : '';
  const name = section.title === '' ? 'text' : section.title;
  return `${marks[section.state]} ${String(place).padStart(3)}  ${count}${formatNumber(section.targetWords)}${gap}  ${name}`;
}

function renderTotals(progress: Progress, nowMs: number): string {
  const live = progress.sections.reduce((sum, section) => sum + countWords(section.liveText), 0);
  const done = countDoneWords(progress);
  const parts = [`${formatNumber(done + live)} of ${formatNumber(progress.targetWords)} words`];
  const fresh = progress.freshWords + live;
  const elapsed = progress.beganAtMs === undefined ? 0 : nowMs - progress.beganAtMs;
  const left = progress.targetWords - done - live;
  if (fresh > 0 && elapsed > 1000 && left > 0) {
    parts.push(`about ${formatDuration((left * elapsed) / fresh)} left`);
  }
  if (progress.spentTokens > 0) parts.push(`${formatNumber(progress.spentTokens)} tokens`);
  if (progress.spentUsd > 0) parts.push(formatUsd(progress.spentUsd));
  return parts.join(' · ');
}

export type LiveView = {
  /** Something changed; drawn soon, at most ten times a second. */
  update(): void;
  /** A line that stays, above the block. */
  note(line: string): void;
  /** Takes the block away, for a question or the end. */
  clear(): void;
};

/** Draws `progress` on a terminal until it is cleared; a change after that draws it again. */
export function createLiveView(progress: Progress, terminal: NodeJS.WriteStream): LiveView {
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;
  const erase = (): string => (drawn === 0 ? '' : `\r\u001b[${drawn}A\u001b[J`);
  const draw = (): void => {
    timer = undefined;
    const { columns = 80, rows = 24 } = terminal;
    const lines = renderProgress(progress, { columns, rows, nowMs: Date.now() });
    terminal.write(`${erase()}${lines.join('\n')}\n`);
    drawn = lines.length;
  };
  const clear = (): void => {
    clearTimeout(timer);
    timer = undefined;
    terminal.write(erase());
    drawn = 0;
  };
  return {
    update() {
      timer ??= setTimeout(draw, 100);
    },
    note(line) {
      clear();
      terminal.write(`${line}\n`);
      draw();
    },
    clear,
  };
}
