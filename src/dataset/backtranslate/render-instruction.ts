/** An instruction in Suri's form: the goal, its constraints as a list, and how long. */
import type { PromptLanguage } from '../../plan/prompt-language.ts';

/** The asked length is rounded as people do: two digits, at most 5 % off. */
export function renderInstruction(
  goal: string,
  constraints: readonly string[],
  { language, words }: { language: PromptLanguage; words: number },
): string {
  const asked = Number(words.toPrecision(2));
  const length = language === 'zh' ? `篇幅：约${asked}字。` : `Length: about ${asked} words.`;
  return [goal, constraints.map((constraint) => `- ${constraint}`).join('\n'), length].join('\n\n');
}
