/** A prompt cache as providers keep it: whole blocks of 128 tokens from the start, from 1,024 tokens on. */

const blockTokens = 128;
const leastTokens = 1_024;
/** Blocks kept; the oldest go first. */
const maxBlocks = 200_000;

export type PrefixCache = {
  /** Tokens of the longest stored prefix, 0 below 1,024; stores the whole prompt afterwards. */
  read(tokens: readonly number[]): number;
};

/** Creates an empty cache. It holds hashes of prefixes, no text. */
export function createPrefixCache(): PrefixCache {
  const prefixes = new Set<string>();
  return {
    read(tokens) {
      let first = 0x811c9dc5;
      let second = 0x9e3779b9;
      let cachedTokens = 0;
      let isCached = true;
      for (let index = 0; index < tokens.length; index++) {
        const token = tokens[index] as number;
        first = Math.imul(first ^ token, 0x01000193);
        second = Math.imul((second << 5) ^ (second >>> 27) ^ token, 0x85ebca6b);
        if ((index + 1) % blockTokens !== 0) continue;
        const prefix = `${index + 1}:${first >>> 0}:${second >>> 0}`;
        isCached = isCached && prefixes.delete(prefix);
        if (isCached) cachedTokens = index + 1;
        prefixes.add(prefix);
      }
      for (const oldest of prefixes) {
        if (prefixes.size <= maxBlocks) break;
        prefixes.delete(oldest);
      }
      return cachedTokens >= leastTokens ? cachedTokens : 0;
    },
  };
}
