/** Another source that speaks of the same and says something else. */
import type { Evidence, EvidenceFinder, EvidenceSource } from './evidence.ts';
import { type Claim, readFacts } from './extract-claims.ts';
import { isDenied } from './polarity.ts';
import { listDates, type StatedDate, statesDate } from './read-dates.ts';
import { holdsName, type Lexicon } from './read-names.ts';
import { statesNumber } from './read-numbers.ts';

export type Conflict = { sourceId: string; evidence: Evidence; isNewer: boolean | null };

/** Beyond this much in common two sentences are about the same. */
const leastCoverage = 0.6;
const headCharacters = 400;

/**
 * Looks for a source that contradicts a claim: about the same names, in mostly the same words, with another number
 * or the opposite sign. Sentences about another time do not contradict it.
 *
 * @param sourceId - Where the claim's own span stands.
 * @param others - Sources that a search found for it.
 */
export function findConflict(
  claim: Pick<Claim, 'text' | 'facts'>,
  own: { source: EvidenceSource; quote: string },
  others: readonly { source: EvidenceSource; finder: EvidenceFinder }[],
  lexicon: Lexicon,
): Conflict | undefined {
  const { numbers, dates, names } = claim.facts;
  if (numbers.length === 0 && names.length === 0) return undefined;
  for (const { source, finder } of others) {
    if (source.id === own.source.id) continue;
    const [evidence] = finder.find(claim, { limit: 1, isSingle: true });
    if (evidence === undefined) continue;
    const { quote } = evidence;
    const isSubject = names.every((name) => holdsName(`${quote}\n${source.title}`, name));
    if (!isSubject || evidence.wordCoverage < leastCoverage) continue;
    const stated = readFacts(quote, lexicon);
    const isOtherTime =
      dates.length > 0 && stated.dates.length > 0 && !dates.some((date) => statesDate(date, stated.dates));
    if (isOtherTime) continue;
    const differs =
      (numbers.length > 0 &&
        stated.numbers.length > 0 &&
        !numbers.every((number) => statesNumber(number, stated.numbers))) ||
      isDenied(claim.text) !== isDenied(quote);
    if (!differs) continue;
    return { sourceId: source.id, evidence, isNewer: isNewerThan(dateOf(source), dateOf(own.source)) };
  }
  return undefined;
}

/** When a source was written, by its title and first lines: the latest date there. As year, month and day in one number. */
function dateOf({ title, text }: EvidenceSource): number | undefined {
  const head = text
    .slice(0, headCharacters)
    .split(/\n\s*\n/, 2)
    .join('\n');
  // "Ports 2015": in a title a year needs no word before it.
  const named = [...title.matchAll(/(?<!\d)((?:19|20)\d\d)(?!\d)/g)].map(([, year]) => ({
    year: Number(year),
  }));
  const dates: StatedDate[] = [...named, ...listDates(`${title}\n${head}`).dates];
  const years = dates.filter(({ year }) => year !== undefined);
  if (years.length === 0) return undefined;
  return Math.max(...years.map(({ year = 0, month = 0, day = 0 }) => year * 10_000 + month * 100 + day));
}

function isNewerThan(one: number | undefined, other: number | undefined): boolean | null {
  return one === undefined || other === undefined || one === other ? null : one > other;
}
