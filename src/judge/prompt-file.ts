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

type PromptFile = {
  rubric: Rubric;
  /** File name, without its folder. */
  name: string;
  /** Of the file's bytes, in hexadecimal. */
  sha256: string;
};

/**
 * Reads a template and asks its question in place of a rubric's own, as one message of the user, the same in every
 * language. Dimensions, temperature and output limit stay the rubric's; its schema is left out, because the template
 * says itself what form the reply has. The rubric's name carries the hash, so that scores are never mixed with others.
 *
 * @param path - Text in UTF-8 with `$INST$` or `{instruction}`, and `$RESPONSE$` or `{answer}`, each as often as wanted.
 * @throws {UsageError} The file cannot be read, is empty, or lacks a placeholder.
 */
export async function loadPromptFile(path: string, rubric: Rubric): Promise<PromptFile> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    const code = (cause as NodeJS.ErrnoException).code ?? 'error';
    throw new UsageError(`Expected \`--judge-prompt\` to name a readable file, got \`${path}\` (${code}).`, {
      cause,
    });
  });
  const template = bytes.toString('utf8').replace(/^\uFEFF/, '');
  for (const [part, known] of Object.entries(placeholders)) {
    if (known.some((placeholder) => template.includes(placeholder))) continue;
    const forms = known.map((placeholder) => `\`${placeholder}\``).join(' or ');
    throw new UsageError(
      `Expected the judge's prompt ${path} to hold ${forms} where the ${part} goes, found neither. Add it to the file.`,
    );
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { schema: _schema, ...kept } = rubric;
  return {
    rubric: {
      ...kept,
      name: `${rubric.name}+${sha256.slice(0, 12)}`,
      render: (judged) => [{ role: 'user', content: fillTemplate(template, judged) }],
    },
    name: basename(path),
    sha256,
  };
}

/** In one pass: an answer that holds a placeholder keeps it. */
function fillTemplate(template: string, { instruction, answer }: Judged): string {
  return template.replaceAll(anyPlaceholder, (found) =>
    placeholders.instruction.some((placeholder) => placeholder === found) ? instruction : answer,
  );
}
