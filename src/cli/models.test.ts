import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CapabilityCard, emptyCard } from '../model/card/card.ts';
import { createCardStore } from '../model/card/card-store.ts';
import { models, modelsProbe, modelsPull } from './models.ts';
import { createOutput, type Output } from './output.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'longhand-models-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** An output that remembers: lines for people, lines for whoever watches, the JSON at the end. */
function listen() {
  const heard = { printed: '', said: [] as string[], result: undefined as unknown };
  const output: Output = {
    ...createOutput({ json: 'result' }),
    say: (line) => void heard.said.push(line),
    complain: (line) => void heard.said.push(line),
    print: (text) => {
      heard.printed += `${text}\n`;
    },
    printResult: (value) => {
      heard.result = JSON.parse(JSON.stringify(value));
    },
  };
  return { heard, output };
}

const env = (): NodeJS.ProcessEnv => ({ LONGHAND_MODELS: join(home, 'gguf') });
const known: CapabilityCard = {
  ...emptyCard('compatible:qwen@http://127.0.0.1:8000/v1', new Date('2026-01-01T00:00:00Z')),
  probedAt: '2026-01-01T10:30:00.000Z',
  keptTokens: 6_144,
  lostTokens: 8_192,
  advertised: { contextTokens: 32_768, source: 'vLLM' },
  maxOutputWords: 900,
  lengthBias: 0.85,
  structuredOutput: 'json',
  reasoningTokens: 0,
  speed: { firstTokenInMs: 300, tokensPerSecond: 61.2 },
};

describe('longhand models', () => {
  it('says what to do where nothing is known', async () => {
    const { heard, output } = listen();
    expect(await models({ home }, output, { env: env(), findServers: async () => [] })).toBe(0);
    expect(heard.printed).toContain(`longhand models probe ADDRESS --home ${home}`);
    expect(heard.result).toEqual({ cards: [], servers: [], files: [] });
  });

  it('lists cards, servers and files, and says which file is damaged', async () => {
    await createCardStore(home).save(known);
    await writeFile(join(home, 'cards', 'broken.json'), '{');
    await mkdir(join(home, 'gguf'));
    await writeFile(join(home, 'gguf', 'tiny.gguf'), 'x'.repeat(2_000_000));
    const { heard, output } = listen();
    const servers = [
      {
        name: 'Ollama' as const,
        url: 'http://127.0.0.1:11434',
        models: ['qwen3:8b'],
        address: 'ollama:qwen3:8b',
      },
      { name: 'LM Studio' as const, url: 'http://127.0.0.1:1234', models: [] },
    ];
    await models({ home }, output, { env: env(), findServers: async () => servers });
    const row = heard.printed.split('\n').find((line) => line.startsWith('compatible:qwen'));
    for (const cell of [
      '6,144 (8,192 lost)',
      '32,768',
      '900 words',
      '85%',
      'json',
      '61/s',
      '2026-01-01 10:30',
    ])
      expect(row).toContain(cell);
    expect(heard.printed).toContain('--model ollama:qwen3:8b');
    expect(heard.printed).toContain('LM Studio at http://127.0.0.1:1234: no model yet');
    expect(heard.printed).toContain('tiny.gguf (2 MB)');
    expect(heard.said.join()).toContain('broken.json');
    expect(heard.result).toMatchObject({ cards: [known], servers, files: [{ bytes: 2_000_000 }] });
  });
});

describe('longhand models probe', () => {
  const address = 'simulated:?contextTokens=3000&capWords=400&lengthBias=0.8&seed=5';

  it('measures, keeps the card, and says what follows and what it took', async () => {
    const { heard, output } = listen();
    expect(await modelsProbe(address, { home }, output, { env: env() })).toBe(0);
    const { card, limits, usage, steps, practice } = heard.result as {
      card: CapabilityCard;
      limits: { contextTokens: number; sectionWords: number };
      usage: { calls: number; inputTokens: number };
      steps: { name: string }[];
      practice: boolean;
    };
    expect(practice).toBe(true);
    expect(card.lostTokens).toBeGreaterThan(3_000);
    expect(limits.contextTokens).toBe(card.keptTokens);
    expect(limits.sectionWords).toBeLessThan(400);
    expect(heard.printed).toContain(`sections of at most ${limits.sectionWords} words`);
    expect(heard.printed).toContain(`The probe took ${usage.calls} calls`);
    expect(steps.length).toBeGreaterThan(8);
    expect(heard.said[0]).toContain('practice model');
    expect(heard.said.at(-1)).toContain('practice model');
    const [file = ''] = await readdir(join(home, 'cards'));
    expect(JSON.parse(await readFile(join(home, 'cards', file), 'utf8'))).toEqual(card);
    expect(await createCardStore(home).find(address)).toEqual(card);
  });

  it('replaces limits that are no longer there, and keeps what it cannot measure', async () => {
    const old = { ...emptyCard(address, new Date(0)), lostTokens: 900, keptTokens: 500, maxOutputWords: 90 };
    await createCardStore(home).save({ ...old, tokenLimitName: 'max_completion_tokens' });
    const { output } = listen();
    await modelsProbe(address, { home, limit: '2500' }, output, { env: env() });
    const card = await createCardStore(home).find(address);
    expect(card?.keptTokens).toBeGreaterThan(2_000);
    expect(card).not.toHaveProperty('lostTokens');
    expect(card?.maxOutputWords).toBeGreaterThan(300);
    expect(card?.tokenLimitName).toBe('max_completion_tokens');
  });

  it('refuses bad values before it calls anything', async () => {
    const { output } = listen();
    const refusal = (options: object, of = address) =>
      modelsProbe(of, { home, ...options }, output, { env: {} });
    await expect(refusal({ limit: 'many' })).rejects.toThrow(
      'Expected `limit` to be a positive integer, got `many`.',
    );
    await expect(refusal({ outputWords: '0' })).rejects.toThrow('`output-words`');
    await expect(refusal({}, 'recorded:run.longhand')).rejects.toThrow('only repeats');
    await expect(refusal({}, 'nothing')).rejects.toThrow('Expected a model address');
    expect(await readdir(home)).toEqual([]);
  });

  it('keeps nothing where nobody answers', async () => {
    const { output } = listen();
    const refused = (async () =>
      Response.json({ error: { message: 'bad key' } }, { status: 401 })) as typeof fetch;
    const probe = modelsProbe('compatible:m@http://127.0.0.1:9/v1', { home }, output, {
      env: env(),
      fetch: refused,
    });
    await expect(probe).rejects.toMatchObject({ fault: 'auth' });
    expect(await readdir(home)).toEqual([]);
  });
});

describe('longhand models pull', () => {
  it('says how far it is, and how to use what it has fetched', async () => {
    const { heard, output } = listen();
    const asked: string[] = [];
    await modelsPull('gguf:hf:user/model:Q4_K_M', { home }, output, {
      env: env(),
      async pull(address, { folder, onProgress }) {
        asked.push(address, folder);
        for (let done = 0; done <= 100; done++) onProgress({ doneBytes: done * 1e7, totalBytes: 1e9 });
        return { path: join(folder, 'model.gguf'), bytes: 1e9 };
      },
    });
    expect(asked).toEqual(['gguf:hf:user/model:Q4_K_M', join(home, 'gguf')]);
    expect(heard.said).toHaveLength(21);
    expect(heard.said.at(-1)).toBe('100%  1.0 GB of 1.0 GB');
    expect(heard.printed).toContain('--model gguf:hf:user/model:Q4_K_M');
    expect(heard.result).toMatchObject({ model: 'gguf:hf:user/model:Q4_K_M', bytes: 1e9 });
  });
});
