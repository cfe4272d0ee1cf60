/** The words that ask for a plan alone, as the file that `write --plan` takes. */
import type { PromptLanguage } from '../../plan/prompt-language.ts';

export function renderPlanOrder(
  instruction: string,
  { targetWords, language }: { targetWords: number; language: PromptLanguage },
): string {
  return language === 'zh'
    ? `请为下面的写作要求拟一份提纲，只写提纲，用 Markdown：先写全文标题，然后每节一个标题，标题下写明本节字数，再用列表写出要点。各节字数合计约${targetWords}字。\n\n${instruction}`
    : `Plan the text that the instruction below asks for, and give only the plan, in Markdown: the title of the whole, then a heading for every section, its number of words under it, and its points as a list. The sections come to about ${targetWords} words together.\n\n${instruction}`;
}
