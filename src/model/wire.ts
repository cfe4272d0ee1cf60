/**
 * What an endpoint turned out to accept on the wire: settings it refuses, and what it calls the output limit.
 *
 * Servers that speak the same format differ in small ways, and say so with status 400. What a refusal names is left
 * out or renamed once, for this call and all later ones of the same model, and goes onto its card.
 */
import type { CapabilityCard } from './card/card.ts';

type OptionalSetting = 'temperature' | 'seed' | 'stream_options' | 'response_format';

/** Shared by all calls of a model; changes when a refusal teaches something. */
export type Wire = {
  readonly omitted: Set<OptionalSetting>;
  tokenLimitName: CapabilityCard['tokenLimitName'];
  /** Largest output limit that is accepted; undefined as long as none was refused. */
  mostOutputTokens: number | undefined;
  /** Answers begin in the middle of thoughts: the template opens the tag. */
  opensThinking: boolean;
};

const optional: readonly OptionalSetting[] = ['temperature', 'seed', 'stream_options', 'response_format'];
const limitNames = ['max_tokens', 'max_completion_tokens'] as const;

/** Begins with what the card knows. */
export function createWire(card: CapabilityCard | undefined): Wire {
  return {
    omitted: new Set(card?.acceptsTemperature === false ? ['temperature'] : []),
    tokenLimitName: card?.tokenLimitName,
    mostOutputTokens: undefined,
    opensThinking: false,
  };
}

/** As it stands now: what the next request is sent with, while other calls may learn more. */
export const copyWire = (wire: Wire): Wire => ({ ...wire, omitted: new Set(wire.omitted) });

/** A `fetch` whose JSON bodies keep to what the endpoint accepts. */
export function adaptFetch(fetch: typeof globalThis.fetch, wire: Wire): typeof globalThis.fetch {
  return (input, init) => {
    const isPlain =
      wire.omitted.size === 0 && wire.tokenLimitName === undefined && wire.mostOutputTokens === undefined;
    if (typeof init?.body !== 'string' || isPlain) return fetch(input, init);
    const body = JSON.parse(init.body) as Record<string, unknown>;
    for (const name of wire.omitted) delete body[name];
    const { tokenLimitName } = wire;
    const other = limitNames.find((name) => name !== tokenLimitName);
    if (tokenLimitName !== undefined && other !== undefined && body[other] !== undefined) {
      body[tokenLimitName] = body[other];
      delete body[other];
    }
    for (const name of limitNames) {
      const limit = body[name];
      if (typeof limit === 'number') body[name] = Math.min(limit, wire.mostOutputTokens ?? limit);
    }
    return fetch(input, { ...init, body: JSON.stringify(body) });
  };
}

const refusal =
  /unsupported|not supported|deprecated|does(?: not|n't) support|unrecogni[sz]ed|unknown|unexpected|extra (?:inputs|fields)|extra_forbidden|not permitted|not allowed|invalid (?:parameter|argument|field)|不支持/i;

/**
 * Reads a refusal and changes the wire accordingly.
 *
 * @param said - Everything the endpoint sent with its status 400 or 422.
 * @param options.sentWith - The wire as the refused request was sent with it: another call may have learnt the same.
 * @returns What goes onto the card; undefined where nothing was learnt, and the same request would fail again.
 */
export function learnFromRefusal(
  wire: Wire,
  said: string,
  { sentWith }: { sentWith: Wire },
): Partial<CapabilityCard> | undefined {
  const mostOutputTokens = readOutputLimit(said);
  if (mostOutputTokens !== undefined && sentWith.mostOutputTokens === undefined) {
    wire.mostOutputTokens = mostOutputTokens;
    return {};
  }
  if (!refusal.test(said)) return undefined;
  const named = (name: string): boolean => new RegExp(`(?<![\\w])${name}(?![\\w])`).test(said);
  const instead = limitNames.find((name) => new RegExp(`use\\W+${name}\\W`, 'i').test(said));
  const refusedLimit = limitNames.find((name) => named(name) && name !== instead);
  if (refusedLimit !== undefined && sentWith.tokenLimitName === undefined) {
    const tokenLimitName = refusedLimit === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
    wire.tokenLimitName = tokenLimitName;
    return { tokenLimitName };
  }
  const setting = optional.find((name) => named(name) && !sentWith.omitted.has(name));
  if (setting === undefined) return undefined;
  wire.omitted.add(setting);
  if (setting === 'temperature') return { acceptsTemperature: false };
  if (setting === 'response_format') return { structuredOutput: 'none' };
  return {};
}

/** The largest output limit, in the words of a refusal: `max_tokens: 80000 > 64000`, `supports at most 16384`. */
function readOutputLimit(said: string): number | undefined {
  const found =
    /max_(?:completion_)?tokens\b[^.\d]{0,20}\d+ > (\d+)/.exec(said) ??
    /max_(?:completion_)?tokens\b[\s\S]{0,80}?at most (\d+) (?:completion|output) tokens/.exec(said) ??
    /max_(?:completion_)?tokens\b[\s\S]{0,60}?(?:less than or equal to|<=|\[1, ?)\D{0,3}(\d{3,})/.exec(said);
  const tokens = Number(found?.[1]);
  return tokens > 0 ? tokens : undefined;
}
