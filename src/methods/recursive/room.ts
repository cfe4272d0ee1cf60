/** Room in windows: what a turn of the root model and a sub-call may take, and how much of an output is shown. */
import { UsageError } from '../../errors.ts';
import type { Message } from '../../model/request.ts';
import { marginOf, tokensOfMessages } from '../reading/read-budget.ts';
import type { ReadingLimits } from '../reading/read-method.ts';
import type { Surroundings } from './prompts.ts';
import type { Node, Tree } from './tree.ts';

/** Below so many tokens a model reads by itself as well as with a REPL. Source: arXiv:2512.24601, about 2^14. */
export const directTokens = 16_384;
const mostAnswerTokens = 4_096;
const mostAnswerShare = 0.25;
const shownCharacters = 20_000;
const mostReplyTokens = 4_096;
const replyShare = 0.15;
const outputShare = 0.12;

/** What a sub-call may take and give, in tokens. */
export function roomOf({ windowTokens, maxOutputTokens = Infinity }: ReadingLimits): {
  promptTokens: number;
  answerTokens: number;
} {
  const share = Math.floor(windowTokens * mostAnswerShare);
  const answerTokens = Math.max(1, Math.min(mostAnswerTokens, maxOutputTokens, share));
  return { answerTokens, promptTokens: Math.max(0, windowTokens - answerTokens - marginOf(windowTokens)) };
}

/** What a turn of the root model may take, in tokens. */
export type TurnRoom = { replyTokens: number; outputTokens: number };

export function turnRoomOf({ host }: Pick<Tree, 'host'>): TurnRoom {
  const { windowTokens, maxOutputTokens = Infinity } = host.limits('writer');
  const replyTokens = Math.max(
    1,
    Math.min(mostReplyTokens, maxOutputTokens, Math.floor(windowTokens * replyShare)),
  );
  return { replyTokens, outputTokens: Math.floor(windowTokens * outputShare) };
}

/** What the rules tell of sizes and limits. */
export function surroundingsOf({ host, task, options }: Tree, node: Node): Surroundings {
  const { promptTokens } = roomOf(host.limits('summarizer'));
  const tokens = task.sources.reduce((sum, source) => sum + source.tokens, 0);
  const characters = task.sources.reduce((sum, { text }) => sum + text.length, 0);
  const perToken = tokens > 0 ? characters / tokens : 3;
  return {
    // A slice may be denser than the whole.
    callCharacters: roundDown(promptTokens * perToken * 0.8),
    shownCharacters: Math.min(shownCharacters, roundDown(turnRoomOf({ host }).outputTokens * perToken)),
    isDeep: node.depth + 1 < options.depth,
    mostCalls: options.calls,
    hasSearch: host.search !== undefined && node.depth === 0,
  };
}

function roundDown(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.floor(count / step) * step;
}

/** What the sandbox says of its own cuts. */
const droppedBefore = /\n\[(\d+) characters dropped: a cell may print \d+\]/g;

/** The beginning of an output that is too long for the conversation, and how much more there was in all. */
export function cutOutput({ host }: Pick<Tree, 'host'>, text: string, mostTokens: number): string {
  let dropped = 0;
  const whole = text.replace(droppedBefore, (_said, count: string) => {
    dropped += Number(count);
    return '';
  });
  let kept = whole.slice(0, shownCharacters);
  for (
    let tokens = host.countTokens(kept);
    tokens > mostTokens && kept.length > 1;
    tokens = host.countTokens(kept)
  )
    kept = kept.slice(0, Math.max(1, Math.floor((kept.length * mostTokens * 0.95) / tokens)));
  dropped += whole.length - kept.length;
  return dropped === 0 ? kept : `${kept}\n[${dropped} characters dropped]`;
}

/** @throws {UsageError} The window does not hold the rules and one turn, with room to take notes of it. */
export function requireRoom(tree: Tree, opening: readonly Message[]): void {
  const { windowTokens } = tree.host.limits('writer');
  const { replyTokens, outputTokens } = turnRoomOf(tree);
  const tokens = tokensOfMessages(opening, tree.host.countTokens);
  const needed = tokens + 2 * replyTokens + 2 * outputTokens + marginOf(tokens);
  if (needed <= windowTokens) return;
  throw new UsageError(
    `Expected a window of more than ${windowTokens} tokens for \`method\` recursive: its rules and one turn take ${needed}. ` +
      'Choose `--method chain-of-agents`, or a model with a larger window.',
  );
}
