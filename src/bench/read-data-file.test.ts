import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { readDataJson, readDataLines, readDataText } from './read-data-file.ts';

const data = { benchmark: 'harbour', file: 'harbour.jsonl', origin: 'someone/harbour on GitHub' };
const row = z.object({ prompt: z.string(), length: z.int() });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhand-data-'));
});
afterAll(() => rm(folder, { recursive: true }));

const save = (text: string): Promise<void> => writeFile(join(folder, data.file), text);

describe('readDataLines', () => {
  it('reads rows in order, through a byte order mark, Windows line ends and empty lines', async () => {
    await save('\uFEFF{"prompt": "a", "length": 1}\r\n\r\n{"prompt": "灯塔", "length": 2, "more": true}\r\n');
    expect(await readDataLines(folder, data, row)).toEqual([
      { prompt: 'a', length: 1 },
      { prompt: '灯塔', length: 2 },
    ]);
  });

  it('takes the path of the file as well as that of its folder', async () => {
    await save('{"prompt": "a", "length": 1}');
    expect(await readDataLines(join(folder, data.file), data, row)).toHaveLength(1);
  });

  it.each([
    ['{"prompt": "a", "length": 1}\n{"prompt": "b"}\n', 'line 2 of `harbour.jsonl`', '`length`'],
    [
      '{"prompt": "a", "length": 1}\nversion https\n',
      'line 2 of `harbour.jsonl`',
      'is not JSON: `version https`',
    ],
    ['[]\n', 'line 1 of `harbour.jsonl`', 'another form'],
    ['\n', '`harbour.jsonl`', 'is empty'],
  ])('says what is not as published in %j', async (text, where, what) => {
    await save(text);
    const reading = readDataLines(folder, data, row);
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(where);
    await expect(reading).rejects.toThrow(what);
    await expect(reading).rejects.toThrow('Fetch it anew from someone/harbour on GitHub.');
  });
});

describe('readDataText', () => {
  it('names file, benchmark and origin where the file or the folder is missing', async () => {
    const other = { ...data, file: 'absent.txt' };
    for (const where of [undefined, folder, join(folder, 'nowhere')]) {
      const reading = readDataText(where, other);
      await expect(reading).rejects.toThrow(UsageError);
      await expect(reading).rejects.toThrow(/`absent\.txt` for `harbour`.*published in someone\/harbour/);
    }
  });
});

describe('readDataJson', () => {
  it('names the first field that is not as published', async () => {
    await save('{"13": {"prompt": "a", "length": "long"}}');
    await expect(readDataJson(folder, data, z.record(z.string(), row))).rejects.toThrow('`13.length`');
  });
});
