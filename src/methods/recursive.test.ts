/** Scripted roots and readers: this tests the engine, not how well any model programs or reads. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeReadingTask, readingKinds } from '../../bench/read-tasks.ts';
import {
  cell,
  type RootReply,
  readByCode,
  readByPieces,
  scriptedRecursion,
} from '../../bench/scripted-recursion.ts';
import { estimateTokens, loadTokenizer } from '../model/estimate-tokens.ts';
import type { ScriptedModel, ScriptedReply } from '../model/scripted-model.ts';
import { createContract, targetWordsOf } from '../plan/length/length-contract.ts';
import { createVolatileContext, createVolatileState, type VolatileState } from '../run/volatile-context.ts';
import { createLessons } from './lessons.ts';
import { createReadHost, listUnits } from './reading/read-host.ts';
import type { ReadingTask } from './reading/read-method.ts';
import type { RecursionOptions } from './recursive/tree.ts';
import { recursive } from './recursive.ts';

beforeAll(loadTokenizer);

type Task = ReadingTask & { recursion?: RecursionOptions };
const taskOf = (ask: string, texts: readonly string[], more: Partial<Task> = {}): Task => ({
  ask,
  kind: 'answer',
  sources: texts.map((text, index) => ({
    ...{ id: `s${index}`, title: `Text ${index + 1}`, mediaType: 'text/plain', text },
    ...{ language: 'en', parts: [], tokens: estimateTokens(text) },
  })),
  ...{ language: 'en', counting: 'longbench-write', seed: 0, chain: {} },
  ...more,
});

const long = makeReadingTask('aggregate', 18_000, 1);

async function read(
  task: Task,
  model: ScriptedModel,
  more: {
    state?: VolatileState;
    concurrency?: number;
    stop?: () => boolean;
    limits?: { tokens?: number; costInUsd?: number };
  } = {},
) {
  const { state = createVolatileState(), concurrency = 4, stop, limits } = more;
  const context = createVolatileContext({ state, ...(stop && { stop }), ...(limits && { limits }) });
  const models = { planner: model, writer: model, editor: model, summarizer: model, judge: model };
  const lessons = await createLessons({}, context);
  const host = createReadHost({ prices: {}, counting: task.counting, concurrency }, models, lessons, context);
  const { text, report } = await recursive(task, host);
  return { text, report, units: await listUnits(context), state };
}

/** A root that says these in turn; what it was shown is kept. */
function play(replies: readonly string[], reader?: (prompt: string) => ScriptedReply) {
  const shown: string[] = [];
  const root: RootReply = (last, turn) => {
    shown.push(last);
    return replies[turn - 1] ?? 'I do not know.';
  };
  return { shown, model: scriptedRecursion({ root, ...(reader && { reader }) }) };
}
const done = (expression: string): string => cell(`answer.content = ${expression}; answer.ready = true`);
const rootCalls = ({ calls }: ScriptedModel) =>
  calls.filter(({ messages }) => messages[0]?.role === 'system');
const subPrompts = ({ calls }: ScriptedModel) =>
  calls.flatMap(({ messages }) => (messages[0]?.role === 'system' ? [] : [messages[0]?.content ?? '']));

// Every reading starts processes, which take their time on a busy machine.
describe('Recursive Language Models with scripted roots and readers', { timeout: 120_000 }, () => {
  it.each(readingKinds)('answers %s by sub-calls over pieces, and by code', async (kind) => {
    const { ask, text, answer } = makeReadingTask(kind, 18_000, 2);
    const task = taskOf(ask, [text]);
    const byPieces = await read(task, scriptedRecursion({ root: readByPieces(ask, 12_000) }));
    expect(byPieces).toMatchObject({ text: answer, report: { end: 'answer', turns: 3, failedCalls: 0 } });
    expect(byPieces.report.subCalls).toBeGreaterThan(5);
    const byCode = await read(task, scriptedRecursion({ root: readByCode(ask) }));
    expect(byCode).toMatchObject({ text: answer, report: { subCalls: 1 } });
    expect(byCode.units.map(({ id }) => id)).toEqual([
      'turn-1/cell-1',
      'turn-2/cell-1',
      'turn-3/cell-1',
      'answer',
    ]);
  });

  it('never shows the root the material itself', async () => {
    const model = scriptedRecursion({ root: readByPieces(long.ask, 12_000) });
    await read(taskOf(long.ask, [long.text]), model);
    const tokens = rootCalls(model).map(({ messages }) =>
      estimateTokens(messages.map(({ content }) => content).join()),
    );
    expect(Math.max(...tokens)).toBeLessThan(2_500);
  });

  it('reads directly what is short', async () => {
    const { ask, text, answer } = makeReadingTask('order', 3_000, 3);
    const { text: said, report } = await read(
      taskOf(ask, [text]),
      scriptedRecursion({ root: () => 'not asked' }),
    );
    expect({ said, end: report.end }).toEqual({ said: answer, end: 'direct' });
  });

  it('gives several sources as a list with titles, which nobody can change', async () => {
    const { model, shown } = play([
      cell(
        'print(context.map(({ title, text }) => title + " " + text.length)); context[0].text = "x"; context.push(1)',
      ),
      cell('context = "other"'),
      cell('var context = 3'),
      done('context.length + context[0].text[0]'),
    ]);
    const { text } = await read(taskOf('Which?', [long.text, 'b'.repeat(9)]), model);
    expect(text).toBe('2P');
    expect(shown[0]).toContain('0: Text 1\n1: Text 2');
    expect(shown[1]).toContain(`Text 1 ${long.text.length}`);
    for (const each of shown.slice(2)) expect(each).toContain('context cannot be changed');
  });

  it('shows a failure with its line and goes on with what was there', async () => {
    const { model, shown } = play([
      cell('const found = context.match(/carts/g).length;\nprint(fuond)'),
      cell('print(showVars())'),
      done('"carts: " + found'),
    ]);
    const { text, report } = await read(taskOf(long.ask, [long.text]), model);
    expect(text).toBe('carts: 24');
    expect(report).toMatchObject({ failedCells: 1 });
    expect(shown[1]).toMatch(/The code failed \(line 2\): ReferenceError: .*fuond/);
    expect(shown[2]).toMatch(
      /<output>\ncontext: string of \d+ characters\nanswer: object\nfound: number\n<\/output>/,
    );
  });

  it('keeps order and failures of a batch to their places', async () => {
    const { model } = play(
      [done('JSON.stringify(await llmQueryBatched(["a", "no", 3, "b", context + context, "", "a"]))')],
      (prompt) => (prompt === 'no' ? { error: { status: 400, body: 'bad' } } : `${prompt}!`),
    );
    const { text, report } = await read(taskOf('Pairs?', [long.text]), model);
    const replies = JSON.parse(text) as string[];
    expect(replies.map((reply) => reply.slice(0, 6))).toEqual([
      'a!',
      'Error:',
      'Error:',
      'b!',
      'Error:',
      'Error:',
      'a!',
    ]);
    expect(replies[4]).toMatch(/the prompt has \d+ characters.*smaller slice/);
    expect(report).toMatchObject({ failedCalls: 2 });
  });

  it('asks a model that declines once more, and then tells the code', async () => {
    const { model } = play([done('await llmQuery("secret")')], () => ({
      text: '',
      finishReason: 'content-filter',
    }));
    const { text, state } = await read(taskOf('What?', [long.text]), model);
    expect(text).toMatch(/^Error: /);
    expect(subPrompts(model).length).toBe(2);
    // So that a resume does not take it for a stretch that still has to be read.
    expect([...state.steps.keys()].some((name) => name.endsWith('/again/again'))).toBe(true);
  });

  it('tells of calls that were not awaited', async () => {
    const { model, shown } = play([cell('llmQuery("a"); print(1)'), done('"x"')], () => 'yes');
    const { report } = await read(taskOf('What?', [long.text]), model);
    expect(shown[1]).toContain('1 call(s) were not awaited (llmQuery)');
    expect(report).toMatchObject({ unawaitedCalls: 1 });
  });

  it('stops an endless cell, and one that fills the memory, and keeps the REPL', async () => {
    const { model, shown } = play([
      cell('const kept = 7'),
      cell('while (true) {}'),
      cell('const all = []; for (;;) all.push("x".repeat(2e5) + all.length)'),
      done('"kept " + kept'),
    ]);
    const recursion = { cell: { computeInMs: 2_000, memoryInBytes: 48 * 2 ** 20 } };
    const { text, report } = await read(taskOf('What?', [long.text], { recursion }), model);
    expect(text).toBe('kept 7');
    expect(shown[2]).toContain('It took too long and was stopped.');
    expect(shown[3]).toContain('It ran out of memory.');
    expect(report).toMatchObject({ failedCells: 2 });
  });

  it.each([
    [32_000, 10_000],
    [200_000, 19_990],
  ])(
    'shows what a window of %i has room for, 20,000 characters at most, and says how much was dropped',
    async (contextTokens, least) => {
      const { model, shown } = play([
        cell('print(context.slice(0, 50_000)); console.warn("careful")'),
        done('"x"'),
      ]);
      model.contextTokens = contextTokens;
      await read(taskOf('What?', [long.text]), model);
      const [, output = '', dropped] =
        /<output>\n([\s\S]*)\n\[(\d+) characters dropped\]\n<\/output>/.exec(shown[1] ?? '') ?? [];
      expect(output.length).toBeGreaterThan(least);
      expect(output.length).toBeLessThanOrEqual(20_000);
      expect(Math.abs(output.length + Number(dropped) - 50_008)).toBeLessThan(5);
    },
  );

  it.each([
    ['So my reply is FINAL(found).', '24'],
    ['**FINAL(the gate (of Norwell))**', 'the gate (of Norwell)'],
  ])('takes the older form: %s', async (reply, expected) => {
    const { model } = play([cell('const found = context.match(/carts/g).length; print(found)'), reply]);
    const { text, report } = await read(taskOf(long.ask, [long.text]), model);
    expect({ text, end: report.end, turns: report.turns }).toEqual({
      text: expected,
      end: 'final',
      turns: 2,
    });
  });

  it('takes neither a plan nor an unknown variable for an answer', async () => {
    const { model, shown } = play([
      `I will give FINAL(the count) later.\n${cell('const found = 5; print(found)')}`,
      'FINAL_VAR(nothing)',
      `FINAL(made up)\n${cell('print("seen")')}`,
      `${cell('FINAL(found)')}`,
    ]);
    const { text } = await read(taskOf(long.ask, [long.text]), model);
    expect(text).toBe('5');
    expect(shown[2]).toContain('There is no such variable');
    expect(shown[3]).toContain('seen');
  });

  it('asks for the answer when the turns are used up, and when nothing is done', async () => {
    const { model } = play(
      Array.from({ length: 9 }, (_each, index) => cell(`var note = ${index}; print(note)`)),
    );
    const never = await read(taskOf('What?', [long.text], { recursion: { iterations: 4 } }), model);
    expect(never).toMatchObject({ text: 'I do not know.', report: { end: 'closing', turns: 4 } });
    expect(rootCalls(model)).toHaveLength(5);
    expect(never.state.events.filter(({ type }) => type === 'warning')).toHaveLength(1);
    const idle = play([]);
    await read(taskOf('What?', [long.text]), idle.model);
    expect(rootCalls(idle.model)).toHaveLength(4);
  });

  it('gives nested REPLs to a depth, and plain calls below it', async () => {
    const reader = (prompt: string): string => `plain ${prompt.length}`;
    const replies = (isNested: boolean): string =>
      done(isNested ? '"nested " + context.length' : 'await rlmQuery(context)');
    const root: RootReply = (last) => replies(last.includes('Task: `context` is a request'));
    const task = (depth: number) => taskOf('What?', [long.text], { recursion: { depth } });
    const deep = await read(task(2), scriptedRecursion({ root, reader }));
    expect(deep.text).toBe(`nested ${long.text.length}`);
    expect(deep.report).toMatchObject({ subCalls: 1, cells: 2 });
    const flat = await read(task(1), scriptedRecursion({ root, reader, contextTokens: 60_000 }));
    expect(flat.text).toBe(`plain ${long.text.length}`);
  });

  it('counts sub-calls over the whole tree and tells the code when there are no more', async () => {
    const { model } = play(
      [
        cell('const a = await llmQueryBatched(["1", "2", "3"]); print(a)'),
        done('(await llmQueryBatched(["4", "5", "6"])).join()'),
      ],
      (prompt) => prompt,
    );
    const { text } = await read(taskOf('What?', [long.text], { recursion: { calls: 5 } }), model);
    expect(text).toMatch(/^4,5,Error: all 5 sub-calls/);
    expect(subPrompts(model)).toHaveLength(5);
  });

  it('ends inside a cell when the budget is used up, and goes on there with a higher one', async () => {
    const model = scriptedRecursion({ root: readByPieces(long.ask, 12_000) });
    const state = createVolatileState();
    const task = taskOf(long.ask, [long.text]);
    await expect(read(task, model, { state, limits: { tokens: 25_000 } })).rejects.toThrow(/budget/);
    const paid = model.calls.length;
    expect(paid).toBeGreaterThan(3);
    const { text } = await read(task, model, { state });
    expect(text).toBe(long.answer);
    expect(new Set(subPrompts(model)).size).toBe(subPrompts(model).length);
    expect(rootCalls(model)).toHaveLength(3);
  });

  it('resumes after a stop before any step with the same end and nothing paid twice', async () => {
    const task = taskOf(long.ask, [long.text]);
    const whole = await read(task, scriptedRecursion({ root: readByPieces(long.ask, 12_000) }));
    const state = createVolatileState();
    const model = scriptedRecursion({ root: readByPieces(long.ask, 12_000) });
    let result: Awaited<ReturnType<typeof read>> | undefined;
    for (let steps = 1; result === undefined && steps < 60; steps += 4) {
      const stop = () => state.steps.size >= steps;
      result = await read(task, model, { state, stop, concurrency: 1 }).catch((error: Error) => {
        if (error.name !== 'AbortError') throw error;
        return undefined;
      });
    }
    expect(result?.text).toBe(whole.text);
    expect(result?.report).toEqual(whole.report);
    expect(new Set(subPrompts(model)).size).toBe(subPrompts(model).length);
    expect(rootCalls(model)).toHaveLength(3);
    const trajectory = (files: VolatileState) =>
      files.files.get('trajectory.jsonl')?.replace(/"ms":\d+/g, '');
    expect(trajectory(state)).toBe(trajectory(whole.state));
  });

  it('runs its cells again where its state is of another version, without paying again', async () => {
    const { model } = play(
      [cell('const reply = await llmQuery("q"); let n = 5'), cell('n += 1; print(n)'), done('reply + n')],
      () => 'yes',
    );
    const state = createVolatileState();
    const task = taskOf('What?', [long.text]);
    const stop = () => state.steps.has('turn-2/cell-1');
    await expect(read(task, model, { state, stop })).rejects.toThrow('stopped');
    const empty = Buffer.from(JSON.parse(state.steps.get('empty-repl') ?? '""') as string, 'base64');
    const other = gunzipSync(empty)
      .toString('latin1')
      .replace(/quickjs \w+/, 'quickjs 00000000');
    const changed = gzipSync(Buffer.from(other, 'latin1')).toString('base64');
    state.steps.set('empty-repl', JSON.stringify(changed));
    const { text, report } = await read(task, model, { state });
    expect(text).toBe('yes6');
    expect(report).toMatchObject({ subCalls: 1, cells: 3 });
    expect(subPrompts(model)).toEqual(['q']);
    expect(state.events.filter(({ type }) => type === 'warning')).toHaveLength(1);
  });

  it('keeps the conversation within the window by notes', async () => {
    const { model } = play([
      ...Array.from({ length: 8 }, (_each, index) =>
        cell(`var kept${index} = ${index}; print(context.slice(${index} * 4000, ${index} * 4000 + 3000))`),
      ),
      done('kept0 + kept7'),
    ]);
    model.contextTokens = 8_192;
    const { text, report } = await read(taskOf('What?', [long.text]), model);
    expect(text).toBe('7');
    expect(report.compactions).toBeGreaterThan(0);
    for (const { messages, options } of rootCalls(model)) {
      const tokens = messages.reduce((sum, { content }) => sum + estimateTokens(content) + 4, 0);
      expect(tokens + (options.maxOutputTokens ?? 0)).toBeLessThanOrEqual(8_192);
    }
  });

  it('records every turn once: twice the turns, twice the file', async () => {
    const size = async (turns: number): Promise<number> => {
      const replies = Array.from({ length: turns }, () => cell('print("abc ".repeat(20))'));
      const { state } = await read(taskOf('What?', [long.text]), play([...replies, done('"x"')]).model);
      const lines = state.files.get('trajectory.jsonl')?.trim().split('\n') ?? [];
      expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
        'start',
        ...Array.from({ length: turns + 1 }, () => 'turn'),
        'end',
      ]);
      return lines.join('\n').length;
    };
    expect((await size(8)) / (await size(4))).toBeLessThan(2);
  });

  it('holds the length that was asked for', async () => {
    const contract = createContract({ kind: 'about', words: 20 });
    const { model } = play([done('"word ".repeat(60)')], () => '');
    const root: RootReply = (last) =>
      last.includes('Write it again') ? 'word '.repeat(20) : done('"word ".repeat(60)');
    const { text } = await read(
      taskOf('Summarise.', [long.text], {
        kind: 'summarize',
        contract,
        targetWords: targetWordsOf(contract),
      }),
      scriptedRecursion({ root }),
    );
    expect(model.calls).toHaveLength(0);
    expect(text.split(' ')).toHaveLength(20);
  });

  it('speaks Chinese for Chinese questions', async () => {
    const model = scriptedRecursion({ root: () => done('context.slice(0, 4)') });
    const text = '码头上的账房先生记下了每一天的货物。'.repeat(2_500);
    const { text: said } = await read(taskOf('账房记了什么？', [text], { language: 'zh' }), model);
    expect(said).toBe('码头上的');
    const [system] = rootCalls(model)[0]?.messages ?? [];
    expect(
      system?.content.replace(/```repl|`[^`]*`|llmQuery|print|await|JavaScript|context|prompts?|Error/g, ''),
    ).not.toMatch(/[a-z]{4,}/);
  });

  it('refuses a window that does not hold its rules', async () => {
    const model = scriptedRecursion({ root: () => '', contextTokens: 1_000 });
    await expect(read(taskOf('What?', [long.text]), model)).rejects.toThrow(
      /window of more than 1000 tokens for `method` recursive.*chain-of-agents/,
    );
  });

  it('refuses options that are off', async () => {
    const task = taskOf('What?', [long.text], { recursion: { depth: 0 } });
    await expect(read(task, scriptedRecursion({ root: () => '' }))).rejects.toThrow(
      'Expected `recursion.depth` to be a positive integer, got `0`.',
    );
  });
});
