/** The configuration file: what a person would otherwise type every time. Never a key. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../errors.ts';

const text = z.string().trim().min(1);
const configSchema = z.strictObject({
  model: text.optional(),
  planner: text.optional(),
  writer: text.optional(),
  editor: text.optional(),
  summarizer: text.optional(),
  judge: text.optional(),
  method: text.optional(),
  /** Model address → `in,cached,out` in USD per million tokens. */
  prices: z.record(z.string(), text).optional(),
  maxCost: z.number().positive().optional(),
  onRefusal: text.optional(),
  tolerance: z.number().min(0).lt(1).optional(),
  audience: text.optional(),
  tone: text.optional(),
  /** Paths, relative to the working directory. */
  style: text.optional(),
  avoid: text.optional(),
});

export type Config = z.infer<typeof configSchema> & {
  /** The file it stands in; absent: there is none. */
  path?: string;
};

/**
 * Reads `longhand.config.json` in the working directory, else `config.json` in the home.
 *
 * @throws {UsageError} The file is no JSON, has an unknown field or a value that does not fit, or holds a key.
 */
export async function readConfig(cwd: string, home: string): Promise<Config> {
  for (const path of [join(cwd, 'longhand.config.json'), join(home, 'config.json')]) {
    const source = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw new UsageError(
        `Expected the configuration ${path} to be readable, but it is not (${error.code}).`,
      );
    });
    if (source !== undefined) return { ...parseConfig(source, path), path };
  }
  return {};
}

function parseConfig(source: string, path: string): z.infer<typeof configSchema> {
  let value: unknown;
  try {
    value = JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The message quotes the file, and in the file may be a key.
    const reason = (error as Error).message.replace(/, (?:\.\.\.)?".*$/s, '');
    throw new UsageError(`Expected JSON in ${path}, but: ${reason}. Mend it there, or move the file away.`);
  }
  refuseKeys(value, path);
  const parsed = configSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const known = Object.keys(configSchema.shape).join(', ');
  if (issue?.code === 'unrecognized_keys') {
    throw new UsageError(
      `Expected a known field in ${path}, got \`${issue.keys[0]}\`. Known fields: ${known}.`,
    );
  }
  const field = issue?.path.join('.') ?? '';
  throw new UsageError(
    field === ''
      ? `Expected ${path} to be a JSON object. Known fields: ${known}.`
      : `Expected \`${field}\` in ${path} to fit, but: ${issue?.message}.`,
  );
}

/** A key in a file is copied, committed and shown; the environment is where it belongs. */
function refuseKeys(value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [field, entry] of Object.entries(value)) {
    if (/key|secret|token|password/i.test(field) || holdsKey(entry)) {
      throw new UsageError(
        `Expected no key in ${path}, but \`${field}\` holds one. Set it in the environment instead, such as OPENAI_API_KEY, and remove it here.`,
      );
    }
  }
}

function holdsKey(value: unknown): boolean {
  // Fields of an inner object are model addresses, whose names may say anything.
  if (typeof value === 'object' && value !== null) return Object.values(value).some(holdsKey);
  return (
    typeof value === 'string' && /^(?:sk|pk|rk|gsk|xai|hf)[-_][\w-]{8,}|^AIza[\w-]{10,}/.test(value.trim())
  );
}
