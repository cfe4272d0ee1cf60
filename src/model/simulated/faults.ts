/** What goes wrong on purpose, as the errors a provider package raises. Bodies have the OpenAI shape. */
import { APICallError } from '@ai-sdk/provider';

/** Error 400: the prompt has more tokens than the window. Trying again cannot help. */
export function createContextError(contextTokens: number, promptTokens: number): APICallError {
  return createError({
    status: 400,
    message: `This model's maximum context length is ${contextTokens} tokens, but the messages have ${promptTokens} tokens. Shorten the messages.`,
    type: 'invalid_request_error',
    param: 'messages',
    code: 'context_length_exceeded',
  });
}

/** Error 429 with `retry-after` in whole seconds. */
export function createRateLimitError(requestsPerMinute: number, retryAfterInMs: number): APICallError {
  const seconds = Math.max(1, Math.ceil(retryAfterInMs / 1_000));
  return createError({
    status: 429,
    message: `Rate limit of ${requestsPerMinute} requests per minute reached. Try again in ${seconds} s.`,
    type: 'requests',
    code: 'rate_limit_exceeded',
    headers: { 'retry-after': String(seconds) },
  });
}

/** Error 500. */
export function createServerError(): APICallError {
  return createError({
    status: 500,
    message: 'The server had an error while processing the request. Try again.',
    type: 'server_error',
  });
}

/** The connection broke in the middle of an answer: no status, worth another try. */
export function createCutError(): APICallError {
  return new APICallError({
    message: 'The connection was closed before the answer ended.',
    url: simulatedUrl,
    requestBodyValues: {},
    isRetryable: true,
    cause: Object.assign(new TypeError('terminated'), { code: 'ECONNRESET' }),
  });
}

/**
 * Counts requests in any 60 seconds.
 *
 * @returns Milliseconds until the next request is accepted; 0 when this one is, and counts.
 */
export function createRateLimit(requestsPerMinute: number, now: () => number): () => number {
  const accepted: number[] = [];
  return () => {
    if (requestsPerMinute === 0) return 0;
    const at = now();
    while (accepted.length > 0 && (accepted[0] as number) <= at - 60_000) accepted.shift();
    if (accepted.length >= requestsPerMinute) return (accepted[0] as number) + 60_000 - at;
    accepted.push(at);
    return 0;
  };
}

const simulatedUrl = 'simulated:';

function createError(details: {
  status: number;
  message: string;
  type: string;
  param?: string;
  code?: string;
  headers?: Record<string, string>;
}): APICallError {
  const { status, message, type, param = null, code = null, headers } = details;
  const data = { error: { message, type, param, code } };
  return new APICallError({
    message,
    url: simulatedUrl,
    requestBodyValues: {},
    statusCode: status,
    responseHeaders: headers,
    responseBody: JSON.stringify(data),
    isRetryable: status === 429 || status >= 500,
    data,
  });
}
