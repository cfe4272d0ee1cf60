import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHeap } from './heap.ts';

it('gives items back in order, also when pushes and pops alternate', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer(), fc.constant('pop' as const))), (commands) => {
      const heap = createHeap<number>((a, b) => a < b);
      const model: number[] = [];
      for (const command of commands) {
        if (command === 'pop') expect(heap.pop()).toBe(model.shift());
        else {
          heap.push(command);
          model.push(command);
          model.sort((a, b) => a - b);
        }
      }
      for (const item of model) expect(heap.pop()).toBe(item);
      expect(heap.pop()).toBeUndefined();
    }),
  );
});
