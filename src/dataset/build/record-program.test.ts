import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeText } from '../../../test/planted-dataset.ts';
import { ModelCallError } from '../../errors.ts';
import type { Model } from '../../model/model.ts';
import { resolveModel } from '../../model/resolve-model.ts';
import { type ScriptedReply, scriptedModel } from '../../model/scripted-model.ts';
import { createVolatileContext, createVolatileState } from '../../run/volatile-context.ts';
import { countWords } from '../../text/count-words.ts';
import { parseRecord } from '../read/read-records.ts';
import { createRecord } from '../record.ts';
import { type BuildSettings, createDocumentRequest } from './document-request.ts';
import { type BuiltDocument, createRecordProgram } from './record-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-build-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const row = (instruction: string, facts: { requiredWords?: number } = {}) =>
  createRecord({
    id: 'r1',
    messages: [{ role: 'user', content: instruction }],
    source: { file: 'set', line: 1 },
    provenance: { dataset: 'wild' },
    licence: 'odc-by',
    ...facts,
  });

async function build(
  record: ReturnType<typeof row>,
  model: string | Model,
  settings: Partial<BuildSettings> = {},
  state = createVolatileState(),
): Promise<BuiltDocument> {
  const address = typeof model === 'string' ? model : model.address;
  const made = createDocumentRequest(record, { model: address, method: 'agentwrite', ...settings });
  if ('unfit' in made) throw new Error(made.unfit);
  const program = createRecordProgram({
    resolveModel: async (each) => (typeof model === 'string' ? resolveModel(each, { env: {} }) : model),
  });
  const request = JSON.parse(JSON.stringify(made.request)) as unknown;
  const { result } = await program(request, createVolatileContext({ runId: 'run-1', folder, state }));
  return JSON.parse(JSON.stringify(result)) as BuiltDocument;
}

const textOf = ({ record }: BuiltDocument): string =>
  (record.messages as { role: string; content: string }[]).find(({ role }) => role === 'assistant')
    ?.content ?? '';
const gatesOf = ({ reasons }: BuiltDocument): string[] => reasons.map(({ gate }) => gate);

const report = row('Write a 1500-word report on tide mills in Wales.');
const baogao = row('写一篇关于潮汐磨坊的报告，3000字。');

/** Plans two sections, then answers each request for one from the list. */
function planned(titles: readonly string[], words: number, answers: readonly ScriptedReply[]): Model {
  const plan = titles
    .map((title) => `{"title":"${title}","mainPoints":["What is known."],"words":${words}}`)
    .join(',');
  return scriptedModel([`{"title":"Mills","sections":[${plan}]}`, ...answers], { address: 'scripted:test' });
}

/** Sound text of about so many words, another for every seed. */
const prose = (words: number, seed: number, language: 'en' | 'zh' = 'en'): string =>
  writeText(language, language === 'en' ? 'tide mills' : '潮汐磨坊', words, seed).join('\n\n');

describe('createRecordProgram', () => {
  it.each([
    ['English', report, 'en', 1500],
    ['Chinese', baogao, 'zh', 3000],
  ])(
    'keeps a document of the asked length with all that is known of it, in %s',
    async (_name, record, language, words) => {
      const built = await build(record, 'simulated:?seed=3');
      expect(built).toMatchObject({
        verdict: 'kept',
        reasons: [],
        language,
        askedWords: words,
        isPractice: true,
      });
      const text = textOf(built);
      expect(built.deliveredWords).toBe(countWords(text));
      expect(Math.abs(built.deliveredWords - words)).toBeLessThan(words * 0.2);
      expect(text).toMatch(/^# \S/);
      expect(built.usage.calls).toBeGreaterThan(1);
      expect(built.record).toMatchObject({
        id: 'r1',
        requiredWords: words,
        licence: 'odc-by',
        provenance: {
          dataset: 'wild',
          model: 'simulated:?seed=3',
          method: 'agentwrite',
          runId: 'run-1',
          isPractice: true,
        },
      });
      expect(String(built.record.plan).split('\n').length).toBeGreaterThan(3);
      // The row is one that every other command reads.
      const back = parseRecord(built.record, { file: 'kept.jsonl', line: 1 });
      expect(back).toMatchObject({ answer: text, instruction: record.instruction, plan: built.record.plan });
    },
  );

  it('rejects what is too short, with the figures and the text', async () => {
    const built = await build(report, 'simulated:?seed=3&lengthBias=0.4');
    expect(built.verdict).toBe('rejected');
    expect(built.reasons).toEqual([
      {
        gate: 'length',
        reason: expect.stringMatching(/words, asked were about 1500: length score .*, below 80/),
      },
    ]);
    expect(countWords(textOf(built))).toBe(built.deliveredWords);
    expect(built.lengthScore).toBeLessThan(80);
  });

  it('lets a wider gate keep the same document', async () => {
    const gates = { length: { leastScore: 10 } };
    expect((await build(report, 'simulated:?seed=3&lengthBias=0.4', { gates })).verdict).toBe('kept');
  });

  it('rejects what a model declines as a whole, and pays for it', async () => {
    const built = await build(report, 'simulated:?seed=3&refuseRate=1');
    expect(gatesOf(built)).toEqual(['refusal']);
    expect(textOf(built)).toBe('');
    expect(built.lengthScore).toBeNull();
    expect(built.usage.calls).toBeGreaterThan(0);
    expect(built.record.messages).toEqual([{ role: 'user', content: report.instruction }]);
  });

  it('rejects what breaks off in a refusal with the sections that were written', async () => {
    const refused = 'I’m sorry, but I can’t help with that request.';
    const built = await build(
      row('Write an 80-word report on mills, in two sections.'),
      planned(['One', 'Two'], 40, [prose(40, 1), refused, refused]),
    );
    expect(gatesOf(built)).toEqual(['refusal']);
    expect(textOf(built)).toContain(prose(40, 1));
  });

  it('rejects a text with gaps as incomplete', async () => {
    const refused = 'I’m sorry, but I can’t help with that request.';
    const model = planned(['One', 'Two'], 40, [prose(40, 1), refused, refused]);
    const gates = { length: { leastScore: 0 } };
    const built = await build(row('Write an 80-word report on mills, in two sections.'), model, {
      onRefusal: 'gap',
      gates,
    });
    expect(built.reasons).toContainEqual({
      gate: 'completeness',
      reason: '1 of its sections is a marked gap: the model declined to write it.',
    });
  });

  it('rejects what says the same again and again', async () => {
    const built = await build(
      row('Write a 6000-word report on tide mills in Wales.'),
      'simulated:?seed=3&repeatRate=1',
    );
    expect(gatesOf(built)).toContain('repetition');
  });

  it('rejects what comes in another language, and error text', async () => {
    const model = planned(['One', 'Two'], 60, [prose(60, 1, 'zh'), prose(60, 2, 'zh')]);
    expect(gatesOf(await build(row('Write a 120-word report on mills.'), model))).toContain('language');
    const failing = scriptedModel(() => '接口调用失败', {
      address: 'scripted:test',
    });
    const built = await build(row('Write 8 words on mills.'), failing, { method: 'native' });
    expect(gatesOf(built)).toContain('error-text');
  });

  it('takes out labels, words to the reader and broken joins, and says so', async () => {
    const [first, second] = [
      `Sure! Here is the first section:\n\nParagraph 1: ${prose(130, 1)} The miller climbed the`,
      `## Two (continued)\n\n${prose(130, 2)}\n\n(Part 2/2)`,
    ];
    const built = await build(
      row('Write a report on mills with headings.', { requiredWords: 260 }),
      planned(['One', 'Two'], 130, [first, second]),
    );
    expect(built.reasons).toEqual([]);
    expect(textOf(built)).toBe(`# Mills\n\n## One\n\n${prose(130, 1)}\n\n## Two\n\n${prose(130, 2)}`);
    expect(new Set(built.changes.map(({ kind }) => kind))).toEqual(
      new Set(['part-label', 'cut-sentence', 'repeated-heading']),
    );
  });

  it('does the same in Chinese', async () => {
    const [first, second] = [
      `好的，以下是第一部分的内容：\n\n第一段：${prose(170, 1, 'zh')}`,
      `第二部分（续）\n\n${prose(170, 2, 'zh')}\n\n（未完待续）`,
    ];
    const built = await build(
      row('写一篇关于磨坊的报告，要有小标题，约340字。'),
      planned(['其一', '其二'], 170, [first, second]),
    );
    expect(built).toMatchObject({ reasons: [], language: 'zh' });
    expect(textOf(built)).toBe(
      `# Mills\n\n## 其一\n\n${prose(170, 1, 'zh')}\n\n## 其二\n\n${prose(170, 2, 'zh')}`,
    );
  });

  it('heads a text as its form is, unless told otherwise', async () => {
    const letter = row('Write a 120-word letter to a miller.');
    const answers = [`Dear Ann,\n\n${prose(60, 1)}`, `${prose(60, 2)}\n\nYours,\nBen`];
    const headed = (built: BuiltDocument) => textOf(built).match(/^## .*$/gm);
    const built = await build(letter, planned(['One', 'Two'], 60, answers));
    expect(headed(built)).toBeNull();
    expect(built.changes).toEqual([
      { kind: 'heading', before: 'One', after: '' },
      { kind: 'heading', before: 'Two', after: '' },
    ]);
    expect(headed(await build(letter, planned(['One', 'Two'], 60, answers), { headings: 'keep' }))).toEqual([
      '## One',
      '## Two',
    ]);
  });

  it('rejects an instruction that no plan comes for, or that no window holds', async () => {
    const planless = scriptedModel(['No.', 'Never.'], { address: 'scripted:test' });
    expect(gatesOf(await build(report, planless))).toEqual(['plan']);
    const declines = 'My apologies, unable to assist at this time.';
    const declining = scriptedModel([declines, declines], { address: 'scripted:test' });
    expect((await build(report, declining)).reasons).toEqual([
      { gate: 'refusal', reason: `It declines: “${declines}”.` },
    ]);
    const small = scriptedModel([], { address: 'scripted:test', contextTokens: 300 });
    expect(gatesOf(await build(report, small))).toEqual(['window']);
  });

  it.each([
    ['a wrong key', 401, 'auth'],
    ['a used-up quota', 402, 'quota'],
  ])('leaves %s to whoever runs the build', async (_name, status, fault) => {
    const model = scriptedModel(() => ({ error: { status } }), { address: 'scripted:test' });
    const failure = await build(report, model).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ModelCallError);
    expect(failure).toMatchObject({ fault });
  });

  it('pays nothing twice and comes to the same record when it is resumed', async () => {
    const state = createVolatileState();
    const built = await build(report, 'simulated:?seed=3', {}, state);
    const calls = state.calls.length;
    expect(await build(report, 'simulated:?seed=3', {}, state)).toEqual(built);
    expect(state.calls).toHaveLength(calls);
  });

  it.each(['native', 'longhand', 'parallel', 'chain', 'tree'])('makes records by %s', async (method) => {
    const built = await build(row('Write a 900-word report on tide mills.'), 'simulated:?seed=3', { method });
    expect(built).toMatchObject({ verdict: 'kept', record: { provenance: { method } } });
  });
});
