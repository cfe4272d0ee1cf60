/** The grammar alone as a writer, without a model: the baseline that mini is measured against. */
import { createRandom } from '../../../model/simulated/random.ts';
import { chooseHero } from '../prompt/heroes.ts';
import { type MiniPlanLine, removeTokens } from '../prompt/mini-output.ts';
import type { MiniArticleTask, MiniPlanTask, MiniSectionTask } from '../prompt/mini-task.ts';
import { placeOf, styleOf } from '../prompt/render-mini-prompt.ts';
import { writePlan } from './write-plan.ts';
import { writeSection } from './write-section.ts';

/** Writes a section or an article by the frames alone; paragraphs are parted by an empty line. */
export function writeByGrammar(task: MiniSectionTask | MiniArticleTask, seed: number | string): string {
  const random = createRandom('grammar baseline', seed, JSON.stringify(task));
  const spec =
    task.kind === 'article'
      ? { ...task, place: 'only' as const, facts: [] }
      : { ...task, place: placeOf(task), style: styleOf(task), isMore: task.kind === 'more' };
  return writeSection({ ...spec, hero: chooseHero(task.topic) }, random)
    .map((sentences) => sentences.map(({ text }) => removeTokens(text)).join(' '))
    .join('\n\n');
}

/** Plans a text by the frames alone. */
export function planByGrammar(task: MiniPlanTask, seed: number | string): MiniPlanLine[] {
  const random = createRandom('grammar baseline', seed, JSON.stringify(task));
  const lines = writePlan(
    { ...task, hero: chooseHero(task.topic), sectionWords: task.words / task.sections },
    random,
  );
  return lines.map(({ title, points, words }) => ({
    title: removeTokens(title),
    points: points.map(removeTokens),
    words,
  }));
}
