/** Where the runs are, by flag, environment or default; and commands that find them again. */
import type { RunPlace } from '../methods/write.ts';

type PlaceOptions = { home?: string };

export function findPlace({ home }: PlaceOptions, env: NodeJS.ProcessEnv): RunPlace {
  const databaseUrl = env.LONGHAND_DATABASE_URL;
  return {
    home: home ?? (env.LONGHAND_HOME || '.longhand'),
    ...(databaseUrl && { databaseUrl }),
  };
}

/** A command that a person can paste; a home given by flag goes with it, one from the environment stays there. */
export function renderCommand(words: readonly string[], { home }: PlaceOptions): string {
  return ['longhand', ...words, ...(home === undefined ? [] : ['--home', home])].map(quoteWord).join(' ');
}

/** For POSIX shells; what needs no quotes gets none. */
function quoteWord(word: string): string {
  return /^[\p{L}\p{N}_.,:=@%+/-]+$/u.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}
