/** From a task to the text mini reads, control tokens included. */
import { splitSentences } from '../../../text/sentences.ts';
import { chooseHero } from './heroes.ts';
import type { MiniSectionTask, MiniTask } from './mini-task.ts';
import { factTokens, outToken, pointTokens, styleCount, styleToken } from './special-tokens.ts';

/** How far `more` moves on in the styles, so that it does not draw the frames its section has used. */
const styleStepOfMore = 6;

/** Which pool of frames a section is written from, 0 to `styleCount` − 1; neighbours never share one. */
export const styleOf = ({ kind, section }: Pick<MiniSectionTask, 'kind' | 'section'>): number =>
  (section - 1 + (kind === 'more' ? styleStepOfMore : 0)) % styleCount;

/** Where a section stands: it decides how it opens and closes. */
export function placeOf({
  section,
  sections,
}: Pick<MiniSectionTask, 'section' | 'sections'>): 'first' | 'middle' | 'last' | 'only' {
  if (sections <= 1) return 'only';
  if (section <= 1) return 'first';
  return section >= sections ? 'last' : 'middle';
}

/**
 * Renders the prompt of a task: control tokens, each field behind its token and one space, `<|out|>` last.
 *
 * The words asked for are not in it (but for plans): the countdown before every sentence says them. Of `so far` at most
 * the last two sentences are shown. What looks like a control token in a field is broken with a space.
 */
export function renderMiniPrompt(task: MiniTask): string {
  const points = 'points' in task ? task.points.map((point, index) => field(pointTokens[index], point)) : [];
  switch (task.kind) {
    case 'plan':
      return [
        `<|plan|><|${task.register}|>`,
        field('<|topic|>', task.topic),
        field('<|key|>', task.key),
        field('<|lines|>', String(task.sections)),
        field('<|words|>', String(roundToTen(task.words / task.sections))),
        outToken,
      ].join('');
    case 'section':
    case 'more':
      return [
        `<|${task.kind}|>${styleToken(styleOf(task))}<|${task.register}|><|${placeOf(task)}|>`,
        field('<|topic|>', task.topic),
        field('<|key|>', task.key),
        field('<|title|>', task.title),
        ...points,
        ...task.facts.map((fact, index) => field(factTokens[index], fact)),
        task.register === 'narrative' ? field('<|hero|>', chooseHero(task.topic)) : '',
        task.kind === 'more' ? field('<|so-far|>', lastSentences(task.soFar)) : '',
        outToken,
      ].join('');
    case 'article':
      return [
        `<|article|><|${task.register}|>`,
        field('<|topic|>', task.topic),
        field('<|key|>', task.key),
        ...points,
        task.register === 'narrative' ? field('<|hero|>', chooseHero(task.topic)) : '',
        outToken,
      ].join('');
    case 'condense':
      return ['<|condense|>', ...points, field('<|passage|>', task.passage), outToken].join('');
    case 'summary':
      return [
        '<|summary|>',
        field('<|title|>', task.title),
        field('<|passage|>', task.passage),
        outToken,
      ].join('');
  }
}

/** Rounded to tens and at least 10: the size of a planned section. */
export const roundToTen = (words: number): number => Math.max(10, Math.round(words / 10) * 10);

/** A field with its token; nothing where the text is empty or there is no token left for it. */
function field(token: string | undefined, text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('<|', '< |').trim();
  return line === '' || token === undefined ? '' : `${token} ${line}`;
}

const lastSentences = (text: string): string => splitSentences(text.trim()).slice(-2).join('');
