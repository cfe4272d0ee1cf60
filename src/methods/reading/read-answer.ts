/** The text of an answer that a reading cannot do without. */
import { ModelCallError } from '../../errors.ts';
import type { Answer, Ask } from '../../model/ask.ts';
import type { ModelRequest } from '../../model/request.ts';

/**
 * Asks for an answer that has to come; declined or empty, it is asked for once more with another call seed.
 *
 * @throws {ModelCallError} Fault `refusal`: declined twice. Fault `context-overflow`: the endpoint takes less than the
 *   request.
 */
export async function askFirmly(
  request: ModelRequest,
  options: Parameters<Ask>[1],
  { ask, address }: { ask: Ask; address: string },
): Promise<Answer> {
  let answer = await ask(request, options);
  if (answer.finishReason === 'refused') {
    const again = { ...request, seed: (request.seed ?? 0) + 1 };
    answer = await ask(again, { ...options, step: `${options.step}/again` });
  }
  if (answer.finishReason !== 'refused' && answer.finishReason !== 'overflow') return answer;
  if (answer.finishReason === 'overflow') throw refuseWindow(options.step, answer.reason, address);
  const reason = answer.reason ?? 'it declined';
  throw new ModelCallError(`${address} gave no answer (${options.step}): ${reason}`, {
    fault: 'refusal',
    address,
  });
}

/** For a request that an endpoint does not take, however it is cut. */
export function refuseWindow(step: string, reason: string | undefined, address: string): ModelCallError {
  const message = `${address} could not take the request (${step}): ${reason ?? 'it was too long. Use a model with a larger window.'}`;
  return new ModelCallError(message, { fault: 'context-overflow', address });
}
