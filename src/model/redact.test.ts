import { describe, expect, it } from 'vitest';
import { hideKey, redact } from './redact.ts';

describe('redact', () => {
  it.each([
    ['Incorrect API key provided: sk-proj-Abc123def456ghi789.', 'Abc123'],
    ['key AIzaSyA1234567890abcdefghijklmnopqrstu is not valid', 'AIza'],
    ['Authorization: Bearer abc123secret456', 'abc123secret'],
    ['{"api_key": "my-own-secret-1"}', 'my-own-secret'],
    ['sk-ant-api03-****************wAA1', 'wAA1'],
    ['compatible:x@https://user:pass@host/v1', 'pass'],
    ['token=9f8e7d6c5b4a39281706f5e4d3c2b1a0', '9f8e7d'],
  ])('hides the key in: %s', (text, secret) => {
    const clean = redact(text);
    expect(clean).toContain('[key]');
    expect(clean).not.toContain(secret);
  });

  it('leaves words and the model name alone', () => {
    const name = 'meta-llama/Llama-3-70B-Instruct-Turbo-Free-2025';
    const message = `The model ${name} does not exist or you do not have access to it.`;
    expect(redact(message, { keep: `compatible:${name}@http://127.0.0.1:8000/v1` })).toBe(message);
  });
});

it('hides a key this process has read, whatever it looks like and however a provider quotes it', () => {
  hideKey('abcd/EFGH+12');
  expect(redact('you sent abcd/EFGH+12')).toBe('you sent [key]');
  expect(redact('{"key":"abcd\\/EFGH+12"}')).not.toContain('EFGH');
});
