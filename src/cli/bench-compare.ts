/** `longhand bench compare`: studies side by side. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderDifferences } from '../bench/report/render-differences.ts';
import { renderOverall } from '../bench/report/render-markdown.ts';
import { findDifference, readManifest } from '../bench/study/manifest.ts';
import type { StudyScores } from '../bench/study/score.ts';
import { UsageError } from '../errors.ts';
import type { Output, OutputOptions } from './output.ts';
import { checkJsonKind } from './write-options.ts';

/** Puts studies side by side, where they may stand side by side. */
export async function compareStudies(
  folders: readonly string[],
  options: OutputOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const found = await Promise.all(
    folders.map(async (folder) => {
      const manifest = await readManifest(folder);
      if (manifest === undefined || !existsSync(join(folder, 'scores.json')))
        throw new UsageError(
          `Expected a scored study in ${folder}, found none. Run \`longhand bench report ${folder}\` first.`,
        );
      const scores = JSON.parse(readFileSync(join(folder, 'scores.json'), 'utf8')) as StudyScores;
      return { folder, manifest, scores };
    }),
  );
  const [first] = found;
  if (first === undefined || found.length < 2)
    throw new UsageError('Expected at least two studies to compare.');
  for (const { folder, manifest } of found.slice(1)) {
    const { models: _a, methods: _b, judging: before, ...one } = first.manifest;
    const { models: _c, methods: _d, judging: now, ...other } = manifest;
    // Where one of them was not judged, what was counted still compares.
    const isJudged = before !== undefined && now !== undefined;
    const difference =
      findDifference(one, other) ??
      (isJudged ? findDifference({ judging: before }, { judging: now }) : undefined);
    if (difference !== undefined)
      throw new UsageError(
        `Expected studies with equal manifests; ${first.folder} and ${folder} differ: ${difference}. Their numbers do not compare.`,
      );
  }
  // Both may hold the same model and method: the folder tells them apart.
  const cells = found.flatMap(({ folder, scores }) =>
    scores.cells.map((cell) => ({ ...cell, study: folder })),
  );
  const rows = found.flatMap(({ folder, scores }) => scores.rows.map((row) => ({ ...row, study: folder })));
  const practice = cells.filter((cell) => cell.practice);
  if (practice.length > 0 && practice.length < cells.length)
    throw new UsageError(
      `Expected real models alone or practice models alone; ${practice[0]?.model} is a practice model and is not ranked with real ones.`,
    );
  output.print([renderOverall(cells), renderDifferences(cells, rows)].join('\n\n'));
  output.printResult({ cells });
  return 0;
}
