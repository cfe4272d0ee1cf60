/** The manifest of a proof: probed and written when it begins, held to when it goes on. */
import { UsageError } from '../../errors.ts';
import type { SourcedPrice } from '../../methods/write-request.ts';
import { type CapabilityCard, emptyCard } from '../../model/card/card.ts';
import type { Model } from '../../model/model.ts';
import { factsOf } from './exchange-model.ts';
import { findDifference } from './find-difference.ts';
import type { KitSizes } from './kit-sizes.ts';
import { hashText, hideKeys, type Ledger } from './ledger.ts';
import { probeAuthor } from './probe-author.ts';
import {
  loadManifest,
  type ProofManifest,
  renderManifest,
  saveManifest,
  shippedParts,
} from './proof-manifest.ts';

/** Source of a price that a person gave. */
export const givenSource = 'as given';

export type ProofWorld = {
  resolveModel: (address: string, card?: CapabilityCard) => Promise<Model>;
  openCard?: ((address: string) => Promise<CapabilityCard>) | undefined;
};

/** What decides a manifest. */
export type ProofSettings = {
  author: string;
  judge: string;
  sizes: KitSizes;
  prices: Readonly<Record<string, SourcedPrice>>;
  /** Of Longhand. */
  version: string;
};

/** @throws {UsageError} The folder holds a proof that was begun otherwise, or an address holds a key. */
export async function settleManifest(
  folder: string,
  ledger: Ledger,
  world: ProofWorld,
  { author, judge, sizes, prices, version }: ProofSettings,
  { abortSignal, onProgress }: { abortSignal?: AbortSignal | undefined; onProgress: (line: string) => void },
): Promise<{ manifest: ProofManifest; text: string }> {
  for (const [field, address] of Object.entries({ author, judge }))
    if (hideKeys(address) !== address)
      throw new UsageError(
        `Expected the address of the ${field} to hold no key or password, because a bundle is made to be shown. Set it in the environment instead.`,
      );
  const given = Object.entries(prices).filter(([, { source }]) => source === givenSource);
  const asked = { author, judge, sizes, prices: Object.fromEntries(given), longhand: version };
  const found = await loadManifest(folder);
  if (found !== undefined) {
    const { manifest } = found;
    const before = {
      author: manifest.author.address,
      judge: manifest.judge.address,
      sizes: manifest.sizes,
      // A price table may have changed since; a price that a person gives may not.
      prices: Object.fromEntries(given.map(([address]) => [address, manifest.prices[address]])),
      longhand: manifest.versions.longhand,
    };
    const difference = findDifference(before, asked);
    if (difference !== undefined)
      throw new UsageError(
        `Expected the proof in ${folder} to go on as it began, but \`${difference.field}\` was ${JSON.stringify(difference.expected)} and is ${JSON.stringify(difference.found)}. Name another folder with --out.`,
      );
    return settle(ledger, found);
  }
  const known = (await world.openCard?.(author)) ?? emptyCard(author, new Date());
  const bare = { ...emptyCard(author, new Date()), structuredOutput: 'schema' as const };
  const probed = await probeAuthor(
    await world.resolveModel(author, known.advertised ? { ...bare, advertised: known.advertised } : bare),
    ledger,
    {
      probeTokens: sizes.probeTokens,
      abortSignal,
      onStep: ({ name, detail }) => onProgress(`probe, ${name}: ${detail}`),
    },
  );
  const manifest: ProofManifest = {
    ...shippedParts(sizes),
    versions: { longhand: version, node: process.versions.node },
    date: new Date().toISOString().slice(0, 10),
    author: { ...factsOf(await world.resolveModel(author, probed.card)), card: probed.card },
    judge: factsOf(await world.resolveModel(judge, await world.openCard?.(judge))),
    probe: probed.steps,
    prices,
    sizes,
  };
  const text = await saveManifest(folder, manifest);
  // As a later process will read it.
  return settle(ledger, { manifest: JSON.parse(text) as ProofManifest, text: renderManifest(manifest) });
}

/** A kill between the manifest and its line in the ledger is made up for. */
async function settle<T extends { text: string }>(ledger: Ledger, found: T): Promise<T> {
  if (!ledger.lines.some(({ entry }) => entry.kind === 'settled'))
    await ledger.append({ kind: 'settled', manifestSha256: hashText(found.text) });
  return found;
}
