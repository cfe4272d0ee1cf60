import { describe, expect, it } from 'vitest';
import { familyOf, isSameFamily } from './family.ts';

describe('familyOf', () => {
  it.each([
    ['openai:gpt-5.2', 'gpt'],
    ['gpt-4o-2024-08-06', 'gpt'],
    ['openai:o3-mini', 'gpt'],
    ['openrouter:openai/o4-mini', 'gpt'],
    ['chatgpt-4o-latest', 'gpt'],
    ['ollama:gpt-oss:20b', 'gpt'],
    ['anthropic:claude-sonnet-4-5', 'claude'],
    ['us.anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude'],
    ['openrouter:anthropic/claude-opus-4.5', 'claude'],
    ['google:gemini-2.5-pro', 'gemini'],
    ['google:gemma-3-27b-it', 'gemma'],
    ['ollama:llama3.1:8b', 'llama'],
    ['accounts/fireworks/models/llama-v3p3-70b-instruct', 'llama'],
    ['compatible:Qwen/Qwen3-8B@http://127.0.0.1:8000/v1', 'qwen'],
    ['ollama:qwq', 'qwen'],
    ['openrouter:z-ai/glm-4.6', 'glm'],
    ['chatglm3-6b', 'glm'],
    ['openrouter:deepseek/deepseek-chat-v3.1:free', 'deepseek'],
    ['mistral:7b', 'mistral'],
    ['mistral-large-2411', 'mistral'],
    ['open-mixtral-8x22b', 'mistral'],
    ['ollama:phi4', 'phi'],
    ['microsoft/Phi-3.5-MoE-instruct', 'phi'],
    ['moonshotai/kimi-k2', 'kimi'],
    ['moonshot-v1-128k', 'kimi'],
    ['openrouter:x-ai/grok-4', 'grok'],
    ['cohere/command-r-plus', 'command'],
    ['gguf:/home/claude/models/qwen2.5-7b-q4.gguf', 'qwen'],
    ['gguf:C:\\models\\gpt\\Llama-3.2-1B.gguf', 'llama'],
    ['gguf:hf:bartowski/gemma-2-9b-it-GGUF:Q4_K_M', 'gemma'],
    ['LongWriter-glm4-9b', 'glm'],
    ['deepseek-r1-distill-qwen-7b', 'deepseek'],
  ])('%s is %s', (model, family) => {
    expect(familyOf(model)).toBe(family);
  });

  it.each([
    'mini',
    'simulated:as=gpt-4o',
    'recorded:runs/claude/calls.jsonl',
    'compatible:my-writer@https://api.openai.com/v1',
    'compatible:local@http://llama-box:8080',
    'ollama:dolphin-3',
    'EleutherAI/gpt-neox-20b',
    'gpt-j-6b',
    'marco-o1',
    'anthropic/unnamed',
    '',
  ])('%s is unknown', (model) => {
    expect(familyOf(model)).toBe('unknown');
  });
});

describe('isSameFamily', () => {
  it.each([
    ['openai:gpt-5', 'openrouter:openai/o3', true],
    ['anthropic:claude-opus-4-5', 'openai:gpt-5', false],
    ['deepseek-r1-distill-qwen-7b', 'qwen3-32b', true],
    ['ollama:somebody', 'openai:gpt-5', undefined],
    ['mini', 'mini', undefined],
  ])('%s, judged by %s: %s', (author, judge, same) => {
    expect(isSameFamily(author, judge)).toBe(same);
    expect(isSameFamily(judge, author)).toBe(same);
  });
});
