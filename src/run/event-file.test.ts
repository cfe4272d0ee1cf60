import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mendEventFile, renderEvent } from './event-file.ts';
import type { RunEvent } from './events.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-events-'));
const path = join(folder, 'events.jsonl');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The fourth is longer than any tail that is read at once. */
const events: RunEvent[] = Array.from({ length: 5 }, (_, index) => ({
  type: 'noted',
  text: index === 3 ? '灯塔 '.repeat(20_000) : `\u0000 ${index}`,
  runId: 'a',
  at: '2026-01-01T00:00:00.000Z',
  seq: index + 1,
}));
const whole = events.map(renderEvent).join('');

/** A store of two events a page that tells how many it handed out. */
function storeOf(stored: readonly RunEvent[]) {
  const read = { events: 0 };
  const store = {
    findEvent: async (_runId: string, seq: number) => stored.find((event) => event.seq === seq),
    async *pageEvents(_runId: string, after: number) {
      const rest = stored.filter(({ seq }) => seq > after);
      for (let from = 0; from < rest.length; from += 2) {
        const page = rest.slice(from, from + 2);
        read.events += page.length;
        yield page;
      }
    },
  };
  return { store, read };
}

describe('events.jsonl, taken over by another process', () => {
  it.each<[string, string | undefined, number]>([
    ['that is whole is left alone', whole, 0],
    ['that lost its end gets it back', whole.slice(0, -30), 1],
    ['that ends in the middle of a long line loses it and gets it back', whole.slice(0, 20_000), 2],
    ['with a torn line behind its end loses that', `${whole}{"type":"no`, 0],
    ['that lost its last events gets them back', events.slice(0, 2).map(renderEvent).join(''), 3],
    ['with one line gets the others', renderEvent(events[0] as RunEvent), 4],
    ['that is missing is made anew', undefined, 5],
    ['that is empty is made anew', '', 5],
    ['without one whole line is made anew', '{"type":"noted"', 5],
    ['whose last line is no event is made anew', `${whole}\n`, 5],
    [
      'that says what no process said is made anew',
      `${whole}${renderEvent({ ...events[0], seq: 6 } as RunEvent)}`,
      5,
    ],
    ['of another run is made anew', whole.replaceAll('"runId":"a"', '"runId":"b"'), 5],
  ])('%s', async (_what, text, expected) => {
    rmSync(path, { force: true });
    if (text !== undefined) writeFileSync(path, text);
    const { store, read } = storeOf(events);
    await mendEventFile(path, 'a', store);
    expect(readFileSync(path, 'utf8')).toBe(whole);
    expect(read.events).toBe(expected);
  });

  it('is not written again where it fits: only its end is looked at', async () => {
    const marked = whole.replace('\\u0000 0', 'marked');
    writeFileSync(path, marked);
    const { ino } = statSync(path);
    await mendEventFile(path, 'a', storeOf(events).store);
    expect(statSync(path).ino).toBe(ino);
    expect(readFileSync(path, 'utf8')).toBe(marked);
  });

  it('is there, and empty, for a run that has said nothing', async () => {
    rmSync(path, { force: true });
    await mendEventFile(path, 'a', storeOf([]).store);
    expect(readFileSync(path, 'utf8')).toBe('');
  });
});
