/** Where cards are kept: one readable JSON file each, in the home. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CapabilityCard, cardKeyOf, cardSchema } from './card.ts';

export type CardStore = {
  /** undefined: none is kept, or its file is damaged. */
  find(address: string): Promise<CapabilityCard | undefined>;
  /** Replaces the card of the same key; whoever saves last is right. */
  save(card: CapabilityCard): Promise<void>;
  /** By key; damaged files are left out. */
  list(): Promise<CapabilityCard[]>;
};

/**
 * Creates a store in `<home>/cards`, which appears with the first card.
 *
 * Files are written whole or not at all, so that several processes may share the folder. A file that cannot be read
 * is no card: it is told to `onDamaged`, and the next `save` of that endpoint replaces it.
 *
 * @param options.onDamaged - Gets a sentence for people.
 */
export function createCardStore(
  home: string,
  { onDamaged = () => {} }: { onDamaged?: (reason: string) => void } = {},
): CardStore {
  const folder = join(home, 'cards');
  const load = async (name: string): Promise<CapabilityCard | undefined> => {
    const path = join(folder, name);
    try {
      return cardSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch (error) {
      if (isMissing(error)) return undefined;
      onDamaged(
        `Expected \`${path}\` to hold a capability card, got something else; it is not used. Delete it, or probe the model again.`,
      );
      return undefined;
    }
  };
  return {
    async find(address) {
      const key = cardKeyOf(address);
      const card = await load(fileNameOf(key));
      return card?.key === key ? card : undefined;
    },
    async save(card) {
      await mkdir(folder, { recursive: true });
      const path = join(folder, fileNameOf(card.key));
      const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
      try {
        await writeFile(draft, `${JSON.stringify(cardSchema.parse(card), null, 2)}\n`);
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    async list() {
      const names = await readdir(folder).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      });
      const cards = await Promise.all(names.filter((name) => name.endsWith('.json')).map(load));
      return cards
        .filter((card) => card !== undefined)
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    },
  };
}

/** Readable, safe on every file system, and different for keys that differ only in other signs. */
function fileNameOf(key: string): string {
  const slug = key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  return `${slug}-${createHash('sha256').update(key).digest('hex').slice(0, 8)}.json`;
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';
