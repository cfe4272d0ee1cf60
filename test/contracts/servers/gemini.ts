/**
 * Google's Gemini API. Its shape is documented at ai.google.dev/api/generate-content (`GenerateContentResponse`,
 * `FinishReason`, `BlockReason`, `UsageMetadata`), its errors at ai.google.dev/gemini-api/docs/troubleshooting and in
 * google.rpc.Status with `QuotaFailure` and `RetryInfo`. Composed by hand, nothing recorded.
 *
 * The quirk is told by the model's name or by a word of the last message.
 */
import { countTokens, sendJson, startServer, type TestServer } from './http-server.ts';
import { createPrefixCache, sendInPieces, writeAnswer } from './openai.ts';

type Content = { role?: string; parts: { text: string; thought?: boolean }[] };
type Request = {
  contents: Content[];
  systemInstruction?: Content;
  generationConfig?: { maxOutputTokens?: number; thinkingConfig?: { includeThoughts?: boolean } };
};
type UsageMetadata = {
  promptTokenCount: number;
  candidatesTokenCount?: number;
  /** Beside the candidates' tokens, not among them. */
  thoughtsTokenCount?: number;
  cachedContentTokenCount?: number;
  totalTokenCount: number;
  promptTokensDetails: { modality: 'TEXT'; tokenCount: number }[];
};
type FinishReason = 'STOP' | 'MAX_TOKENS' | 'SAFETY' | 'RECITATION' | 'OTHER';
type GenerateContentResponse = {
  candidates?: {
    content?: Content;
    index: number;
    finishReason?: FinishReason;
    safetyRatings?: { category: string; probability: string; blocked?: boolean }[];
  }[];
  promptFeedback?: { blockReason: 'PROHIBITED_CONTENT' | 'SAFETY' | 'BLOCKLIST' | 'OTHER' };
  usageMetadata: UsageMetadata;
  modelVersion: string;
  responseId: string;
};
type Status = {
  code: number;
  message: string;
  status: 'INVALID_ARGUMENT' | 'NOT_FOUND' | 'RESOURCE_EXHAUSTED' | 'UNAVAILABLE';
  details?: ({ '@type': string } & Record<string, unknown>)[];
};

/**
 * `limited` is over its minute's limit when first asked, `spent` has used up its day, `busy` is overloaded when first
 * asked, `faint` breaks down halfway then.
 */
type Trouble = 'limited' | 'spent' | 'busy' | 'faint';
const models: Record<string, { summary?: string; trouble?: Trouble }> = {
  'gemini-3-flash': {},
  'gemini-3-pro': { summary: 'A scene by the sea.' },
  'gemini-limited': { trouble: 'limited' },
  'gemini-spent': { trouble: 'spent' },
  'gemini-busy': { trouble: 'busy' },
  'gemini-faint': { trouble: 'faint' },
};
const thoughtTokens = 90;

/**
 * In the last message, `forbidden` has the prompt blocked, `wound` the answer stopped for safety after its first
 * words and `riddle` for no reason given, `lyrics` for recitation before any.
 */
export async function startGemini({
  windowTokens = 1_048_576,
}: {
  windowTokens?: number;
} = {}): Promise<TestServer> {
  const countCached = createPrefixCache();
  const timesAsked = new Map<string, number>();
  return startServer(({ route, headers, body }, response) => {
    const { contents, systemInstruction, generationConfig } = body as unknown as Request;
    const refuse = (error: Status): void => sendJson(response, { error }, error.code);
    if (!headers['x-goog-api-key']?.toString().startsWith('AIza')) return refuse(wrongKey);
    const name = /^POST \/v1beta\/models\/([^:]+):streamGenerateContent\?alt=sse$/.exec(route)?.[1] ?? '';
    const model = models[name];
    if (model === undefined) return refuse(missingModel(name));
    const time = (timesAsked.get(name) ?? 0) + 1;
    timesAsked.set(name, time);
    if (model.trouble === 'spent') return refuse(exhausted(name, 'Day', '42s'));
    if (model.trouble === 'limited' && time === 1) return refuse(exhausted(name, 'Minute', '21.5s'));
    if (model.trouble === 'busy' && time === 1) return refuse(overloaded);

    const prompt = [systemInstruction, ...contents]
      .map((content) => content?.parts.map(({ text }) => text).join('') ?? '')
      .join('\n');
    const sent = countTokens(prompt);
    if (sent > windowTokens) return refuse(tooLong(windowTokens, sent));
    const cached = countCached(`${name}\n${prompt}`);
    const answer = writeAnswer(prompt, {
      thoughtTokens: model.summary === undefined ? 0 : thoughtTokens,
      limit: generationConfig?.maxOutputTokens,
    });
    const chunk = (rest: Partial<GenerateContentResponse>, written = 0): GenerateContentResponse => ({
      ...rest,
      usageMetadata: {
        promptTokenCount: sent,
        ...(written > 0 && { candidatesTokenCount: written }),
        ...(answer.thoughtTokens > 0 && { thoughtsTokenCount: answer.thoughtTokens }),
        ...(cached > 0 && { cachedContentTokenCount: cached }),
        totalTokenCount: sent + written + answer.thoughtTokens,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: sent }],
      },
      modelVersion: `${name}-001`,
      responseId: 'h2aFaP',
    });
    const say = (text: string, written: number): GenerateContentResponse =>
      chunk({ candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0 }] }, written);
    // Without being asked to show them, thoughts are only counted.
    const showsThoughts = generationConfig?.thinkingConfig?.includeThoughts === true;
    const thinking =
      model.summary === undefined || !showsThoughts
        ? []
        : [
            chunk({
              candidates: [
                { content: { role: 'model', parts: [{ text: model.summary, thought: true }] }, index: 0 },
              ],
            }),
          ];
    const written = answer.tokens - answer.thoughtTokens;
    const stop = (finishReason: FinishReason): GenerateContentResponse =>
      chunk({ candidates: [{ finishReason, index: 0 }] }, finishReason === 'RECITATION' ? 0 : written);
    const said = contents.at(-1)?.parts[0]?.text ?? '';
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (model.trouble === 'faint' && time === 1)
      return sendInPieces(
        response,
        writeLines([say('The tide came in. ', 5), say('It was', 7), { error: overloaded }]),
      );
    const chunks = /forbidden/.test(said)
      ? [chunk({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } })]
      : /lyrics/.test(said)
        ? [stop('RECITATION')]
        : /wound/.test(said)
          ? [say(answer.pieces.slice(0, 3).join(''), 3), stop('SAFETY')]
          : /riddle/.test(said)
            ? [say(answer.pieces.slice(0, 3).join(''), 3), stop('OTHER')]
            : [
                ...thinking,
                ...answer.pieces.map((piece, index) => say(piece, index + 1)),
                stop(answer.isCut ? 'MAX_TOKENS' : 'STOP'),
              ];
    sendInPieces(response, writeLines(chunks));
  });
}

/** Google ends its lines with both characters. */
const writeLines = (payloads: readonly (GenerateContentResponse | { error: Status })[]): string =>
  payloads.map((payload) => `data: ${JSON.stringify(payload)}\r\n\r\n`).join('');

const wrongKey: Status = {
  code: 400,
  message: 'API key not valid. Please pass a valid API key.',
  status: 'INVALID_ARGUMENT',
  details: [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'API_KEY_INVALID',
      domain: 'googleapis.com',
    },
  ],
};
const missingModel = (name: string): Status => ({
  code: 404,
  message: `models/${name} is not found for API version v1beta, or is not supported for generateContent.`,
  status: 'NOT_FOUND',
});
const overloaded: Status = {
  code: 503,
  message: 'The model is overloaded. Please try again later.',
  status: 'UNAVAILABLE',
};
const tooLong = (windowTokens: number, sent: number): Status => ({
  code: 400,
  message: `The input token count (${sent}) exceeds the maximum number of tokens allowed (${windowTokens}).`,
  status: 'INVALID_ARGUMENT',
});
/** The same words and a delay for a minute's limit and for a day's: only the name of the quota differs. */
const exhausted = (model: string, per: 'Minute' | 'Day', retryDelay: string): Status => ({
  code: 429,
  message: `You exceeded your current quota, please check your plan and billing details. Please retry in ${retryDelay}.`,
  status: 'RESOURCE_EXHAUSTED',
  details: [
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: [
        {
          quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_requests',
          quotaId: `GenerateRequestsPer${per}PerProjectPerModel-FreeTier`,
          quotaDimensions: { location: 'global', model },
          quotaValue: '20',
        },
      ],
    },
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay },
  ],
});
