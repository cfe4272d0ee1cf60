/** From facts to a report: which are told as they are, and which with an error. */
import type { ClaimKind, PlantedClaim } from '../planted-claims.ts';
import type { Fact } from './fact.ts';
import type { Voice } from './voices.ts';

export type ReportClaim = PlantedClaim & {
  language: 'en' | 'zh';
  /** Stands in the report as an entry of a list. */
  isListed: boolean;
  /** Sentences of other documents that say the same. */
  also: string[];
};

/** A fact that a document tells. */
export type Told = {
  fact: Fact;
  document: number;
  sentence: string;
  also: string[];
  /** A second document says otherwise, and when it was written. */
  rival?: 'stale source' | 'sources disagree';
};

/**
 * Draws the claims of one language's part, in the order of the documents. Scarce kinds come first; no fact is used twice.
 *
 * @param untold - Facts that are so and stand in no document, with the one they would stand in.
 */
export function drawClaims(
  told: readonly Told[],
  untold: readonly Pick<Told, 'fact' | 'document'>[],
  wanted: {
    perKind: number;
    plain: number;
    voice: Voice;
    random: () => number;
    shuffle: <T>(values: readonly T[]) => T[];
  },
): ReportClaim[] {
  const { voice, random, shuffle } = wanted;
  const claims: ReportClaim[] = [];
  const seen = new Set<string>();
  const add = (kind: ClaimKind, text: string | undefined, from: Omit<Told, 'fact'>): boolean => {
    if (text === undefined || seen.has(text)) return false;
    seen.add(text);
    const { document, sentence, also } = from;
    const isListed = random() < 0.15;
    claims.push({
      kind,
      text: text + voice.stop,
      document,
      sentence,
      also,
      language: voice.language,
      isListed,
    });
    return true;
  };
  let open = shuffle(told);
  const draw = (kind: ClaimKind, count: number, say: (each: Told) => string | undefined): void => {
    let left = count;
    const unused: Told[] = [];
    for (const each of open)
      if (left > 0 && add(kind, say(each), each)) left -= 1;
      else unused.push(each);
    open = unused;
    if (left > 0)
      throw new RangeError(`Expected facts for ${count} claims of the kind "${kind}", ${left} are missing.`);
  };
  const ifSettled =
    (text: (fact: Fact) => string | undefined) =>
    ({ fact, rival }: Told): string | undefined =>
      rival === undefined ? text(fact) : undefined;
  draw('stale source', wanted.perKind, ({ fact, rival }) =>
    rival === 'stale source' ? fact.near : undefined,
  );
  draw('sources disagree', wanted.perKind, ({ fact, rival }) =>
    rival === 'sources disagree' ? fact.near : undefined,
  );
  draw(
    'scope widened',
    wanted.perKind,
    ifSettled((fact) => fact.widened),
  );
  draw(
    'negated',
    wanted.perKind,
    ifSettled((fact) => fact.negated),
  );
  draw(
    'entity swapped',
    wanted.perKind,
    ifSettled((fact) => fact.swapped),
  );
  draw(
    'wrong number',
    wanted.perKind,
    ifSettled((fact) => fact.wrong),
  );
  draw(
    'true, far paraphrase',
    wanted.perKind,
    ifSettled((fact) => fact.far),
  );
  draw(
    'true',
    wanted.plain,
    ifSettled((fact) => fact.near),
  );
  let missing = wanted.perKind;
  for (const { fact, document } of shuffle(untold)) {
    if (missing === 0) break;
    if (add('true, not in sources', fact.near, { document, sentence: '', also: [] })) missing -= 1;
  }
  return claims.sort((a, b) => a.document - b.document);
}
