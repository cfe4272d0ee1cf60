/**
 * What the checked-in table says of a model: price and window. Made by `npm run prices` from a maintained data package,
 * dated, with sources; never from memory. What the table does not know is unknown.
 */
import { z } from 'zod';
import type { Price } from './cost.ts';
import table from './prices.json' with { type: 'json' };
import type { Environment } from './providers/keys.ts';

const dollars = z.number().nonnegative();
const prices = { inputUsdPerMillion: dollars, cachedUsdPerMillion: dollars, outputUsdPerMillion: dollars };
const tableSchema = z.strictObject({
  date: z.string(),
  package: z.string(),
  sources: z.array(z.string()),
  models: z.array(
    z.strictObject({
      provider: z.enum(['openai', 'anthropic', 'google']),
      names: z.array(z.string()),
      /** Names that a date or `-latest` may complete: every such snapshot costs the same. */
      dated: z.array(z.string()).default([]),
      ...prices,
      contextTokens: z.int().positive().optional(),
      /** Announced changes, the earliest first. */
      later: z.array(z.strictObject({ from: z.iso.date(), ...prices })).default([]),
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

const snapshot = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;
/** Another host than the provider's own sells at prices of its own. */
const hosts = {
  openai: { variable: 'OPENAI_BASE_URL', own: 'api.openai.com' },
  anthropic: { variable: 'ANTHROPIC_BASE_URL', own: 'api.anthropic.com' },
  google: { variable: 'GOOGLE_GEMINI_BASE_URL', own: 'generativelanguage.googleapis.com' },
} as const;

/**
 * Looks up the model of an address.
 *
 * @param options.env - A base URL that leads elsewhere leaves window and price unknown.
 * @param options.now - For prices whose change is announced.
 * @returns undefined for models and providers that the table does not hold, also for dated names beside which it only
 *   holds the name without the date.
 */
export async function findModelFacts(
  address: string,
  { env, now = new Date() }: { env: Environment; now?: Date },
): Promise<ModelFacts | undefined> {
  if (/^(?:gguf:|mini$)/.test(address)) {
    const price = { inputUsdPerMillion: 0, cachedUsdPerMillion: 0, outputUsdPerMillion: 0 };
    return { price, source: 'runs on this machine' };
  }
  const provider = address.slice(0, Math.max(0, address.indexOf(':')));
  if (!isListed(provider) || leadsElsewhere(provider, env)) return undefined;
  const { date, models } = tableSchema.parse(table);
  const name = address.slice(provider.length + 1);
  const own = models.filter((each) => each.provider === provider);
  // A snapshot with a row of its own has a price of its own.
  const row =
    own.find(({ names }) => names.includes(name)) ??
    own.find(({ dated }) => dated.includes(name.replace(snapshot, '')));
  if (row === undefined) return undefined;
  const today = now.toISOString().slice(0, 10);
  const { inputUsdPerMillion, cachedUsdPerMillion, outputUsdPerMillion } =
    row.later.findLast(({ from }) => from <= today) ?? row;
  return {
    price: { inputUsdPerMillion, cachedUsdPerMillion, outputUsdPerMillion },
    ...(row.contextTokens !== undefined && { contextTokens: row.contextTokens }),
    source: `price table of ${date}`,
  };
}

const isListed = (provider: string): provider is keyof typeof hosts => Object.hasOwn(hosts, provider);

function leadsElsewhere(provider: keyof typeof hosts, env: Environment): boolean {
  const { variable, own } = hosts[provider];
  const url = (env[variable] ?? '').trim();
  return url !== '' && !(URL.canParse(url) && new URL(url).hostname === own);
}

/** Day of the table, `2026-11-21`. */
export const priceTableDate: string = table.date;
