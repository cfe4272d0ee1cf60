/**
 * Pairs of users by what they asked about, as in OOLONG-Pairs: labels are not in the text and are asked for, pairs are
 * formed in code. Tests the engine: the reader behind the sub-calls knows every label.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cell, scriptedRecursion } from '../../../bench/scripted-recursion.ts';
import { estimateTokens, loadTokenizer } from '../../model/estimate-tokens.ts';
import { createVolatileContext } from '../../run/volatile-context.ts';
import { createLessons } from '../lessons.ts';
import { createReadHost } from '../reading/read-host.ts';
import type { ReadingTask } from '../reading/read-method.ts';
import { recursive } from '../recursive.ts';

beforeAll(loadTokenizer);

const file = resolve(import.meta.dirname, '../../../../shared/data/oolong-pairs/predicates.json');
const isThere = existsSync(file);
if (!isThere)
  console.log('skipped: data of OOLONG-Pairs is not beside the repository (../shared/data/oolong-pairs)');

type Count = { label: string; op: '>=' | '=='; n: number };
type Predicate = {
  id: number;
  both_users?: {
    any_of_min1: string[];
    all_instances_of?: { label: string; after?: string; before?: string };
  };
  one_user?: Count[];
  other_user?: Count[];
};
type Line = { user: number; date: string; question: string; label: string };

/** Own questions, by label; each names a thing of its own so that no two lines are alike. */
const questions: Record<string, (name: string) => string> = {
  'description and abstract concept': (name) => `Why do people keep ${name} in such honour?`,
  entity: (name) => `Which tool is used to mend ${name}?`,
  'human being': (name) => `Who was the first to sell ${name}?`,
  'numeric value': (name) => `How many crates of ${name} fit on a barge?`,
  location: (name) => `Where is most of the ${name} made?`,
  abbreviation: (name) => `What do the letters on the seal of ${name} stand for?`,
};
const labelOf = (question: string): string =>
  Object.keys(questions).find((label) =>
    question.startsWith((questions[label]?.('') ?? '?').split(' ').slice(0, 2).join(' ')),
  ) ?? 'none';

function makeLines(labels: readonly string[]): Line[] {
  let state = 7;
  const draw = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  // A few questions a user, so that every predicate has pairs and none has all.
  return Array.from({ length: 900 }, (_each, index) => {
    const label = labels[draw(labels.length)] as string;
    const date = `2023-0${1 + draw(6)}-${10 + draw(18)}`;
    return { user: 100 + draw(220), date, label, question: questions[label]?.(`rope no. ${index}`) ?? '' };
  });
}

/** The predicates worked out apart from the program that is tested. */
function solve(
  lines: readonly Line[],
  { both_users: both, one_user: one, other_user: other }: Predicate,
): string[] {
  const users = [...new Set(lines.map(({ user }) => user))].sort((a, b) => a - b);
  const of = (user: number) => lines.filter((line) => line.user === user);
  const holds = (user: number, counts: readonly Count[]): boolean =>
    counts.every(({ label, op, n }) => {
      const found = of(user).filter((line) => line.label === label).length;
      return op === '==' ? found === n : found >= n;
    });
  const suits = (user: number): boolean => {
    if (both === undefined) return false;
    const dated = both.all_instances_of;
    const isInTime = ({ label, date }: Line): boolean =>
      label !== dated?.label || (dated.after ? date > dated.after : date < (dated.before ?? ''));
    return of(user).some(({ label }) => both.any_of_min1.includes(label)) && of(user).every(isInTime);
  };
  return users.flatMap((a, index) =>
    users.slice(index + 1).flatMap((b) => {
      const isPair = both
        ? suits(a) && suits(b)
        : (holds(a, one ?? []) && holds(b, other ?? [])) || (holds(b, one ?? []) && holds(a, other ?? []));
      return isPair ? [`${a}-${b}`] : [];
    }),
  );
}

const programOf = (predicate: Predicate): string[] => [
  cell('print(context.length, context.split("\\n").slice(0, 3).join("\\n"))'),
  cell(`const lines = context.split('\\n');
const batches = [];
for (let at = 0; at < lines.length; at += 100) batches.push(lines.slice(at, at + 100));
const replies = await llmQueryBatched(batches.map((batch) => 'Write the label of each question, one a line.\\n' + batch.join('\\n')));
const labels = replies.flatMap((reply) => reply.split('\\n'));
print(labels.length === lines.length, labels.slice(0, 3));`),
  cell(`const byUser = new Map();
lines.forEach((line, index) => {
  const [user, date] = line.split(' | ');
  byUser.set(user, [...(byUser.get(user) ?? []), { date, label: labels[index] }]);
});
const { both_users: both, one_user: one, other_user: other } = ${JSON.stringify(predicate)};
const count = (user, label) => byUser.get(user).filter((each) => each.label === label).length;
const has = (user, rules) => rules.every(({ label, op, n }) => op === '==' ? count(user, label) === n : count(user, label) >= n);
const suits = (user) => both.any_of_min1.some((label) => count(user, label) > 0)
  && (both.all_instances_of === undefined || byUser.get(user).every(({ label, date }) => label !== both.all_instances_of.label
    || (both.all_instances_of.after ? date > both.all_instances_of.after : date < both.all_instances_of.before)));
const users = [...byUser.keys()].sort((a, b) => a - b);
const pairs = [];
for (let i = 0; i < users.length; i += 1) for (let j = i + 1; j < users.length; j += 1) {
  const [a, b] = [users[i], users[j]];
  if (both ? suits(a) && suits(b) : (has(a, one) && has(b, other)) || (has(b, one) && has(a, other))) pairs.push(a + '-' + b);
}
print(pairs.length);
answer.content = pairs.join('\\n');
answer.ready = true;`),
];

describe.skipIf(!isThere)('pairs of users', { timeout: 60_000 }, () => {
  const { labels, tasks } = isThere
    ? (JSON.parse(readFileSync(file, 'utf8')) as { labels: string[]; tasks: Predicate[] })
    : { labels: [], tasks: [] };
  const lines = makeLines(labels);
  const text = lines.map(({ user, date, question }) => `${user} | ${date} | ${question}`).join('\n');

  it.each([1, 4, 10, 12, 16])('finds every pair of predicate %i', async (id) => {
    const predicate = tasks.find((each) => each.id === id) as Predicate;
    const expected = solve(lines, predicate);
    const program = programOf(predicate);
    const model = scriptedRecursion({
      contextTokens: 12_000,
      root: (_shown, turn) => program[turn - 1] ?? '',
      reader: (prompt) =>
        prompt
          .split('\n')
          .slice(1)
          .map((line) => labelOf(line.split(' | ')[2] ?? ''))
          .join('\n'),
    });
    const context = createVolatileContext();
    const models = { planner: model, writer: model, editor: model, summarizer: model, judge: model };
    const host = createReadHost(
      { prices: {}, counting: 'longbench-write', concurrency: 4 },
      models,
      await createLessons({}, context),
      context,
    );
    const task: ReadingTask = {
      ...{ ask: 'Which pairs of users fit?', kind: 'answer', language: 'en', counting: 'longbench-write' },
      ...{ seed: 0, chain: {} },
      sources: [
        {
          ...{ id: 's', title: 'Questions', mediaType: 'text/plain', text, language: 'en', parts: [] },
          tokens: estimateTokens(text),
        },
      ],
    };
    const reading = await recursive(task, host);
    expect(expected.length).toBeGreaterThan(0);
    expect(reading.text.split('\n')).toEqual(expected);
    expect(reading.report).toMatchObject({ subCalls: 9, failedCalls: 0 });
  });
});
