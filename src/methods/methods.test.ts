import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BudgetError, ModelCallError, OutputFormatError, PauseError, UsageError } from '../errors.ts';
import type { Model } from '../model/model.ts';
import { resolveModel } from '../model/resolve-model.ts';
import { type ScriptedCall, type ScriptedReply, scriptedModel } from '../model/scripted-model.ts';
import { type Engine, openEngine } from '../run/engine.ts';
import { planDocument, type RunWorld, resumeDocument, type WriteOutcome, writeDocument } from './write.ts';
import type { WriteEvent } from './write-events.ts';
import type { WriteSettings } from './write-request.ts';

const planReply = `Title: The Long Light
Section 1 - Title: Fires - Main Points: beacons - Word Count: 30 words
Section 2 - Title: Glass - Main Points: Fresnel - Word Count: 30 words
Section 3 - Title: Dark - Main Points: wrecks - Word Count: 30 words`;

const names = ['', 'Alpha', 'Beta', 'Gamma'];

/** `words` words and a full stop; the first one tells which text it is. */
const text = (name: string, words: number): string =>
  `${[name, ...Array.from({ length: words - 1 }, () => 'word')].join(' ')}.`;

const answers = (call: ScriptedCall): ScriptedReply => {
  const last = call.messages.at(-1)?.content ?? '';
  if (last.includes('Break the writing instruction')) return planReply;
  const section = /Write section (\d)/.exec(last)?.[1];
  return section === undefined ? text('Whole', 90) : text(names[Number(section)] ?? '', 30);
};

const threeParts = { path: 'three.md', text: '# Lights\n\n## Fires\n\n## Glass\n\n## Dark\n' };

let home = '';
let engine: Engine;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'longhand-methods-'));
  engine = await openEngine({ home });
});
afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

const worldOf = (...models: Model[]): RunWorld => ({
  home,
  resolveModel: async (address) =>
    models.find((model) => model.address === address) ?? resolveModel(address, { env: {} }),
});
const linesModel = (replies: Parameters<typeof scriptedModel>[0], rest: Partial<Model> = {}) =>
  scriptedModel(replies, { hasStructuredOutput: false, ...rest });
const writeWith = (model: Model, settings: Partial<WriteSettings> = {}, more: Model[] = []) =>
  writeDocument(
    'Tell the story of lighthouses',
    { model: model.address, method: 'agentwrite', words: 90, tolerance: 0.2, ...settings },
    worldOf(model, ...more),
  );
const failureOf = async (run: PromiseLike<unknown>): Promise<Error> => {
  try {
    await run;
  } catch (error) {
    return error as Error;
  }
  throw new Error('Expected the run to fail.');
};

describe('agentwrite', () => {
  it('writes title, planned headings and every section, and reports what was asked and delivered', async () => {
    const model = linesModel(answers);
    const run = writeWith(model);
    const events: WriteEvent[] = [];
    for await (const event of run) events.push(event);
    const result = await run;
    expect(result.markdown).toBe(
      `# The Long Light\n\n## Fires\n\n${text('Alpha', 30)}\n\n## Glass\n\n${text('Beta', 30)}\n\n## Dark\n\n${text('Gamma', 30)}\n`,
    );
    expect(result).toMatchObject({
      status: 'done',
      method: 'agentwrite',
      practice: false,
      contract: { kind: 'about', words: 90 },
      delivered: { words: 96, bodyWords: 90 },
      usage: { calls: 4 },
      counting: 'longbench-write',
    });
    expect(
      result.sections.map(({ title, targetWords, deliveredWords }) => [title, targetWords, deliveredWords]),
    ).toEqual([
      ['Fires', 30, 30],
      ['Glass', 30, 30],
      ['Dark', 30, 30],
    ]);
    expect(
      events.filter((event) => !/delta|step|budget|progress/.test(event.type)).map((event) => event.type),
    ).toEqual([
      'run-start',
      'plan-ready',
      ...['section-start', 'section-end', 'section-start', 'section-end', 'section-start', 'section-end'],
      'check',
      'run-end',
    ]);
  });

  it('extends the last request byte for byte with each section', async () => {
    const model = linesModel(answers);
    await writeWith(model);
    const [, ...sections] = model.calls.map((call) => call.messages);
    for (let index = 1; index < sections.length; index += 1) {
      const before = sections[index - 1] ?? [];
      expect(sections[index]?.slice(0, before.length)).toEqual(before);
      expect(sections[index]?.[before.length]).toEqual({
        role: 'assistant',
        content: text(names[index] ?? '', 30),
      });
    }
  });

  it('sends one growing message in the published layout', async () => {
    const model = linesModel(answers);
    await writeWith(model, { layout: 'published' });
    const last = model.calls.at(-1)?.messages ?? [];
    expect(last).toHaveLength(1);
    expect(last[0]?.content).toContain(`${text('Alpha', 30)}\n\n${text('Beta', 30)}`);
  });

  it('says so and keeps the document when the length is missed', async () => {
    const result = await writeWith(linesModel(answers), { words: 200, tolerance: 0.05 });
    expect(result).toMatchObject({ status: 'outside-contract', delivered: { bodyWords: 90 } });
    expect(result.lengthScore).toBeLessThan(50);
  });

  it('goes on where the output limit cut a section, from its last whole sentence', async () => {
    const model = linesModel((call) => {
      const last = call.messages.at(-1)?.content ?? '';
      if (last.includes('Write section 2'))
        return { text: 'Glass came first. Then the', finishReason: 'length' };
      if (last.includes('interrupted')) return 'Then came the lens.';
      return answers(call);
    });
    const { markdown, sections } = await writeWith(model);
    expect(markdown).toContain('Glass came first. Then came the lens.');
    expect(sections[1]).toMatchObject({ attempts: 2, status: 'done' });
    const rest = model.calls.find((call) => call.messages.at(-1)?.content.includes('interrupted'));
    expect(rest?.messages.at(-2)).toEqual({ role: 'assistant', content: 'Glass came first.' });
  });

  it('counts a section as unfinished when the limit cuts it again and again', async () => {
    const model = linesModel((call) => {
      const last = call.messages.at(-1)?.content ?? '';
      const isSecond = last.includes('Write section 2') || last.includes('interrupted');
      return isSecond ? { text: 'One more sentence. And half a', finishReason: 'length' } : answers(call);
    });
    const result = await writeWith(model);
    expect(result.quality.unfinishedSections).toBe(1);
    expect(result.sections[1]?.attempts).toBe(4);
    expect(result.markdown).not.toContain('half a');
  });

  it('shows the last part of the text where the window does not hold it all', async () => {
    const model = linesModel(
      (call) => {
        const last = call.messages.at(-1)?.content ?? '';
        const number = Number(/Write section (\d)/.exec(last)?.[1]);
        return number ? `${text(names[number] ?? '', 300)}\n\nEnd of ${names[number]}.` : answers(call);
      },
      { contextTokens: 1500 },
    );
    const result = await writeWith(model, { tolerance: 0.9, words: 900, planFile: threeParts });
    expect(result.sections).toHaveLength(3);
    const third = model.calls.at(-1)?.messages[0]?.content ?? '';
    expect(third).toContain('only its last part is shown');
    expect(third).toContain('End of Beta.');
    expect(third).not.toContain('End of Alpha.');
  });

  it('ends where not even the instruction fits, and says what would', async () => {
    const model = linesModel(answers, { contextTokens: 300 });
    const error = await failureOf(writeWith(model));
    expect(error.message).toContain('The instruction leaves no room for a plan');
    expect(model.calls).toHaveLength(0);
  });

  it('asks again with less where the endpoint finds the request too long, once', async () => {
    const tooLong = new ModelCallError('maximum context length is 900 tokens', {
      fault: 'context-overflow',
      address: 'x',
    });
    const model = linesModel((call) => {
      const all = call.messages.map(({ content }) => content).join('\n');
      const last = call.messages.at(-1)?.content ?? '';
      const number = Number(/Write section (\d)/.exec(last)?.[1]);
      if (all.length > 6_000) throw tooLong;
      return number ? `${text(names[number] ?? '', 500)}\n\nEnd of ${names[number]}.` : answers(call);
    });
    const result = await writeWith(model, { tolerance: 0.9, words: 900, planFile: threeParts });
    expect(result.sections.map(({ attempts }) => attempts)).toEqual([1, 1, 2]);
    expect(result.markdown).toContain('End of Gamma.');
  });
});

describe('parallel', () => {
  it('writes sections without sight of each other and keeps their order', async () => {
    const model = linesModel((call, index) => {
      const reply = answers(call) as string;
      return index === 1 ? { text: reply, delayInMs: 40 } : reply;
    });
    const result = await writeWith(model, { method: 'parallel', concurrency: 3 });
    expect(result.sections.map((section) => section.title)).toEqual(['Fires', 'Glass', 'Dark']);
    for (const { messages } of model.calls.slice(1)) {
      expect(messages).toHaveLength(1);
      expect(messages[0]?.content).not.toContain('Alpha');
    }
  });

  it('keeps finished sections when one fails, and asks only for the others on resume', async () => {
    let isBroken = true;
    const model = linesModel((call) =>
      isBroken && call.messages.at(-1)?.content.includes('Write section 2')
        ? { error: { status: 401 } }
        : answers(call),
    );
    const run = writeWith(model, { method: 'parallel', concurrency: 1 });
    await failureOf(run);
    expect(run.manuscript?.sections.map((section) => section.title)).toEqual(['Fires']);
    isBroken = false;
    const before = model.calls.length;
    const result = await resumeDocument(await run.runId, {}, worldOf(model));
    expect(result.status).toBe('done');
    expect(model.calls.length - before).toBe(2);
    // Plan and three sections, and the call that failed.
    expect(result.usage.calls).toBe(5);
  });
});

describe('native', () => {
  it('sends the instruction as it stands, once, with the length only where it is not named', async () => {
    const model = linesModel(answers);
    const result = await writeWith(model, { method: 'native' });
    expect(model.calls.map((call) => call.messages)).toEqual([
      [{ role: 'user', content: 'Tell the story of lighthouses\n\nLength: 90 words.' }],
    ]);
    expect(result.markdown).toBe(`${text('Whole', 90)}\n`);
    const named = linesModel(answers);
    await writeDocument(
      'Write 90 words about light',
      { model: named.address, method: 'native' },
      worldOf(named),
    );
    expect(named.calls[0]?.messages[0]?.content).toBe('Write 90 words about light');
  });

  it('does not go on after its one call', async () => {
    const model = linesModel(() => ({ text: 'One sentence. And half', finishReason: 'length' }));
    const result = await writeWith(model, { method: 'native' });
    expect(model.calls).toHaveLength(1);
    expect(result.quality.unfinishedSections).toBe(1);
  });
});

describe('the plan', () => {
  it('is repaired once', async () => {
    const model = linesModel((call, index) =>
      index === 0 ? 'Certainly! What is it about?' : index === 1 ? planReply : answers(call),
    );
    expect((await writeWith(model)).status).toBe('done');
    expect(model.calls[1]?.messages.map((message) => message.role)).toEqual(['user', 'assistant', 'user']);
  });

  it('that does not parse twice fails the run with both replies kept', async () => {
    const model = linesModel(['first bad', 'second bad']);
    const run = writeWith(model);
    expect(await failureOf(run)).toBeInstanceOf(OutputFormatError);
    const calls = await engine.store.listCalls(await run.runId);
    expect(calls.map((call) => call.detail.text)).toEqual(['first bad', 'second bad']);
    expect(await engine.store.findRun(await run.runId)).toMatchObject({ status: 'failed' });
    // Playing the same two replies again could never end well.
    const better = linesModel(answers);
    expect((await resumeDocument(await run.runId, {}, worldOf(better))).status).toBe('done');
    expect(await engine.store.listCalls(await run.runId, 'plan')).toHaveLength(3);
  });

  it('that is declined twice fails the run', async () => {
    const model = linesModel([{ finishReason: 'content-filter' }, { finishReason: 'content-filter' }]);
    const run = writeWith(model);
    expect((await failureOf(run)).message).toContain('declined to plan');
    expect(await engine.store.findRun(await run.runId)).toMatchObject({ status: 'failed' });
  });

  it('is asked for by schema where the model has structured output', async () => {
    const sections = [
      { title: 'A', mainPoints: ['a'], words: 45 },
      { title: 'B', mainPoints: ['b'], words: 45 },
    ];
    const model = scriptedModel((call, index) =>
      index === 0 ? JSON.stringify({ title: 'T', sections }) : answers(call),
    );
    expect((await writeWith(model)).sections.map((section) => section.title)).toEqual(['A', 'B']);
    expect(model.calls[0]?.options.responseFormat).toMatchObject({ type: 'json', name: 'plan' });
  });

  it('of a person is taken as it is, headings to the letter, without a plan call', async () => {
    const model = linesModel(answers);
    const planFile = { path: 'p.md', text: '# My title\n\n## 1) Why "x"?\n\n- a\n\n## Zwei: Über ##\n' };
    const result = await writeWith(model, { planFile });
    expect(model.calls).toHaveLength(2);
    expect(result.markdown).toMatch(/^# My title\n\n## 1\) Why "x"\?\n[\s\S]*\n## Zwei: Über\n/);
  });

  it('waits for a person where a review is asked for, and is taken as edited on resume', async () => {
    const model = linesModel(answers);
    const run = writeWith(model, { isReviewed: true });
    const error = await failureOf(run);
    expect(error).toBeInstanceOf(PauseError);
    expect(await engine.store.findRun(await run.runId)).toMatchObject({ status: 'stopped' });
    const path = join(home, 'runs', await run.runId, 'plan.md');
    writeFileSync(
      path,
      readFileSync(path, 'utf8')
        .replace('## Glass', '## Lenses')
        .replace(/\n## Dark[\s\S]*/, '\n'),
    );
    const world = { ...worldOf(model), reviewPlan: async (file: string) => readFileSync(file, 'utf8') };
    const result = await resumeDocument(await run.runId, {}, world);
    expect(result.sections.map((section) => section.title)).toEqual(['Fires', 'Lenses']);
    expect(model.calls).toHaveLength(3);
  });

  it('alone is a run of its own', async () => {
    const model = linesModel(answers);
    const planned = await planDocument(
      'Tell of lighthouses',
      { model: model.address, words: 90 },
      worldOf(model),
    );
    expect(planned.file).toMatchInlineSnapshot(`
      "# The Long Light

      ## Fires

      Words: 30

      - beacons

      ## Glass

      Words: 30

      - Fresnel

      ## Dark

      Words: 30

      - wrecks
      "
    `);
  });
});

describe('a section the model declines', () => {
  const refusing = (isStubborn: () => boolean) =>
    linesModel((call) => {
      const last = call.messages.at(-1)?.content ?? '';
      const isGentle = last.includes('cannot be written as asked');
      return last.includes('Write section 2') && (!isGentle || isStubborn())
        ? { finishReason: 'content-filter' as const }
        : answers(call);
    });

  it('is asked for once more in other words', async () => {
    const result = await writeWith(refusing(() => false));
    expect(result).toMatchObject({ status: 'done' });
    expect(result.sections[1]?.attempts).toBe(2);
  });

  it('stops the run, and resume asks again', async () => {
    let isStubborn = true;
    const model = refusing(() => isStubborn);
    const run = writeWith(model);
    expect((await failureOf(run)).message).toContain('--on-refusal gap');
    expect(await engine.store.findRun(await run.runId)).toMatchObject({
      status: 'stopped',
      failure: { fault: 'refusal' },
    });
    isStubborn = false;
    const before = model.calls.length;
    expect((await resumeDocument(await run.runId, {}, worldOf(model))).status).toBe('done');
    // Section 2 as asked, in other words, and section 3; not the plan, not section 1.
    expect(model.calls.length - before).toBe(3);
  });

  it('becomes a marked gap, and resume fills the gap only', async () => {
    let isStubborn = true;
    const model = refusing(() => isStubborn);
    const run = writeWith(model, { onRefusal: 'gap' });
    const result = await run;
    expect(result).toMatchObject({ status: 'outside-contract', quality: { gaps: 1 } });
    expect(result.markdown).toContain('> [A section is missing here');
    expect(result.sections[1]).toMatchObject({ status: 'gap', deliveredWords: 0 });
    isStubborn = false;
    const before = model.calls.length;
    const filled = await resumeDocument(await run.runId, {}, worldOf(model));
    expect(filled).toMatchObject({ status: 'done', quality: { gaps: 0 } });
    expect(filled.markdown).toContain('Beta');
    expect(model.calls.length - before).toBe(2);
    const again = model.calls.length;
    expect((await resumeDocument(await run.runId, {}, worldOf(model))).markdown).toBe(filled.markdown);
    expect(model.calls.length).toBe(again);
  });

  it('once, and is then written, is not asked for again when the run is resumed for another reason', async () => {
    let isBroken = true;
    const model = linesModel((call) => {
      const last = call.messages.at(-1)?.content ?? '';
      if (last.includes('Write section 2') && !last.includes('cannot be written as asked'))
        return { finishReason: 'content-filter' };
      return isBroken && last.includes('Write section 3') ? { error: { status: 401 } } : answers(call);
    });
    const run = writeWith(model);
    await failureOf(run);
    isBroken = false;
    const before = model.calls.length;
    expect((await resumeDocument(await run.runId, {}, worldOf(model))).status).toBe('done');
    expect(model.calls.length - before).toBe(1);
  });

  it('is brought to its end by the model that stands in', async () => {
    const model = refusing(() => true);
    const other = linesModel(
      (call) =>
        call.messages.at(-1)?.content.includes('interrupted')
          ? 'The end.'
          : { text: 'A beginning. And half a', finishReason: 'length' },
      { address: 'scripted:other' },
    );
    const result = await writeWith(model, { onRefusal: 'switch:scripted:other' }, [other]);
    expect(result.markdown).toContain('A beginning. The end.');
    expect(other.calls).toHaveLength(2);
  });

  it('goes to another model where one is named', async () => {
    const model = refusing(() => true);
    const other = linesModel(() => text('Other', 30), { address: 'scripted:other' });
    const result = await writeWith(model, { onRefusal: 'switch:scripted:other' }, [other]);
    expect(result.status).toBe('done');
    expect(result.markdown).toContain('Other word');
    expect(other.calls).toHaveLength(1);
  });

  it('is a gap as well when nothing but empty answers come', async () => {
    const model = linesModel((call) =>
      call.messages.at(-1)?.content.includes('Write section 2') ? '' : answers(call),
    );
    expect((await writeWith(model, { onRefusal: 'gap' })).quality.gaps).toBe(1);
    // Asked, and two more seeds; in other words, and two more seeds.
    expect(model.calls).toHaveLength(1 + 1 + 6 + 1);
  });
});

describe('a text to go on from', () => {
  const own = '# Lamps\n\n## Before\n\nMy own words,\tbyte  for byte.\n';

  it('stays byte for byte; only what is missing is planned and written', async () => {
    const model = linesModel(answers);
    const result = await writeWith(model, { words: 100, continueFile: { path: 'own.md', text: own } });
    expect(result.markdown.startsWith(own)).toBe(true);
    expect(result.markdown.slice(own.length)).toMatch(/^\n## Fires\n\nAlpha word/);
    expect(result.continuedWords).toBe(8);
    const [plan, first] = model.calls.map(({ messages }) =>
      messages.map(({ content }) => content).join('\n'),
    );
    expect(plan).toContain('My own words,\tbyte  for byte.');
    expect(plan).toContain('92 words');
    expect(first).toContain('My own words,\tbyte  for byte.');
    expect(first).toContain('Title: Lamps\n');
    expect(result.delivered.words).toBeGreaterThan(97);
  });

  it('without headings gets none', async () => {
    const model = linesModel(answers);
    const result = await writeWith(model, {
      words: 100,
      continueFile: { path: 'own.txt', text: 'Once upon a time' },
    });
    expect(result.markdown).toMatch(/^Once upon a time\n\nAlpha word[^#]*$/);
  });

  it('goes to every section of the parallel method and into the one call of the native one', async () => {
    for (const method of ['parallel', 'native']) {
      const model = linesModel(answers);
      const result = await writeWith(model, {
        words: 100,
        method,
        continueFile: { path: 'own.md', text: own },
      });
      expect(result.markdown.startsWith(own)).toBe(true);
      for (const { messages } of model.calls) expect(messages[0]?.content).toContain('My own words');
    }
  });

  it('that is as long as asked leaves nothing to write', async () => {
    const model = linesModel(answers);
    const run = writeWith(model, { words: 12, continueFile: { path: 'own.md', text: own } });
    const error = await failureOf(run);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain('more than the 8 words that own.md has, got 12');
    expect(model.calls).toHaveLength(0);
  });
});

describe('a model that is another one after a pause', () => {
  it('is warned of once on resume', async () => {
    let modelId = 'one-2026-01';
    let isBroken = true;
    const model = linesModel((call) => {
      if (call.messages.at(-1)?.content.includes('Write section 2') && isBroken)
        throw new ModelCallError('gone', { fault: 'auth', address: 'x' });
      const reply = answers(call);
      return { ...(typeof reply === 'string' ? { text: reply } : reply), modelId };
    });
    const run = writeWith(model);
    await failureOf(run);
    isBroken = false;
    modelId = 'two-2026-02';
    const resumed = resumeDocument(await run.runId, {}, worldOf(model));
    const warnings: string[] = [];
    for await (const event of resumed) if (event.type === 'warning') warnings.push(event.message);
    expect(
      warnings.filter((each) => each.includes('one-2026-01') && each.includes('two-2026-02')),
    ).toHaveLength(1);
  });
});

describe('money and limits', () => {
  it('stops at a budget, keeps what is written, and goes on with a higher one', async () => {
    const model = linesModel(answers);
    const run = writeWith(model, { price: '1,0.1,2', budget: { costInUsd: 0.0016 } });
    const error = await failureOf(run);
    expect(error).toBeInstanceOf(BudgetError);
    expect(error.message).toContain('Resume with a higher limit');
    expect(await engine.store.findRun(await run.runId)).toMatchObject({ status: 'stopped' });
    const result = await resumeDocument(await run.runId, { budget: { costInUsd: 1 } }, worldOf(model));
    expect(result.cost.priced).toBe(true);
    expect(result.cost.usd).toBeGreaterThan(0);
    expect(result.cost.quoted?.[0]).toBeGreaterThan(0);
    expect(model.calls).toHaveLength(4);
  });

  it('refuses a money limit without a price before anything is paid', async () => {
    const model = linesModel(answers);
    const error = await failureOf(writeWith(model, { budget: { costInUsd: 1 } }));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain('--price');
    expect(model.calls).toHaveLength(0);
  });

  it.each([
    [{ words: 0 }, 'Expected `words` to be a positive integer, got `0`'],
    [
      { method: 'magic' },
      'Expected `method` to be one of longhand, tree, chain, agentwrite, parallel, native',
    ],
    [{ tolerance: 2 }, 'Expected `tolerance`'],
    [{ concurrency: 1.5 }, 'Expected `concurrency`'],
    [{ onRefusal: 'shrug' }, 'Expected `onRefusal` to be stop, gap or switch:<model>'],
  ])('names the setting that is off: %o', async (settings, message) => {
    const error = await failureOf(writeWith(linesModel(answers), settings));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain(message);
  });
});

describe('replay', () => {
  it('of a recorded run gives the same text without its model', async () => {
    const settings = { words: 900 };
    const world = worldOf();
    const first = await writeDocument(
      'Write about tide pools',
      { model: 'simulated:?seed=7', ...settings },
      world,
    );
    const folder = join(home, 'runs', first.runId);
    const again: WriteOutcome = await writeDocument(
      'Write about tide pools',
      { model: `recorded:${folder}`, ...settings },
      world,
    );
    expect(again.markdown).toBe(first.markdown);
    // What a practice model wrote stays practice, however often it is played back.
    expect(again.practice).toBe(true);
  });

  it('after an abort in the middle gives the text of an uninterrupted run, no finished call again', async () => {
    const plain = linesModel(answers);
    const { markdown } = await writeWith(plain);
    const model = linesModel(answers);
    const run = writeWith(model);
    for await (const event of run) if (event.type === 'section-end' && event.id === '1') run.abort();
    expect((await failureOf(run)).name).toBe('AbortError');
    const resumed = await resumeDocument(await run.runId, {}, worldOf(model));
    expect(resumed.markdown).toBe(markdown);
    expect(model.calls.length).toBeLessThanOrEqual(5);
    expect(
      model.calls.filter((call) => call.messages.at(-1)?.content.includes('Write section 1')),
    ).toHaveLength(1);
  });
});
