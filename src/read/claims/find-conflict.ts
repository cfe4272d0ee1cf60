/** Other sources that speak of the same and may say something else. */
import { listTerms } from '../search-terms.ts';
import { commonTerms } from './claim-terms.ts';
import { isComparable, listUnstated } from './compare-numbers.ts';
import { dateOfSource, isNewerThan } from './date-of-source.ts';
import type { Evidence, EvidenceFinder, EvidenceSource } from './evidence.ts';
import { type Claim, type Facts, readFacts } from './extract-claims.ts';
import { isDenied, isOpposite } from './polarity.ts';
import { type StatedDate, statesDate } from './read-dates.ts';
import { holdsName, type Lexicon } from './read-names.ts';

export type Conflict = { sourceId: string; evidence: Evidence; isNewer: boolean | null };

/** A place that may contradict a claim. `likely`: of the same subject and kind of quantity, with another value. */
export type Rival = Conflict & { strength: 'certain' | 'likely' | 'possible' };

/** Beyond this much in common two sentences are about the same. */
const leastCoverage = 0.6;
/** Share of the subject's words in the title, or of all rare words, that a rival has to have. */
const leastTitle = 0.6;
const leastSubject = 0.34;
/** Share of the words beside the subject that make two places speak of one matter; more where a bare count is compared. */
const leastMatter = 0.1;
const leastMatterOfCounts = 0.25;
const mostPlaces = 6;

type Setting = {
  own: { source: EvidenceSource; quote: string };
  lexicon: Lexicon;
  isRare: (term: string) => boolean;
};

/**
 * Lists the places of other sources that may contradict a claim, the closest first; of a source that is older than the
 * claim's own only what is certain, at the end: it is good to know, and no reason to doubt. `certain` needs no judge: the same names, mostly the same words, another number or the opposite
 * sign. The rest shares the subject and differs in a number, a date, a name or the sign, however it is worded: whether
 * it contradicts is for a judge. Sentences about another time do not contradict.
 *
 * @param own - Where the claim's own span stands.
 * @param others - Sources that a search found for it.
 * @param isRare - Whether a term stands in few passages: what names a subject.
 */
export function listRivals(
  claim: Pick<Claim, 'text' | 'facts'>,
  others: readonly { source: EvidenceSource; finder: EvidenceFinder }[],
  setting: Setting,
): Rival[] {
  const ownDate = dateOfSource(setting.own.source);
  const rivals = others.flatMap(({ source, finder }) => {
    const isNewer = isNewerThan(dateOfSource(source), ownDate);
    if (source.id === setting.own.source.id) return [];
    return finder.find(claim, { limit: mostPlaces, isSingle: true, isAlike: true }).flatMap((evidence) => {
      const found = strengthOf(claim, evidence, source, setting);
      if (found === undefined || (isNewer === false && found.strength !== 'certain')) return [];
      return [{ ...found, sourceId: source.id, evidence, isNewer }];
    });
  });
  const order = { certain: 0, likely: 1, possible: 2 };
  const placeOf = ({ strength, isNewer }: Rival): number => (isNewer === false ? 3 : order[strength]);
  return rivals
    .sort((a, b) => placeOf(a) - placeOf(b) || b.closeness - a.closeness)
    .map(({ closeness: _closeness, ...rival }) => rival);
}

function strengthOf(
  { text, facts }: Pick<Claim, 'text' | 'facts'>,
  { quote, context, setting, wordCoverage }: Evidence,
  { title }: EvidenceSource,
  { own, lexicon, isRare }: Setting,
): { strength: Rival['strength']; closeness: number } | undefined {
  if (/^#{1,6}\s/.test(quote)) return undefined;
  const stated = readFacts(quote, lexicon);
  const numbers = facts.numbers.filter(({ isLoose }) => isLoose !== true);
  const isOtherTime =
    numbers.length > 0 &&
    facts.dates.length > 0 &&
    stated.dates.length > 0 &&
    !facts.dates.some((date) => statesDate(date, stated.dates));
  if (isOtherTime) return undefined;
  const others = listUnstated(facts.numbers, stated.numbers);
  const isOtherNumber = others.some((number) => stated.numbers.some((other) => isComparable(number, other)));
  const isOtherSign = isDenied(text) !== isDenied(quote);
  const about = `${quote}\n${setting}\n${title}`;
  const held = facts.names.filter((name) => holdsName(about, name));
  if (
    wordCoverage >= leastCoverage &&
    numbers.length + facts.names.length > 0 &&
    held.length === facts.names.length &&
    (isOtherNumber || isOtherSign)
  )
    return { strength: 'certain', closeness: wordCoverage };

  const nearby = `${about}\n${context}`;
  const { names } = facts;
  const known = names.filter((name) => holdsName(nearby, name));
  const isSubject =
    names.length > 0 ? known.length > 0 : isSameSubject(text, about, own.source.title, isRare);
  // A name that is the own source's subject has to be the rival's as well; any other may be what they differ in.
  const isElsewhere = names.some((name) => holdsName(own.source.title, name) && !known.includes(name));
  if (!isSubject || isElsewhere) return undefined;
  const isWhole = known.length === names.length;
  const matter = shareMatter(text, names, `${quote}\n${setting}`);
  const closeness = matter + (known.length + held.length) / Math.max(1, 2 * names.length);
  const isMeasured = others.some(({ measures, kind }) => measures.length > 0 || kind === 'share');
  if (isOtherNumber)
    return isWhole && (isMeasured || matter >= leastMatterOfCounts)
      ? { strength: 'likely', closeness }
      : undefined;
  if (others.length > 0) return undefined;
  if (
    isWhole &&
    matter >= leastMatter &&
    (isOtherDate(facts, stated) || isOtherSign || isOpposite(text, quote))
  )
    return { strength: 'likely', closeness };
  const isOtherName =
    names.length === 0
      ? matter >= leastMatter
      : !isWhole &&
        held.length > 0 &&
        stated.names.some((name) => !holdsName(text, name) && !holdsName(title, name));
  // "X belongs to Y", "the owner of X is Y": where nothing but names is stated, no other word need be in common.
  const isAlike = matter >= leastMatter || facts.dates.length === 0;
  return isOtherName && isAlike && numbers.length === 0 ? { strength: 'possible', closeness } : undefined;
}

/** Where no names are found: the rare words that a claim shares with its own source's title, or else all its rare words. */
function isSameSubject(
  claim: string,
  about: string,
  title: string,
  isRare: (term: string) => boolean,
): boolean {
  const there = new Set(listTerms(about));
  const titled = new Set(listTerms(title));
  const rare = [...new Set(listTerms(claim))].filter((term) => !/^\d/.test(term) && isRare(term));
  const subject = rare.filter((term) => titled.has(term));
  const wanted = subject.length > 0 ? subject : rare;
  const held = wanted.filter((term) => there.has(term)).length / Math.max(1, wanted.length);
  return wanted.length === 0 || held >= (subject.length > 0 ? leastTitle : leastSubject);
}

/** Share of a claim's words beside names, figures and the commonest ones that stand in a text. */
function shareMatter(claim: string, names: readonly string[], text: string): number {
  const there = new Set(listTerms(text));
  const named = new Set(names.flatMap((name) => listTerms(name)));
  const words = [...new Set(listTerms(claim))].filter(
    (term) => !/^\d/.test(term) && !named.has(term) && !commonTerms.has(term),
  );
  return words.filter((term) => there.has(term)).length / Math.max(1, words.length);
}

/** Both say when, as exactly, and not the same; what else they count agrees or is not there. */
function isOtherDate(claimed: Facts, stated: Facts): boolean {
  const isAsExact = (one: StatedDate, other: StatedDate): boolean =>
    (['year', 'month', 'day'] as const).every((part) => one[part] === undefined || other[part] !== undefined);
  return claimed.dates.some(
    (date) => !statesDate(date, stated.dates) && stated.dates.some((other) => isAsExact(date, other)),
  );
}
