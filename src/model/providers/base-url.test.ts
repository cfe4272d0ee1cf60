import { describe, expect, it } from 'vitest';
import { parseBaseUrl, withoutSlash, withVersion } from './base-url.ts';

const parse = (text: string): URL => parseBaseUrl(text, '`BASE_URL`');

describe('a base URL', () => {
  it('gets the usual version where it has no path', () => {
    expect(withVersion(parse('https://proxy.example'), '/v1')).toBe('https://proxy.example/v1');
    expect(withVersion(parse('https://proxy.example/'), '/v1')).toBe('https://proxy.example/v1');
    expect(withVersion(parse('https://proxy.example/team/'), '/v1')).toBe('https://proxy.example/team');
  });

  it('is the same host with a dot at its end', () => {
    expect(parse('https://api.openai.com./v1').hostname).toBe('api.openai.com');
    expect(withoutSlash(parse('http://localhost.:8000/v1/'))).toBe('http://localhost:8000/v1');
  });

  it.each([
    'api_key=abc',
    'pwd=abc',
    'sig=abc',
    'k=sk-proj-abcdefghijklmnop1234',
    'x=0123456789abcdef0123456789abcdef',
  ])('holds no secret, and an error does not say it again: ?%s', (query) => {
    const read = (): URL => parse(`https://proxy.example/v1?${query}`);
    expect(read).toThrow('without a key or password');
    expect(read).not.toThrow(query.slice(query.indexOf('=') + 1));
  });

  it('keeps other query parameters', () => {
    expect(parse('https://proxy.example/v1?api-version=2026-01-01&structured=1').search).toBe(
      '?api-version=2026-01-01&structured=1',
    );
  });
});
