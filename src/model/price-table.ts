/**
 * What the checked-in table says of a model: price and window. Made by `npm run prices` from a maintained data package,
 * dated, with sources; never from memory. What the table does not know is unknown.
 */
import { z } from 'zod';
import type { Price } from './cost.ts';
import table from './prices.json' with { type: 'json' };
import type { Environment } from './providers/keys.ts';

const dollars = z.number().nonnegative();
const tableSchema = z.strictObject({
  date: z.string(),
  package: z.string(),
  sources: z.array(z.string()),
  models: z.array(
    z.strictObject({
      provider: z.enum(['openai', 'anthropic', 'google']),
      names: z.array(z.string()).min(1),
      inputUsdPerMillion: dollars,
      cachedUsdPerMillion: dollars,
      outputUsdPerMillion: dollars,
      contextTokens: z.int().positive().optional(),
    }),
  ),
});

export type ModelFacts = {
  /** Window in the endpoint's tokens. */
  contextTokens?: number;
  maxOutputTokens?: number;
  /** Of requests below the provider's long-context threshold, where it has one. */
  price?: Price;
  /** For people: the table and its date, or why nothing is paid. */
  source: string;
};

/** A dated snapshot costs what its model costs. */
const snapshot = /-(?:\d{8}|\d{4}-\d{2}-\d{2})$/;
/** Another host sells at prices of its own. */
const baseUrlVariables = {
  openai: 'OPENAI_BASE_URL',
  anthropic: 'ANTHROPIC_BASE_URL',
  google: 'GOOGLE_GEMINI_BASE_URL',
} as const;

/**
 * Looks up the model of an address.
 *
 * @param options.env - A base URL that leads elsewhere leaves window and price unknown.
 * @returns undefined for models and providers that the table does not hold.
 */
export async function findModelFacts(
  address: string,
  { env }: { env: Environment },
): Promise<ModelFacts | undefined> {
  if (/^(?:gguf:|mini$)/.test(address)) {
    const price = { inputUsdPerMillion: 0, cachedUsdPerMillion: 0, outputUsdPerMillion: 0 };
    return { price, source: 'runs on this machine' };
  }
  const { date, models } = tableSchema.parse(table);
  const provider = address.slice(0, Math.max(0, address.indexOf(':')));
  const name = address.slice(provider.length + 1);
  if (provider in baseUrlVariables) {
    const variable = baseUrlVariables[provider as keyof typeof baseUrlVariables];
    if ((env[variable] ?? '') !== '') return undefined;
  }
  const wanted = [name, name.replace(snapshot, '')];
  const row = models.find(
    (each) => each.provider === provider && each.names.some((known) => wanted.includes(known)),
  );
  if (row === undefined) return undefined;
  const { inputUsdPerMillion, cachedUsdPerMillion, outputUsdPerMillion, contextTokens } = row;
  return {
    price: { inputUsdPerMillion, cachedUsdPerMillion, outputUsdPerMillion },
    ...(contextTokens !== undefined && { contextTokens }),
    source: `price table of ${date}`,
  };
}

/** Day of the table, `2026-11-21`. */
export const priceTableDate: string = table.date;
