/** From calls to the rows of a batch: their keys, ids and sizes. */
import { createHash } from 'node:crypto';
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { hashRequest } from '../request.ts';

const keyCharacters = 43;

/**
 * Names a call by what it asks: the canonical request and its temperature. SHA-256 in base64url, 43 characters, so
 * that a number fits behind it into the 64 that providers allow.
 */
export function callKeyOf(options: LanguageModelV4CallOptions): string {
  const asked = `${hashRequest(options)} ${options.temperature ?? ''}`;
  return createHash('sha256').update(asked).digest('base64url');
}

/** Ids for the rows of one batch, in order. Equal calls are numbered: each is asked and paid for by itself. */
export function assignRowIds(callKeys: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return callKeys.map((callKey) => {
    const count = seen.get(callKey) ?? 0;
    seen.set(callKey, count + 1);
    return `${callKey}-${count}`;
  });
}

/** The key a row id begins with. */
export const callKeyOfRow = (rowId: string): string => rowId.slice(0, keyCharacters);

/** Model name, id and the names of the fields around a prompt. */
const bytesAroundRow = 1_000;

/** About the size of a call as a line of a batch, in bytes; wire formats differ by some percent of it. */
export function estimateRowBytes({ prompt, responseFormat }: LanguageModelV4CallOptions): number {
  let imageBytes = 0;
  const text = JSON.stringify(
    [prompt, responseFormat],
    function (this: Record<string, unknown>, name, value) {
      // Of a `Buffer` the value is already JSON, number by number.
      const original = this[name];
      if (!(original instanceof Uint8Array)) return value;
      imageBytes += Math.ceil(original.length / 3) * 4;
      return '';
    },
  );
  return bytesAroundRow + Buffer.byteLength(text) + imageBytes;
}
