import { APICallError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { classifyError } from './faults.ts';

const tooLong = (message: string): unknown =>
  new APICallError({
    message,
    url: 'http://x',
    requestBodyValues: {},
    statusCode: 400,
    responseBody: JSON.stringify({ error: { message } }),
  });

describe('an overflow', () => {
  it.each([
    [
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
      8192,
    ],
    ['prompt is too long: 210000 tokens > 200000 maximum', 200_000],
    ['the request exceeds the available context size (4096 tokens), try increasing it', 4096],
    ['The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).', 1_048_576],
    ['Range of input length should be [1, 30720]', 30_720],
    ['This endpoint has a maximum context length of 32,768 tokens', 32_768],
    ['input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease them', 200_000],
    ['Invalid request: Your request exceeded model token limit: 131072 (requested: 140000)', 131_072],
    ['Input length 140000 exceeds the maximum length 131072', 131_072],
    ['Prompt 超长', undefined],
    ['输入内容过长，最大支持 32768 个 token', 32_768],
    ['Input is too long for this model', undefined],
  ])('names its window: %s', (message, contextTokens) => {
    expect(classifyError(tooLong(message), { now: 0 })).toMatchObject({
      fault: 'context-overflow',
      contextTokens,
    });
  });
});
