/**
 * Makes src/model/prices.json anew from the data package `@pydantic/genai-prices`: the text models of the three
 * providers with an address of their own. Prices are never typed in by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { findProvider, type MatchLogic, type ModelInfo, type ModelPrice } from '@pydantic/genai-prices';

const isText =
  /^(?:gpt-[4-9]|o\d|claude-|gemini-[2-9])(?!.*(?:audio|realtime|image|tts|transcribe|live|vision|search|embedding|codex|chat|:extended|\.ft-))/;
const today = new Date().toISOString().slice(0, 10);

const { devDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  devDependencies: Record<string, string>;
};
const version = devDependencies['@pydantic/genai-prices'];
const sources: string[] = [];
const models = ['openai', 'anthropic', 'google'].flatMap((providerId) => {
  const provider = findProvider({ providerId });
  if (provider === undefined) throw new Error(`The data package does not know the provider ${providerId}.`);
  sources.push(...(provider.pricing_urls ?? []).slice(0, 1));
  const isOwn = providerId === 'google' ? /^gemini/ : /./;
  return provider.models
    .filter(({ id, deprecated }) => !deprecated && isText.test(id) && isOwn.test(id))
    .flatMap((model) => toRow(providerId, model));
});

writeFileSync(
  new URL('src/model/prices.json', import.meta.url),
  `${JSON.stringify({ date: today, package: `@pydantic/genai-prices ${version}`, sources, models }, null, 2)}\n`,
);
console.log(`${models.length} models, ${today}, from @pydantic/genai-prices ${version}`);

function toRow(provider: string, { id, match, prices, context_window }: ModelInfo): object[] {
  const price = currentPrice(prices);
  const input = baseOf(price.input_mtok);
  const output = baseOf(price.output_mtok);
  if (input === undefined || output === undefined) return [];
  const cached = baseOf(price.cache_read_mtok);
  const names = [...new Set([id, ...namesOf(match)])].filter((name) => !/[@:/]/.test(name)).sort();
  return [
    {
      provider,
      names,
      inputUsdPerMillion: input,
      // Without a price of its own a cached token costs what any other does.
      cachedUsdPerMillion: cached ?? input,
      outputUsdPerMillion: output,
      ...(context_window !== undefined && { contextTokens: context_window }),
    },
  ];
}

/** The last price whose start has come. */
function currentPrice(prices: ModelInfo['prices']): ModelPrice {
  if (!Array.isArray(prices)) return prices;
  const begun = prices.filter(
    ({ constraint }) =>
      constraint === undefined || (constraint.type === 'start_date' && constraint.start_date <= today),
  );
  return begun.at(-1)?.prices ?? {};
}

/** Of tiered prices the first tier: what a request below its long-context threshold costs. */
function baseOf(price: ModelPrice[string]): number | undefined {
  return typeof price === 'object' ? price.base : price;
}

/** Exact names, and beginnings of names: those are completed by a date only, see price-table.ts. */
function namesOf(match: MatchLogic): string[] {
  if ('or' in match) return match.or.flatMap(namesOf);
  if ('equals' in match) return [match.equals];
  if ('starts_with' in match) return [match.starts_with.replace(/[-@.]$/, '')];
  return [];
}
