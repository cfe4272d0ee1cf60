/** A brief: Markdown whose body is the instruction and whose front matter says more about the text. */
import { parse } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import type { StyleSheet } from '../plan/style-sheet.ts';

export type Brief = {
  /** The body. */
  instruction: string;
  /** Overrides the length in the instruction. */
  words?: number;
  /** What the front matter says about how to write. */
  style?: StyleSheet;
};

const line = z.string().trim().min(1);
const lines = z.union([line, z.array(line).min(1)]);
const frontMatterSchema = z.strictObject({
  words: z.int().positive().optional(),
  language: line.optional(),
  form: line.optional(),
  audience: line.optional(),
  tone: line.optional(),
  voice: line.optional(),
  must: lines.optional(),
  mustNot: lines.optional(),
  terms: z.union([lines, z.record(z.string(), line)]).optional(),
});
type FrontMatter = z.infer<typeof frontMatterSchema>;

/**
 * @param path - Names the file in messages.
 * @throws {UsageError} The front matter is no YAML, holds an unknown key or a bad value, or the body is empty.
 */
export function parseBrief(text: string, path: string): Brief {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const match = /^---[ \t]*\n([\s\S]*?\n)?---[ \t]*(?:\n|$)/.exec(source);
  const body = (match ? source.slice(match[0].length) : source).trim();
  if (body === '') {
    throw new UsageError(
      `Expected an instruction in the brief ${path}, got an empty text. Write it below the front matter.`,
    );
  }
  if (match === null) return { instruction: body };
  const { words, ...rest } = readFrontMatter(match[1] ?? '', path);
  const { must, mustNot, terms, ...fields } = rest;
  const style: StyleSheet = {
    ...fields,
    ...(must !== undefined && { must: [must].flat() }),
    ...(mustNot !== undefined && { mustNot: [mustNot].flat() }),
    ...(terms !== undefined && { terms: listTerms(terms) }),
  };
  return {
    instruction: body,
    ...(words !== undefined && { words }),
    ...(Object.keys(style).length > 0 && { style }),
  };
}

function listTerms(terms: NonNullable<FrontMatter['terms']>): string[] {
  if (typeof terms === 'string' || Array.isArray(terms)) return [terms].flat();
  return Object.entries(terms).map(([term, meaning]) => `${term}: ${meaning}`);
}

function readFrontMatter(source: string, path: string): FrontMatter {
  let value: unknown;
  try {
    value = parse(source) ?? {};
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    throw new UsageError(`Expected YAML in the front matter of ${path}: ${reason}`, { cause: error });
  }
  const parsed = frontMatterSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const known = Object.keys(frontMatterSchema.shape).join(', ');
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    throw new UsageError(
      `Expected a known key in the front matter of ${path}, got \`${issue.keys[0]}\`. Known keys: ${known}.`,
    );
  }
  const key = String(issue?.path[0] ?? '');
  if (key === '') {
    throw new UsageError(
      `Expected the front matter of ${path} to be keys with values. Known keys: ${known}.`,
    );
  }
  const wish = {
    words: 'a positive whole number',
    must: 'a text or a list of texts',
    mustNot: 'a text or a list of texts',
    terms: 'a text, a list, or terms with their meanings',
  }[key];
  const found = JSON.stringify((value as Record<string, unknown>)[key]);
  throw new UsageError(`Expected \`${key}\` in ${path} to be ${wish ?? 'a text'}, got \`${found}\`.`);
}
