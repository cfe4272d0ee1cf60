import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assignRowIds, callKeyOf, callKeyOfRow, estimateRowBytes } from './call-rows.ts';

const call = (text: string, rest: Partial<LanguageModelV4CallOptions> = {}): LanguageModelV4CallOptions => ({
  prompt: [{ role: 'user', content: [{ type: 'text', text }] }],
  ...rest,
});

it('gives every row an id that providers take, unique in its batch, with the key of its call in it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('一', 'two', 'three'), { maxLength: 200 }), (texts) => {
      const keys = texts.map((text) => callKeyOf(call(text)));
      const rowIds = assignRowIds(keys);
      expect(new Set(rowIds).size).toBe(texts.length);
      expect(rowIds.map(callKeyOfRow)).toEqual(keys);
      for (const rowId of rowIds) expect(rowId).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    }),
  );
});

it('tells calls of different seeds and temperatures apart', () => {
  const keys = [call('x'), call('x', { seed: 1 }), call('x', { temperature: 0 })].map(callKeyOf);
  expect(new Set(keys).size).toBe(3);
});

it('counts text in bytes and images as they are sent', () => {
  const size = (text: string): number => estimateRowBytes(call(text));
  expect(size('字'.repeat(1_000)) - size('')).toBe(3_000);
  const image = (data: Uint8Array): LanguageModelV4CallOptions => ({
    prompt: [
      { role: 'user', content: [{ type: 'file', mediaType: 'image/png', data: { type: 'data', data } }] },
    ],
  });
  for (const data of [new Uint8Array(30_000), Buffer.alloc(30_000)]) {
    expect(estimateRowBytes(image(data)) - estimateRowBytes(image(new Uint8Array(0)))).toBe(40_000);
  }
});
