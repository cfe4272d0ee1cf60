/** What rules can tell of a claim and the span it rests on. A judge is asked about the rest. */
import { createSpanFinder } from '../find-span.ts';
import { listUnstated } from './compare-numbers.ts';
import type { Evidence, EvidenceFinder, EvidenceSource } from './evidence.ts';
import { type Claim, type Facts, readFacts } from './extract-claims.ts';
import { isDenied, isOpposite, isWidened } from './polarity.ts';
import { statesDate } from './read-dates.ts';
import { holdsName, holdsNameApart, type Lexicon } from './read-names.ts';

/** True: held. False: broken. Null: there was nothing to compare, or the languages differ. */
export type ClaimChecks = {
  /** The source speaks of it, and every quotation stands in it word for word. */
  spanExists: boolean;
  numbers: boolean | null;
  names: boolean | null;
  dates: boolean | null;
  /** Both affirm, or both deny. */
  negation: boolean | null;
  /** The claim reaches no further than the span. */
  scope: boolean | null;
};

export type Examined = {
  evidence: Evidence | undefined;
  checks: ClaimChecks;
  /** No sentence shares enough with the claim: the span is a stretch that a judge has to find it in, and say so twice. */
  isFaint?: true;
};

/** Words in common that make a span without any fact in common. */
const leastCoverage = 0.3;
/** A quotation of the source says the same as itself: below this much in common, its polarity and its reach tell nothing. */
const leastForPolarity = 0.35;

/** Broken checks that no judge can mend. */
export const isRefuted = ({ spanExists, numbers, dates }: ClaimChecks): boolean =>
  !spanExists || numbers === false || dates === false;

/** Broken checks that a judge may overrule: rules misread negations, names said in another way, and reach. */
export const isDoubtful = ({ names, negation, scope }: ClaimChecks): boolean =>
  names === false || negation === false || scope === false;

/**
 * Compares a claim with one source: with the place in it that keeps most checks, then shares most words.
 *
 * Source: the statement-level check of citations of ALCE. Gao et al. 2023, arXiv:2305.14627.
 * Differs: rules before the judge, a named span instead of a whole passage.
 */
export function checkClaim(
  claim: Pick<Claim, 'text' | 'facts'>,
  {
    source,
    finder,
    language,
    lexicon,
  }: { source: EvidenceSource; finder: EvidenceFinder; language: string; lexicon: Lexicon },
): Examined {
  const quotations = claim.facts.quotations;
  const findSpan = quotations.length === 0 ? undefined : createSpanFinder(source.text);
  const isQuoted = quotations.every((words) => findSpan?.(words.replace(/[,.，。]$/, '')) !== undefined);
  const isOtherLanguage = language !== source.language && source.language !== 'other' && language !== 'other';
  const examine = (evidence: Evidence): Examined => {
    const checks = compare(claim, evidence, readFacts(evidence.quote, lexicon), source, lexicon);
    const spanExists =
      isQuoted && (isOtherLanguage || evidence.coverage >= leastCoverage || sharesFacts(claim.facts, checks));
    return {
      evidence,
      checks: { ...checks, spanExists, ...(isOtherLanguage && { names: null, negation: null, scope: null }) },
    };
  };
  const places = finder.find(claim);
  const [best] = places.map(examine).sort((a, b) => rank(b) - rank(a));
  if (best !== undefined) {
    if (best.checks.spanExists || !isQuoted) return best;
    const wide = examine(finder.widen(places));
    const { numbers, dates } = wide.checks;
    if (numbers === false || dates === false) return best;
    return {
      evidence: wide.evidence,
      checks: { ...wide.checks, spanExists: true, negation: null, scope: null },
      isFaint: true,
    };
  }
  const none = { numbers: null, names: null, dates: null, negation: null, scope: null };
  return { evidence: undefined, checks: { spanExists: false, ...none } };
}

function compare(
  { text, facts }: Pick<Claim, 'text' | 'facts'>,
  { quote, context, coverage }: Evidence,
  span: Facts,
  { title, parts }: EvidenceSource,
  lexicon: Lexicon,
): Omit<ClaimChecks, 'spanExists'> {
  const { names } = facts;
  const numbers = facts.numbers.filter(({ isLoose }) => isLoose !== true);
  // A number of four digits is a year to one sentence and a count to another.
  const years = span.dates.flatMap(({ year }) => (year === undefined ? [] : [year]));
  const missing = listUnstated(facts.numbers, span.numbers).filter(
    ({ kind, value }) => kind !== 'count' || !years.includes(value),
  );
  const nearby = readFacts(context, lexicon).dates;
  const stated = [
    ...(span.dates.length > 0 ? span.dates : nearby),
    ...span.numbers.filter(({ kind }) => kind === 'count').map(({ value }) => ({ year: value })),
  ];
  // A month alone is often told otherwise ("in the spring"): it is broken only by another month.
  const hasMonth = stated.some((date) => 'month' in date && date.month !== undefined);
  const dates = facts.dates.filter(({ year, day }) => year !== undefined || day !== undefined || hasMonth);
  const about = [title, ...parts.map(({ label }) => label)].join('\n');
  return {
    numbers: numbers.length === 0 ? null : missing.length === 0,
    dates: dates.length === 0 ? null : dates.every((date) => statesDate(date, stated)),
    names:
      names.length === 0
        ? null
        : names.every(
            (name) => holdsName(`${quote}\n${context}\n${about}`, name) || holdsNameApart(quote, name),
          ),
    negation:
      coverage < leastForPolarity ? null : isDenied(text) === isDenied(quote) && !isOpposite(text, quote),
    scope: coverage < leastForPolarity ? null : !isWidened(text, quote),
  };
}

const sharesFacts = ({ numbers, dates, names }: Facts, checks: Omit<ClaimChecks, 'spanExists'>): boolean =>
  names.length > 0 &&
  checks.names === true &&
  numbers.length + dates.length > 0 &&
  checks.numbers !== false &&
  checks.dates !== false;

function rank({ checks, evidence }: Examined): number {
  const broken = [checks.spanExists, checks.numbers, checks.dates].filter((check) => check === false).length;
  const doubts = [checks.names, checks.negation].filter((check) => check === false).length;
  return -broken - doubts * 0.3 + (evidence?.coverage ?? 0);
}
