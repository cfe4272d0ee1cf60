/** A fault as a sentence for the person who can mend it: what happened, what to do. Never a key. */
import { ModelCallError, type ModelFault } from '../errors.ts';
import type { Fault } from './faults.ts';
import { keyVariablesOf } from './providers/keys.ts';
import { redact } from './redact.ts';

/**
 * Makes the error that leaves this room.
 *
 * @param options.attempts - Calls made so far, the failed one included.
 * @param options.waitedInMs - Time spent waiting between them.
 */
export function createCallError(
  fault: Fault,
  {
    address,
    attempts,
    waitedInMs,
    partialText,
  }: { address: string; attempts: number; waitedInMs: number; partialText: string },
): ModelCallError {
  const said = redact(fault.detail.replaceAll(/\s+/g, ' ').trim(), { keep: address }).slice(0, 300);
  const quoted = quote(fault.fault, said);
  const what = sentenceOf(fault, { address, attempts, waitedInMs });
  const { fault: kind, status, retryAfterInMs, requestId, contextTokens, cause } = fault;
  return new ModelCallError(what + quoted, {
    fault: kind,
    address,
    status,
    retryAfterInMs,
    requestId,
    partialText,
    contextTokens,
    cause,
  });
}

function quote(fault: ModelFault, said: string): string {
  // A refusal's words are the model's, and would end up in front of a reader.
  if (said === '' || fault === 'refusal') return '';
  // These are found on our side, not said by the endpoint.
  const isOurs = ['context-cut', 'network', 'idle-timeout'].includes(fault);
  return isOurs ? ` Found: ${said.replace(/\.$/, '')}.` : ` The endpoint said: "${said}"`;
}

function sentenceOf(
  { fault, status, retryAfterInMs, detail }: Fault,
  { address, attempts, waitedInMs }: { address: string; attempts: number; waitedInMs: number },
): string {
  const code = status === undefined ? '' : ` (HTTP ${status})`;
  const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
  const variables = keyVariablesOf(address).map((name) => `\`${name}\``);
  switch (fault) {
    case 'auth':
      return variables.length === 0
        ? `\`${address}\` refused the call${code}. Check what this endpoint asks for.`
        : `\`${address}\` refused the key${code}. Check ${variables.join(' or ')}: it must hold a valid key that may use this model.`;
    case 'unknown-model':
      return `\`${address}\` was not found${code}. Check the model name, and the base URL where the address has one.`;
    case 'quota':
      return `The quota for \`${address}\` is used up${code}. Add credit or raise the limit with the provider, then resume.`;
    case 'rate-limit': {
      const asked = retryAfterInMs === undefined ? '' : `; it asks for another ${seconds(retryAfterInMs)}`;
      return `\`${address}\` still limits the rate after ${tries} and ${seconds(waitedInMs)} of waiting${asked}. Resume later, or lower the concurrency.`;
    }
    case 'server':
      return `\`${address}\` failed${code}, ${tries}. Resume when the endpoint works again.`;
    case 'network':
      return `\`${address}\` could not be reached, ${tries}. Check the connection, the base URL and that the server runs, then resume.`;
    case 'idle-timeout':
      return `\`${address}\` went silent in the middle of a call, ${tries}. Resume when the endpoint works again.`;
    case 'stream-cut':
      return `\`${address}\` broke off its answer, ${tries}. Resume when the connection holds; if no answer ever begins, check the base URL.`;
    case 'context-overflow':
      return `The request is too long for \`${address}\`${code}. Use a model with a larger context window, or fewer sources.`;
    case 'context-cut':
      return `\`${address}\` silently dropped a part of the request, so its answer is not used. Raise the server's context size, or measure it with \`longhand models probe\`; a resume keeps within what it reads.`;
    case 'refusal':
      return `\`${address}\` declined to answer${code}. Rephrase the instruction, or use another model.`;
    case 'empty':
      return `\`${address}\` sent an empty answer, ${tries}. If it is a reasoning model, raise the output limit or lower its effort.`;
    case 'bad-request':
      return status !== undefined && status < 400
        ? `\`${address}\` redirects to another place${code}, where no key is sent. Use that base URL if you trust it.`
        : `\`${address}\` did not accept the request${code}.${
            // Servers word it differently, and none says it by a code.
            /\b(?:images?|image_url|vision|mmproj)\b/i.test(detail)
              ? ' If it does not see images, start again with a model that does (--model).'
              : ''
          }`;
  }
}

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;
