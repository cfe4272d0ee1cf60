import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findGgufFile, localNameOf, parseGgufAddress, parseHuggingFaceSource } from './gguf-address.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-gguf-'));
const env = { LONGHAND_MODELS: folder, HOME: folder };
afterAll(() => rmSync(folder, { recursive: true }));

describe('parseGgufAddress', () => {
  it('reads the parameters behind a path', () => {
    expect(parseGgufAddress('models/a b.gguf?threads=2&contextTokens=8192&gpu=auto')).toEqual({
      source: 'models/a b.gguf',
      threads: 2,
      contextTokens: 8192,
      gpu: 'auto',
    });
    expect(parseGgufAddress('hf:user/model:Q4_K_M?threads=1')).toMatchObject({
      source: 'hf:user/model:Q4_K_M',
      threads: 1,
    });
  });

  it('leaves question marks of paths and web addresses alone', () => {
    expect(parseGgufAddress('who?.gguf').source).toBe('who?.gguf');
    expect(parseGgufAddress('https://host/a.gguf?download=true').source).toBe(
      'https://host/a.gguf?download=true',
    );
  });

  it.each([
    ['a.gguf?speed=2', 'got `speed`'],
    ['a.gguf?threads=0', 'Expected `threads` to be a positive integer, got `0`'],
    ['a.gguf?contextTokens=4k', 'Expected `contextTokens` to be a positive integer, got `4k`'],
    ['a.gguf?gpu=yes', 'Expected `gpu` to be `auto` or `false`, got `yes`'],
  ])('refuses %s', (address, message) => {
    expect(() => parseGgufAddress(address)).toThrow(message);
  });
});

describe('parseHuggingFaceSource', () => {
  it('reads quantisation or file', () => {
    expect(parseHuggingFaceSource('hf:user/model:Q8_0')).toEqual({
      user: 'user',
      model: 'model',
      quant: 'Q8_0',
    });
    expect(parseHuggingFaceSource('hf:user/model/sub/a.gguf')).toEqual({
      user: 'user',
      model: 'model',
      file: 'sub/a.gguf',
    });
  });

  it.each(['hf:model', 'hf:a/b/c', 'hf:../b:Q4', 'hf:a/b/../../c.gguf'])('refuses %s', (source) => {
    expect(() => parseHuggingFaceSource(source)).toThrow('Expected `hf:user/model:quant`');
  });

  it('names files by all that tells them apart', () => {
    const sources = ['hf:a/m:Q4', 'hf:b/m:Q4', 'hf:a/m:Q8', 'hf:a/m', 'hf:a/m/x.gguf', 'hf:a/m/y/x.gguf'];
    expect(new Set(sources.map(localNameOf)).size).toBe(sources.length);
  });
});

describe('findGgufFile', () => {
  it('finds what was fetched, whole or in parts', () => {
    writeFileSync(join(folder, 'user_model.Q4_0.gguf'), '');
    writeFileSync(join(folder, 'user_big.Q4_0-00001-of-00002.gguf'), '');
    expect(findGgufFile('hf:user/model:q4_0', env)).toBe(join(folder, 'user_model.Q4_0.gguf'));
    expect(findGgufFile('hf:user/big:Q4_0', env)).toBe(join(folder, 'user_big.Q4_0-00001-of-00002.gguf'));
    expect(findGgufFile('~/user_model.Q4_0.gguf', env)).toBe(join(folder, 'user_model.Q4_0.gguf'));
  });

  it('says how to fetch what is not there', () => {
    writeFileSync(join(folder, 'user_half.Q4_0.gguf.part'), '');
    expect(() => findGgufFile('hf:user/half:Q4_0', env)).toThrow(
      '`longhand models pull gguf:hf:user/half:Q4_0`',
    );
    expect(() => findGgufFile('nowhere.gguf', env)).toThrow('Expected a GGUF file at `nowhere.gguf`');
  });
});
