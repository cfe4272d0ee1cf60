import { expect, it } from 'vitest';
import { createEventStream } from './event-stream.ts';

type Event = { type: string; id?: string; text?: string; isRestart?: boolean };

it('hands out what was said before anybody listened, then what follows, then ends', async () => {
  const stream = createEventStream<Event>();
  stream.push({ type: 'run-start' });
  const heard: string[] = [];
  const listening = (async () => {
    for await (const event of stream) heard.push(event.type);
  })();
  await new Promise((resolve) => setTimeout(resolve, 5));
  stream.push({ type: 'run-end' });
  stream.end();
  await listening;
  expect(heard).toEqual(['run-start', 'run-end']);
});

it('keeps one piece of streaming text a section while nobody listens', async () => {
  const stream = createEventStream<Event>();
  for (const letter of 'abc') stream.push({ type: 'section-delta', id: '1', text: letter });
  stream.push({ type: 'section-delta', id: '2', text: 'x' });
  stream.push({ type: 'section-delta', id: '2', text: 'y', isRestart: true });
  stream.push({ type: 'section-delta', id: '2', text: 'z' });
  stream.end();
  const heard: unknown[] = [];
  for await (const { id, text, isRestart } of stream) heard.push([id, text, isRestart]);
  expect(heard).toEqual([
    ['1', 'abc', undefined],
    ['2', 'x', undefined],
    ['2', 'yz', true],
  ]);
});
