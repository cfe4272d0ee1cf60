import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatch, createPatch } from './patch.ts';

const memory = fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes));

describe('patches between states of a REPL', () => {
  it('turn the state before into that after, whatever grew, shrank or moved', () => {
    fc.assert(
      fc.property(memory, memory, fc.nat(2_000), (before, other, from) => {
        // Mostly alike, as states are.
        const after = Buffer.concat([before.subarray(0, from), other]);
        expect(applyPatch(before, createPatch(before, after)).equals(after)).toBe(true);
        expect(applyPatch(after, createPatch(after, before)).equals(before)).toBe(true);
      }),
    );
  });

  it('hold what changed and nothing of what stayed', () => {
    const before = randomBytes(1_000_000);
    const after = Buffer.from(before);
    after.write('changed', 500_000);
    expect(createPatch(before, after).length).toBeLessThan(1_000);
  });
});
