/** The real world of a run: models by address, the cards of the home, prices. */
import type { CapabilityCard } from '../model/card/card.ts';
import { createCardStore } from '../model/card/card-store.ts';
import { mergeCards } from '../model/card/merge-cards.ts';
import { openCard } from '../model/card/refresh-card.ts';
import { resolveEmbedder } from '../model/embeddings/resolve-embedder.ts';
import { readEndpointFacts } from '../model/endpoint-facts.ts';
import type { Model } from '../model/model.ts';
import { findModelFacts } from '../model/price-table.ts';
import type { Environment } from '../model/providers/keys.ts';
import { type ResolveModelOptions, resolveModel } from '../model/resolve-model.ts';
import type { RunPlace, RunWorld } from './write.ts';

/**
 * @param options.env - Where keys and base URLs are read from.
 * @param options.loadMini - Loads the model that ships with Longhand; its room stands above this one.
 */
export function createRunWorld({
  home,
  databaseUrl,
  env,
  fetch = globalThis.fetch,
  loadMini,
}: RunPlace & { env: Environment; fetch?: typeof globalThis.fetch } & Pick<
    ResolveModelOptions,
    'loadMini'
  >): RunWorld {
  const store = createCardStore(home);
  return {
    home,
    ...(databaseUrl !== undefined && { databaseUrl }),
    resolveModel: (address, card): Promise<Model> => resolveModel(address, { env, fetch, card, loadMini }),
    resolveEmbedder: (address) => resolveEmbedder(address, { env, fetch }),
    openCard: (address) => openCard(address, { store, env, fetch }),
    async saveCard(card: CapabilityCard) {
      const known = await store.find(card.key);
      await store.save(known === undefined ? card : mergeCards(known, card));
    },
    async findPrice(address) {
      const fromTable = await findModelFacts(address, { env });
      if (fromTable?.price !== undefined) return { ...fromTable.price, source: fromTable.source };
      const facts = await readEndpointFacts(address, { env, fetch });
      return facts?.price && { ...facts.price, source: facts.source };
    },
  };
}
