/** The card of an address as a run begins with it. */
import type { Environment } from '../providers/keys.ts';
import { type CapabilityCard, emptyCard } from './card.ts';
import type { CardStore } from './card-store.ts';

const freshForMs = 24 * 3_600_000;
/** Nobody is behind these who could say anything of himself. */
const silent = /^(?:simulated|recorded|scripted|mini)(?::|$)/;

/**
 * Opens the stored card, or a new one, and asks the endpoint or the price table what it says of itself where that is
 * not known or older than a day. What it says is not saved here, but with what the run learns.
 *
 * An endpoint that now names another window than before was set up anew: what was measured of the old window is
 * dropped, in the store as well. Never throws; without an answer the card stays as it is.
 *
 * @param options.now - Unix time in milliseconds.
 */
export async function openCard(
  address: string,
  {
    store,
    env,
    fetch = globalThis.fetch,
    now = Date.now,
  }: {
    store: Pick<CardStore, 'find' | 'save'>;
    env: Environment;
    fetch?: typeof globalThis.fetch;
    now?: () => number;
  },
): Promise<CapabilityCard> {
  const stored = await store.find(address).catch(() => undefined);
  const card = stored ?? emptyCard(address, new Date(now()));
  if (silent.test(address) || isFresh(card.advertised?.askedAt, now())) return card;
  const facts = await lookUp(address, { env, fetch });
  if (facts === undefined) return card;
  const { contextTokens, maxOutputTokens, vision, source } = facts;
  const advertised = {
    ...(contextTokens !== undefined && { contextTokens }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(vision !== undefined && { vision }),
    source,
    askedAt: new Date(now()).toISOString(),
  };
  const before = card.advertised?.contextTokens;
  if (before === undefined || contextTokens === undefined || before === contextTokens)
    return { ...card, advertised };
  const renewed = { ...forgetWindow(card), advertised };
  // Saving later would merge the old measurements in again. A home that cannot be written fails elsewhere, loudly.
  await store.save(renewed).catch(() => {});
  return renewed;
}

/** The card without what was measured of its input window. */
export function forgetWindow({
  keptTokens: _kept,
  lostTokens: _lost,
  ...rest
}: CapabilityCard): CapabilityCard {
  return rest;
}

function isFresh(askedAt: string | undefined, now: number): boolean {
  const age = askedAt === undefined ? Number.NaN : now - Date.parse(askedAt);
  return age >= 0 && age < freshForMs;
}

type Facts = { contextTokens?: number; maxOutputTokens?: number; vision?: boolean; source: string };

async function lookUp(
  address: string,
  { env, fetch }: { env: Environment; fetch: typeof globalThis.fetch },
): Promise<Facts | undefined> {
  const sources = [
    async () => (await import('../endpoint-facts.ts')).readEndpointFacts(address, { env, fetch }),
    async () => (await import('../price-table.ts')).findModelFacts(address, { env }),
  ];
  for (const ask of sources) {
    // Whatever goes wrong here comes back, and is told, with the first call.
    const facts: Facts | undefined = await ask().catch(() => undefined);
    const said = [facts?.contextTokens, facts?.maxOutputTokens, facts?.vision];
    if (facts !== undefined && said.some((each) => each !== undefined)) return facts;
  }
  return undefined;
}
