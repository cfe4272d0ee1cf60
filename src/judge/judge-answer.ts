/** One verdict about one answer: asked for, read strictly, asked for again where it cannot be read. */
import type { Answer, Ask } from '../model/ask.ts';
import type { Message, ModelRequest, ResponseSchema } from '../model/request.ts';
import { parseVerdict } from './parse-verdict.ts';
import type { Judged, Rubric, Verdict } from './rubric.ts';

export type JudgeOptions = {
  ask: Ask;
  /** Name of the durable step, unique in the run; the number of the attempt is added to it. */
  step: string;
  /** Whether the judge's endpoint enforces a schema. */
  hasStructuredOutput: boolean;
  /** Calls at most, the first one included. Default 3. */
  attempts?: number;
  /** Number of this judging among repeats of the same question, from 0: each draws with call seeds of its own. */
  repeat?: number;
};

/** Name and version in one: what a verdict is kept and compared under. */
export const rubricId = ({ name, version }: Pick<Rubric, 'name' | 'version'>): string => `${name}@${version}`;

/**
 * Asks a judge for a verdict. What cannot be read is asked again with another call seed, then left unscored with the
 * reason of the last attempt; a question too long for the judge is not asked twice.
 *
 * @throws {ModelCallError} The endpoint failed for good. Never for anything the judge said.
 * @throws {BudgetError} The next call does not fit into what may still be spent.
 */
export async function judgeAnswer(rubric: Rubric, judged: Judged, options: JudgeOptions): Promise<Verdict> {
  const question = { ...rubric, messages: rubric.render(judged) };
  const { value, reason, reply, attempts } = await askUntilRead(question, options, (text) => {
    const { scores, reason: fault } = parseVerdict(text, rubric.dimensions);
    return scores === null ? { reason: fault } : { value: scores };
  });
  return {
    rubric: rubricId(rubric),
    scores: value ?? null,
    ...(reason !== undefined && { reason }),
    reply,
    attempts,
  };
}

type Question = {
  messages: readonly Message[];
  maxOutputTokens: number;
  temperature?: number;
  schema?: ResponseSchema;
};

type Read<T> = { value: T; reason?: undefined } | { value?: undefined; reason: string };

/** Asks the same question until `read` finds a value in the reply, at most `attempts` times. */
export async function askUntilRead<T>(
  { messages, maxOutputTokens, temperature, schema }: Question,
  { ask, step, hasStructuredOutput, attempts = 3, repeat = 0 }: JudgeOptions,
  read: (reply: string) => Read<T>,
): Promise<Read<T> & { reply: string; attempts: number }> {
  if (!(Number.isInteger(attempts) && attempts >= 1))
    throw new RangeError(`Expected \`attempts\` to be a positive integer, got \`${attempts}\`.`);
  let last: Read<T> & { reply: string } = { reason: 'not asked', reply: '' };
  for (let attempt = 0; attempt < attempts; attempt++) {
    const seed = repeat * seedsOfRepeat + attempt;
    const request: ModelRequest = {
      messages,
      maxOutputTokens,
      ...(temperature !== undefined && { temperature }),
      ...(hasStructuredOutput && schema !== undefined && { responseSchema: schema }),
      // The very first draw is the model's own, as with any other question.
      ...(seed > 0 && { seed }),
    };
    const answer = await ask(request, {
      step: `${step}-${attempt + 1}`,
      role: 'judge',
      expectedOutputTokens: Math.ceil(maxOutputTokens / 2),
    });
    last = { ...readAnswer(answer, read), reply: answer.text };
    if (last.reason === undefined || answer.finishReason === 'overflow')
      return { ...last, attempts: attempt + 1 };
  }
  return { ...last, attempts };
}

/** Call seeds set apart for the attempts of one repeat. */
const seedsOfRepeat = 1000;

function readAnswer<T>({ text, finishReason, reason }: Answer, read: (reply: string) => Read<T>): Read<T> {
  if (finishReason === 'refused' || finishReason === 'overflow')
    return { reason: reason === undefined ? finishReason : `${finishReason}: ${reason}` };
  const found = read(text);
  // What is complete counts, wherever the reply stopped after it.
  return found.reason !== undefined && finishReason === 'length'
    ? { reason: `truncated by the output limit: ${found.reason}` }
    : found;
}
