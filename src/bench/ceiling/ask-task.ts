/** One call of the measurement, and the row that is kept of it. */
import { createHash } from 'node:crypto';
import { ModelCallError } from '../../errors.ts';
import { callModel, type ModelReply } from '../../model/call-model.ts';
import { costOf, type Price } from '../../model/cost.ts';
import { estimateTokens } from '../../model/estimate-tokens.ts';
import type { Model } from '../../model/model.ts';
import type { ModelRequest } from '../../model/request.ts';
import { addUsage, noUsage } from '../../model/usage.ts';
import { countWords } from '../../text/count-words.ts';
import { type CeilingRow, ceilingTest, keyOfTask } from './ceiling-row.ts';
import { checkAnswers } from './check-answers.ts';
import { createHaystack } from './haystack.ts';
import { answerTokens, type CeilingTask } from './plan-ceiling.ts';
import { renderWritingPrompt } from './writing-prompts.ts';

/** Far above what any tokenizer takes for a word or a Han character: only a text that runs away meets it. */
const mostTokensPerWord = 4;
const templateTokens = 64;

/**
 * Asks once. The instruction goes out as it stands, nothing is repaired, nothing continued.
 *
 * Where an endpoint refuses the output limit (it takes no answers that long), the call is made without one.
 *
 * @returns Also for a failure, which is a row of its own; its text counts nowhere.
 */
export async function askTask(
  task: CeilingTask,
  model: Model,
  { price, now }: { price?: Price | undefined; now: () => number },
): Promise<CeilingRow> {
  const startedAt = now();
  const { message, complete } = prepare(task);
  let usage = noUsage();
  const call = (request: ModelRequest): Promise<ModelReply> =>
    callModel(model, request, {
      onAttempt: (attempt) => {
        usage = addUsage(usage, attempt.usage);
      },
    });
  const finish = (
    rest: Pick<CeilingRow, 'reply' | 'finishReason' | 'modelId'> & Partial<CeilingRow>,
  ): CeilingRow => {
    const { calls: _calls, ...tokens } = usage;
    return {
      key: keyOfTask(task),
      test: ceilingTest,
      model: model.address,
      ...task,
      practice: model.isPractice,
      at: new Date(now()).toISOString(),
      ms: Math.round(now() - startedAt),
      messageHash: createHash('sha256').update(message).digest('hex'),
      usage: tokens,
      usd: price === undefined ? null : costOf(usage, price),
      ...rest,
    };
  };
  const request = { messages: [{ role: 'user' as const, content: message }] };
  const maxOutputTokens = limitOutput(task, model, message);
  try {
    const { text, finishReason, modelId } = await call({ ...request, maxOutputTokens }).catch((error) => {
      if (task.side === 'output' && error instanceof ModelCallError && error.fault === 'bad-request')
        return call(request);
      throw error;
    });
    return finish({ reply: text, finishReason, modelId: modelId ?? null, ...complete(text, finishReason) });
  } catch (error) {
    const fault = error instanceof ModelCallError ? error.fault : 'failed';
    const failure = { fault, message: (error as Error).message };
    return finish({ reply: '', finishReason: null, modelId: null, failure });
  }
}

function prepare(task: CeilingTask): {
  message: string;
  complete: (reply: string, finishReason: string) => Pick<CeilingRow, 'read' | 'written'>;
} {
  if (task.side === 'output') {
    const message = renderWritingPrompt({ ...task, words: task.length });
    return { message, complete: (reply) => ({ written: { words: countWords(reply) } }) };
  }
  const { message, questions, tokens, words } = createHaystack({ ...task, tokens: task.length });
  return {
    message,
    complete: (reply, finishReason) => {
      const outcomes = checkAnswers(reply, questions, { isCut: finishReason === 'length' });
      const answers = questions.map(({ kind, depth }, index) => ({
        kind,
        depth,
        outcome: outcomes[index] ?? 'missing',
      }));
      return { read: { tokens, words, answers } };
    },
  };
}

/** What the window leaves and the endpoint is known to give, at most. */
function limitOutput(task: CeilingTask, model: Model, message: string): number {
  if (task.side === 'input') return answerTokens(model);
  const { card, contextTokens = Number.POSITIVE_INFINITY } = model;
  const wanted =
    Math.max(2_048, task.length * mostTokensPerWord) + Math.ceil((card?.reasoningTokens ?? 0) * 1.5);
  const room = Math.floor(contextTokens) - estimateTokens(message) - templateTokens;
  return Math.max(1, Math.min(wanted, room, card?.advertised?.maxOutputTokens ?? Number.POSITIVE_INFINITY));
}
