import { describe, expect, it } from 'vitest';
import type { WriteEvent } from '../methods/write-events.ts';
import { displayWidth } from '../publish/display-width.ts';
import { renderProgress } from './live-view.ts';
import { describeEvent } from './plain-lines.ts';
import { applyEvent, countDoneWords, createProgress, type Progress, recallEvents } from './progress.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const stamp = (seconds: number) => ({
  runId: 'abcd2345',
  at: new Date(start + seconds * 1000).toISOString(),
  seq: 1,
});
const planned = [
  { id: '1', title: '早期的灯塔', targetWords: 400 },
  { id: '2', title: 'Part two', targetWords: 0 },
  { id: '2.1', title: 'Later lights', targetWords: 600 },
];
const end = {
  id: '1',
  title: '早期的灯塔',
  targetWords: 400,
  deliveredWords: 410,
  status: 'done' as const,
  attempts: 1,
};

function play(...events: WriteEvent[]): { progress: Progress; lines: (string | undefined)[] } {
  const progress = createProgress();
  const lines = events.map((event) => {
    applyEvent(progress, event);
    return describeEvent(event, progress);
  });
  return { progress, lines };
}

const events: WriteEvent[] = [
  { ...stamp(0), type: 'run-start', isResumed: false, folder: 'f' },
  { ...stamp(1), type: 'plan-ready', title: 'Lights', targetWords: 1000, sections: planned },
  { ...stamp(1), type: 'section-start', id: '1', title: '早期的灯塔', targetWords: 400 },
  { ...stamp(20), type: 'section-end', ...end },
  { ...stamp(20), type: 'section-start', id: '2.1', title: 'Later lights', targetWords: 600 },
  { ...stamp(21), type: 'section-delta', id: '2.1', text: 'one two thr', isRestart: false },
  { ...stamp(21), type: 'section-delta', id: '2.1', text: 'ee four', isRestart: false },
  { ...stamp(21), type: 'budget', spentTokens: 5000, spentUsd: 0.0123, spentMs: 1 },
];

describe('a run on the terminal', () => {
  it('shows words against the target, what is left and what it cost', () => {
    const { progress } = play(...events);
    expect(renderProgress(progress, { columns: 100, rows: 24, nowMs: start + 41_400 })).toEqual([
      'Lights',
      '✓   1  410 of 400  早期的灯塔',
      '›   2  4 of 600  Later lights',
      '414 of 1,000 words · about 59 s left · 5,000 tokens · 0.0123 USD',
    ]);
  });

  it('throws away what a restarted section had streamed', () => {
    const restart: WriteEvent = {
      ...stamp(22),
      type: 'section-delta',
      id: '2.1',
      text: 'one',
      isRestart: true,
    };
    const { progress } = play(...events, restart);
    expect(renderProgress(progress, { columns: 100, rows: 24, nowMs: start })[2]).toBe(
      '›   2  1 of 600  Later lights',
    );
  });

  it('never draws wider or higher than the terminal', () => {
    const many = Array.from({ length: 90 }, (_, index) => ({
      id: String(index + 1),
      title: '一个很长很长的标题'.repeat(4),
      targetWords: 100,
    }));
    const { progress } = play({
      ...stamp(1),
      type: 'plan-ready',
      title: 'T',
      targetWords: 9000,
      sections: many,
    });
    for (const columns of [10, 20, 33]) {
      const lines = renderProgress(progress, { columns, rows: 12, nowMs: start });
      expect(lines.length).toBeLessThan(12);
      for (const line of lines) expect(displayWidth(line)).toBeLessThan(columns);
    }
  });

  it('knows the plan and the finished sections of earlier processes, and counts none of their words as its own', () => {
    const progress = createProgress();
    const section = (id: string) => ({ id, title: id, targetWords: 100 });
    const base = { runId: 'r', at: '2026-01-01T00:00:00.000Z', seq: 1 };
    recallEvents(progress, [
      { ...base, type: 'plan-ready', title: 'T', targetWords: 300, sections: ['1', '2', '3'].map(section) },
      { ...base, type: 'section-end', ...section('1'), deliveredWords: 90, status: 'done', attempts: 1 },
    ] as WriteEvent[]);
    expect(progress.sections.map(({ state }) => state)).toEqual(['done', 'waiting', 'waiting']);
    expect([countDoneWords(progress), progress.freshWords]).toEqual([90, 0]);
  });

  it('does not count replayed sections as the speed of this process', () => {
    const { progress } = play(
      { ...stamp(100), type: 'run-start', isResumed: true, folder: 'f' },
      { ...stamp(1), type: 'plan-ready', title: 'Lights', targetWords: 1000, sections: planned },
      { ...stamp(20), type: 'section-end', ...end },
    );
    expect(renderProgress(progress, { columns: 100, rows: 24, nowMs: start + 200_000 }).at(-1)).toBe(
      '410 of 1,000 words',
    );
  });
});

describe('a run as plain lines', () => {
  it('says what is worth a line', () => {
    const { lines } = play(
      ...events,
      {
        ...stamp(30),
        type: 'section-end',
        ...end,
        id: '2.1',
        title: 'Later lights',
        deliveredWords: 0,
        status: 'gap',
      },
      { ...stamp(30), type: 'warning', message: 'slow' },
      {
        ...stamp(31),
        type: 'check',
        name: 'length',
        passed: false,
        message: 'asked about 1000 words, delivered 410',
      },
    );
    expect(lines.filter((line) => line !== undefined)).toEqual([
      'run abcd2345',
      'plan ready: 2 sections, 1,000 words, "Lights"',
      'section 1/2 "早期的灯塔": 410 of 400 words',
      'section 2/2 "Later lights": left as a marked gap',
      'warning: slow',
      'check failed: asked about 1000 words, delivered 410',
    ]);
  });
});
