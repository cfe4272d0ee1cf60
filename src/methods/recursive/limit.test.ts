import { expect, it } from 'vitest';
import { createLimit } from './limit.ts';

it('lets so many work at once, in the order they came, and goes on after a failure', async () => {
  const limit = createLimit(3);
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const works = Array.from({ length: 10 }, (_each, index) =>
    limit(async () => {
      started.push(index);
      running += 1;
      most = Math.max(most, running);
      for (let turns = 0; turns < 10 - index; turns += 1) await Promise.resolve();
      running -= 1;
      if (index === 4) throw new Error('the fifth');
      return index;
    }),
  );
  const ended = await Promise.allSettled(works);
  expect(most).toBe(3);
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(1);
});
