/** Who reads, who answers, who searches: roles of a reading and the search of its programs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeReadingTask } from '../../../bench/read-tasks.ts';
import { scriptedReader } from '../../../bench/scripted-reader.ts';
import { requestReading } from '../../../bench/scripted-reading.ts';
import { cell, scriptedRecursion } from '../../../bench/scripted-recursion.ts';
import type { Embedder } from '../../model/embeddings/resolve-embedder.ts';
import type { Model } from '../../model/model.ts';
import { scriptedModel } from '../../model/scripted-model.ts';
import { createVolatileContext, createVolatileState } from '../../run/volatile-context.ts';
import { prepareReading } from '../read.ts';
import { createReadProgram } from './read-program.ts';
import { createReadRequest } from './read-request.ts';
import type { ReadResult } from './read-result.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-roles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('roles of a reading', () => {
  it('has the summarizer read the pieces and the writer answer from the notes', async () => {
    const { text, ask, answer } = makeReadingTask('single-needle', 6_000, 1);
    const { request, texts } = await requestReading([text], {
      ask,
      method: 'chain-of-agents',
      roles: { summarizer: 'scripted:small', writer: 'scripted:large' },
    });
    const small = scriptedReader({ contextTokens: 3_000 });
    const large = scriptedReader({ contextTokens: 9_000 });
    const models: Record<string, Model> = { 'scripted:small': small, 'scripted:large': large };
    const resolveModel = async (address: string): Promise<Model> => models[address] ?? small;
    const context = createVolatileContext({ folder });
    const result = (await createReadProgram({ resolveModel, texts })(request, context)).result as ReadResult;
    expect(result).toMatchObject({
      answer,
      model: 'scripted:large',
      roles: { summarizer: 'scripted:small', judge: 'scripted:reader' },
    });
    expect(small.calls.length).toBeGreaterThan(1);
    expect(large.calls).toHaveLength(1);
  });

  it('cuts pieces for the window of the reader, and quotes each role by its own price', async () => {
    const path = join(folder, 'log.txt');
    writeFileSync(path, 'The harbour counted ships in the year of the flood. '.repeat(900));
    const windows: Record<string, number> = { 'scripted:small': 2_000, 'scripted:large': 8_000 };
    const world = {
      resolveModel: async (address: string) =>
        scriptedModel([], { address, contextTokens: windows[address] ?? 1_000 }),
    };
    const quoteWith = async (summarizer: string) => {
      const price = ['scripted:large=1,1,1', 'scripted:small=0,0,0'];
      const roles = { summarizer };
      const settings = { ask: 'What was counted?', model: 'scripted:large', roles, price };
      return (await prepareReading([path], settings, world)).quote;
    };
    const [small, large] = [await quoteWith('scripted:small'), await quoteWith('scripted:large')];
    expect(small.calls[0]).toBeGreaterThan(large.calls[0] * 2);
    expect(small.usd?.[1]).toBeLessThan((large.usd?.[0] ?? 0) / 4);
  });

  it('takes embeddings with the method that searches, and with no other', () => {
    const settings = { ask: 'Why?', model: 'mini', embeddings: 'openai:x' };
    expect(() => createReadRequest({ ...settings, method: 'direct' })).toThrow(
      'Expected `embeddings` together with the method recursive',
    );
  });
});

// Every reading starts a process.
describe('search in a program', { timeout: 120_000 }, () => {
  const say = (what: string): string =>
    Array.from({ length: 900 }, (_each, at) => `In year ${at} ${what} on the quay.`).join(' ');
  const sourceText = `${say('clerks taxed salt')} Felis catus purrs while it rests. ${say('rain fell')}`;
  const embedded: string[] = [];
  const embedder: Embedder = {
    address: 'scripted:vectors',
    model: {
      specificationVersion: 'v4',
      provider: 'scripted',
      modelId: 'vectors',
      maxEmbeddingsPerCall: 64,
      supportsParallelCalls: true,
      async doEmbed({ values }) {
        embedded.push(...values);
        return {
          embeddings: values.map((text) => (/felis|tomcat/i.test(text) ? [1, 0.1] : [0.1, 1])),
          warnings: [],
        };
      },
    },
  };
  const root = (_last: string, turn: number): string =>
    [
      cell(
        'const [hit] = await search("a tomcat", 3); print(hit.source, context.slice(hit.from, hit.to) === hit.text)',
      ),
      cell('answer.content = /Felis catus[^.]*/.exec(hit.text)[0]; answer.ready = true'),
    ][turn - 1] ?? 'done';

  it('finds by meaning, and a killed run does not pay for its vectors twice', async () => {
    const shown: string[] = [];
    const model = scriptedRecursion({
      root: (last, turn) => {
        shown.push(last);
        return root(last, turn);
      },
    });
    const { request, texts } = await requestReading([sourceText], {
      ask: 'What does the animal do?',
      method: 'recursive',
      embeddings: embedder.address,
    });
    const state = createVolatileState();
    const play = async (stop?: () => boolean): Promise<ReadResult | undefined> => {
      const context = createVolatileContext({ folder, state, ...(stop && { stop }) });
      const world = { resolveModel: async () => model, resolveEmbedder: async () => embedder, texts };
      return createReadProgram(world)(request, context).then(
        ({ result }) => result as ReadResult,
        () => undefined,
      );
    };
    const isEmbedded = (): boolean => [...state.steps.keys()].some((name) => name.startsWith('embed-'));
    expect(await play(isEmbedded)).toBeUndefined();
    expect(embedded.length).toBeGreaterThan(3);
    const result = await play();
    expect(result?.answer).toBe('Felis catus purrs while it rests');
    expect(shown.some((each) => each.includes('0 true'))).toBe(true);
    expect(new Set(embedded).size).toBe(embedded.length);
  });

  it('is not offered where no embedding model is named', async () => {
    const model = scriptedRecursion({ root });
    const { request, texts } = await requestReading([sourceText], { ask: 'What?', method: 'recursive' });
    await createReadProgram({ resolveModel: async () => model, texts })(
      request,
      createVolatileContext({ folder }),
    );
    const rules = model.calls[0]?.messages[0]?.content ?? '';
    expect(rules).toContain('llmQuery');
    expect(rules).not.toContain('search(query');
  });
});
