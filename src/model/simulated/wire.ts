/** The OpenAI chat-completions wire format: request bodies in, response bodies and stream chunks out. */
import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FinishReason,
  LanguageModelV4Message,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { z } from 'zod';

const part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) }),
]);
const content = z.union([z.string(), z.array(part)]).nullish();
const count = z.number().int().min(1).nullish();

const bodySchema = z.object({
  model: z.string().min(1),
  messages: z
    .array(z.object({ role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']), content }))
    .min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: count,
  max_completion_tokens: count,
  seed: z.number().int().nullish(),
  n: z.literal(1).nullish(),
  response_format: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('text') }),
      z.object({ type: z.literal('json_object') }),
      z.object({
        type: z.literal('json_schema'),
        json_schema: z.object({
          name: z.string().optional(),
          schema: z.record(z.string(), z.unknown()).optional(),
        }),
      }),
    ])
    .nullish(),
});

/** A chat-completions request as far as the simulated model reads it. */
export type ChatBody = z.infer<typeof bodySchema>;

/** Parses a request body; the message of a failure names the field. */
export function parseChatBody(
  body: unknown,
): { success: true; body: ChatBody } | { success: false; message: string; field: string } {
  const parsed = bodySchema.safeParse(body);
  if (parsed.success) return { success: true, body: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') || 'body';
  return {
    success: false,
    field,
    message: `Expected \`${field}\` as the chat-completions format says: ${issue?.message}.`,
  };
}

/** The same request as the in-process model gets it, so that both have one identity. */
export function convertChatBody(body: ChatBody): LanguageModelV4CallOptions {
  const format = body.response_format;
  const schema = format?.type === 'json_schema' ? format.json_schema.schema : undefined;
  return {
    prompt: body.messages.map(convertMessage),
    maxOutputTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    seed: body.seed ?? undefined,
    responseFormat:
      format?.type === 'json_schema' || format?.type === 'json_object' ? { type: 'json', schema } : undefined,
  };
}

function convertMessage({ role, content: given }: ChatBody['messages'][number]): LanguageModelV4Message {
  const parts = typeof given === 'string' ? [{ type: 'text' as const, text: given }] : (given ?? []);
  const text = parts.map((one) => (one.type === 'text' ? one.text : '')).join('');
  if (role === 'system' || role === 'developer') return { role: 'system', content: text };
  if (role === 'assistant') return { role, content: [{ type: 'text', text }] };
  // A tool's result is read as something the user shows.
  return {
    role: 'user',
    content: parts.map((one) =>
      one.type === 'text'
        ? { type: 'text', text: one.text }
        : { type: 'file', mediaType: 'image', data: { type: 'url', url: new URL(one.image_url.url) } },
    ),
  };
}

/** What the format calls an answer, apart from its text. */
export type AnswerHead = { id: string; createdInSeconds: number; model: string };

export function renderCompletion(
  head: AnswerHead,
  text: string,
  finishReason: LanguageModelV4FinishReason,
  usage: LanguageModelV4Usage,
): object {
  return {
    id: head.id,
    object: 'chat.completion',
    created: head.createdInSeconds,
    model: head.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text, refusal: null },
        logprobs: null,
        finish_reason: renderFinish(finishReason),
      },
    ],
    usage: renderUsage(usage),
  };
}

/** One chunk of a stream; `usage` goes into a last chunk without choices. */
export function renderChunk(
  head: AnswerHead,
  chunk: {
    delta?: { role?: 'assistant'; content?: string };
    finishReason?: LanguageModelV4FinishReason;
    usage?: LanguageModelV4Usage;
  },
): string {
  const { delta, finishReason, usage } = chunk;
  const finish = finishReason === undefined ? null : renderFinish(finishReason);
  return `data: ${JSON.stringify({
    id: head.id,
    object: 'chat.completion.chunk',
    created: head.createdInSeconds,
    model: head.model,
    choices:
      usage === undefined ? [{ index: 0, delta: delta ?? {}, logprobs: null, finish_reason: finish }] : [],
    ...(usage === undefined ? {} : { usage: renderUsage(usage) }),
  })}\n\n`;
}

/** An error body of the format. */
export function renderError(
  message: string,
  type: string,
  field: string | null,
  code: string | null,
): object {
  return { error: { message, type, param: field, code } };
}

function renderFinish(reason: LanguageModelV4FinishReason): string {
  return reason.unified === 'content-filter' ? 'content_filter' : reason.unified;
}

function renderUsage({ inputTokens, outputTokens }: LanguageModelV4Usage): object {
  const [input, output] = [inputTokens.total ?? 0, outputTokens.total ?? 0];
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: inputTokens.cacheRead ?? 0 },
    completion_tokens_details: { reasoning_tokens: outputTokens.reasoning ?? 0 },
  };
}
