import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeTinyGguf } from '../../../test/tiny-gguf.ts';
import { readGgufHeader } from './read-gguf-header.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-gguf-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'tiny.gguf');
writeTinyGguf(path, { layers: 2, width: 128, contextTokens: 3000 });

describe('readGgufHeader', () => {
  it('reads the context, and what a token takes in the cache', () => {
    // 2 layers, keys and values, 128 numbers of 2 bytes.
    expect(readGgufHeader(path)).toEqual({
      architecture: 'llama',
      contextTokens: 3000,
      cacheBytesPerToken: 2 * 2 * 128 * 2,
    });
  });

  it('reads a file that is cut behind its facts', () => {
    writeFileSync(join(folder, 'cut.gguf'), readFileSync(path).subarray(0, 900));
    expect(readGgufHeader(join(folder, 'cut.gguf')).contextTokens).toBe(3000);
  });

  it('says when a file is something else', () => {
    writeFileSync(join(folder, 'page.gguf'), '<!doctype html><title>Not found</title>');
    writeFileSync(join(folder, 'empty.gguf'), '');
    expect(() => readGgufHeader(join(folder, 'page.gguf'))).toThrow('to be a GGUF file of version 2 or 3');
    expect(() => readGgufHeader(join(folder, 'empty.gguf'))).toThrow('got an empty file');
    expect(() => readGgufHeader(folder)).toThrow('to be a file that can be read');
  });
});
