import { describe, expect, it } from 'vitest';
import { type CapabilityCard, emptyCard } from './card.ts';
import type { CardStore } from './card-store.ts';
import { openCard } from './refresh-card.ts';

const address = 'compatible:m@http://127.0.0.1:8000/v1';
const start = Date.parse('2026-01-01T00:00:00Z');
const hour = 3_600_000;

/** A vLLM server that lists its window; `contextTokens` undefined: nobody answers. */
function createWorld(contextTokens: number | undefined) {
  const world = {
    contextTokens,
    asked: 0,
    cards: new Map<string, CapabilityCard>(),
    store: {} as Pick<CardStore, 'find' | 'save'>,
    fetch: (async (input: string | URL | Request) => {
      world.asked += 1;
      const url = input instanceof Request ? input.url : String(input);
      if (world.contextTokens === undefined) throw new TypeError('fetch failed');
      if (!url.endsWith('/v1/models')) return new Response('', { status: 404 });
      const model = { id: 'm', object: 'model', owned_by: 'vllm', max_model_len: world.contextTokens };
      return Response.json({ object: 'list', data: [model] });
    }) as typeof globalThis.fetch,
    open: (hours = 0, of = address) =>
      openCard(of, { store: world.store, env: {}, fetch: world.fetch, now: () => start + hours * hour }),
  };
  world.store = {
    find: async (key) => world.cards.get(key),
    save: async (card) => void world.cards.set(card.key, card),
  };
  return world;
}

describe('openCard', () => {
  it('asks the endpoint what it takes, and again only after a day', async () => {
    const world = createWorld(8_192);
    const card = await world.open();
    expect(card).toMatchObject({ key: address, advertised: { contextTokens: 8_192 } });
    expect(card.advertised?.source).not.toBe('');
    await world.store.save(card);
    const asked = world.asked;
    expect(await world.open(23)).toEqual(card);
    expect(world.asked).toBe(asked);
    await world.open(25);
    expect(world.asked).toBeGreaterThan(asked);
  });

  it('keeps the card as it is where nobody answers', async () => {
    const world = createWorld(undefined);
    expect(await world.open()).toEqual(emptyCard(address, new Date(start)));
    const known = { ...emptyCard(address, new Date(start)), keptTokens: 4_000 };
    await world.store.save(known);
    expect(await world.open()).toEqual(known);
  });

  it('forgets the old window of a server that was started with another one', async () => {
    const world = createWorld(4_096);
    await world.store.save({
      ...(await world.open()),
      keptTokens: 3_000,
      lostTokens: 4_000,
      lengthBias: 0.9,
    });
    world.contextTokens = 32_768;
    const card = await world.open(48);
    expect(card).toMatchObject({ advertised: { contextTokens: 32_768 }, lengthBias: 0.9 });
    expect(card).not.toHaveProperty('lostTokens');
    expect(await world.store.find(address)).toEqual(card);
  });

  it('keeps what was measured where the endpoint says the same as before', async () => {
    const world = createWorld(4_096);
    await world.store.save({ ...(await world.open()), keptTokens: 3_000, lostTokens: 4_000 });
    expect(await world.open(48)).toMatchObject({ keptTokens: 3_000, lostTokens: 4_000 });
  });

  it('asks nobody about practice and recorded models', async () => {
    const world = createWorld(8_192);
    for (const silent of ['simulated:?seed=1', 'simulated:', 'recorded:run.longhand', 'mini']) {
      expect((await world.open(0, silent)).advertised).toBeUndefined();
    }
    expect(world.asked).toBe(0);
  });

  it('survives a store that cannot be read', async () => {
    const world = createWorld(8_192);
    world.store.find = async () => {
      throw new Error('disk');
    };
    expect(await world.open()).toMatchObject({ advertised: { contextTokens: 8_192 } });
  });
});
