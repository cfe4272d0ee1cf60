/** Whatever `docs/field` shows of real models has to hold together. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sealFile } from './bundle.ts';
import { checkProof } from './check-proof.ts';

const field = join(import.meta.dirname, '../../../docs/field');
const { version } = JSON.parse(readFileSync(join(field, '../../package.json'), 'utf8')) as {
  version: string;
};
const bundles = readdirSync(field).filter((name) => existsSync(join(field, name, sealFile)));

describe('docs/field', () => {
  it('says that nobody has contributed a run exactly as long as that is so', () => {
    const said = readFileSync(join(field, 'README.md'), 'utf8');
    expect(said.includes('No real-model run has been contributed yet')).toBe(bundles.length === 0);
  });

  for (const name of bundles)
    it(`holds ${name}, which passes its check and is by real models`, async () => {
      const { figures } = await checkProof(join(field, name), { version });
      expect(figures.practice).toEqual([]);
    }, 600_000);
});
