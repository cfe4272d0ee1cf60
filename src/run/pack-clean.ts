/**
 * What a pack leaves behind of the machine it comes from: folders and keys in messages for people.
 *
 * Texts, requests to models and their answers stay byte for byte, or a resumed run would not be the same run.
 */
import { isAbsolute } from 'node:path';
import type { PackEntry } from './pack-format.ts';

type CallEntry = Extract<PackEntry, { kind: 'call' }>;
type EventEntry = Extract<PackEntry, { kind: 'event' }>;

type Cleaner = {
  message(text: string): string;
  call(entry: CallEntry): CallEntry;
  event(entry: EventEntry): EventEntry;
  recorded(call: Record<string, unknown>): Record<string, unknown>;
};

/** Not inside an address or a relative path: nothing of either stands before the first slash. */
const posixPath =
  /(?<![\w:/.~…])\/(?:[^\s/'"`,;:()，。；：（）「」“”]+\/)+([^\s/'"`,;:()，。；：（）「」“”]+)/g;
const windowsPath = /(?<!\w)[A-Za-z]:\\(?:[^\s\\'"`]+\\)*([^\s\\'"`]+)/g;

/**
 * @param homes - Folders that kept the run; what lies in them is named from there.
 * @param redact - Hides what looks like a key.
 */
export function createCleaner(homes: readonly string[], redact: (text: string) => string): Cleaner {
  const folders = homes.filter(isAbsolute).sort((a, b) => b.length - a.length);
  const dropFolders = (text: string): string => {
    let open = text.replaceAll(/file:\/\/(?=\/)/g, '');
    for (const folder of folders) open = open.replaceAll(`${folder}/`, '').replaceAll(folder, 'the home');
    return open.replace(posixPath, '$1').replace(windowsPath, '$1');
  };
  const message = (text: string): string => redact(dropFolders(text));
  /** Servers of one's own name a model by the path of its file. */
  const withoutPlaces = ({ modelId, ...facts }: Record<string, unknown>): Record<string, unknown> => ({
    ...facts,
    ...(modelId !== undefined && { modelId: typeof modelId === 'string' ? dropFolders(modelId) : modelId }),
  });
  return {
    message,
    call(entry) {
      const { error, warnings, ...facts } = entry.detail;
      return {
        ...entry,
        detail: {
          ...withoutPlaces(facts),
          ...(error !== undefined && { error: mapStrings(error, message) }),
          ...(warnings !== undefined && { warnings: mapStrings(warnings, message) }),
        },
      };
    },
    event(entry) {
      const { body } = entry;
      // What the program says again on a replay is known by its words; only what is always new may change.
      const isAlwaysNew = body.type === 'warning' || body.type === 'run-end';
      return {
        ...entry,
        body: {
          ...body,
          ...(typeof body.folder === 'string' && { folder: dropFolders(body.folder) }),
          ...(isAlwaysNew && typeof body.message === 'string' && { message: message(body.message) }),
        },
      };
    },
    recorded: withoutPlaces,
  };
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapStrings(each, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapStrings(each, change)]));
}
