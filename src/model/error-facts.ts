/** What an error of any provider, SDK or network layer says, in one shape. Judges nothing: see `faults.ts`. */
import { AISDKError, APICallError } from '@ai-sdk/provider';

export type ErrorFacts = {
  status: number | undefined;
  /** Code, type and status words of the provider, in lower case, such as `insufficient_quota`. */
  codes: string[];
  /** The provider's message, as sent. */
  message: string;
  /** Everything the provider sent, for what it hides in details. */
  body: string;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** Code of a network error, such as `ECONNREFUSED`. */
  networkCode: string | undefined;
  origin: 'response' | 'stream' | 'transport' | 'sdk' | 'unknown';
};

type Fields = Record<string, unknown>;

/** Reads what was thrown, or what came as an `error` part in a stream. */
export function readErrorFacts(error: unknown): ErrorFacts {
  if (APICallError.isInstance(error)) return readCallError(error);
  if (error instanceof Error) {
    const networkCode = findNetworkCode(error);
    const origin = networkCode !== undefined ? 'transport' : AISDKError.isInstance(error) ? 'sdk' : 'unknown';
    return { ...nothing, message: error.message, codes: [error.name.toLowerCase()], networkCode, origin };
  }
  const fields = findErrorFields(error);
  const status = [fields.statusCode, fields.code, fields.status].map(Number).find(isErrorStatus);
  return { ...nothing, ...describe(fields, error), status, origin: 'stream' };
}

const nothing: ErrorFacts = {
  status: undefined,
  codes: [],
  message: '',
  body: '',
  headers: {},
  networkCode: undefined,
  origin: 'unknown',
};

function readCallError(error: APICallError): ErrorFacts {
  const headers = Object.fromEntries(
    Object.entries(error.responseHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  // A status of success on an error: the response began well and broke on its way.
  if (error.statusCode === undefined || error.statusCode < 300) {
    const networkCode = findNetworkCode(error) ?? (error.statusCode === undefined ? 'unreachable' : 'broken');
    return { ...nothing, message: error.message, headers, networkCode, origin: 'transport' };
  }
  const text = error.responseBody ?? '';
  // Text that is no JSON is the message itself.
  const payload = error.data ?? parseJson(text) ?? text.slice(0, 300);
  const described = describe(findErrorFields(payload), payload);
  return {
    ...nothing,
    ...described,
    message: described.message || error.message,
    body: text || described.body,
    status: error.statusCode,
    headers,
    origin: 'response',
  };
}

function describe(fields: Fields, payload: unknown): Pick<ErrorFacts, 'codes' | 'message' | 'body'> {
  const message = [fields.message, fields.detail, fields.error].find((value) => typeof value === 'string');
  return {
    codes: [fields.code, fields.type, fields.status, fields.error_type, detailCode(fields)]
      .filter((value) => typeof value === 'string')
      .map((value) => value.toLowerCase()),
    message: (message as string | undefined) ?? (typeof payload === 'string' ? payload : ''),
    body: typeof payload === 'string' ? payload : (JSON.stringify(payload) ?? ''),
  };
}

/** Providers wrap their error once or twice: `[{error: {…}}]`, `{response: {error: {…}}}`, `{error: "…"}`. */
function findErrorFields(payload: unknown): Fields {
  const value = Array.isArray(payload) ? payload[0] : payload;
  if (!isFields(value)) return {};
  if (isFields(value.error)) return findErrorFields(value.error);
  if (isFields(value.response) && isFields(value.response.error)) return value.response.error;
  return value;
}

function findNetworkCode(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  const code = (error as { code?: unknown }).code;
  if (
    typeof code === 'string' &&
    // Named one by one: a full disk or a closed file has a code as well, and is nothing to call again for.
    /^(?:ECONN\w+|ENOTFOUND|EAI_\w+|ETIMEDOUT|EPIPE|EHOST\w+|ENET\w+|EADDRNOTAVAIL|EPROTO|UND_ERR_\w+|CERT_\w+|DEPTH_ZERO_\w+|(?!ERR_)\w+_CERT\w*)$/.test(
      code,
    )
  ) {
    return code;
  }
  return findNetworkCode(error.cause, depth + 1);
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isErrorStatus = (status: number): boolean => Number.isInteger(status) && status >= 400 && status <= 599;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Proxies answer in HTML or plain text.
    return undefined;
  }
}

/** Anthropic tells a spend limit from a rate limit in the details alone. */
const detailCode = ({ details }: Fields): unknown => (isFields(details) ? details.error_code : undefined);
