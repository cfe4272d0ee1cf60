/**
 * A plan as a file that a person edits: Markdown headings, bullets or numbered lists, or JSON.
 * Headings are kept to the letter. Writing a plan and reading it back gives the same plan.
 */
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { createPlan, findDependencies, listSections, type Plan, type SectionDraft } from './plan.ts';
import { renameFields } from './plan-json.ts';
import type { PromptLanguage } from './prompt-language.ts';
import { type Outline, readOutline } from './read-outline.ts';
import { readBudgetValue } from './section-budget.ts';
import { listClauses, type SectionContract } from './section-contract.ts';
import { titleFrom } from './title.ts';

/** As `plan.md`: title, a heading for every section, its words on a line of their own, its points as bullets. */
export function renderPlanFile(plan: Plan, language: PromptLanguage): string {
  const lines = [`# ${plan.title}`];
  for (const { section, depth } of listSections(plan)) {
    lines.push('', `${'#'.repeat(Math.min(6, depth + 1))} ${section.title}`);
    if (section.targetWords > 0) {
      lines.push('', language === 'zh' ? `字数：${section.targetWords}` : `Words: ${section.targetWords}`);
    }
    const clauses = section.contract === undefined ? [] : listClauses(section.contract, language);
    const points = [...section.mainPoints, ...clauses];
    if (points.length > 0) lines.push('', ...points.map((point) => `- ${point}`));
  }
  return `${lines.join('\n')}\n`;
}

const draftSchema: z.ZodType<SectionDraft> = z.strictObject({
  title: z.string().min(1),
  mainPoints: z.array(z.string()).optional(),
  words: z.preprocess((value) => readBudgetValue(value) ?? value, z.number().int().positive()).optional(),
  children: z.lazy(() => z.array(draftSchema)).optional(),
  contract: z
    .strictObject({
      buildsOn: z.array(z.coerce.string()).default([]),
      establishes: z.string().optional(),
      withholds: z.string().optional(),
      opens: z.string().optional(),
      ends: z.string().optional(),
      drawsOn: z.array(z.coerce.string()).optional(),
      shows: z.array(z.coerce.number().int().positive()).optional(),
    })
    .optional() as z.ZodType<SectionContract | undefined>,
});
const planSchema = z.strictObject({
  title: z.string().min(1).optional(),
  words: z.preprocess((value) => readBudgetValue(value) ?? value, z.number().int().positive()).optional(),
  sections: z.array(draftSchema).min(1),
});

/**
 * Reads a person's plan.
 *
 * Budgets: where sections carry words and `targetWords` is undefined, the total that the file names, else their sum
 * (with an average for each that carries none), is the target; else they are scaled to `targetWords`. Words behind a heading ("(500 words)") are its budget and no
 * part of it.
 *
 * @param text - Markdown (`readOutline` says which), or JSON `{title, sections: [{title, mainPoints?, words?,
 *   children?}]}`, a list of sections, or either under the names in use elsewhere (`renameFields`).
 * @param options.defaultTitle - Title when the file has none; of an instruction only what it is about.
 * @param options.fallbackWords - Target when neither the caller nor the file says one.
 * @throws {UsageError} Nothing in it reads as a section; the message names what was looked for.
 */
export function readPlanFile(
  text: string,
  options: { targetWords?: number; fallbackWords: number; defaultTitle: string; path: string },
): Plan {
  const source = text.replace(/^\uFEFF/, '');
  const { title, words, sections } = isJson(source) ? readJson(source, options.path) : readOutline(source);
  if (sections.length === 0) {
    throw new UsageError(
      `Expected headings, bullets or a numbered list in the plan ${options.path}, found none. ` +
        'Give every section a line such as `## Early lights`.',
    );
  }
  const asked = words ?? sumWords(sections);
  const targetWords = options.targetWords ?? (asked > 0 ? asked : options.fallbackWords);
  try {
    const plan = createPlan({ title: title ?? titleFrom(options.defaultTitle), sections }, { targetWords });
    requireDependencies(plan, options.path);
    return plan;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`The plan ${options.path} does not fit: ${error.message}`, { cause: error });
  }
}

/** Sections may only build on others of the plan, and not on each other in a ring. */
function requireDependencies(plan: Plan, path: string): void {
  const { unknown, circular } = findDependencies(plan);
  const [first] = unknown;
  if (first !== undefined) {
    throw new UsageError(
      `Expected section ${first.id} of the plan ${path} to build on other sections of it, got \`${first.name}\`. ` +
        'Name them by number or by heading, such as `Builds on: 2, Early lights`.',
    );
  }
  if (circular === undefined) return;
  throw new UsageError(
    `Expected an order in which the sections of the plan ${path} can be written, but they wait for each other: ` +
      `${circular.join(' builds on ')}. Take one of these lines out.`,
  );
}

/** Words of all sections together; one that names none is as long as the others are on average. */
function sumWords(sections: readonly SectionDraft[]): number {
  const all = (drafts: readonly SectionDraft[]): SectionDraft[] =>
    drafts.flatMap((draft) => [draft, ...all(draft.children ?? [])]);
  const named = all(sections).flatMap(({ words }) => words ?? []);
  const sum = named.reduce((total, words) => total + words, 0);
  const silent = all(sections).filter(
    ({ words, mainPoints = [], children = [] }) =>
      words === undefined && (children.length === 0 || mainPoints.length > 0),
  );
  return named.length === 0 ? 0 : sum + Math.round((sum / named.length) * silent.length);
}

const fencedJson = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/;

/** A Markdown link or box at the start of a list is no JSON. */
const isJson = (text: string): boolean => /^\s*(?:\{|\[\s*[{["\]])/.test(fencedJson.exec(text)?.[1] ?? text);

function readJson(text: string, path: string): Outline {
  let value: unknown;
  try {
    value = renameFields(JSON.parse(fencedJson.exec(text)?.[1] ?? text));
  } catch (error) {
    throw new UsageError(`Expected JSON in the plan ${path}: ${(error as Error).message}.`, { cause: error });
  }
  const parsed = planSchema.safeParse(value);
  if (parsed.success)
    return { title: parsed.data.title, words: parsed.data.words, sections: parsed.data.sections };
  const issue = parsed.error.issues[0];
  throw new UsageError(
    `Expected \`${issue?.path.join('.') || 'the top level'}\` of the plan ${path} to fit ` +
      `{title, sections: [{title, mainPoints?, words?, children?}]}: ${issue?.message}.`,
  );
}
