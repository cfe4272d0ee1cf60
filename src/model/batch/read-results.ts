/** From the provider's results to outcomes of rows. */
import type {
  Experimental_BatchV4ItemResult,
  Experimental_BatchV4Status,
  LanguageModelV4GenerateResult,
} from '@ai-sdk/provider';
import type { RowAnswer, RowOutcome, RowResult } from './batch-store.ts';

/** What the rows of an ended batch are that have no result of their own. */
export function outcomeOfRest({ status, rawStatus, error }: Experimental_BatchV4Status): RowOutcome {
  const isUnfinished = status === 'completed' || /expired|cancell?ed/i.test(rawStatus ?? '');
  if (isUnfinished) return { status: 'expired' };
  const message = error?.message ?? `The batch ended as \`${rawStatus ?? status}\`.`;
  // OpenAI's check of the whole file: asking the same again cannot help. A full queue is a limit of the rate instead,
  // for the same batch is taken when others have ended.
  const statusCode = error?.code === 'token_limit_exceeded' ? 429 : rawStatus === 'failed' ? 400 : undefined;
  return { status: 'failed', error: { statusCode, ...error, message } };
}

/** Reads results as they arrive, one at a time. */
export async function* readResults(
  results: ReadableStream<Experimental_BatchV4ItemResult>,
): AsyncGenerator<RowResult> {
  for await (const item of results) yield { rowId: item.id, ...outcomeOf(item) };
}

function outcomeOf(item: Experimental_BatchV4ItemResult): RowOutcome {
  switch (item.status) {
    case 'succeeded':
      return item.type === 'text'
        ? { status: 'succeeded', answer: answerOf(item.result) }
        : { status: 'failed', error: { message: 'The batch answered with a picture.' } };
    case 'failed':
      // Google's word for a prompt that its filter stopped.
      return item.error.code === 'prompt_blocked'
        ? { status: 'succeeded', answer: blocked }
        : { status: 'failed', error: item.error };
    default:
      return { status: 'expired' };
  }
}

const blocked: RowAnswer = {
  text: '',
  finishReason: { unified: 'content-filter', raw: 'prompt_blocked' },
  usage: {
    inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: undefined, text: undefined, reasoning: undefined },
  },
};

function answerOf({ content, finishReason, usage, response }: LanguageModelV4GenerateResult): RowAnswer {
  const textOf = (type: 'text' | 'reasoning'): string =>
    content.map((part) => (part.type === type ? part.text : '')).join('');
  const reasoning = textOf('reasoning');
  const { inputTokens, outputTokens } = usage;
  return {
    text: textOf('text'),
    ...(reasoning !== '' && { reasoning }),
    finishReason,
    usage: { inputTokens, outputTokens },
    ...(response?.modelId !== undefined && { modelId: response.modelId }),
  };
}
