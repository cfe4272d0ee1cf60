/** From an error of any provider to one of our faults, which alone decides about retries. */
import { ModelCallError, type ModelFault } from '../errors.ts';
import { type ErrorFacts, readErrorFacts } from './error-facts.ts';
import { parseDuration, parseRetryAfter } from './retry-after.ts';

export type Fault = {
  fault: ModelFault;
  status?: number | undefined;
  retryAfterInMs?: number | undefined;
  requestId?: string | undefined;
  /** The window that an overflow names, or what a cut read; in the endpoint's tokens. */
  contextTokens?: number | undefined;
  /** What the endpoint or the network said; may quote a key and must be redacted before anybody sees it. */
  detail: string;
  /** All that was sent, for what it says beside the message. Never shown. */
  body?: string | undefined;
  cause?: unknown;
};

const overflow =
  /context[ _](?:length|window|size|limit)|exceed_context|maximum context|(?:prompt|input) is too long|too many (?:input )?tokens|exceeds? the maximum number of tokens|longer than the (?:maximum model length|model'?s context)|input (?:is too long|token count|length)[^.]{0,40}(?:exceed|too)|(?:prompt|input) (?:contains|has) \d+ tokens|reduce the length of the (?:messages|prompt|input)|must be <= \d+[^.]*tokens|inputs? tokens \+ |number of tokens to keep|range of input length|token limit exceeded|exceeded model token limit|(?:prompt|input)[^.]{0,20} exceeds? (?:the )?max|(?:prompt|输入|上下文|token(?:s|数|长度))[^。]{0,16}(?:超长|过长|超出|超过)/i;
const overflowCodes = [
  'context_length_exceeded',
  'exceed_context_size_error',
  'request_too_large',
  'string_above_max_length',
];
const quota =
  /insufficient[ _](?:quota|balance|credit|funds)|credit balance is too low|billing[ _](?:hard|soft|limit|error|not)|out of credits|more credits|available credits|usage limits?\b|spend(?:ing)? limit|(?:enforced|contract)_spend_limit|key limit exceeded|payment required|quota has been (?:used up|exhausted)|account (?:is )?in arrears|余额不足|欠费/i;
const refused =
  /content[ _]?(?:filter|policy|moderation)|safety system|data_inspection|inappropriate content|content exists risk|flagged|moderation|responsible ?ai|sensitive content|敏感内容|违规/i;
/** The model comes before what it lacks: "temperature is not supported with this model" is about a setting. */
const missingModel =
  /model_not_found|(?:unknown|invalid|no such|not a valid) model|access to (?:the |this )?model|\bmodels?\b[\s\S]{0,80}?(?:not found|does not exist|doesn'?t exist|not exist|is not (?:supported|available)|no longer available|decommissioned|been deprecated)|模型[\s\S]{0,30}?不存在/i;
const badKey = /api[ _-]?key|api_key_invalid|unauthenticated|unauthori[sz]ed|invalid_authentication/i;

/**
 * Classifies an error thrown by a provider, or an `error` part of its stream.
 *
 * @param options.now - Unix time in milliseconds, to turn dates into waits.
 * @returns undefined for an error that is no model trouble (a bug, a full disk): it must be thrown as it is.
 */
export function classifyError(error: unknown, { now }: { now: number }): Fault | undefined {
  if (error instanceof ModelCallError) {
    const { fault, status, retryAfterInMs, requestId, contextTokens } = error;
    return { fault, status, retryAfterInMs, requestId, contextTokens, detail: error.message, cause: error };
  }
  const facts = readErrorFacts(error);
  const fault = faultOf(facts);
  if (fault === undefined) return undefined;
  return {
    fault,
    status: facts.status,
    retryAfterInMs: waitOf(facts, now),
    requestId: facts.headers['x-request-id'] ?? facts.headers['request-id'],
    ...(fault === 'context-overflow' && {
      contextTokens: readWindow(facts.message) ?? readWindow(facts.body),
    }),
    detail: facts.message || facts.body.slice(0, 300) || facts.networkCode || '',
    body: facts.body,
    cause: error,
  };
}

function faultOf(facts: ErrorFacts): ModelFault | undefined {
  const { origin, codes } = facts;
  if (origin === 'unknown') return undefined;
  if (origin === 'transport') return facts.networkCode === 'broken' ? 'stream-cut' : 'network';
  if (origin === 'sdk') return faultOfSdkError(codes[0] ?? '', facts.message);
  return faultOfStatus(
    facts.status ?? statusOfWords(`${codes.join(' ')} ${facts.message.toLowerCase()}`),
    facts,
  );
}

/** Errors the SDK makes itself while it reads a stream or writes a request. */
function faultOfSdkError(name: string, message: string): ModelFault {
  if (/without a finish|empty ?response ?body/i.test(`${message} ${name}`)) return 'stream-cut';
  if (/loadapikey/.test(name)) return 'auth';
  if (/jsonparse|typevalidation|invalidresponsedata|nocontentgenerated/.test(name)) return 'server';
  return 'bad-request';
}

function faultOfStatus(status: number, facts: ErrorFacts): ModelFault {
  const { codes, message, origin } = facts;
  const said = `${codes.join(' ')} ${message}`;
  const isClient = status >= 400 && status < 500;
  if (status === 402 || ((isClient || origin === 'stream') && isQuotaUsedUp(facts))) return 'quota';
  // A limit per minute also speaks of too many tokens; only a request larger than the whole limit never fits.
  if (status === 429) return /request too large for/i.test(message) ? 'context-overflow' : 'rate-limit';
  if (isClient || status === 500) {
    if (codes.some((code) => overflowCodes.includes(code)) || overflow.test(message))
      return 'context-overflow';
  }
  if (status === 404) return 'unknown-model';
  if (isClient && missingModel.test(said)) return 'unknown-model';
  if (isClient && status !== 401 && refused.test(said)) return 'refusal';
  if (status === 401 || status === 403 || (status === 400 && badKey.test(said))) return 'auth';
  if (status === 413) return 'context-overflow';
  if (status === 408 || status === 409 || status === 425 || status >= 500) return 'server';
  return 'bad-request';
}

/**
 * Google answers 429 RESOURCE_EXHAUSTED with the same words for a minute's limit and for a day's; only the
 * violated limit's name tells them apart. Elsewhere the words do.
 */
function isQuotaUsedUp({ status, codes, message, body }: ErrorFacts): boolean {
  if (codes.includes('resource_exhausted')) return /"quotaId"\s*:\s*"[^"]*PerDay/i.test(body);
  if (quota.test(`${codes.join(' ')} ${message}`)) return true;
  return (
    status === 429 &&
    /exceeded your current quota|(?:daily|monthly|weekly) (?:limit|quota)|free-models-per-day/i.test(message)
  );
}

/** Errors inside a stream carry no HTTP status, only a word for it. */
function statusOfWords(said: string): number {
  if (/insufficient_(?:balance|credit|funds)|billing/.test(said)) return 402;
  if (/insufficient_quota|rate[_ ]limit|too_many|resource_exhausted/.test(said)) return 429;
  if (/authentication|auth_error|incorrect api key/.test(said)) return 401;
  if (/permission/.test(said)) return 403;
  if (/not_found/.test(said)) return 404;
  if (/invalid|bad_?request|context_length|content_filter/.test(said)) return 400;
  if (/overload|unavailable/.test(said)) return 503;
  return 500;
}

function waitOf({ headers, body, message }: ErrorFacts, now: number): number | undefined {
  const fromHeaders = parseRetryAfter(headers, { now });
  if (fromHeaders !== undefined) return fromHeaders;
  const fromBody = /"retryDelay"\s*:\s*"([^"]+)"/.exec(body)?.[1];
  const fromMessage = /try again in ((?:\d+(?:\.\d+)?(?:ms|h|m|s))+)/i.exec(message)?.[1];
  return parseDuration(fromBody ?? fromMessage ?? '');
}

/** The window in an overflow's words: `maximum context length is 8192 tokens`, `210000 tokens > 200000 maximum`, `n_ctx`. */
const namedWindows = [
  /context limit: \d+ \+ \d+ > (\d+)/i,
  /token limit: (\d{3,})/i,
  /exceeds? (?:the )?max(?:imum)?(?: allowed)? length[^.\d]{0,20}(\d[\d,]{2,})/i,
  /(?:maximum|max) number of tokens[^.\d]{0,30}(\d[\d,]{2,})/i,
  /(?:maximum|max)[^.\d]{0,40}(?:context|input|prompt|model)[^.\d]{0,40}?(\d[\d,]{2,})/i,
  /context (?:length|window|size|limit)[^.\d]{0,40}?(\d[\d,]{2,})/i,
  /tokens?\s*(?:>|exceeds?)[^.\d]{0,40}(\d[\d,]{2,})/i,
  /"?n_ctx"?\D{1,4}(\d{3,})/i,
  /must be <= (\d[\d,]{2,})/i,
  /range of input length[^\d]{0,40}\[\d+,\s*(\d{3,})\]/i,
  /(?:上下文|最大)[^。\d]{0,20}(\d{3,})/,
];

function readWindow(said: string): number | undefined {
  for (const pattern of namedWindows) {
    const tokens = Number(pattern.exec(said)?.[1]?.replaceAll(',', ''));
    if (Number.isSafeInteger(tokens) && tokens > 0) return tokens;
  }
  return undefined;
}
