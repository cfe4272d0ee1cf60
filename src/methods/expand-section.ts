/** Plans what is inside one section of a book, when the writing has come to it. */

import { expandPart, type Planner } from '../plan/draft-plan.ts';
import { createPlan, type Section, type SectionDraft } from '../plan/plan.ts';
import type { PlanPromptInput } from '../plan/plan-prompt.ts';
import type { PromptLanguage } from '../plan/prompt-language.ts';
import type { StyleSheet } from '../plan/style-sheet.ts';
import { type OpenPart, renderOutlineAround } from '../write/outline.ts';

/** What the planner sees of the plan and the text around a part, whatever the size of the book. */
const outlineTokens = 700;
const shownSummaries = 6;

/**
 * @param place.parts - Open parts from the outside in; the section at hand stands in the innermost.
 * @param place.targetWords - What the section has to be by now; the budgets inside sum to it.
 * @returns Its sections, with ids below its own; never none.
 */
export async function expandSection(
  section: Section,
  { title, parts, targetWords }: { title: string; parts: readonly OpenPart[]; targetWords: number },
  {
    instruction,
    language,
    style,
    sourceDigest,
    figures,
  }: {
    instruction: string;
    language: PromptLanguage;
    style?: StyleSheet;
    sourceDigest?: string | undefined;
  } & Pick<PlanPromptInput, 'figures'>,
  planner: Planner,
): Promise<readonly Section[]> {
  const outline = renderOutlineAround(title, parts, language, outlineTokens);
  const inner = await expandPart(
    {
      instruction,
      language,
      targetWords,
      ...(style && { style }),
      sources: sourceDigest,
      figures,
      part: {
        outline,
        title: section.title,
        mainPoints: section.mainPoints,
        before: parts.flatMap(({ summaries }) => summaries).slice(-shownSummaries),
      },
    },
    `plan/part-${section.id}`,
    planner,
  );
  return createPlan({ title, sections: inner.map(toDraft) }, { targetWords }).sections.map((each) =>
    moveBelow(each, section.id),
  );
}

const toDraft = ({ title, mainPoints, targetWords, children, contract }: Section): SectionDraft => ({
  title,
  mainPoints,
  contract,
  words: targetWords,
  children: children.map(toDraft),
});

function moveBelow(section: Section, id: string): Section {
  return {
    ...section,
    id: `${id}.${section.id}`,
    children: section.children.map((child) => moveBelow(child, id)),
  };
}
