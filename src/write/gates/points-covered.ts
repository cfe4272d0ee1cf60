/**
 * Whether a text takes up the main points it was given, judged by the words they share.
 *
 * It cannot tell a point that is named from one that is argued; it finds those that were left out.
 */
import { detectLanguage } from '../../text/language.ts';
import { createPlace, hasTerm, listTerms } from './content-words.ts';
import { failed, type GateResult, isGateLanguage, notRun, passed, quote, unknownLanguage } from './gate.ts';
import { listClauses, withoutCode } from './plain-text.ts';

/** One sentence that holds neighbouring words of a point names it: two words of six, its last noun phrase. */
const phraseShare = 1 / 3;
/** In pairs of characters: a phrase of four, to the letter in one clause, that is a sixth of the point. */
const pairedPhraseShare = 1 / 6;
const pairedPhraseTerms = 3;
/** Words of a point in two sentences in a row, but not neighbours in the point: half of it. */
const closeShare = 1 / 2;
/** Words that lie scattered over the text may each belong to something else: most of the point then. */
const scatteredShare = 2 / 3;
/** A point of many words is a small text that nobody repeats: a third of it, scattered, is enough. */
const longPointTerms = 12;
const longPointShare = 1 / 3;
/** Two words alone, each somewhere, name nothing. */
const leastScattered = 3;
const rounding = 1e-9;

/**
 * The main points that a text does not take up.
 *
 * Each point is its content words, every one weighing less the more of the other points hold it too; words of the
 * title and of all points weigh nothing, since any text on the subject has them. A point is covered by one sentence
 * that holds a third of its weight in words that are neighbours in the point (in Chinese and Japanese a sixth, four
 * characters to the letter), by two sentences in a row with half of
 * it, or by the text as a whole with two thirds (one third where the point has more than twelve such words) in three words or
 * more; always by at least two words, where it has two. A point without content words, or in another script than the text should
 * have, cannot be judged and is not reported.
 *
 * @param options.title - Of the section; its words carry no weight.
 */
export function findMissingPoints(
  text: string,
  mainPoints: readonly string[],
  language: string,
  { title = '' }: { title?: string } = {},
): string[] {
  const points = mainPoints
    .filter((point) => isJudgeable(point, language))
    .map((point) => ({ point, terms: listTerms(point, language) }));
  if (points.length === 0) return [];
  const holders = new Map<string, number>();
  for (const { terms } of points) for (const term of terms) holders.set(term, (holders.get(term) ?? 0) + 1);
  const titleTerms = new Set(listTerms(title, language));
  const weigh = (term: string): number => {
    if (titleTerms.has(term)) return 0;
    return points.length === 1 ? 1 : (points.length - (holders.get(term) ?? 0)) / (points.length - 1);
  };
  const prose = withoutCode(text);
  const places = listClauses(prose).map((clause) => createPlace(clause, language));
  return points
    .filter(({ terms }) => {
      const present = places.map((place) => new Set(terms.filter((term) => hasTerm(place, term, language))));
      return !isCovered(terms, present, weigh, language === 'zh' || language === 'ja');
    })
    .map(({ point }) => point);
}

function isCovered(
  terms: readonly string[],
  present: readonly ReadonlySet<string>[],
  weigh: (term: string) => number,
  isByPairs: boolean,
): boolean {
  const telling = terms.filter((term) => weigh(term) > 0);
  // A point that only says what the title says has nothing else to be judged by.
  const judged = telling.length > 0 ? telling : terms;
  const weightOf = (term: string): number => (telling.length > 0 ? weigh(term) : 1);
  const total = judged.reduce((sum, term) => sum + weightOf(term), 0);
  const weightIn = (found: (term: string) => boolean): number =>
    judged.filter(found).reduce((sum, term) => sum + weightOf(term), 0);
  const leastTerms = Math.min(2, judged.length);
  const leastRun = Math.min(isByPairs ? pairedPhraseTerms : 2, judged.length);
  const share = isByPairs ? pairedPhraseShare : phraseShare;
  const reaches = (found: (term: string) => boolean, share: number, least = leastTerms): boolean =>
    judged.filter(found).length >= least && weightIn(found) >= total * share - rounding;
  const everywhere = new Set(present.flatMap((terms) => [...terms]));
  const wanted = judged.length > longPointTerms ? longPointShare : scatteredShare;
  if (reaches((term) => everywhere.has(term), wanted, leastScattered)) return true;
  return present.some((terms, index) => {
    if (terms.size === 0) return false;
    const next = present[index + 1];
    if (reaches((term) => terms.has(term) || next?.has(term) === true, closeShare)) return true;
    return listRuns(judged, terms).some(
      (run) => run.length >= leastRun && weightIn((term) => run.includes(term)) >= total * share - rounding,
    );
  });
}

/** Stretches of neighbouring terms that are all present. */
function listRuns(terms: readonly string[], present: ReadonlySet<string>): string[][] {
  const runs: string[][] = [[]];
  for (const term of terms) {
    if (present.has(term)) runs.at(-1)?.push(term);
    else if (runs.at(-1)?.length !== 0) runs.push([]);
  }
  return runs;
}

/** Whether a point has content words in the script of the language. */
function isJudgeable(point: string, language: string): boolean {
  if (listTerms(point, language).length === 0) return false;
  const script = detectLanguage(point);
  const isLatin = (code: string): boolean => code === 'en' || code === 'other' || code === 'de';
  if (isLatin(language) || !isGateLanguage(language)) return isLatin(script);
  // A Japanese point of kanji alone looks Chinese.
  return script === language || (language === 'ja' && script === 'zh');
}

/** The gate `points-covered`; not run where no point can be judged. */
export function checkPoints({
  text,
  title,
  mainPoints,
  language,
}: {
  text: string;
  title: string;
  mainPoints: readonly string[];
  language: string;
}): GateResult {
  const gate = 'points-covered';
  if (mainPoints.length === 0) return passed(gate);
  if (!isGateLanguage(language)) return notRun(gate, unknownLanguage(language));
  const judged = mainPoints.filter((point) => isJudgeable(point, language));
  const missing = findMissingPoints(text, judged, language, { title });
  if (missing.length > 0) return failed(gate, `Main points not taken up: ${missing.map(quote).join(', ')}.`);
  if (judged.length === mainPoints.length) return passed(gate);
  const others = mainPoints.filter((point) => !judged.includes(point));
  return notRun(gate, `Main points without words of this language: ${others.map(quote).join(', ')}.`);
}
