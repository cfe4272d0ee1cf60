/** Summary and report section of the pairs of a study, as files in its folder. Reads only what is there. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerIndex } from '../../methods/answers/answer-index.ts';
import { readJudgedPairs } from './read-judged-pairs.ts';
import { renderPairs } from './render-pairs.ts';
import { type StudyPairs, summarizeStudyPairs } from './summarize-study-pairs.ts';

/** Made anew from `pairs.jsonl` each time; equal rows give equal files. */
export async function writePairsReport(
  folder: string,
  { answers }: Pick<AnswerIndex, 'answers'>,
  { withoutAnswer }: { withoutAnswer: number },
): Promise<{ summary: StudyPairs; markdown: string; files: { summary: string; markdown: string } }> {
  const summary = summarizeStudyPairs(await readJudgedPairs(folder, answers), { withoutAnswer });
  const markdown = renderPairs(summary);
  const files = { summary: join(folder, 'pairs-summary.json'), markdown: join(folder, 'pairs.md') };
  await writeFile(files.summary, `${JSON.stringify(summary, null, 2)}\n`);
  await writeFile(files.markdown, markdown);
  return { summary, markdown, files };
}
