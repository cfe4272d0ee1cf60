/** Places of other sources beside the spans of backed claims: which of them a judge finds to contradict. */
import type { Rival } from '../../read/claims/find-conflict.ts';
import type { ClaimTools } from './claim-tools.ts';
import type { Finding } from './examine-claim.ts';
import type { Comparison } from './judge-conflicts.ts';

type Pair = { finding: Finding; rival: Rival };

const mostRounds = 3;

/**
 * Asks about the rivals of findings, the closest of each first; about the next one only where that does not contradict.
 * A contradiction needs two votes of three. One vote settles that there is none, unless subject and kind of quantity
 * are the same and the value is another: then two.
 *
 * @returns By finding, the rival that contradicts it.
 */
export async function weighRivals(
  findings: readonly Finding[],
  name: string,
  { compare }: Pick<ClaimTools, 'compare'>,
): Promise<Map<Finding, Rival>> {
  const contradicted = new Map<Finding, Rival>();
  if (compare === undefined) return contradicted;
  const most = Math.max(0, ...findings.map(({ rivals }) => rivals.length));
  for (let place = 0; place < most; place += 1) {
    const pairs = findings.flatMap((finding): Pair[] => {
      const rival = finding.rivals[place];
      return rival === undefined || contradicted.has(finding) ? [] : [{ finding, rival }];
    });
    const votes = new Map<Pair, Comparison[]>(pairs.map((pair) => [pair, []]));
    for (let round = 0; round < mostRounds; round += 1) {
      const open = pairs.filter((pair) => isOpen(pair, votes.get(pair) ?? []));
      if (open.length === 0) break;
      const answers = await compare(open.map(questionOf), round, place === 0 ? name : `${name}-${place + 1}`);
      open.forEach((pair, index) => {
        votes.get(pair)?.push(answers[index] ?? 'unscored');
      });
    }
    for (const [{ finding, rival }, given] of votes)
      if (given.filter((vote) => vote === 'contradicts').length >= 2) contradicted.set(finding, rival);
  }
  return contradicted;
}

function isOpen({ rival }: Pair, given: readonly Comparison[]): boolean {
  const yes = given.filter((vote) => vote === 'contradicts').length;
  const no = given.length - yes;
  return yes < 2 && no < (rival.strength === 'likely' || yes > 0 ? 2 : 1);
}

function questionOf({ finding: { claim, examined }, rival: { evidence } }: Pair) {
  const { evidence: own } = examined;
  return {
    claim: claim.text,
    span: own === undefined ? '' : `${own.setting}\n${own.context}${own.quote}`.trim(),
    rival: `${evidence.setting}\n${evidence.context}${evidence.quote}`.trim(),
  };
}
