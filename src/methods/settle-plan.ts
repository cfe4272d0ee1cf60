/** The plan of a run: the person's own, or drafted now; read again after a person has looked at it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PauseError } from '../errors.ts';
import type { Limits } from '../model/ask.ts';
import type { Model } from '../model/model.ts';
import { draftPlan } from '../plan/draft-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { readPlanFile, renderPlanFile } from '../plan/plan-file.ts';
import type { PlanPromptInput } from '../plan/plan-prompt.ts';
import { titleFrom } from '../plan/title.ts';
import type { RunContext } from '../run/run-context.ts';
import { splitSections } from '../text/sections.ts';
import { takeLastPart } from '../write/conversation.ts';
import type { createAsk } from './durable-ask.ts';
import type { WriteRequest } from './write-request.ts';

export type PlanReview = {
  /**
   * Shows a plan to a person. Returns the plan file as accepted, edited or not, or undefined to pause the run.
   * Absent: a run that asks for a review pauses, and a resume takes `plan.md` as it then is.
   */
  reviewPlan?: (file: string) => Promise<string | undefined>;
};

export type PlanOptions = {
  /** `skeleton`: of a long text only its parts. */
  depth?: 'whole' | 'skeleton' | undefined;
  /** Most words of a section. Absent: what the writer gives at once. */
  maxSectionWords?: (() => number | undefined) | undefined;
};

/**
 * @param task.targetWords - Length of what is to be planned; an opening is not part of it.
 * @throws {PauseError} A review is asked for and nobody is there.
 */
export async function settlePlan(
  task: Omit<WriteRequest, 'opening'> & {
    opening?: string | undefined;
    sourceDigest?: string | undefined;
  } & Pick<PlanPromptInput, 'figures'>,
  planner: Model,
  { ask, limitsOf }: ReturnType<typeof createAsk>,
  context: RunContext,
  { reviewPlan }: PlanReview,
  { depth = 'whole', maxSectionWords }: PlanOptions = {},
): Promise<Plan> {
  const { instruction, targetWords, language, planFile, isReviewed, style, opening, sourceDigest, figures } =
    task;
  const read = (text: string, path: string, defaultTitle: string): Plan =>
    readPlanFile(text, { targetWords, fallbackWords: targetWords, defaultTitle, path });
  const drafted = planFile
    ? read(planFile.text, planFile.path, titleFrom(instruction))
    : // One step around all its questions: how many they are follows from the card, which may know more on a resume.
      await context.step('plan-draft', () =>
        draftPlan(
          {
            instruction,
            targetWords,
            language,
            ...(style && { style }),
            sources: sourceDigest,
            figures,
            ...(opening !== undefined && { opening: showOpening(opening, limitsOf('planner')) }),
            // A plan that a person looks at is shown whole.
            depth: isReviewed ? 'whole' : depth,
          },
          {
            ask,
            address: planner.address,
            hasStructuredOutput: planner.hasStructuredOutput,
            profile: planner.card?.promptProfile ?? 'standard',
            limits: () => limitsOf('planner'),
            maxSectionWords: maxSectionWords ?? (() => limitsOf('writer').maxOutputWords),
          },
        ),
      );
  const ownTitle = opening === undefined ? undefined : titleOf(opening);
  const titled = (plan: Plan): Plan => (ownTitle === undefined ? plan : { ...plan, title: ownTitle });
  const path = join(context.folder, 'plan.md');
  const file = renderPlanFile(titled(drafted), language);
  if (!isReviewed) {
    await context.project('plan.md', file);
    return titled(drafted);
  }
  // A person may be editing this file between pause and resume.
  if (!existsSync(path)) await context.project('plan.md', file);
  const accepted = await context.step('review', async () => {
    const text = await reviewPlan?.(path);
    if (text !== undefined) {
      // A plan that cannot be read must not become the stored answer: the person mends it and resumes.
      read(text, path, drafted.title);
      return text;
    }
    throw new PauseError(
      `The plan waits for you in ${path}. Edit it as you like, then: longhand resume ${context.runId}`,
    );
  });
  return titled(read(accepted, path, drafted.title));
}

/** A text that is continued keeps its title: its only top heading, where it opens with one. */
function titleOf(opening: string): string | undefined {
  const tops = splitSections(opening).filter(({ level }) => level === 1);
  return tops.length === 1 ? tops[0]?.heading : undefined;
}

/** A beginning as the planner sees it: whole, or its headings and its last part. */
function showOpening(opening: string, { contextTokens = Number.POSITIVE_INFINITY }: Limits): string {
  const { text, isCut } = takeLastPart(opening, Math.min(12_000, contextTokens / 4));
  if (!isCut) return text;
  const headings = splitSections(opening)
    .filter(({ level }) => level > 0)
    .map(({ level, heading }) => `${'#'.repeat(level)} ${heading}`);
  return [...headings, '[…]', text].join('\n\n');
}
