/**
 * The folder of a training: `settings.json` says what it is, `metrics.jsonl` has a line a step, `loss.svg` and
 * `loss.png` show it, and the checkpoints stand beside them.
 */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { StepReport } from './training-loop.ts';

/** How many steps the smooth line of the curve looks back. */
const smoothSteps = 25;

export type TrainingFolder = {
  /** Lines of steps that a kill took back are dropped. */
  rewind(step: number): Promise<void>;
  append(report: StepReport): Promise<void>;
  /** @returns Paths of the pictures. */
  drawCurve(title: string): Promise<{ svg: string; png: string }>;
};

/**
 * Opens the folder of a training, new or taken up again.
 *
 * @param settings - What decides the outcome; a folder of other settings is refused.
 * @throws {UsageError} The folder belongs to another training; the message names the first setting that differs.
 */
export async function openTrainingFolder(
  folder: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<TrainingFolder> {
  await mkdir(folder, { recursive: true });
  const settingsFile = join(folder, 'settings.json');
  const metricsFile = join(folder, 'metrics.jsonl');
  const wanted = JSON.parse(JSON.stringify(settings)) as Record<string, unknown>;
  const found = await readJson(settingsFile);
  if (found === undefined) await writeFile(settingsFile, `${JSON.stringify(wanted, null, 2)}\n`);
  else {
    const names = [...new Set([...Object.keys(found), ...Object.keys(wanted)])];
    const name = names.find((each) => JSON.stringify(found[each]) !== JSON.stringify(wanted[each]));
    if (name !== undefined)
      throw new UsageError(
        `Expected \`${name}\` of the training in ${folder} to be \`${JSON.stringify(found[name])}\` as when it began, ` +
          `got \`${JSON.stringify(wanted[name])}\`. Go on with the same settings, or name another folder with --out.`,
      );
  }
  const readLines = async (): Promise<StepReport[]> => {
    const text = await readFile(metricsFile, 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as StepReport];
      } catch {
        // A kill in the middle of a line; its step is done again.
        return [];
      }
    });
  };
  return {
    async rewind(step) {
      const lines = (await readLines()).filter((line) => line.step <= step);
      await writeFile(metricsFile, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    },
    append: (report) => appendFile(metricsFile, `${JSON.stringify(report)}\n`),
    async drawCurve(title) {
      const { renderLinePlot } = await import('../publish/line-plot.ts');
      const points = (await readLines()).map(({ step, loss }) => ({ x: step, y: loss }));
      const smooth = points.map(({ x }, at) => {
        const window = points.slice(Math.max(0, at - smoothSteps + 1), at + 1);
        return { x, y: window.reduce((sum, { y }) => sum + y, 0) / window.length };
      });
      const { svg, png } = renderLinePlot({
        title,
        caption: 'metrics.jsonl',
        xLabel: 'step',
        yLabel: 'loss',
        series: [
          { name: 'step', points, isFaint: true },
          { name: `mean of ${smoothSteps}`, points: smooth },
        ],
      });
      const paths = { svg: join(folder, 'loss.svg'), png: join(folder, 'loss.png') };
      await writeFile(paths.svg, svg);
      await writeFile(paths.png, png);
      return paths;
    },
  };
}

async function readJson(path: string): Promise<Record<string, unknown> | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new UsageError(
      `Expected JSON in ${path}, found none. Remove the file, or name another folder with --out.`,
    );
  }
}
