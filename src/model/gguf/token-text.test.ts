import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Token } from './llama-library.ts';
import { createTokenText } from './token-text.ts';

/** A model whose tokens are bytes. */
const bytes = {
  detokenize: (tokens: readonly Token[]): string => Buffer.from(tokens as readonly number[]).toString('utf8'),
};
const read = (text: string, stopTexts: string[]): { deltas: string[]; isStopped: boolean } => {
  const reader = createTokenText(bytes, { before: [], stopTexts });
  const deltas: string[] = [];
  for (const byte of Buffer.from(text)) {
    deltas.push(reader.push(byte as Token));
    if (reader.isStopped) break;
  }
  deltas.push(reader.end());
  return { deltas, isStopped: reader.isStopped };
};

describe('createTokenText', () => {
  it('gives the text back, never half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const { deltas } = read(text, []);
        expect(deltas.join('')).toBe(text);
        expect(deltas.join('|')).not.toContain('\uFFFD');
      }),
    );
    expect(read('灯塔', []).deltas.filter(Boolean)).toEqual(['灯', '塔']);
  });

  it('ends before the first stop text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', '#', '##'), { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const { deltas, isStopped } = read(text, ['##a', 'bb']);
        expect(deltas.join('')).toBe(text.split(/##a|bb/)[0]);
        expect(isStopped).toBe(/##a|bb/.test(text));
      }),
    );
  });

  it('holds back no more than what could become a stop text', () => {
    expect(read('ab#c', ['##']).deltas).toEqual(['a', 'b', '', '#c', '']);
  });
});
