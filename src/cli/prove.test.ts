import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutput, type Output } from './output.ts';
import { runProve } from './prove.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'longhand-prove-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** An output that remembers what it said. */
function listen() {
  const said: string[] = [];
  const keep = (line: string): void => void said.push(line);
  const output: Output = {
    ...createOutput({ json: 'result' }),
    say: keep,
    complain: keep,
    print: keep,
    printResult: () => {},
  };
  return { said, output };
}

const models = { model: 'simulated:?seed=1', judge: 'simulated:?seed=2' };
// Nothing listens there: an endpoint of which no price is known.
const unpriced = 'compatible:none@http://127.0.0.1:9/v1';

describe('longhand prove', () => {
  it('refuses a kit whose quote begins above the limit, and offers a smaller one', async () => {
    const { said, output } = listen();
    const run = runProve({ ...models, home, out: join(home, 'p'), price: ['20,2,80'], maxCost: '5' }, output);
    await expect(run).rejects.toThrow(
      /Expected `max-cost` to cover the kit, quoted \d+\.\d+ USD to \d+\.\d+ USD, got 5\. .*--lengths 2000,5000 is quoted/,
    );
    expect(said.some((line) => line.startsWith('quote: '))).toBe(true);
  });

  it('does not begin without a price unless told to', async () => {
    const { output } = listen();
    await expect(
      runProve({ ...models, judge: unpriced, home, out: join(home, 'p') }, output),
    ).rejects.toThrow(`Expected a price for ${unpriced}, but none is known`);
  });

  it('asks for a model and a judge', async () => {
    const { output } = listen();
    await expect(runProve({ judge: 'simulated:' }, output)).rejects.toThrow('Expected `model`, got none.');
    await expect(runProve({ model: 'simulated:' }, output)).rejects.toThrow('Expected `judge`, got none.');
  });

  it('says what a folder lacks that is no bundle', async () => {
    const { said, output } = listen();
    expect(await runProve({ check: home }, output)).toBe(1);
    expect(said.at(-1)).toContain('proof.json: expected a file, found none.');
  });
});
