/**
 * The compact prompt profile, version 1: one job a message, said in one line, then what it needs as lines of
 * `key: value`. For models of few parameters and small windows: nothing in it has to be inferred, and no talk before it
 * has to be kept. English; a capability card chooses it (`promptProfile`).
 */
import type { Message } from '../model/request.ts';
import type { SectionDraft } from './plan.ts';

/**
 * Which wording a model gets, as its capability card says. `compact` is for models of few
 * parameters; the published methods keep the standard one, which is theirs.
 */
export type PromptProfile = 'standard' | 'compact';

/** A line that says nothing is left out. */
export type CompactLine = readonly [key: string, value: string | number | undefined];

/** @param options.passage - A text to work on; it comes last, as it is. */
export function renderCompact(
  job: string,
  lines: readonly CompactLine[],
  { passage }: { passage?: string } = {},
): Message[] {
  const given = lines.flatMap(([key, value]) => {
    const text = String(value ?? '')
      .replace(/\s+/g, ' ')
      .trim();
    return text === '' ? [] : [`${key}: ${text}`];
  });
  const content = [job, ...given, ...(passage === undefined ? [] : ['passage:', passage])].join('\n');
  return [{ role: 'user', content }];
}

/** Several values in one line; a `;` inside one would part it. */
export const joinCompact = (values: readonly string[]): string =>
  values
    .map((value) =>
      value
        .replaceAll(';', ',')
        .replace(/[\s.,]+$/u, '')
        .trim(),
    )
    .filter((value) => value !== '')
    .join('; ');

/** Asks for a plan of exactly so many sections, one line each: `1. title | point; point | words`. */
export function renderCompactPlan({
  instruction,
  title,
  form,
  sections,
  targetWords,
}: {
  instruction: string;
  /** Of the part to plan, where it is not the whole text. */
  title?: string | undefined;
  form?: string | undefined;
  sections: number;
  targetWords: number;
}): Message[] {
  return renderCompact(
    'Plan a text.\nAnswer with one line per section: number. title | main points, parted by ; | words',
    [
      ['text', instruction],
      ['form', form],
      ['title', title],
      ['sections', sections],
      ['words', targetWords],
    ],
  );
}

/**
 * Reads such a plan. Lines of another form are passed over; points are parted by `;`, and a point without one is one.
 *
 * @returns undefined where fewer than half of the lines have this form: it may be a plan of another one.
 */
export function parseCompactPlan(reply: string): { sections: SectionDraft[] } | undefined {
  const lines = reply.split('\n').filter((line) => line.trim() !== '');
  const sections = lines.flatMap((line): SectionDraft[] => {
    const found = /^[\s>*-]*\d+\s*[.):]\s*(.+?)\s*\|\s*(.*?)\s*\|\D*(\d+)\D*$/.exec(line);
    if (found === null) return [];
    const [, title = '', points = '', words] = found;
    const mainPoints = points
      .split(';')
      .map((point) => point.trim())
      .filter((point) => point !== '');
    return [{ title: title.replace(/^["*]+|["*]+$/g, ''), mainPoints, words: Number(words) }];
  });
  return sections.length > 0 && sections.length * 2 >= lines.length ? { sections } : undefined;
}
