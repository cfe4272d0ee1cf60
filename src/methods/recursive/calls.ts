/** The functions by which a cell asks models: limits, names of steps, and failures as texts. */
import { createHash } from 'node:crypto';
import { ModelCallError, UsageError } from '../../errors.ts';
import type { Answer } from '../../model/ask.ts';
import type { JsonValue, SandboxFunctions } from '../../sandbox/sandbox.ts';
import { marginOf, tokensOfMessages } from '../reading/read-budget.ts';
import { createLimit } from './limit.ts';
import { directTokens, roomOf } from './room.ts';
import { excerpt } from './trajectory.ts';
import type { Node, Solved, Tree } from './tree.ts';

/** One sub-call as the record of a cell keeps it; the whole of it stands under its step. */
export type CallTrace = {
  name: 'llmQuery' | 'rlmQuery';
  step: string;
  prompt: { text: string; characters: number };
  answer: { text: string; characters: number };
  isError: boolean;
};

export type SubCalls = {
  functions: Record<
    'llmQuery' | 'llmQueryBatched' | 'rlmQuery' | 'rlmQueryBatched' | 'search',
    SandboxFunctions[string]
  >;
  traces: CallTrace[];
  /** Sub-calls so far, in the cell and below it. */
  count(): number;
  /** Fires with what must end the run. */
  fatal: AbortSignal;
  /** Resolves when every call under way has ended. */
  settled(): Promise<void>;
};

/** No text has tokens longer than this on the whole; what is longer need not be counted. */
const charactersPerToken = 16;
const excerptCharacters = 160;
/** Passages of one search. */
const [usuallyFound, mostFound] = [8, 50];
/** Faults after which no further call can succeed, or none should be tried. */
const fatalFaults = new Set(['auth', 'unknown-model', 'quota', 'rate-limit', 'context-cut']);

/**
 * Makes the functions of one cell. What fails fails for itself, as a text that begins with `Error:`; only what no
 * further call can get round ends the cell and the run.
 *
 * Steps are named after what is asked, so that a cell which a kill has cut, run again, finds the answers it had.
 */
export function startCalls(
  tree: Tree,
  node: Node,
  cell: string,
  solve: (tree: Tree, node: Node) => Promise<Solved>,
): SubCalls {
  const { host, task, options } = tree;
  const traces: CallTrace[] = [];
  const underWay = new Set<Promise<unknown>>();
  const fatal = new AbortController();
  const solving = createLimit(Math.max(1, host.concurrency));
  const occurrences = new Map<string, number>();
  let counted = 0;
  const count = (calls: number): void => {
    counted += calls;
    node.count(calls);
  };

  const nameStep = (kind: string, prompt: string): { step: string; occurrence: number } => {
    const key = `${kind}-${createHash('sha256').update(prompt).digest('hex').slice(0, 16)}`;
    const occurrence = (occurrences.get(key) ?? 0) + 1;
    occurrences.set(key, occurrence);
    return { step: `${cell}/${key}-${occurrence}`, occurrence };
  };

  async function askPlain(prompt: string): Promise<{ step: string; answer: string }> {
    const room = roomOf(host.limits('summarizer'));
    const { step, occurrence } = nameStep('call', prompt);
    const messages = [{ role: 'user' as const, content: prompt }];
    const isHuge = prompt.length > room.promptTokens * charactersPerToken;
    if (isHuge || tokensOfMessages(messages, host.countTokens) > room.promptTokens) {
      const size = isHuge ? 'far more' : 'more';
      const answer = `Error: the prompt has ${prompt.length} characters, ${size} than the ${room.promptTokens} tokens that one call takes. Pass a smaller slice.`;
      return { step, answer };
    }
    const outputTokens = room.answerTokens;
    const ask = (name: string, seed: number): Promise<Answer> =>
      host.ask(
        { messages, maxOutputTokens: outputTokens, temperature: 0, seed: task.seed + seed },
        { step: name, role: 'summarizer', expectedOutputTokens: outputTokens },
      );
    const given = await tree.calling(async () => {
      fatal.signal.throwIfAborted();
      const first = await ask(step, occurrence - 1);
      if (first.finishReason !== 'refused') return { ...first, last: step };
      const last = `${step}/again`;
      return { ...(await ask(last, occurrence + 1_000)), last };
    });
    if (given.finishReason !== 'refused' && given.finishReason !== 'overflow')
      return { step, answer: given.text.trim() === '' ? 'Error: the answer was empty.' : given.text };
    await markDealtWith(host, given.last);
    return { step, answer: `Error: ${given.reason ?? 'the model declined'}` };
  }

  async function askDeep(prompt: string): Promise<{ step: string; answer: string }> {
    const { promptTokens } = roomOf(host.limits('summarizer'));
    const mostPlain = Math.min(directTokens, promptTokens);
    const isShort =
      prompt.length < mostPlain * charactersPerToken && host.countTokens(prompt) < mostPlain - marginOf(0);
    if (isShort || node.depth + 1 >= options.depth) return askPlain(prompt);
    const { step } = nameStep('deep', prompt);
    const child: Node = { path: `${step}/`, depth: node.depth + 1, context: prompt, count };
    const solved = await solving(() => {
      fatal.signal.throwIfAborted();
      return solve(tree, child);
    });
    return { step, answer: solved.text };
  }

  async function answerOne(name: CallTrace['name'], prompt: JsonValue | undefined): Promise<string> {
    const problem = findProblem(name, prompt) ?? takeCall();
    if (problem !== undefined || typeof prompt !== 'string') return `Error: ${problem}`;
    const asked = await (name === 'rlmQuery' ? askDeep : askPlain)(prompt).catch((error: unknown) => {
      if (isFatal(error)) {
        fatal.abort(error);
        throw error;
      }
      return { step: cell, answer: `Error: ${(error as Error).message}` };
    });
    traces.push({
      name,
      step: asked.step,
      prompt: excerpt(prompt, excerptCharacters),
      answer: excerpt(asked.answer, excerptCharacters),
      isError: asked.answer.startsWith('Error:'),
    });
    return asked.answer;
  }

  async function searchSources(
    query: JsonValue | undefined,
    limit: JsonValue | undefined,
  ): Promise<JsonValue> {
    if (host.search === undefined || node.depth > 0) return 'Error: there is no search here.';
    if (typeof query !== 'string' || query.trim() === '') return 'Error: search takes a text.';
    const most = Math.min(mostFound, Math.max(1, Math.floor(Number(limit ?? usuallyFound)) || usuallyFound));
    return host.search(query, most).catch((error: unknown) => {
      // Nothing of it is one call's own trouble: the next search would end alike.
      fatal.abort(error);
      throw error;
    });
  }

  function takeCall(): string | undefined {
    if (tree.usedCalls >= options.calls)
      return `all ${options.calls} sub-calls of this reading are used up. Finish from what you have.`;
    count(1);
    return undefined;
  }

  const track = <T>(work: Promise<T>): Promise<T> => {
    const ended = work.catch(() => {}).finally(() => underWay.delete(ended));
    underWay.add(ended);
    return work;
  };
  const single =
    (name: CallTrace['name']) =>
    (prompt?: JsonValue): Promise<JsonValue> =>
      track(answerOne(name, prompt));
  const batched =
    (name: CallTrace['name']) =>
    async (prompts?: JsonValue): Promise<JsonValue> => {
      if (!Array.isArray(prompts)) return `Error: ${name}Batched takes a list of texts.`;
      return Promise.all(prompts.map((prompt) => track(answerOne(name, prompt))));
    };

  return {
    functions: {
      llmQuery: single('llmQuery'),
      llmQueryBatched: batched('llmQuery'),
      rlmQuery: single('rlmQuery'),
      rlmQueryBatched: batched('rlmQuery'),
      search: (query, limit) => track(searchSources(query, limit)),
    },
    traces,
    count: () => counted,
    fatal: fatal.signal,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

function findProblem(name: string, prompt: JsonValue | undefined): string | undefined {
  if (typeof prompt !== 'string')
    return `${name} takes a text, got ${prompt === undefined ? 'nothing' : typeof prompt}.`;
  return prompt.trim() === '' ? 'the prompt is empty.' : undefined;
}

/**
 * A resume asks declined questions again and forgets what came after them. Where the program was told that there is no
 * answer and went on, a step of this name says so.
 */
export async function markDealtWith({ step }: Pick<Tree['host'], 'step'>, name: string): Promise<void> {
  await step(`${name}/again`, async () => ({ isDealtWith: true }));
}

/** Whether an error concerns the run and not the one call. */
function isFatal(error: unknown): boolean {
  if (error instanceof ModelCallError) return fatalFaults.has(error.fault);
  return !(error instanceof UsageError);
}
