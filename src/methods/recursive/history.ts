/** The conversation with a root model, kept within its window. */
import type { Message } from '../../model/request.ts';
import { marginOf, tokensOfMessages } from '../reading/read-budget.ts';
import { markDealtWith } from './calls.ts';
import { renderNote } from './output.ts';
import { renderCompacted, renderCompaction } from './prompts.ts';
import type { TurnRoom } from './room.ts';
import type { Tree } from './tree.ts';

/** Of the window, from which on the turns so far become notes. Source: arXiv:2512.24601, its code. */
const compactionShare = 0.85;
const notesTokens = 1_024;

export type History = {
  messages(): Message[];
  add(reply: string, next: string): void;
  /** Makes room for one more turn where there is none, by one call in a step of this name. */
  fit(step: string, room: TurnRoom): Promise<void>;
};

/** @param opening - Rules, then the task; they always stay. */
export function createHistory(
  { host, task, counts }: Pick<Tree, 'host' | 'task' | 'counts'>,
  opening: readonly [Message, Message],
): History {
  const { countTokens } = host;
  let turns: Message[] = [];
  let tokens = tokensOfMessages(opening, countTokens);
  let compactions = 0;

  const replace = (messages: Message[]): void => {
    turns = messages;
    tokens = tokensOfMessages([...opening, ...turns], countTokens);
  };
  /** The last message, which tells how the last cell went, stays for the next turn. */
  const carry = (head: string): string => {
    const last = turns.at(-1)?.content ?? '';
    return last === '' ? head : `${head}\n\n${last}`;
  };

  return {
    messages: () => [...opening, ...turns],
    add(reply, next) {
      const added: Message[] = [
        { role: 'assistant', content: reply },
        { role: 'user', content: next },
      ];
      turns.push(...added);
      tokens += tokensOfMessages(added, countTokens);
    },
    async fit(step, { replyTokens, outputTokens }) {
      const { windowTokens } = host.limits('writer');
      const answerTokens = Math.min(notesTokens, replyTokens);
      const asked = renderCompaction(task.language);
      const askTokens = countTokens(asked) + 8;
      const isTight =
        tokens + replyTokens + outputTokens + answerTokens + askTokens + marginOf(tokens) > windowTokens;
      if (turns.length === 0 || (tokens < compactionShare * windowTokens && !isTight)) return;
      const base = [...opening, ...turns];
      const last = base.pop() as Message;
      const messages = [...base, { role: 'user' as const, content: `${last.content}\n\n${asked}` }];
      const needed = tokensOfMessages(messages, countTokens) + answerTokens + marginOf(tokens);
      const answer =
        needed > windowTokens
          ? undefined
          : await host.ask(
              { messages, maxOutputTokens: answerTokens, temperature: 0, seed: task.seed },
              { step, role: 'writer', expectedOutputTokens: answerTokens },
            );
      const isMissing = answer?.finishReason === 'refused' || answer?.finishReason === 'overflow';
      if (isMissing) await markDealtWith(host, step);
      compactions += 1;
      counts.compactions += 1;
      const notes = answer?.text.trim() ?? '';
      const head =
        notes === '' ? renderNote(task.language, 'forgotten') : renderCompacted(task.language, compactions);
      const content = carry(head);
      // Two messages of one side in a row are refused by some endpoints: without notes the last reply stays.
      const before: Message = {
        role: 'assistant',
        content: notes === '' ? (turns.at(-2)?.content ?? '…') : notes,
      };
      replace([before, { role: 'user', content }]);
    },
  };
}
