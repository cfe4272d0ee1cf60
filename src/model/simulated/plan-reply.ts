/** The reply to a request for a plan, in the format that the request shows. */
import { findExampleLines, findHeadLines, renderHead, renderLike } from './example-line.ts';
import { composeOutline } from './outline.ts';
import { planBudgets, planOrder } from './plan-limits.ts';
import type { Random } from './random.ts';
import type { ReadRequest } from './read-request.ts';

/**
 * One line per section in the likeness of the request's example lines; without any, a numbered Markdown
 * outline with word counts. Counts sum to the asked total; they are numbers, so no length law touches them.
 */
export function composePlan(request: ReadRequest, random: Random): string {
  const { language, instructionTopics } = request;
  const text = planOrder(request);
  const budgets = planBudgets(request, random);
  const entries = composeOutline(budgets.length, instructionTopics, language, random).map(
    (entry, position) => ({ ...entry, index: position + 1, words: budgets[position] as number }),
  );
  const example = findExampleLines(text)[0];
  if (example !== undefined) {
    const isSpaced = new RegExp(`${escapePattern(example.line)}\\n\\s*\\n`).test(text);
    const title = composeOutline(1, instructionTopics, language, random)[0]?.title ?? '';
    const heads = findHeadLines(text, example).map((head) => renderHead(head, title));
    const lines = entries.map((entry) =>
      renderLike(example, { ...entry, points: entry.points.join(language === 'zh' ? '，' : ', ') }),
    );
    return [...heads, ...lines].join(isSpaced ? '\n\n' : '\n');
  }
  return entries
    .map(({ index, title, words, points }) => {
      const count = language === 'zh' ? `（${words}字）` : ` (${words} words)`;
      return [`${index}. **${title}**${count}`, ...points.map((point) => `   - ${point}`)].join('\n');
    })
    .join('\n');
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
