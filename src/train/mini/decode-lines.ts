/**
 * A plan line by line. Each line begins with its number of all (`2/6`), which is written for the model, so that there are
 * as many lines as were asked for; what the model sets for their words is only their proportion.
 */
import { createRandom } from '../../model/simulated/random.ts';
import type { MiniFinish } from './decode-text.ts';
import { drawToken, type MiniSampling } from './draw-token.ts';
import type { MiniSequence } from './inference/sequence.ts';
import type { MiniVocabulary } from './mini-vocabulary.ts';
import { type MiniPlanLine, parsePlanLine } from './prompt/mini-output.ts';

const mostTries = 8;
const warmerPerTry = 0.1;
const longestLineInTokens = 120;
/** No section is planned shorter or longer than this share of the mean. */
const shortestShare = 0.5;
const longestShare = 2;

type LineCandidate = { tokens: number[]; line: MiniPlanLine; faults: number };

/**
 * Writes the lines of a plan, whose words sum to `targetWords` exactly.
 *
 * A line with a title that an earlier one has, or with a damaged word, is drawn again. There are fewer lines where the
 * room is used up, or the model makes no whole line in several tries.
 *
 * @param sequence - Has read the prompt.
 * @param options.lines - Lines asked for.
 * @param options.isDamaged - Whether a text holds a word that the model cannot have meant.
 * @throws The signal's reason, between two tokens.
 */
export async function decodeLines(
  sequence: MiniSequence,
  {
    vocabulary,
    lines,
    targetWords,
    isDamaged,
    sampling,
    room,
    signal,
  }: {
    vocabulary: MiniVocabulary;
    lines: number;
    targetWords: number;
    isDamaged: (text: string) => boolean;
    sampling: MiniSampling;
    room: number;
    signal: AbortSignal | undefined;
  },
): Promise<MiniFinish & { lines: MiniPlanLine[] }> {
  const prompt = sequence.tokens.slice();
  const copies = vocabulary.findCopies(prompt);
  const mostTokens = prompt.length + Math.min(room, sequence.contextTokens - prompt.length);
  const taken = new Set<string>();
  const found: MiniPlanLine[] = [];
  const finish = (reason: MiniFinish['reason']) => ({
    reason,
    tokens: sequence.tokens.length - prompt.length,
    lines: shareWords(found, targetWords),
  });

  const draw = async (
    opening: readonly number[],
    temperature: number,
    seed: string,
  ): Promise<LineCandidate | 'no-room' | undefined> => {
    const random = createRandom(seed);
    const tokens: number[] = [];
    const push = (token: number): boolean => {
      if (sequence.tokens.length >= mostTokens) return false;
      sequence.push(token);
      tokens.push(token);
      return true;
    };
    for (const token of opening) if (!push(token)) return 'no-room';
    let hasWords = false;
    while (tokens.length < longestLineInTokens) {
      await sequence.breathe(signal);
      const token = drawToken(sequence.logits, tokens.slice(opening.length), {
        prompt,
        copies,
        temperature,
        topP: sampling.topP,
        random,
        isForbidden: (candidate) =>
          vocabulary.isControl(candidate) &&
          !copies.has(candidate) &&
          !vocabulary.lines.fields.has(candidate) &&
          !(hasWords && (candidate === vocabulary.lines.line || candidate === vocabulary.endToken)),
      });
      if (token === vocabulary.lines.line || token === vocabulary.endToken) break;
      if (token === vocabulary.lines.words) hasWords = true;
      if (!push(token)) return 'no-room';
    }
    const line = parsePlanLine(vocabulary.lines.render(tokens));
    if (line === undefined) return undefined;
    const said = [line.title, ...line.points];
    const faults =
      said.filter((text) => isDamaged(text)).length + said.filter((text) => taken.has(keyOf(text))).length;
    return { tokens, line, faults };
  };

  for (let index = 0; index < lines; index += 1) {
    const start = sequence.tokens.length;
    const opening = vocabulary.lines.opening(index + 1, lines);
    let best: LineCandidate | undefined;
    for (let attempt = 0; attempt < mostTries && best?.faults !== 0; attempt += 1) {
      sequence.rewind(start);
      const temperature = sampling.temperature + attempt * warmerPerTry;
      const drawn = await draw(opening, temperature, `${sampling.seed} ${index} ${attempt}`);
      if (drawn === 'no-room') {
        if (best !== undefined) break;
        sequence.rewind(start);
        return finish('length');
      }
      if (drawn !== undefined && (best === undefined || drawn.faults < best.faults)) best = drawn;
    }
    if (best === undefined) {
      sequence.rewind(start);
      return finish('stop');
    }
    await sequence.restore(start, best.tokens, signal);
    for (const text of [best.line.title, ...best.line.points]) taken.add(keyOf(text));
    found.push(best.line);
  }
  return finish('stop');
}

/** Renders lines as the compact profile asks for them: `1. title | point; point | words`. */
export function renderLines(lines: readonly MiniPlanLine[]): string {
  const clean = (text: string): string =>
    text.replaceAll('|', '/').replaceAll(';', ',').replaceAll(/\s+/g, ' ').trim();
  return lines
    .map(
      ({ title, points, words }, index) =>
        `${index + 1}. ${clean(title)} | ${points.map(clean).join('; ')} | ${words}`,
    )
    .join('\n');
}

/** Words in the proportion the lines name, within half and twice the mean, summing to the target; rounding goes last. */
export function shareWords(lines: readonly MiniPlanLine[], targetWords: number): MiniPlanLine[] {
  const mean = lines.reduce((sum, { words }) => sum + words, 0) / lines.length || 1;
  const shares = lines.map(({ words }) => Math.min(longestShare, Math.max(shortestShare, words / mean)));
  const total = shares.reduce((sum, share) => sum + share, 0);
  let given = 0;
  let due = 0;
  return lines.map((line, index) => {
    due += (shares[index] as number) * (targetWords / total);
    const words = (index === lines.length - 1 ? targetWords : Math.round(due)) - given;
    given += words;
    return { ...line, words };
  });
}

const keyOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
