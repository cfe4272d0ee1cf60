/** Rules and judge together: which claims are backed. */
import { isDoubtful, isRefuted } from '../../read/claims/check-claim.ts';
import type { Evidence } from '../../read/claims/evidence.ts';
import type { Judgement } from './claim-row.ts';
import type { ClaimTools } from './claim-tools.ts';
import { describeFault, type Finding } from './examine-claim.ts';
import { weighRivals } from './weigh-rivals.ts';

const leastUnjudged = 0.5;
/** Without a judge, a reach that differs counts where the wording hardly does: else it is the wording that differs. */
const leastForReach = 0.55;

/** What rules and judge together say of a finding. */
export type Verdict = { finding: Finding; judge: Judgement; isBacked: boolean; why: string };

/**
 * Asks the judge where rules leave something to judge: once where both agree, up to three times where they do not. What
 * is backed is then set beside the places of other sources that may contradict it.
 */
export async function weighFindings(
  findings: readonly Finding[],
  name: string,
  tools: Pick<ClaimTools, 'judge' | 'compare'>,
): Promise<Verdict[]> {
  const votes = new Map<Finding, Judgement[]>(findings.map((finding) => [finding, []]));
  const isOpen = (finding: Finding): boolean => {
    const { checks } = finding.examined;
    if (isRefuted(checks) || isContested(finding)) return false;
    const given = votes.get(finding) ?? [];
    if (given.includes('unscored')) return false;
    const yes = given.filter((vote) => vote === 'supports').length;
    const no = given.length - yes;
    const isSettledByOne =
      !isDoubtful(checks) && finding.isSearchedAnew !== true && finding.examined.isFaint !== true;
    return yes < 2 && no < 2 && !(given.length > 0 && yes === given.length && isSettledByOne);
  };
  for (let round = 0; round < 3 && tools.judge !== undefined; round += 1) {
    const asked = findings.filter(isOpen);
    if (asked.length === 0) break;
    const answers = await tools.judge(
      asked.map(({ claim, examined, together = [] }) => ({
        claim: claim.text,
        span: [examined.evidence?.quote ?? '', ...together].join('\n'),
        context: contextOf(examined.evidence),
      })),
      round,
      name,
    );
    asked.forEach((finding, index) => {
      votes.get(finding)?.push(answers[index] ?? 'unscored');
    });
  }
  const verdicts = findings.map((finding) => decide(finding, votes.get(finding) ?? []));
  const backed = verdicts.filter(({ isBacked }) => isBacked).map(({ finding }) => finding);
  const contradicted = await weighRivals(backed, name, tools);
  return verdicts.map((verdict) => {
    const conflict = contradicted.get(verdict.finding);
    if (conflict === undefined) return verdict;
    const finding = { ...verdict.finding, conflict };
    return { ...verdict, finding, isBacked: false, why: describeFault(finding) };
  });
}

/** What a judge is shown before a span: what it stands under, and what stands before it. */
const contextOf = (evidence: Evidence | undefined): string =>
  evidence === undefined ? '' : `${evidence.setting}\n${evidence.context}`.trim();

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
    const isBacked =
      checks.names !== false &&
      checks.negation !== false &&
      !(checks.scope === false && (finding.examined.evidence?.coverage ?? 0) >= leastForReach) &&
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
const isPlain = ({ checks, evidence, isFaint }: Finding['examined']): boolean =>
  isFaint !== true &&
  ((evidence?.coverage ?? 0) >= leastUnjudged || checks.numbers === true || checks.dates === true);
