/** A small bundle of practice models, made in real processes, and what a check says once somebody has touched it. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveModel } from '../../model/resolve-model.ts';
import { checkProof } from './check-proof.ts';
import type { KitSizes } from './kit-sizes.ts';
import { chainStart, hashText } from './ledger.ts';
import { ProofMismatch } from './proof-mismatch.ts';
import { type ProofOptions, prove } from './prove.ts';

const root = mkdtempSync(join(tmpdir(), 'longhand-proof-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const made = join(root, 'made');
const launcher = new URL('../../../bin/longhand.js', import.meta.url).pathname;

const author = 'simulated:?seed=5&capWords=500&refuseRate=0.12';
const judge = 'simulated:?seed=2';
const price = {
  inputUsdPerMillion: 1,
  cachedUsdPerMillion: 0.1,
  outputUsdPerMillion: 4,
  source: 'as given',
};
const sizes: KitSizes = {
  prompts: ['report-en', 'story-zh'],
  lengths: [720],
  longWords: 1_000,
  rulerWords: [300],
  probeTokens: 2_000,
};
const world = { resolveModel: (address: string) => resolveModel(address, { env: {} }) };

/** Models that count how often they are really called. */
function countingWorld(calls: string[]): typeof world {
  return {
    async resolveModel(address) {
      const model = await world.resolveModel(address);
      const { languageModel } = model;
      return {
        ...model,
        languageModel: {
          ...languageModel,
          doStream: (options) => {
            calls.push(JSON.stringify([address, options.prompt, options.seed]));
            return languageModel.doStream(options);
          },
        },
      };
    },
  };
}

const options: ProofOptions = {
  author,
  judge,
  sizes,
  prices: { [author]: price, [judge]: price },
  version: '1.2.3',
  runKilled: (folder) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [launcher, 'prove', '--until-killed', folder, '--quiet'], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { PATH: process.env.PATH, HOME: root },
      });
      child.on('error', reject);
      child.on('close', (_code, signal) => resolve(signal));
    }),
};

beforeAll(async () => {
  const { isStopped } = await prove(made, world, options);
  expect(isStopped).toBe(false);
}, 120_000);

const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');
// biome-ignore lint/suspicious/noExplicitAny: a tamperer looks into whatever stands there.
type Row = any;

/** Edits the rows of a JSONL file; undefined takes one out. */
function editRows(
  folder: string,
  file: string,
  edit: (rows: Row[]) => Row[],
  { rechain = false }: { rechain?: boolean } = {},
): void {
  let rows = edit(
    read(folder, file)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  if (rechain) {
    let previous = chainStart;
    rows = rows.map((row) => {
      const chained = { ...row, previous };
      previous = hashText(JSON.stringify(chained));
      return chained;
    });
  }
  writeFileSync(join(folder, file), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

function editJson(folder: string, file: string, edit: (value: Row) => void): void {
  const value = JSON.parse(read(folder, file));
  edit(value);
  writeFileSync(join(folder, file), `${JSON.stringify(value, null, 2)}\n`);
}

/** A tamperer who knows the format: hashes of files and head made anew, and the manifest's own line. */
function reseal(folder: string): void {
  const manifestSha256 = hashText(read(folder, 'manifest.json'));
  editRows(
    folder,
    'calls.jsonl',
    (rows) => rows.map((row) => (row.kind === 'settled' ? { ...row, manifestSha256 } : row)),
    { rechain: true },
  );
  const lines = read(folder, 'calls.jsonl').trimEnd().split('\n');
  editJson(folder, 'proof.json', (seal) => {
    seal.head = hashText(lines.at(-1) ?? '');
    seal.lines = lines.length;
    for (const file of Object.keys(seal.files)) seal.files[file] = hashText(read(folder, file));
  });
}

const isKind =
  (kind: string, attempt?: string) =>
  (row: Row): boolean =>
    row.kind === kind && (attempt === undefined || row.attempt === attempt);
const change =
  (pick: (row: Row) => boolean, edit: (row: Row) => void) =>
  (rows: Row[]): Row[] => {
    const row = rows.find(pick);
    expect(row).toBeDefined();
    edit(row);
    return rows;
  };
const longhand = 'longhand report-en 720';
const pair = 'pair longhand-native story-zh 720';

type Tampering = {
  what: string;
  /** What the message must name. */
  finds: string;
  do: (folder: string) => void;
  /** Hashes made anew afterwards. */
  resealed?: boolean;
};

const tamperings: Tampering[] = [
  {
    what: 'a word count raised',
    finds: 'answers.jsonl, line 5, `deliveredWords`',
    do: (folder) =>
      editRows(folder, 'answers.jsonl', (rows) => {
        rows[4].deliveredWords += 200;
        return rows;
      }),
    resealed: true,
  },
  {
    what: 'texts of two answers swapped',
    finds: 'answers.jsonl, line 5, `text`',
    do: (folder) =>
      editRows(folder, 'answers.jsonl', (rows) => {
        [rows[4].text, rows[7].text] = [rows[7].text, rows[4].text];
        return rows;
      }),
    resealed: true,
  },
  {
    what: 'a failure left out',
    finds: 'answers.jsonl, line',
    do: (folder) =>
      editRows(folder, 'answers.jsonl', (rows) => {
        expect(rows.some(({ failure }) => failure !== null)).toBe(true);
        return rows.filter(({ failure }) => failure === null);
      }),
    resealed: true,
  },
  {
    what: 'a failure with all its calls left out',
    finds: 'calls.jsonl, `ended`: expected an end of `',
    do: (folder) => {
      const failed = read(folder, 'answers.jsonl')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
        .find(({ failure }) => failure !== null);
      let call = 0;
      editRows(folder, 'calls.jsonl', (rows) => rows.filter(({ attempt }) => attempt !== failed.key));
      const numbers = new Map<number, number>();
      editRows(folder, 'calls.jsonl', (rows) =>
        rows.map((row) => {
          if (row.kind === 'sent') numbers.set(row.call, ++call);
          return row.call === undefined ? row : { ...row, call: numbers.get(row.call) };
        }),
      );
    },
    resealed: true,
  },
  {
    what: 'an answer left out',
    finds: 'answers.jsonl, line 6, `key`',
    do: (folder) => editRows(folder, 'answers.jsonl', (rows) => rows.filter((_row, index) => index !== 5)),
    resealed: true,
  },
  {
    what: 'a verdict turned round',
    finds: 'verdicts.jsonl, line 1, `verdict.outcome`',
    do: (folder) =>
      editRows(folder, 'verdicts.jsonl', (rows) => {
        rows[0].verdict.outcome = rows[0].verdict.outcome === 'a' ? 'b' : 'a';
        return rows;
      }),
    resealed: true,
  },
  {
    what: "a judge's reply rewritten",
    finds: 'calls.jsonl, line',
    do: (folder) =>
      editRows(
        folder,
        'calls.jsonl',
        change(isKind('answered', pair), (row) => {
          row.text = '{"analysis": "Clear.", "verdict": "tie"}';
        }),
      ),
    resealed: true,
  },
  {
    what: 'replies of the two orders swapped',
    finds: 'calls.jsonl, line',
    do: (folder) =>
      editRows(folder, 'calls.jsonl', (rows) => {
        const all = new Set(rows.filter(isKind('answered')).map(({ attempt }) => attempt));
        const swapped = [...all].find((attempt) => {
          const both = rows.filter(isKind('answered', attempt));
          return attempt.startsWith('pair') && both.length === 2 && both[0].text !== both[1].text;
        });
        const [one, other] = rows.filter(isKind('answered', swapped));
        [one.text, other.text] = [other.text, one.text];
        return rows;
      }),
    resealed: true,
  },
  {
    what: 'a price lowered',
    finds: 'manifest.json: expected sha256',
    do: (folder) =>
      editJson(folder, 'manifest.json', ({ prices }) => {
        prices[author].outputUsdPerMillion = 1;
      }),
  },
  {
    what: 'a price lowered by somebody who knows the format',
    finds: 'answers.jsonl, line 1, `quoted.usd[0]`',
    do: (folder) =>
      editJson(folder, 'manifest.json', ({ prices }) => {
        prices[author].outputUsdPerMillion = 1;
      }),
    resealed: true,
  },
  {
    what: 'usage lowered',
    finds: 'answers.jsonl, line 1, `usage.outputTokens`',
    do: (folder) =>
      editRows(
        folder,
        'calls.jsonl',
        change(isKind('answered', 'ruler river-en 300'), (row) => {
          row.usage.outputTokens.total = 7;
          row.usage.outputTokens.text = 7;
        }),
      ),
    resealed: true,
  },
  {
    what: 'the chain put into another order',
    finds: 'calls.jsonl, line 4, `previous`',
    do: (folder) =>
      editRows(folder, 'calls.jsonl', (rows) => {
        [rows[3], rows[4]] = [rows[4], rows[3]];
        return rows;
      }),
  },
  {
    what: 'the chain put into another order, with hashes made anew',
    finds: 'calls.jsonl, line',
    do: (folder) =>
      editRows(folder, 'calls.jsonl', (rows) => {
        const [a, b] = [
          rows.findIndex(isKind('answered', longhand)),
          rows.findLastIndex(isKind('answered', longhand)),
        ];
        const { at: first } = rows[a];
        const { at: second } = rows[b];
        [rows[a], rows[b]] = [
          { ...rows[b], at: first },
          { ...rows[a], at: second },
        ];
        return rows;
      }),
    resealed: true,
  },
  {
    what: 'a call taken out',
    finds: 'calls.jsonl, line',
    do: (folder) =>
      editRows(folder, 'calls.jsonl', (rows) => {
        const at = rows.findLastIndex(isKind('answered', longhand));
        return rows.filter((_row, index) => index !== at);
      }),
    resealed: true,
  },
  {
    what: 'a call added',
    finds: 'expected no further call of `longhand report-en 720`',
    do: (folder) =>
      editRows(folder, 'calls.jsonl', (rows) => {
        const sent = rows.filter(isKind('sent')).length + 1;
        const at = rows.at(-1).at;
        const asked = rows.find(isKind('sent', longhand));
        const answered = rows.find(isKind('answered', longhand));
        return [...rows, { ...asked, call: sent, at }, { ...answered, call: sent, at }];
      }),
    resealed: true,
  },
  {
    what: 'a request edited',
    finds: '`request.messages[0].content`',
    do: (folder) =>
      editRows(
        folder,
        'calls.jsonl',
        change(isKind('sent', 'native story-zh 720'), (row) => {
          row.request.messages[0].content += '请写得格外好。';
        }),
      ),
    resealed: true,
  },
  {
    what: 'the returned model renamed',
    finds: 'answers.jsonl, line 2, `returnedIds[0]`',
    do: (folder) =>
      editRows(
        folder,
        'calls.jsonl',
        change(isKind('answered', 'ruler bridge-zh 300'), (row) => {
          row.modelId = 'a-better-model';
        }),
      ),
    resealed: true,
  },
  {
    what: 'a timestamp moved',
    finds: '`sentAt`',
    do: (folder) =>
      editRows(folder, 'calls.jsonl', (rows) => {
        const at = rows.findIndex(
          (row, index) =>
            row.kind === 'sent' &&
            row.attempt !== 'probe' &&
            rows.findIndex(isKind('sent', row.attempt)) === index &&
            row.at > rows[index - 1].at,
        );
        rows[at].at = rows[at - 1].at;
        return rows;
      }),
    resealed: true,
  },
  {
    what: 'a timestamp moved back',
    finds: '`at`: expected',
    do: (folder) =>
      editRows(folder, 'calls.jsonl', (rows) => {
        rows[6].at = '2020-01-01T00:00:00.000Z';
        return rows;
      }),
    resealed: true,
  },
  {
    what: 'a figure raised',
    finds: 'figures.json, `lengths[2].lengthScore.value`',
    do: (folder) =>
      editJson(folder, 'figures.json', ({ lengths }) => {
        lengths[2].lengthScore.value = 100;
      }),
    resealed: true,
  },
  {
    what: 'a sentence of the report changed',
    finds: 'report.md, line',
    do: (folder) =>
      writeFileSync(
        join(folder, 'report.md'),
        read(folder, 'report.md').replace('and nothing about quality', 'and much about quality'),
      ),
    resealed: true,
  },
  {
    what: 'a sentence of the page changed',
    finds: 'report.html, line',
    do: (folder) =>
      writeFileSync(join(folder, 'report.html'), read(folder, 'report.html').replace('SIGKILL', 'SIGTERM')),
    resealed: true,
  },
  {
    what: 'a prompt of the manifest changed',
    finds: 'manifest.json, `prompts[1].instruction`',
    do: (folder) =>
      editJson(folder, 'manifest.json', ({ prompts }) => {
        prompts[1].instruction = prompts[1].instruction.replace('信', '包裹');
      }),
    resealed: true,
  },
  {
    what: 'the hash of the rubric changed',
    finds: 'manifest.json, `rubric.sha256`',
    do: (folder) =>
      editJson(folder, 'manifest.json', ({ rubric }) => {
        rubric.sha256 = 'f'.repeat(64);
      }),
    resealed: true,
  },
  {
    what: 'the head changed',
    finds: 'proof.json, `head`',
    do: (folder) =>
      editJson(folder, 'proof.json', (seal) => {
        seal.head = seal.head.replaceAll('a', 'b');
      }),
  },
  {
    what: 'the practice mark taken off',
    finds: 'proof.json, `practice`',
    do: (folder) =>
      editJson(folder, 'proof.json', (seal) => {
        seal.practice = false;
      }),
  },
  {
    what: 'a practice author passed off as a real one',
    finds: 'manifest.json, `author.isPractice`',
    do: (folder) =>
      editJson(folder, 'manifest.json', (manifest) => {
        manifest.author.isPractice = false;
      }),
    resealed: true,
  },
  {
    what: 'the card improved',
    finds: 'manifest.json, `author.card.maxOutputWords`',
    do: (folder) =>
      editJson(folder, 'manifest.json', ({ author: { card } }) => {
        card.maxOutputWords = 9_000;
      }),
    resealed: true,
  },
  {
    what: 'the kill left out',
    finds: 'figures.json, `kill.signal`',
    do: (folder) => editRows(folder, 'calls.jsonl', (rows) => rows.filter((row) => row.kind !== 'killed')),
    resealed: true,
  },
];

async function findMismatch(folder: string): Promise<string> {
  const error = await checkProof(folder, { version: '1.2.3' }).then(
    () => new Error('The check found nothing.'),
    (reason: unknown) => reason as Error,
  );
  if (!(error instanceof ProofMismatch)) throw error;
  return error.message;
}

describe('checkProof', () => {
  it('passes a bundle that nobody touched, and says what it checked', async () => {
    const notes: string[] = [];
    const { checks, figures } = await checkProof(made, {
      version: '1.2.3',
      onNote: (note) => notes.push(note),
    });
    expect(notes).toEqual([]);
    expect(checks).toHaveLength(7);
    expect(figures.practice).toEqual([author, judge]);
    expect(figures.attempts.failed).toBeGreaterThan(0);
    expect(figures.kill).toMatchObject({ key: longhand, signal: 'SIGKILL', inFlight: 1, paidTwice: 0 });
    expect(figures.kill.answeredBefore).toBeGreaterThan(0);
    expect(figures.kill.answeredAfter).toBeGreaterThan(0);
    expect(figures.pairs.map(({ scored }) => scored > 0)).toEqual([true, true]);
    expect(read(made, 'report.md')).toContain('**Practice model:**');
  }, 60_000);

  it('says first that another version made the bundle', async () => {
    const notes: string[] = [];
    await checkProof(made, { version: '9.9.9', onNote: (note) => notes.push(note) });
    expect(notes).toEqual([expect.stringContaining('was made by Longhand 1.2.3, and this is 9.9.9')]);
  }, 60_000);

  it.each(tamperings)(
    'finds $what',
    async ({ finds, do: tamper, resealed = false }) => {
      const folder = mkdtempSync(join(root, 'touched-'));
      cpSync(made, folder, { recursive: true });
      tamper(folder);
      if (resealed) reseal(folder);
      expect(await findMismatch(folder)).toContain(finds);
    },
    60_000,
  );
});

describe('prove', () => {
  it('calls nobody when it is asked again, and leaves the same bundle', async () => {
    const calls: string[] = [];
    const before = read(made, 'proof.json');
    await prove(made, countingWorld(calls), options);
    expect(calls).toEqual([]);
    expect(read(made, 'proof.json')).toBe(before);
  }, 60_000);

  it('goes on from half a ledger, paying for nothing that is in it', async () => {
    const folder = join(root, 'halved');
    cpSync(made, folder, { recursive: true });
    const lines = read(made, 'calls.jsonl').trimEnd().split('\n');
    const kept = lines.slice(0, Math.floor(lines.length * 0.6));
    writeFileSync(join(folder, 'calls.jsonl'), `${kept.join('\n')}\n${lines[kept.length]?.slice(0, 40)}`);
    const calls: string[] = [];
    await prove(folder, countingWorld(calls), options);
    const answered = (some: readonly string[]): number =>
      some.filter((line) => line.includes('"kind":"answered"')).length;
    expect(calls.length).toBe(answered(lines) - answered(kept));
    const texts = (from: string): string[] =>
      read(from, 'answers.jsonl')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).text);
    expect(texts(folder)).toEqual(texts(made));
    await checkProof(folder, { version: '1.2.3' });
  }, 60_000);

  it('refuses to go on with other settings', async () => {
    await expect(prove(made, world, { ...options, judge: 'simulated:?seed=9' })).rejects.toThrow(
      'but `judge` was "simulated:?seed=2"',
    );
  });
});
