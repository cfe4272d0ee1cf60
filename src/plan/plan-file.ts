/**
 * A plan as a file that a person edits: Markdown headings, bullets or numbered lists, or JSON.
 * Headings are kept to the letter. Writing a plan and reading it back gives the same plan.
 */
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { createPlan, listSections, type Plan, type SectionDraft } from './plan.ts';
import type { PromptLanguage } from './prompt-language.ts';

/** As `plan.md`: title, a heading for every section, its words on a line of their own, its points as bullets. */
export function renderPlanFile(plan: Plan, language: PromptLanguage): string {
  const lines = [`# ${plan.title}`];
  for (const { section, depth } of listSections(plan)) {
    lines.push('', `${'#'.repeat(Math.min(6, depth + 1))} ${section.title}`);
    if (section.targetWords > 0) {
      lines.push('', language === 'zh' ? `字数：${section.targetWords}` : `Words: ${section.targetWords}`);
    }
    if (section.mainPoints.length > 0) lines.push('', ...section.mainPoints.map((point) => `- ${point}`));
  }
  return `${lines.join('\n')}\n`;
}

const draftSchema: z.ZodType<SectionDraft> = z.strictObject({
  title: z.string().min(1),
  mainPoints: z.array(z.string()).optional(),
  words: z.number().int().positive().optional(),
  children: z.lazy(() => z.array(draftSchema)).optional(),
});
const planSchema = z.strictObject({ title: z.string().min(1), sections: z.array(draftSchema).min(1) });

/**
 * Reads a person's plan.
 *
 * Budgets: where sections carry words and `targetWords` is undefined, their sum is the target; else they are
 * scaled to `targetWords`.
 *
 * @param text - Markdown, or JSON `{title, sections: [{title, mainPoints?, words?, children?}]}`.
 * @param options.defaultTitle - Title when the file has none.
 * @param options.fallbackWords - Target when neither the caller nor the file says one.
 * @throws {UsageError} Nothing in it reads as a section; the message names what was looked for.
 */
export function readPlanFile(
  text: string,
  options: { targetWords?: number; fallbackWords: number; defaultTitle: string; path: string },
): Plan {
  const { title, sections } = /^\s*\{/.test(text) ? readJson(text, options.path) : readMarkdown(text);
  if (sections.length === 0) {
    throw new UsageError(
      `Expected headings, bullets or a numbered list in the plan ${options.path}, found none. ` +
        'Give every section a line such as `## Early lights`.',
    );
  }
  const asked = sumWords(sections);
  const targetWords = options.targetWords ?? (asked > 0 ? asked : options.fallbackWords);
  try {
    return createPlan({ title: title ?? options.defaultTitle, sections }, { targetWords });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`The plan ${options.path} does not fit: ${error.message}`, { cause: error });
  }
}

function sumWords(sections: readonly SectionDraft[]): number {
  return sections.reduce((sum, each) => sum + (each.words ?? 0) + sumWords(each.children ?? []), 0);
}

function readJson(text: string, path: string): { title: string; sections: SectionDraft[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`Expected JSON in the plan ${path}: ${(error as Error).message}.`, { cause: error });
  }
  const parsed = planSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UsageError(
    `Expected \`${issue?.path.join('.') || 'the top level'}\` of the plan ${path} to fit ` +
      `{title, sections: [{title, mainPoints?, words?, children?}]}: ${issue?.message}.`,
  );
}

type Node = { level: number; title: string; mainPoints: string[]; words?: number; children: Node[] };

const wordsLine = /^(?:words|字数)\s*[:：]\s*([\d,]+)\s*$/i;

function readMarkdown(text: string): { title: string | undefined; sections: SectionDraft[] } {
  const lines = text
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const hasHeadings = lines.some((line) => /^#{2,6}\s/.test(line)) || countMatches(lines, /^#\s/) > 1;
  let title: string | undefined;
  const root: Node = { level: 0, title: '', mainPoints: [], children: [] };
  const path: Node[] = [root];
  const place = (level: number, heading: string): void => {
    while (path.length > 1 && (path.at(-1)?.level ?? 0) >= level) path.pop();
    const node: Node = { level, title: heading, mainPoints: [], children: [] };
    path.at(-1)?.children.push(node);
    path.push(node);
  };
  for (const line of lines) {
    const heading = /^(#{1,6})\s+(.*?)(?:\s+#+)?\s*$/.exec(line);
    const bullet = /^(\s*)(?:[-*+]|\d+[.)、])\s*(.*?)\s*$/.exec(line);
    const current = path.at(-1) as Node;
    const words = wordsLine.exec((bullet?.[2] ?? line).trim())?.[1];
    if (heading?.[1] && heading[2] !== undefined) {
      const isTitle = heading[1].length === 1 && title === undefined && root.children.length === 0;
      if (isTitle && (hasOnlyOneTitle(lines) || !hasHeadings)) title = heading[2];
      else place(heading[1].length, heading[2]);
    } else if (words !== undefined && current !== root) current.words = Number(words.replace(/,/g, ''));
    else if (bullet?.[2] !== undefined && bullet[2] !== '') {
      // Without headings the list is the plan: its outer entries are sections, deeper ones their points.
      if (!hasHeadings && bullet[1] === '') place(2, bullet[2]);
      else if (current !== root) current.mainPoints.push(bullet[2]);
    } else if (current !== root) current.mainPoints.push(line.trim());
    else title ??= line.trim();
  }
  return { title, sections: root.children.map(toDraft) };
}

const countMatches = (lines: string[], pattern: RegExp): number =>
  lines.filter((line) => pattern.test(line)).length;

/** A single top heading is the title; several are the sections themselves. */
const hasOnlyOneTitle = (lines: string[]): boolean => countMatches(lines, /^#\s/) === 1;

function toDraft(node: Node): SectionDraft {
  return {
    title: node.title,
    mainPoints: node.mainPoints,
    ...(node.words === undefined ? {} : { words: node.words }),
    children: node.children.map(toDraft),
  };
}
