/** What a proof is: everything but the calls that decides its figures. Written once, then part of the chain. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hashRubric } from '../../judge/hash-rubric.ts';
import { preference } from '../../judge/rubrics/preference.ts';
import type { SourcedPrice } from '../../methods/write-request.ts';
import { cardSchema } from '../../model/card/card.ts';
import type { ModelFacts } from './exchange-model.ts';
import { type KitPrompt, kitPrompts, rulerPrompts } from './kit-prompts.ts';
import type { KitSizes } from './kit-sizes.ts';

export type ProofManifest = {
  format: 'longhand-proof';
  formatVersion: 1;
  /** Of Longhand and of Node, on the day it began. */
  versions: { longhand: string; node: string };
  /** ISO day. */
  date: string;
  author: ModelFacts;
  judge: ModelFacts;
  /** What the probe found, step by step, as it was said. */
  probe: readonly { name: string; isKnown: boolean; detail: string }[];
  /** By model address, in USD per million tokens, each with its source; absent: not known. */
  prices: Readonly<Record<string, SourcedPrice>>;
  sizes: KitSizes;
  counting: 'longbench-write';
  /** Of every interval. */
  seed: number;
  prompts: readonly KitPrompt[];
  rulerPrompts: readonly KitPrompt[];
  rubric: { name: string; version: number; sha256: string };
};

const price = z.strictObject({
  inputUsdPerMillion: z.number().nonnegative(),
  cachedUsdPerMillion: z.number().nonnegative(),
  outputUsdPerMillion: z.number().nonnegative(),
  source: z.string(),
});
const facts = z.strictObject({
  address: z.string(),
  isPractice: z.boolean(),
  hasStructuredOutput: z.boolean(),
  contextTokens: z.number().positive().optional(),
  card: cardSchema.optional(),
});
const prompt = z.strictObject({
  id: z.string(),
  language: z.enum(['en', 'zh']),
  form: z.string(),
  instruction: z.string(),
});
const words = z.int().positive().max(1_000_000);
const manifestSchema = z.strictObject({
  format: z.literal('longhand-proof'),
  formatVersion: z.literal(1),
  versions: z.strictObject({ longhand: z.string(), node: z.string() }),
  date: z.iso.date(),
  author: facts,
  judge: facts,
  probe: z.array(z.strictObject({ name: z.string(), isKnown: z.boolean(), detail: z.string() })),
  prices: z.record(z.string(), price),
  sizes: z.strictObject({
    prompts: z.array(z.string()).min(1),
    lengths: z.array(words).min(1),
    longWords: words.nullable(),
    rulerWords: z.array(words),
    probeTokens: words,
  }),
  counting: z.literal('longbench-write'),
  seed: z.number(),
  prompts: z.array(prompt).min(1),
  rulerPrompts: z.array(prompt),
  rubric: z.strictObject({ name: z.string(), version: z.number(), sha256: z.string() }),
});

/** The first thing in a manifest that has not the form of one; undefined where it has. */
export function findManifestFault(
  value: unknown,
): { field: string; expected: string; found: unknown } | undefined {
  const issue = manifestSchema.safeParse(value).error?.issues[0];
  if (issue === undefined) return undefined;
  let found = value;
  for (const key of issue.path) found = (found as Record<PropertyKey, unknown> | undefined)?.[key];
  return { field: issue.path.join('.'), expected: issue.message, found };
}

export const manifestFile = 'manifest.json';

/** What this version of Longhand would put into a manifest by itself; a check holds a bundle to it. */
export function shippedParts(
  sizes: KitSizes,
): Pick<
  ProofManifest,
  'format' | 'formatVersion' | 'counting' | 'seed' | 'prompts' | 'rulerPrompts' | 'rubric'
> {
  return {
    format: 'longhand-proof',
    formatVersion: 1,
    counting: 'longbench-write',
    seed: 1,
    prompts: kitPrompts.filter(({ id }) => sizes.prompts.includes(id)),
    rulerPrompts: [...rulerPrompts],
    rubric: hashRubric(preference),
  };
}

export const renderManifest = (manifest: ProofManifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

/** The manifest of a folder, with its bytes; undefined where there is none. */
export async function loadManifest(
  folder: string,
): Promise<{ manifest: ProofManifest; text: string } | undefined> {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { manifest: JSON.parse(text) as ProofManifest, text };
}

/** Whole or not at all. */
export async function saveManifest(folder: string, manifest: ProofManifest): Promise<string> {
  const text = renderManifest(manifest);
  const path = join(folder, manifestFile);
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
  return text;
}
