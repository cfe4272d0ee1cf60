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
  const { now, later } = listPrices(prices);
  if (now === undefined) return [];
  const { names, dated } = namesOf(match);
  return [
    {
      provider,
      // A beginning of a name is a name itself; the list of whole ones does not repeat it.
      names: clean([id, ...names]).filter((name) => !dated.includes(name)),
      ...(dated.length > 0 && { dated: clean(dated) }),
      ...now,
      ...(context_window !== undefined && { contextTokens: context_window }),
      ...(later.length > 0 && { later }),
    },
  ];
}

/** Names that an address can hold: no region, no routing. */
function clean(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => !/[@:/]/.test(name)).sort();
}

/** The last price whose start has come, and those that are announced. */
function listPrices(prices: ModelInfo['prices']): { now: object | undefined; later: object[] } {
  const all = Array.isArray(prices) ? prices : [{ prices }];
  const dated = all.flatMap(({ constraint, prices }) => {
    const price = toPrice(prices);
    if (price === undefined) return [];
    if (constraint === undefined) return [{ from: '', price }];
    return constraint.type === 'start_date' ? [{ from: constraint.start_date, price }] : [];
  });
  const now = dated.findLast(({ from }) => from <= today)?.price;
  const later = dated.filter(({ from }) => from > today).map(({ from, price }) => ({ from, ...price }));
  return { now, later };
}

function toPrice(prices: ModelPrice): object | undefined {
  const input = baseOf(prices.input_mtok);
  const output = baseOf(prices.output_mtok);
  if (input === undefined || output === undefined) return undefined;
  return {
    inputUsdPerMillion: input,
    // Without a price of its own a cached token costs what any other does.
    cachedUsdPerMillion: baseOf(prices.cache_read_mtok) ?? input,
    outputUsdPerMillion: output,
  };
}

/** Of tiered prices the first tier: what a request below its long-context threshold costs. */
function baseOf(price: ModelPrice[string]): number | undefined {
  return typeof price === 'object' ? price.base : price;
}

/** Whole names, and beginnings of names: only a date or `-latest` completes them, see price-table.ts. */
function namesOf(match: MatchLogic): { names: string[]; dated: string[] } {
  if ('or' in match) {
    const each = match.or.map(namesOf);
    return { names: each.flatMap(({ names }) => names), dated: each.flatMap(({ dated }) => dated) };
  }
  if ('equals' in match) return { names: [match.equals], dated: [] };
  // Some beginnings reach into the date.
  if ('starts_with' in match)
    return { names: [], dated: [match.starts_with.replace(/(?:-20\d\d)?[-@.]?$/, '')] };
  const pattern =
    'regex' in match ? /^\^([\w.\\-]+)-(?:\\d\{8\}|\\d\{4\}-\\d\{2\}-\\d\{2\})\$$/.exec(match.regex) : null;
  return { names: [], dated: pattern?.[1] === undefined ? [] : [pattern[1].replaceAll('\\', '')] };
}
