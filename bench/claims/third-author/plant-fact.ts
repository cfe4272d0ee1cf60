/** From a fact to what the papers tell of it and what the report says, as it is or with an error. */
import type { ClaimKind } from '../planted-claims.ts';
import type { ReportClaim } from '../second-author/draw-claims.ts';
import type { Draw, Fact } from './hospital.ts';
import type { Telling } from './render-papers.ts';
import { upper } from './write-figures.ts';

/** `rival`: the sentence of another document that contradicts the claim. */
export type RivalledClaim = ReportClaim & { rival?: string };

/** `cites`: 0 for the yearbook, 1 for the review. */
export type Planted = {
  telling: Telling;
  claim: Omit<RivalledClaim, 'document' | 'language' | 'isListed'>;
  cites: 0 | 1;
};

/**
 * What the papers tell of a fact, and what the report says of it.
 *
 * @param about.other - Another hospital, for claims that name the wrong one.
 * @param about.isLater - The review is of a later year than the yearbook.
 */
export function plantFact(
  kind: ClaimKind,
  fact: Fact,
  { name, other, isLater }: { name: string; other: string; isLater: boolean },
  draw: Draw,
): Planted {
  const [told, retold] = draw.shuffle(fact.sources) as [string, string];
  const texts: Record<ClaimKind, () => string> = {
    true: () => fact.claim(name),
    'true, far paraphrase': () => fact.far(name),
    'wrong number': () => fact.wrong(name),
    'entity swapped': () =>
      fact.swapped && draw.between(0, 1) === 1 ? fact.swapped(name) : fact.claim(other),
    negated: () => fact.negated(name),
    'scope widened': () => fact.widened(name),
    'stale source': () => fact.claim(name),
    'sources disagree': () => fact.claim(name),
    'true, not in sources': () => fact.claim(name),
  };
  const text = upper(texts[kind]());
  if (kind === 'true, not in sources')
    return {
      cites: 0,
      telling: { first: undefined, second: undefined },
      claim: { kind, text, sentence: '', also: [] },
    };
  if (kind === 'stale source' || kind === 'sources disagree') {
    const { rival } = fact;
    return {
      cites: 0,
      telling: { first: told, second: rival },
      claim: { kind, text, sentence: told, also: [], rival },
    };
  }
  // A true claim may cite the later paper where the older one says what is no longer so.
  if (kind === 'true' && fact.isState && isLater && draw.between(1, 3) === 1)
    return {
      cites: 1,
      telling: { first: fact.rival, second: told },
      claim: { kind, text, sentence: told, also: [] },
    };
  const second = draw.between(1, 4) === 1 ? retold : undefined;
  return {
    cites: 0,
    telling: { first: told, second },
    claim: { kind, text, sentence: told, also: second === undefined ? [] : [second] },
  };
}
