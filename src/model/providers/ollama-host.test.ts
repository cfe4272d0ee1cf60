import { describe, expect, it } from 'vitest';
import { parseOllamaHost } from './ollama-host.ts';

describe('parseOllamaHost', () => {
  it.each([
    [undefined, 'http://127.0.0.1:11434/'],
    ['', 'http://127.0.0.1:11434/'],
    ['gpu-box', 'http://gpu-box:11434/'],
    ['192.168.1.5:8000', 'http://192.168.1.5:8000/'],
    [':8000', 'http://127.0.0.1:8000/'],
    ['0.0.0.0', 'http://127.0.0.1:11434/'],
    ['[::1]:8000', 'http://[::1]:8000/'],
    ['[::]', 'http://127.0.0.1:11434/'],
    [' "gpu-box" ', 'http://gpu-box:11434/'],
    ['gpu-box/ollama', 'http://gpu-box:11434/ollama'],
    ['http://gpu-box', 'http://gpu-box/'],
    ['https://ollama.example.com/api-root', 'https://ollama.example.com/api-root'],
  ])('reads %j as %s', (given, url) => {
    expect(parseOllamaHost({ OLLAMA_HOST: given }).href).toBe(url);
  });

  it.each(['ftp://gpu-box', 'http://', 'gpu box', 'http://me:secret@gpu-box'])('refuses %j', (given) => {
    expect(() => parseOllamaHost({ OLLAMA_HOST: given })).toThrow('`OLLAMA_HOST`');
  });
});
