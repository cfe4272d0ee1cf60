/** `longhand bench annotate`: a blind page for people, and what their answers say. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnnotationKey, drawAnnotationKey, saveAnnotationKey } from '../bench/pairs/annotation-key.ts';
import { writeAnnotationPage } from '../bench/pairs/annotation-page.ts';
import { cellName, listPairs } from '../bench/pairs/list-pairs.ts';
import { openAnsweredStudy } from '../bench/pairs/open-answered-study.ts';
import { readAnnotations } from '../bench/pairs/read-annotations.ts';
import { readJudgedPairs } from '../bench/pairs/read-judged-pairs.ts';
import { renderAnnotations } from '../bench/pairs/render-annotations.ts';
import { summarizeAnnotations } from '../bench/pairs/summarize-annotations.ts';
import { countClustersNeeded } from '../bench/statistics/detectable.ts';
import { UsageError } from '../errors.ts';
import { type IndexedAnswer, indexAnswers } from '../methods/answers/answer-index.ts';
import { answersFile } from '../methods/answers/answer-row.ts';
import { formatCount, formatNumber } from './format.ts';
import type { Output, OutputOptions } from './output.ts';
import { checkJsonKind, readPositiveInteger } from './write-options.ts';

type WriteOptions = OutputOptions &
  Partial<Record<'out' | 'sample' | 'difference' | 'against' | 'data', string>>;

/** Writes the page, and its key into the study; says how many prompts the stated difference needs. */
export async function writeAnnotation(
  folder: string,
  { out, sample, difference: asked = '0.1', against, data, ...common }: WriteOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(common);
  if (out === undefined || !out.endsWith('.html'))
    throw new UsageError(
      `Expected \`out\` to name the page, such as pairs.html, got ${out === undefined ? 'none' : `\`${out}\``}. Name it with --out.`,
    );
  const difference = readDifference(asked);
  const most = sample === undefined ? undefined : readPositiveInteger('sample', sample);
  const { manifest, samples, index } = await openAnsweredStudy(folder, data);
  const { pairs, withoutAnswer } = listPairs(index.answers.values(), manifest, { against });
  if (pairs.length === 0)
    throw new UsageError(
      `Expected pairs of answers in ${folder}, found none: ${withoutAnswer} lack an answer. Run the same \`longhand bench run\` again.`,
    );
  const key = drawAnnotationKey(pairs, { sample: most });
  await writeAnnotationPage(out, key, { samples, index });
  const keyFile = await saveAnnotationKey(folder, key);
  // Nothing is known of people's marks yet, so wins and losses are taken to vary as much as they can.
  const needed = countClustersNeeded(difference, { variance: { between: 0.25, within: 0 } });
  const comparisons = countComparisons(key, index.answers);
  output.print(
    [
      `${out}: ${formatCount(key.pairs.length, 'pair')} for people; names no author.`,
      `${keyFile}: what stands where. Show it to nobody who judges.`,
      `To find a win rate of ${percent(0.5 + difference)} instead of 50 % in 8 of 10 studies: ${formatNumber(needed)} prompts for each comparison.`,
      ...comparisons.map(
        ({ cells, prompts, pairs: count }) =>
          `${cells}: ${formatCount(prompts, 'prompt')}, ${formatCount(count, 'pair')}${prompts < needed ? '; too few for that' : ''}`,
      ),
      ...(withoutAnswer > 0 ? [`${formatCount(withoutAnswer, 'pair')} left out: an answer is missing.`] : []),
    ].join('\n'),
  );
  const counts = { pairs: key.pairs.length, difference, neededPrompts: needed, comparisons, withoutAnswer };
  output.printResult({ out, key: keyFile, set: key.set, ...counts });
  return 0;
}

/** How much of each comparison people are shown. */
function countComparisons(
  { pairs }: AnnotationKey,
  answers: ReadonlyMap<string, IndexedAnswer>,
): { cells: string; pairs: number; prompts: number }[] {
  const shown = pairs.flatMap((pair) => {
    const [a, b] = [answers.get(pair.a), answers.get(pair.b)];
    if (a === undefined || b === undefined) return [];
    return [{ cells: `${cellName(a)} / ${cellName(b)}`, sample: a.sample }];
  });
  return [...Map.groupBy(shown, ({ cells }) => cells)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([cells, own]) => ({
      cells,
      pairs: own.length,
      prompts: new Set(own.map(({ sample }) => sample)).size,
    }));
}

/** Reads what people marked, and writes `annotations.json` and `annotations.md` into the study. */
export async function readAnnotation(
  folder: string,
  files: readonly string[],
  options: OutputOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const { answers } = await indexAnswers(join(folder, answersFile));
  const annotations = await readAnnotations(folder, files);
  const summary = summarizeAnnotations(annotations, await readJudgedPairs(folder, answers), answers);
  const markdown = renderAnnotations(summary);
  const written = { summary: join(folder, 'annotations.json'), markdown: join(folder, 'annotations.md') };
  await writeFile(written.summary, `${JSON.stringify({ ...summary, annotations }, null, 2)}\n`);
  await writeFile(written.markdown, markdown);
  output.print(markdown);
  output.say(`report: ${written.markdown}, ${written.summary}`);
  output.printResult({ out: folder, files: written, ...summary });
  return 0;
}

/** A share, `0.1` or `10%`, by which a win rate lies above a half. */
function readDifference(text: string): number {
  const value = text.trim().endsWith('%') ? Number(text.trim().slice(0, -1)) / 100 : Number(text);
  if (!(value > 0 && value < 0.5))
    throw new UsageError(
      `Expected \`difference\` to be a share above 0 and below 0.5, such as 0.1 for a win rate of 60 %, got \`${text}\`.`,
    );
  return value;
}

const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;
