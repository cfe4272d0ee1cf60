/** Rules and judge together: which claims are backed. */
import { isDoubtful, isRefuted } from '../../read/claims/check-claim.ts';
import type { Judgement } from './claim-row.ts';
import type { ClaimTools } from './claim-tools.ts';
import { describeFault, type Finding } from './examine-claim.ts';

const leastUnjudged = 0.5;

/** What rules and judge together say of a finding. */
export type Verdict = { finding: Finding; judge: Judgement; isBacked: boolean; why: string };

/** Asks the judge where rules leave something to judge: once where both agree, up to three times where they do not. */
export async function weighFindings(
  findings: readonly Finding[],
  name: string,
  tools: Pick<ClaimTools, 'judge'>,
): Promise<Verdict[]> {
  const votes = new Map<Finding, Judgement[]>(findings.map((finding) => [finding, []]));
  const isOpen = (finding: Finding): boolean => {
    const { checks } = finding.examined;
    if (isRefuted(checks) || isContested(finding)) return false;
    const given = votes.get(finding) ?? [];
    if (given.includes('unscored')) return false;
    const yes = given.filter((vote) => vote === 'supports').length;
    const no = given.length - yes;
    const isSettledByOne = !isDoubtful(checks) && finding.isSearchedAnew !== true;
    return yes < 2 && no < 2 && !(given.length > 0 && yes === given.length && isSettledByOne);
  };
  for (let round = 0; round < 3 && tools.judge !== undefined; round += 1) {
    const asked = findings.filter(isOpen);
    if (asked.length === 0) break;
    const answers = await tools.judge(
      asked.map(({ claim, examined, together = [] }) => ({
        claim: claim.text,
        span: [examined.evidence?.quote ?? '', ...together].join('\n'),
        context: examined.evidence?.context ?? '',
      })),
      round,
      name,
    );
    asked.forEach((finding, index) => {
      votes.get(finding)?.push(answers[index] ?? 'unscored');
    });
  }
  return findings.map((finding) => decide(finding, votes.get(finding) ?? []));
}

/** A source that is not older says otherwise. */
export const isContested = ({ conflict }: Finding): boolean =>
  conflict !== undefined && conflict.isNewer !== false;

function decide(finding: Finding, votes: readonly Judgement[]): Verdict {
  const { checks } = finding.examined;
  const fault = describeFault(finding);
  if (isRefuted(checks) || isContested(finding))
    return { finding, judge: 'unscored', isBacked: false, why: fault };
  const yes = votes.filter((vote) => vote === 'supports').length;
  const against = votes.filter((vote) => vote === 'partly' || vote === 'no');
  if (votes.length === 0 || votes.includes('unscored')) {
    // Reach alone is for a judge; without one the rules' other doubts count.
    const isBacked =
      checks.names !== false &&
      checks.negation !== false &&
      against.length === 0 &&
      isPlain(finding.examined);
    return { finding, judge: 'unscored', isBacked, why: isBacked ? '' : fault };
  }
  const isBacked = yes > against.length;
  const judge = isBacked
    ? 'supports'
    : against.filter((vote) => vote === 'partly').length * 2 > against.length
      ? 'partly'
      : 'no';
  return { finding, judge, isBacked, why: isBacked ? '' : fault || 'a judge does not find it in the source' };
}

/** Without a judge, half of the words or a fact must be the source's: a name in common says little. */
const isPlain = ({ checks, evidence }: Finding['examined']): boolean =>
  (evidence?.coverage ?? 0) >= leastUnjudged || checks.numbers === true || checks.dates === true;
