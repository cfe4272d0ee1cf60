/** What a person changes in `manuscript.md` of a text from sources, between a kill and a resume and before an edit. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { scriptedModel } from '../../model/scripted-model.ts';
import {
  createVolatileContext,
  createVolatileState,
  type VolatileState,
} from '../../run/volatile-context.ts';
import type { ClaimRow } from '../../write/sources/claim-row.ts';
import { createEditProgram } from '../edit-program.ts';
import { prepareRequest } from '../prepare-request.ts';
import { createWriteProgram } from '../write-program.ts';
import type { WriteRequest } from '../write-request.ts';

let folder = '';
const folders: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longhand-by-hand-'));
  folders.push(folder);
});
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

const facts = {
  1: ['In 2020 the harbour of Norwick handled 1,240 ferries [S1].', 'Its pier cost 4.2 million crowns [S1].'],
  2: ['The Alba Line runs twelve ships from Norwick [S2].', 'Its oldest ship was built in 1962 [S2].'],
};
const plan = `# Water

## The harbour (150 words)
- what it handled
- Draws on: S1

## The fleet (150 words)
- its ships
- Draws on: S2
`;

/** Writes the facts of a section and then empty sentences; every judgement is yes. */
function author() {
  const judged: string[] = [];
  let told = 0;
  const fill = (words: number): string =>
    Array.from({ length: Math.max(1, Math.round(words / 12)) }, () => {
      told += 1;
      const pick = (from: string[], by: number): string => from[Math.floor(told / by) % from.length] ?? '';
      const who = pick(['Sailors', 'Porters', 'Widows', 'Children', 'Clerks', 'Smiths', 'Cooks'], 1);
      const what = pick(['mended nets', 'counted gulls', 'told old tales', 'sat by the wall', 'sang'], 7);
      return `${who} ${what} ${pick(['at dawn', 'at dusk', 'in rain', 'in fog'], 3)} and hardly anybody spoke of it.`;
    }).join(' ');
  const model = scriptedModel(
    ({ messages }) => {
      const last = messages.at(-1)?.content ?? '';
      if (last.startsWith('Check claims')) {
        const claims = [...last.matchAll(/<claim_(\d+)>\n([\s\S]*?)\n<\/claim_\1>/g)];
        judged.push(...claims.map(([, , claim = '']) => claim));
        return JSON.stringify(Object.fromEntries(claims.map(([, at]) => [`claim_${at}`, 2])));
      }
      const words = Number(/(\d+) words\.?$/.exec(last)?.[1] ?? /: (\d+)/.exec(last)?.[1] ?? 60);
      const section = /section 1\b/i.test(last) ? 1 : /section 2\b/i.test(last) ? 2 : undefined;
      return section === undefined ? fill(words) : `${facts[section].join(' ')} ${fill(words - 20)}`;
    },
    { address: 'scripted:author' },
  );
  return { model, judged };
}

async function begin(): Promise<{ request: WriteRequest; world: ReturnType<typeof worldOf> }> {
  const [harbour, fleet] = [join(folder, 'harbour.txt'), join(folder, 'fleet.txt')];
  writeFileSync(
    harbour,
    'In 2020 the harbour of Norwick handled 1,240 ferries. The pier of Norwick cost 4.2 million crowns.\n',
  );
  writeFileSync(fleet, 'The Alba Line runs twelve ships from Norwick. Its oldest ship was built in 1962.\n');
  const settings = {
    model: 'scripted:author',
    planFile: { path: 'plan.md', text: plan },
    sources: { paths: [harbour, fleet], onUnsupported: 'remove' },
  };
  const { request, texts } = await prepareRequest('Write a 300-word report about the water.', settings, {});
  return { request, world: worldOf(texts) };
}

const worldOf = (texts: Awaited<ReturnType<typeof prepareRequest>>['texts']) => ({
  ...author(),
  texts,
});

async function run(
  program: typeof createWriteProgram,
  request: WriteRequest,
  { model, texts }: Awaited<ReturnType<typeof begin>>['world'],
  state: VolatileState,
  stop?: () => boolean,
): Promise<string> {
  const context = createVolatileContext({ folder, state, ...(stop && { stop }) });
  await program({ texts, resolveModel: async () => model })(request, context).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
  return state.files.get('manuscript.md') ?? '';
}

/** Puts the file where a person finds it, as they leave it. */
function edit(state: VolatileState, change: (text: string) => string): string {
  const before = state.files.get('manuscript.md') ?? '';
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(join(folder, 'manuscript.md'), after);
  writeFileSync(join(folder, 'manuscript.sha256'), state.files.get('manuscript.sha256') ?? '');
  return after;
}

const ledgerOf = (state: VolatileState): ClaimRow[] =>
  (JSON.parse(state.files.get('claims.json') ?? '{"claims":[]}') as { claims: ClaimRow[] }).claims;
const rewriteOf = (request: WriteRequest, section: string): WriteRequest => ({
  ...request,
  edit: { kind: 'rewrite', sections: [section], note: '', number: 1 },
});

describe('hand edits of a text from sources', () => {
  it('are kept by an edit: kept marks stay with their claims, own sentences are not judged, removed ones leave', async () => {
    const { request, world } = await begin();
    const state = createVolatileState();
    await run(createWriteProgram, request, world, state);
    expect(ledgerOf(state).map(({ claim }) => claim)).toHaveLength(4);
    world.judged.length = 0;
    edit(state, (text) =>
      text
        .replace(/Its oldest ship was built in 1962\.\[\^\d\]/, '')
        .replace(/(## The fleet\n\n)/, '$1My uncle Olaf Grim sailed in 1931 with 77 men. ')
        // A line of the list that is gone comes back with it.
        .replace(/^1\. harbour.*$/m, ''),
    );
    const text = await run(createEditProgram, rewriteOf(request, '1'), world, state);
    const fleet = /## The fleet\n\n([\s\S]*?)\n\n\[\^1\]:/.exec(text)?.[1] ?? '';
    expect(fleet).toMatch(
      /^My uncle Olaf Grim sailed in 1931 with 77 men\. The Alba Line runs twelve ships from Norwick\.\[\^\d\]/,
    );
    expect(text).not.toContain('1962');
    expect(text.match(/## References/g)).toHaveLength(1);
    const rows = ledgerOf(state).filter(({ section }) => section === '2');
    expect(rows).toMatchObject([
      { claim: 'The Alba Line runs twelve ships from Norwick.', sources: [2], outcome: 'kept' },
    ]);
    expect(world.judged.join('\n')).not.toMatch(/Olaf|Alba/);
    // Nothing of it is undone by the next edit.
    edit(state, (unchanged) => `${unchanged}\n`);
    expect(
      await run(
        createEditProgram,
        { ...rewriteOf(request, '1'), edit: { kind: 'rewrite', sections: ['1'], note: '', number: 2 } },
        world,
        state,
      ),
    ).toContain(fleet);
  });

  it('judge a sentence that was given a mark by hand, and mark it where its source does not say it', async () => {
    const { request, world } = await begin();
    const state = createVolatileState();
    const first = await run(createWriteProgram, request, world, state);
    const label = /twelve ships from Norwick\.\[\^(\d)\]/.exec(first)?.[1];
    edit(state, (text) =>
      text.replace(
        /(## The fleet\n\n)/,
        `$1The Alba Line runs twelve ships.[^${label}] The Alba Line runs ninety ships.[^${label}] `,
      ),
    );
    const text = await run(createEditProgram, rewriteOf(request, '1'), world, state);
    expect(text).toMatch(
      /The Alba Line runs twelve ships\.\[\^\d\] The Alba Line runs ninety ships \[citation needed\]\. /,
    );
    const rows = ledgerOf(state).filter(({ section }) => section === '2');
    expect(rows.map(({ outcome }) => outcome)).toEqual(['kept', 'marked', 'kept', 'kept']);
  });

  it('are kept by a resume, whatever step the run was killed after', async () => {
    const { request, world } = await begin();
    const whole = createVolatileState();
    await run(createWriteProgram, request, world, whole);
    const landed = [...whole.steps.keys()].indexOf('section-1');
    expect(landed).toBeGreaterThan(0);
    for (const after of [landed + 1, landed + 2, whole.steps.size - 1]) {
      const again = await begin();
      const state = createVolatileState();
      const partial = await run(
        createWriteProgram,
        again.request,
        again.world,
        state,
        () => state.steps.size >= after,
      );
      expect(partial).toContain('1,240 ferries');
      edit(state, (text) =>
        text.replace(/(handled 1,240 ferries\.\[\^1\])/, '$1 I counted them myself with Ada Lund.'),
      );
      const text = await run(createWriteProgram, again.request, again.world, state);
      expect(text).toMatch(/handled 1,240 ferries\.\[\^1\] I counted them myself with Ada Lund\. /);
      expect(text).toContain('twelve ships from Norwick.[^2]');
      const claims = ledgerOf(state).map(({ claim }) => claim);
      expect(claims).toContain('In 2020 the harbour of Norwick handled 1,240 ferries.');
      expect(claims.join()).not.toContain('Ada Lund');
    }
  });
});
