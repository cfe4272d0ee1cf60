/** `--on-unsupported research`, and a small model that does cite, through the whole program. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { miniCard } from '../../model/mini-card.ts';
import { type ScriptedModel, scriptedModel } from '../../model/scripted-model.ts';
import {
  createVolatileContext,
  createVolatileState,
  type VolatileState,
} from '../../run/volatile-context.ts';
import type { ClaimRow } from '../../write/sources/claim-row.ts';
import { prepareRequest } from '../prepare-request.ts';
import { createWriteProgram } from '../write-program.ts';
import type { WriteResult } from '../write-result.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-research-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [harbour, fleet] = [join(folder, 'harbour.txt'), join(folder, 'fleet.txt')];
writeFileSync(harbour, 'In 2020 the harbour of Norwick handled 1,240 ferries.\n');
writeFileSync(fleet, 'The Alba Line runs twelve ships from Norwick. Its oldest ship was built in 1962.\n');

const filler = (at: number): string =>
  `${['Sailors', 'Porters', 'Widows', 'Clerks', 'Smiths'][at % 5]} ${['mended nets', 'sang', 'sat down'][at % 3]} ${['at dawn', 'in fog', 'by the wall', 'after work'][at % 4]} and nobody minded.`;

/** Drafts three statements, of which the first cites the wrong source, the second a wrong figure, the third none. */
function author(more: Parameters<typeof scriptedModel>[1] = {}): ScriptedModel & { drafts: string[] } {
  const drafts: string[] = [];
  let told = 0;
  const model = scriptedModel(
    ({ messages }) => {
      const last = messages.at(-1)?.content ?? '';
      if (last.startsWith('Check claims')) {
        const graded = [...last.matchAll(/<claim_(\d+)>\n([\s\S]*?)\n<\/claim_\1>/g)];
        return JSON.stringify(Object.fromEntries(graded.map(([, at]) => [`claim_${at}`, 2])));
      }
      if (last.startsWith('These sentences')) {
        drafts.push(last);
        const isLate = drafts.length > 1;
        return [...last.matchAll(/<sentence_(\d+)>\n([\s\S]*?)\n<\/sentence_\1>/g)]
          .map(([, at, said = '']) =>
            isLate && said.includes('ferries')
              ? `${at}: In 2020 the harbour of Norwick handled 1,240 ferries [S1].`
              : `${at}: NONE`,
          )
          .join('\n');
      }
      const isDraft = told === 0;
      const words = Number(/(\d+)(?: words)?\.?$/.exec(last)?.[1] ?? 60);
      const count = Math.ceil(words / 10);
      const rest = Array.from({ length: count }, (_each, at) => filler(told + at)).join(' ');
      told += count;
      return isDraft
        ? `The Alba Line runs twelve ships from Norwick [S1]. In 2020 the harbour of Norwick handled 9,999 ferries [S1]. The mayor Olaf Grim resigned in 1987. ${rest}`
        : rest;
    },
    { address: 'scripted:author', ...more },
  );
  return Object.assign(model, { drafts });
}

async function write(
  model: ScriptedModel,
  onUnsupported: string,
  state: VolatileState = createVolatileState(),
  stop?: () => boolean,
) {
  const sources = { paths: [harbour, fleet], onUnsupported };
  const settings = { model: 'scripted:author', sources };
  const { request, texts } = await prepareRequest(
    'Write a report of 150 words about the ferries of Norwick.',
    settings,
    {},
  );
  const context = createVolatileContext({ folder, state, ...(stop && { stop }) });
  const outcome = await createWriteProgram({ texts, resolveModel: async () => model })(
    request,
    context,
  ).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
  const { claims } = JSON.parse(state.files.get('claims.json') ?? '{"claims":[]}') as { claims: ClaimRow[] };
  return {
    result: outcome?.result as WriteResult,
    text: state.files.get('manuscript.md') ?? '',
    claims,
    state,
  };
}

describe('claims that are researched again', () => {
  it('cite another span, else are written once more with what was found, else go', async () => {
    const model = author();
    const { text, claims, result } = await write(model, 'research');
    expect(text).toContain('The Alba Line runs twelve ships from Norwick.[^');
    expect(text).toContain('handled 1,240 ferries.[^');
    expect(text).not.toMatch(/9,999|Olaf Grim|citation needed/);
    const byOutcome = Object.fromEntries(claims.map((row) => [row.outcome, row]));
    expect(Object.keys(byOutcome).sort()).toEqual(['kept', 'removed', 'rewritten']);
    expect(byOutcome.kept).toMatchObject({
      isResearched: true,
      sources: [2],
      drafted: { cited: 1, backing: 0 },
    });
    expect(result.citations).toMatchObject({
      researched: 1,
      kept: 1,
      rewritten: 1,
      removed: 1,
      precision: 1,
    });
    // Once with the usual passages, once with those of the new search, and never again.
    expect(model.drafts).toHaveLength(2);
    expect((await write(author(), 'research-mark')).text).toContain('resigned in 1987 [citation needed].');
  });

  it('come out alike wherever the run was killed', async () => {
    const whole = await write(author(), 'research');
    for (let after = 1; after < whole.state.steps.size; after += 2) {
      const state = createVolatileState();
      const model = author();
      await write(model, 'research', state, () => state.steps.size >= after);
      const { text } = await write(model, 'research', state);
      expect(text).toBe(whole.text);
    }
  });
});

describe('a small model that cites', () => {
  it('is shown sentences of its sources as lines, and a mark of the wrong source does not count', async () => {
    const model = author({ card: { ...miniCard, key: 'scripted:author' }, contextTokens: 2_000 });
    const { text, claims, state } = await write(model, 'mark');
    const sent = model.calls.map(({ messages }) => messages.at(-1)?.content ?? '');
    const request = sent.find((each) => /^source: /m.test(each)) ?? '';
    expect(request).toMatch(/^source: \[S\d\] /m);
    expect(request).toContain('such as [S1]');
    expect(text).toContain('runs twelve ships from Norwick [citation needed].');
    expect(text).toContain('Olaf Grim resigned in 1987 [citation needed].');
    expect(claims.every(({ outcome }) => outcome === 'marked')).toBe(true);
    expect(state.events).toContainEqual(
      expect.objectContaining({
        type: 'warning',
        message: expect.stringMatching(/^0 of 3 claims are traced/),
      }),
    );
  });
});
