/** What a manifest records of a rubric: equal hashes ask equal questions. */
import { createHash } from 'node:crypto';
import type { PairRubric } from './pairwise.ts';
import type { Rubric } from './rubric.ts';

/**
 * Name, version and SHA-256 (hexadecimal) of everything that decides what is asked and what is read: the wording in
 * English and Chinese, dimensions, schema, temperature and output limit.
 */
export function hashRubric(rubric: Rubric | PairRubric): { name: string; version: number; sha256: string } {
  const { name, version, temperature, maxOutputTokens, schema } = rubric;
  const texts = {
    instruction: '{instruction}',
    answer: '{answer}',
    before: '{before}',
    first: '{first}',
    second: '{second}',
  };
  const wording = ['en', 'zh'].map((language) => rubric.render({ ...texts, language }));
  const dimensions = 'dimensions' in rubric ? rubric.dimensions : undefined;
  const whole = JSON.stringify({ wording, dimensions, schema, temperature, maxOutputTokens });
  return { name, version, sha256: createHash('sha256').update(whole).digest('hex') };
}
