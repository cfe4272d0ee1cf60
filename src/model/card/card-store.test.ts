import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyCard } from './card.ts';
import { createCardStore } from './card-store.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'longhand-cards-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const cardOf = (address: string) => ({
  ...emptyCard(address, new Date('2026-01-01T00:00:00Z')),
  keptTokens: 4000,
});

describe('card store', () => {
  it('gives back what was saved, also to another process, in a file a person can read', async () => {
    const address = 'compatible:org/model:q4@http://127.0.0.1:8000/v1';
    await createCardStore(home).save(cardOf(address));
    expect(await createCardStore(home).find(address)).toEqual(cardOf(address));
    const [name = ''] = await readdir(join(home, 'cards'));
    expect(name).toMatch(/^compatible-org-model-q4-http-127-0-0-1-8000-v1-[0-9a-f]{8}\.json$/);
    expect(await readFile(join(home, 'cards', name), 'utf8')).toContain('\n  "keptTokens": 4000');
  });

  it('knows nothing where nothing was saved, and makes no folder by looking', async () => {
    const store = createCardStore(join(home, 'absent'));
    expect(await store.find('openai:m')).toBeUndefined();
    expect(await store.list()).toEqual([]);
    expect(await readdir(home)).toEqual([]);
  });

  it('keeps addresses apart that differ only in signs, and together what only differs in pace', async () => {
    const store = createCardStore(home);
    for (const address of ['openai:a-b', 'openai:a.b', 'simulated:?seed=1&capWords=9'])
      await store.save(cardOf(address));
    expect((await store.list()).map(({ key }) => key)).toEqual([
      'openai:a-b',
      'openai:a.b',
      'simulated:?capWords=9',
    ]);
    expect((await store.find('simulated:?capWords=9&seed=7'))?.key).toBe('simulated:?capWords=9');
  });

  it('takes a damaged file for no card, says so, and replaces it', async () => {
    const reasons: string[] = [];
    const store = createCardStore(home, { onDamaged: (reason) => reasons.push(reason) });
    await store.save(cardOf('openai:m'));
    await store.save(cardOf('openai:n'));
    const [first = ''] = (await readdir(join(home, 'cards'))).filter((name) => name.includes('openai-m'));
    for (const damage of ['{"key": "open', '{"key":"openai:m","updatedAt":"now","keptTokens":-1}']) {
      await writeFile(join(home, 'cards', first), damage);
      reasons.length = 0;
      expect(await store.find('openai:m')).toBeUndefined();
      expect((await store.list()).map(({ key }) => key)).toEqual(['openai:n']);
      expect(reasons).toHaveLength(2);
      expect(reasons[0]).toContain(first);
    }
    await store.save(cardOf('openai:m'));
    expect(await store.find('openai:m')).toEqual(cardOf('openai:m'));
  });

  it('leaves one whole file when many write at once', async () => {
    const stores = Array.from({ length: 8 }, () => createCardStore(home));
    await Promise.all(
      stores.map((store, index) => store.save({ ...cardOf('openai:m'), keptTokens: index + 1 })),
    );
    const names = await readdir(join(home, 'cards'));
    expect(names).toHaveLength(1);
    expect((await stores[0]?.find('openai:m'))?.keptTokens).toBeGreaterThan(0);
  });

  it('saves nothing that it could not read again', async () => {
    const store = createCardStore(home);
    await expect(store.save({ ...cardOf('openai:m'), keptTokens: -1 })).rejects.toThrow();
    expect(await readdir(join(home, 'cards'))).toEqual([]);
  });
});
