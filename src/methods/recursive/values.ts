/** Values of a REPL as texts. */
import { UsageError } from '../../errors.ts';
import type { JsonValue, Sandbox } from '../../sandbox/sandbox.ts';

/** Of all texts in a value. */
export function countCharacters(context: JsonValue): number {
  if (typeof context === 'string') return context.length;
  const values = context !== null && typeof context === 'object' ? Object.values(context) : [];
  return values.reduce((sum: number, value) => sum + countCharacters(value), 0);
}

/** What `answer` holds where it is ready, and why it is no answer where it is ready and yet none. */
export async function readAnswer(
  sandbox: Sandbox,
): Promise<{ answer: string | null; answerProblem?: string }> {
  const ready = (answerProblem: string) => ({ answer: null, answerProblem });
  try {
    const answer = await sandbox.get('answer');
    if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return { answer: null };
    if (!answer.ready) return { answer: null };
    const text = toText(answer.content);
    return text === undefined ? ready('`answer.content` is empty') : { answer: text };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return ready(error.message);
  }
}

/** A variable as text; null where it holds none. `answer` stands for its content. */
export async function readText(sandbox: Sandbox, name: string): Promise<string | null> {
  try {
    const value = await sandbox.get(name);
    const isAnswer = name === 'answer' && value !== null && typeof value === 'object';
    return toText(isAnswer && !Array.isArray(value) ? value.content : value) ?? null;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return null;
  }
}

function toText(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return text.trim() === '' ? undefined : text;
}
