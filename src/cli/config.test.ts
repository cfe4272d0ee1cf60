import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { readConfig } from './config.ts';

const cwd = mkdtempSync(join(tmpdir(), 'longhand-config-'));
const home = mkdtempSync(join(tmpdir(), 'longhand-config-home-'));
const file = join(cwd, 'longhand.config.json');
afterAll(() => {
  for (const folder of [cwd, home]) rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => rmSync(file, { force: true }));

describe('readConfig', () => {
  it('takes the file of the working directory, else that of the home, else nothing', async () => {
    expect(await readConfig(cwd, home)).toEqual({});
    writeFileSync(join(home, 'config.json'), '{"model":"simulated:"}');
    expect(await readConfig(cwd, home)).toMatchObject({
      model: 'simulated:',
      path: join(home, 'config.json'),
    });
    writeFileSync(file, '{"model":"ollama:qwen3","prices":{"ollama:qwen3":"0,0,0"},"maxCost":2}');
    expect(await readConfig(cwd, home)).toMatchObject({ model: 'ollama:qwen3', maxCost: 2, path: file });
  });

  it.each([
    ['{', 'Expected JSON in'],
    ['{"modle":"x"}', 'got `modle`. Known fields: model, planner'],
    ['{"maxCost":"2"}', 'Expected `maxCost` in'],
    ['[]', 'to be a JSON object'],
    ['{"apiKey":"x"}', 'Expected no key in'],
    ['{"openaiKey":"x"}', 'Expected no key in'],
    ['{"model":"sk-abcdefghijkl"}', 'Set it in the environment instead'],
    ['{"prices":{"openai:x":" sk-abcdefghijkl"}}', 'Set it in the environment instead'],
  ])('says what is wrong with %s', async (text, message) => {
    writeFileSync(file, text);
    await expect(readConfig(cwd, home)).rejects.toThrow(UsageError);
    await expect(readConfig(cwd, home)).rejects.toThrow(message);
  });

  it('quotes nothing from a file that cannot be read: a key may stand in it', async () => {
    writeFileSync(file, '{"apiKey": sk-abcdefghijkl}');
    const error: Error = await readConfig(cwd, home).then(
      () => expect.fail('The file was read.'),
      (error) => error,
    );
    expect(error.message).toContain(`Expected JSON in ${file}`);
    expect(error.message).not.toContain('sk-');
  });
});
