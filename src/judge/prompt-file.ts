/** A judge's prompt from a file of the user's, such as a published one, for scores that can stand beside published ones. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Judged, Rubric } from './rubric.ts';

/** Names under which a template may ask for each part. */
const placeholders = {
  instruction: ['$INST$', '{instruction}'],
  answer: ['$RESPONSE$', '{answer}'],
} as const;
const anyPlaceholder = /\$INST\$|\$RESPONSE\$|\{instruction\}|\{answer\}/g;

/** A template as a user gave it. */
export type PromptFile = {
  /** File name, without its folder. */
  name: string;
  /** Of the file's bytes, in hexadecimal. */
  sha256: string;
  text: string;
};

/** @throws {UsageError} The file cannot be read. */
export async function readPromptFile(path: string): Promise<PromptFile> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    const code = (cause as NodeJS.ErrnoException).code ?? 'error';
    throw new UsageError(`Expected \`--judge-prompt\` to name a readable file, got \`${path}\` (${code}).`, {
      cause,
    });
  });
  return {
    name: basename(path),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    text: bytes.toString('utf8').replace(/^\uFEFF/, ''),
  };
}

/**
 * Asks a template's question in place of a rubric's own, as one message of the user, the same in every language.
 * Dimensions, temperature and output limit stay the rubric's; its schema is left out, because the template says itself
 * what form the reply has. The rubric's name carries the hash, so that scores are never mixed with others.
 *
 * @param file - Holds `$INST$` or `{instruction}`, and `$RESPONSE$` or `{answer}`, each as often as wanted.
 * @throws {UsageError} The template lacks a placeholder.
 */
export function askByPromptFile(rubric: Rubric, { name, sha256, text }: PromptFile): Rubric {
  for (const [part, known] of Object.entries(placeholders)) {
    if (known.some((placeholder) => text.includes(placeholder))) continue;
    const forms = known.map((placeholder) => `\`${placeholder}\``).join(' or ');
    throw new UsageError(
      `Expected the judge's prompt ${name} to hold ${forms} where the ${part} goes, found neither. Add it to the file.`,
    );
  }
  const { schema: _schema, ...kept } = rubric;
  return {
    ...kept,
    name: `${rubric.name}+${sha256.slice(0, 12)}`,
    render: (judged) => [{ role: 'user', content: fillTemplate(text, judged) }],
  };
}

/** In one pass: an answer that holds a placeholder keeps it. */
function fillTemplate(template: string, { instruction, answer }: Judged): string {
  return template.replaceAll(anyPlaceholder, (found) =>
    placeholders.instruction.some((placeholder) => placeholder === found) ? instruction : answer,
  );
}
