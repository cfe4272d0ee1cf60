/** Which of several walks is believed: a vote over short answers, or a judge over the last notes. */

import { marginOf, tokensOfMessages } from '../reading/read-budget.ts';
import { renderChoice } from './prompts.ts';
import { type Chain, trimUnit, type Walked } from './walk.ts';

export type Choice = { text: string; report: Record<string, unknown> };

/** Longer answers are hardly ever equal, and a vote over them is a draw of lots. */
const mostVotedWords = 12;
const verdictTokens = 160;

/**
 * Chooses between walks and answers from the chosen one.
 *
 * `self-consistency` over a question votes when every answer is short and one of them has the most votes; everything
 * else goes to the judge, who names a walk. A verdict that names none leaves the first walk, and says so.
 *
 * Source: the selections of Chain of Agents, section on ensembles. Zhang et al. 2024, arXiv:2406.02818.
 * Differs: the judge names a walk, and the manager answers from it.
 */
export async function chooseWalk(
  chain: Chain,
  walked: readonly Walked[],
  answer: (walked: Walked, step: string) => Promise<string>,
): Promise<Choice> {
  const { task, host } = chain;
  const answers: string[] = [];
  if (task.kind === 'answer' && task.chain.ensemble === 'self-consistency') {
    for (const [index, each] of walked.entries()) answers.push(await answer(each, `manager-${index + 1}`));
    const won = voteOn(answers, host.countWords);
    if (won !== undefined) return { text: won.text, report: { selection: 'vote', votes: won.votes } };
  }
  const verdict = await judge(chain, walked);
  const index = verdict ?? 0;
  if (verdict === undefined) {
    await host.warn('The judge named none of the walks; the first one is taken.', 'judge');
  }
  const chosen = walked[index];
  if (chosen === undefined) throw new Error('A verdict names one of the walks.');
  return {
    text: answers[index] ?? (await answer(chosen, 'manager')),
    report: { selection: verdict === undefined ? 'first' : 'judge', chosenWalk: index + 1 },
  };
}

/** @returns The answer most walks gave, as first worded; undefined where answers are long or the lead is shared. */
export function voteOn(
  answers: readonly string[],
  countWords: (text: string) => number,
): { text: string; votes: number } | undefined {
  if (answers.some((text) => text === '' || countWords(text) > mostVotedWords)) return undefined;
  const votes = new Map<string, { text: string; votes: number }>();
  for (const text of answers) {
    const key = (
      text
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? []
    ).join(' ');
    const known = votes.get(key);
    if (known === undefined) votes.set(key, { text, votes: 1 });
    else known.votes += 1;
  }
  const [first, second] = [...votes.values()].sort((a, b) => b.votes - a.votes);
  return first === undefined || first.votes === second?.votes ? undefined : first;
}

/** @returns Index of the walk; undefined where the judge gave none. */
async function judge({ task, host, budget }: Chain, walked: readonly Walked[]): Promise<number | undefined> {
  const { windowTokens } = host.limits('judge');
  const units = walked.map(({ unit }) => unit);
  const empty = renderChoice(
    task,
    units.map(() => ''),
  );
  const frame = tokensOfMessages(empty, host.countTokens);
  const room = windowTokens - frame - verdictTokens - marginOf(windowTokens);
  const each = Math.max(1, Math.min(budget.unitTokens, Math.floor(room / units.length)));
  const messages = renderChoice(
    task,
    units.map((unit) => trimUnit(unit, each, host.countTokens)),
  );
  const answer = await host.ask(
    { messages, maxOutputTokens: verdictTokens, temperature: 0, seed: task.seed },
    { step: 'judge', role: 'judge', expectedOutputTokens: verdictTokens },
  );
  await host.keepUnit({
    id: 'judge',
    kind: 'judge',
    spans: [],
    text: answer.text,
    ...(answer.text === ''
      ? { status: 'skipped', reason: answer.reason ?? 'an empty answer' }
      : { status: 'done' }),
  });
  return readChoice(answer.text, walked.length);
}

/** The number on the last line that is one; nothing where it is out of range. */
export function readChoice(text: string, walks: number): number | undefined {
  const last = text.trim().split('\n').at(-1) ?? '';
  const number = Number(/^\D*(\d+)\D*$/.exec(last)?.[1]);
  return number >= 1 && number <= walks ? number - 1 : undefined;
}
