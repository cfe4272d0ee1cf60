/** Asking as a durable step: checked against window and budget before it is sent, recorded when it has ended. */
import { ModelCallError } from '../errors.ts';
import type { Answer, Ask } from '../model/ask.ts';
import { callModel } from '../model/call-model.ts';
import { costOf, type Price } from '../model/cost.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import type { Model, Role } from '../model/model.ts';
import type { ModelRequest } from '../model/request.ts';
import { addUsage, noUsage } from '../model/usage.ts';
import type { RunContext } from '../run/run-context.ts';

/** The model of every role, and the one that stands in where the writer declines. */
export type Models = Record<Role, Model> & { standIn?: Model };

/** Makes asking durable: one step a question, checked against window and budget before it is sent. */
export function createAsk({ price }: { price?: Price }, models: Models, context: RunContext): Ask {
  return async (request, options) => {
    const model = (options.isStandIn && models.standIn) || models[options.role];
    return context.step(options.step, async (): Promise<Answer> => {
      const inputTokens = request.messages.reduce(
        (sum, message) => sum + estimateTokens(message.content) + 4,
        0,
      );
      requireRoom(model, inputTokens, request);
      const outputTokens = options.expectedOutputTokens;
      const expected = { ...noUsage(), inputTokens, outputTokens };
      const release = context.budget.reserve({
        tokens: inputTokens + outputTokens,
        usd: price ? costOf(expected, price) : 0,
        ms: 0,
      });
      let spent = noUsage();
      const startedAt = performance.now();
      const keep = (detail: Record<string, unknown>): Promise<void> =>
        context.recordCall(options.step, {
          messages: request.messages,
          detail: { role: options.role, address: model.address, usage: spent, ...detail },
          spend: {
            tokens: spent.inputTokens + spent.outputTokens,
            usd: price ? costOf(spent, price) : 0,
            ms: performance.now() - startedAt,
          },
        });
      try {
        const reply = await callModel(model, request, {
          abortSignal: context.abortSignal,
          onDelta: options.onDelta,
          continuation: options.continuation,
          onAttempt: (attempt) => {
            spent = addUsage(spent, attempt.usage);
          },
          onRetry: ({ fault, attempt, delayInMs }) =>
            void context.warn(
              `${fault}: attempt ${attempt} failed, next in ${Math.round(delayInMs)} ms`,
              options.step,
            ),
        });
        const { text, finishReason, modelId, warnings, attempts } = reply;
        await keep({ text, finishReason, modelId, attempts, ...(warnings.length > 0 && { warnings }) });
        return {
          text,
          finishReason,
        };
      } catch (error) {
        await keep({
          error: (error as Error).message,
          ...(error instanceof ModelCallError && { fault: error.fault }),
        });
        // What a person's policy decides is an answer, not a failure.
        if (error instanceof ModelCallError && (error.fault === 'refusal' || error.fault === 'empty')) {
          return { text: '', finishReason: 'refused', reason: error.message };
        }
        throw error;
      } finally {
        release();
      }
    });
  };
}

function requireRoom({ address, contextTokens }: Model, inputTokens: number, request: ModelRequest): void {
  if (contextTokens === undefined) return;
  const outputTokens = Math.min(request.maxOutputTokens ?? 0, contextTokens / 4);
  if (inputTokens + outputTokens <= contextTokens) return;
  throw new ModelCallError(
    `The next request needs about ${inputTokens} tokens and room for the answer; ${address} takes ${contextTokens}.`,
    { fault: 'context-overflow', address },
  );
}
