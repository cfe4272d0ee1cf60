import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOllamaError, readOllamaStream } from './ollama-stream.ts';

async function read(bytes: Uint8Array, pieceBytes: number): Promise<LanguageModelV4StreamPart[]> {
  async function* pieces() {
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      yield bytes.subarray(start, start + pieceBytes);
    }
  }
  const parts: LanguageModelV4StreamPart[] = [];
  for await (const part of readOllamaStream(pieces(), [])) parts.push(part);
  return parts;
}

const textOf = (parts: LanguageModelV4StreamPart[]): string =>
  parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');

describe('readOllamaStream', () => {
  it('gives the same text wherever the bytes are parted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', ''),
        async (contents, pieceBytes, ending) => {
          const lines = [
            ...contents.map((content) => ({ message: { content }, done: false })),
            { message: { content: '' }, done: true, done_reason: 'stop', eval_count: 9 },
          ];
          const bytes = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n') + ending);
          const parts = await read(bytes, pieceBytes);
          expect(textOf(parts)).toBe(contents.join(''));
          expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'stop' } });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('gives no finish to any stream that was cut', async () => {
    const line = { message: { content: '潮水退去。' }, done: false };
    const end = { done: true, done_reason: 'stop', prompt_eval_count: 9, eval_count: 5 };
    const whole = Buffer.from(`${JSON.stringify(line)}\n${JSON.stringify(end)}`);
    for (let length = 0; length < whole.length; length++) {
      const parts = await read(whole.subarray(0, length), 7);
      expect(parts.some(({ type }) => type === 'finish' || type === 'error')).toBe(false);
    }
  });

  it('counts what was read from the cache, and leaves open what is not told', async () => {
    const counts = { prompt_eval_count: 100, prompt_eval_cached_count: 80, eval_count: 5 };
    const [, , told] = await read(Buffer.from(JSON.stringify({ done: true, ...counts })), 99);
    expect(told).toMatchObject({
      usage: { inputTokens: { total: 100, noCache: 20, cacheRead: 80 }, outputTokens: { total: 5 } },
    });
    const [, , silent] = await read(Buffer.from('{"done":true}'), 99);
    expect(silent).toMatchObject({
      finishReason: { unified: 'other' },
      usage: { inputTokens: { total: undefined }, outputTokens: { total: undefined } },
    });
  });
});

describe('parseOllamaError', () => {
  it.each([
    ['{"error":"no such thing"}', { error: 'no such thing' }],
    [JSON.stringify({ error: '{"error":{"code":400,"type":"t"}}' }), { error: { code: 400, type: 't' } }],
    ['<html>Bad Gateway</html>', undefined],
    ['{"message":"other"}', undefined],
  ])('reads %s', (text, error) => {
    expect(parseOllamaError(text)).toEqual(error);
  });
});
