/** The answers of people, one file a person, with the keys that say what they saw. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { UsageError } from '../../errors.ts';
import { loadAnnotationKey } from './annotation-key.ts';

/** One mark of one person. */
export type Annotation = {
  annotator: string;
  /** Keys of the answers. */
  a: string;
  b: string;
  outcome: 'a' | 'b' | 'tie';
  /** Where the preferred text stood. */
  choice: 'first' | 'second' | 'tie';
};

const fileSchema = z.object({
  format: z.literal('longhand-annotation'),
  version: z.literal(1),
  set: z.string().regex(/^[0-9a-f]{16}$/),
  annotator: z.string().trim().min(1),
  answers: z.array(z.object({ pair: z.string(), choice: z.enum(['first', 'second', 'tie']) })),
});

/**
 * Reads files of one or several sets.
 *
 * @throws {UsageError} A file is no file of answers, its key is not in the study, it names a pair that is not in its
 *   set or one twice, or two files are of the same person and set.
 */
export async function readAnnotations(folder: string, paths: readonly string[]): Promise<Annotation[]> {
  const seen = new Map<string, string>();
  const all: Annotation[] = [];
  for (const path of paths) {
    const { set, annotator, answers } = await readAnswers(path);
    const person = JSON.stringify([set, annotator]);
    const other = seen.get(person);
    if (other !== undefined)
      throw new UsageError(
        `Expected one file for each person, got ${other} and ${path}, both by \`${annotator}\`. Leave one out, or change \`annotator\` in one.`,
      );
    seen.set(person, path);
    const pairs = new Map((await loadAnnotationKey(folder, set)).pairs.map((pair) => [pair.id, pair]));
    for (const { pair: id, choice } of answers) {
      const pair = pairs.get(id);
      if (pair === undefined)
        throw new UsageError(
          `Expected every \`pair\` in ${path} to be one of its set, each once, got \`${id}\`. Save the answers from the page again.`,
        );
      pairs.delete(id);
      const { a, b, isSwapped } = pair;
      const outcome = choice === 'tie' ? 'tie' : (choice === 'first') === isSwapped ? 'b' : 'a';
      all.push({ annotator, a, b, outcome, choice });
    }
  }
  return all;
}

async function readAnswers(path: string): Promise<z.infer<typeof fileSchema>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(
      `Expected ${path} to be readable, got ${(cause as NodeJS.ErrnoException).code ?? 'an error'}.`,
      { cause },
    );
  });
  const wanted = `Expected ${path} to be a file of answers saved from the page`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${wanted}, got no JSON. Save the answers from the page again.`, { cause });
  }
  const found = fileSchema.safeParse(value);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw new UsageError(
    `${wanted}, but \`${issue?.path.join('.') ?? ''}\` is not as it should be: ${issue?.message}. Save the answers from the page again.`,
    { cause: found.error },
  );
}
