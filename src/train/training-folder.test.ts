import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { openTrainingFolder } from './training-folder.ts';
import type { StepReport } from './training-loop.ts';

const root = mkdtempSync(join(tmpdir(), 'longhand-training-folder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const settings = { kind: 'sft', steps: 4, schedule: { kind: 'cosine', warmupRatio: 0.1 } };
const reportOf = (step: number): StepReport => ({
  step,
  of: 4,
  loss: 3 / step,
  learningRate: 1e-3,
  gradientNorm: 1,
  tokens: 10,
  targetTokens: 5,
  tokensPerSecond: 100,
  remainingMs: 0,
});
const stepsIn = (folder: string): number[] =>
  readFileSync(join(folder, 'metrics.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as StepReport).step);

describe('the folder of a training', () => {
  it('keeps a line for every step, and drops those that a kill took back', async () => {
    const path = join(root, 'lines');
    const folder = await openTrainingFolder(path, settings);
    for (const step of [1, 2, 3]) await folder.append(reportOf(step));
    // Killed in the middle of the fourth line; the last checkpoint is of step 2.
    writeFileSync(join(path, 'metrics.jsonl'), '{"step":4,"lo', { flag: 'a' });
    const again = await openTrainingFolder(path, settings);
    await again.rewind(2);
    expect(stepsIn(path)).toEqual([1, 2]);
    await again.append(reportOf(3));
    expect(stepsIn(path)).toEqual([1, 2, 3]);
  });

  it('takes up a training of the same settings and refuses another, naming what differs', async () => {
    const path = join(root, 'settings');
    await openTrainingFolder(path, settings);
    await expect(openTrainingFolder(path, structuredClone(settings))).resolves.toBeDefined();
    await expect(openTrainingFolder(path, { ...settings, steps: 5 })).rejects.toThrow(
      new UsageError(
        `Expected \`steps\` of the training in ${path} to be \`4\` as when it began, got \`5\`. ` +
          'Go on with the same settings, or name another folder with --out.',
      ),
    );
    await expect(openTrainingFolder(path, { ...settings, seed: 1 })).rejects.toThrow(
      /`seed` of the training/,
    );
    const { schedule: _left, ...fewer } = settings;
    await expect(openTrainingFolder(path, fewer)).rejects.toThrow(/`schedule` of the training/);
  });

  it('says so where the settings are no JSON', async () => {
    const path = join(root, 'damaged');
    await openTrainingFolder(path, settings);
    writeFileSync(join(path, 'settings.json'), '{"kind":');
    await expect(openTrainingFolder(path, settings)).rejects.toThrow(/Expected JSON in .*settings\.json/);
  });

  it('draws the curve of all steps', async () => {
    const folder = await openTrainingFolder(join(root, 'curve'), settings);
    for (const step of [1, 2, 3, 4]) await folder.append(reportOf(step));
    const { svg, png } = await folder.drawCurve('Loss, sft');
    expect(readFileSync(svg, 'utf8')).toContain('Loss, sft');
    expect(readFileSync(png).subarray(1, 4).toString()).toBe('PNG');
  });
});
