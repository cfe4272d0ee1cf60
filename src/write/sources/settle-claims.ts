/**
 * Settles the claims of one section: rules, then a judge, then, where the run searches anew, other spans, then one
 * rewriting of what is not backed (two where it searches anew), then what the run does with the rest. Sentences that state nothing to look up stay byte for byte.
 */

import { hasMarker, normalizeMarks } from '../../read/claims/citation-marks.ts';
import { type Claim, extractClaims } from '../../read/claims/extract-claims.ts';
import type { ClaimRow } from './claim-row.ts';
import { type ClaimTools, isResearching } from './claim-tools.ts';
import { closeClaim } from './close-claim.ts';
import { examineClaim, type Finding } from './examine-claim.ts';
import { researchClaims } from './research-claims.ts';
import { rewriteBroken } from './rewrite-broken.ts';
import { weighFindings } from './weigh-claims.ts';

type SettledClaims = { text: string; rows: ClaimRow[] };

/**
 * @param input.known - Title and instruction: names that stand there state nothing by themselves.
 * @param input.earlier - Rows of the section from before: claims that stand as they stood are not asked about again.
 * @param input.own - Keys of sentences that a person wrote: without a mark they are left alone and have no row; with
 *   one they are checked, and marked where their source does not back them, never moved, rewritten or taken out.
 */
export async function settleClaims(
  draft: string,
  {
    section,
    known,
    earlier = [],
    own = [],
  }: { section: string; known: string; earlier?: readonly ClaimRow[]; own?: readonly string[] },
  tools: ClaimTools,
): Promise<SettledClaims> {
  const { shelf, textLanguage } = tools;
  const text = normalizeMarks(draft, shelf.sources.length);
  const claims = extractClaims(text, { lexicon: shelf.lexicon, known });
  const settled = new Map(earlier.map((row) => [keyOfClaim(row.claim), row]));
  const isSettled = (claim: Claim): boolean => {
    const row = settled.get(keyOfClaim(claim.text));
    if (row === undefined) return false;
    const isMarked = hasMarker(text.slice(claim.from, claim.to));
    return row.outcome === 'marked' ? isMarked : !isMarked && sameSources(row.sources, claim.cites);
  };
  const isOwn = (claim: Claim): boolean => own.includes(keyOfClaim(claim.text));
  const isLeftAlone = (claim: Claim): boolean => isOwn(claim) && claim.cites.length === 0;
  const open = claims.filter((claim) => !isSettled(claim) && !isLeftAlone(claim));
  const findings: Finding[] = [];
  for (const claim of open) findings.push(await examineClaim(claim, shelf, textLanguage, tools));
  const drafted = await weighFindings(findings, 'draft', tools);
  const theirs = drafted.filter(({ finding }) => isOwn(finding.claim));
  const ours = drafted.filter(({ finding }) => !isOwn(finding.claim));
  const looked = isResearching(tools.policy) ? await researchClaims(ours, tools) : ours;
  const verdicts = new Map([...looked, ...theirs].map((verdict) => [verdict.finding.claim, verdict]));
  const mended = await rewriteBroken(text, looked, { section, known, name: 'mended' }, tools);
  if (isResearching(tools.policy)) {
    const left = looked.filter(({ finding }) => !mended.has(finding.claim));
    const again = { section, known, name: 'again', isAgain: true };
    for (const [claim, closed] of await rewriteBroken(text, left, again, tools)) mended.set(claim, closed);
  }

  // What is no longer there stays in the ledger.
  const rows: ClaimRow[] = earlier.filter(({ outcome }) => outcome === 'removed');
  let result = '';
  let at = 0;
  for (const claim of claims) {
    const verdict = verdicts.get(claim);
    const sentence = text.slice(claim.from, claim.to);
    result += text.slice(at, claim.from);
    at = claim.to;
    if (verdict === undefined) {
      const row = isSettled(claim) ? settled.get(keyOfClaim(claim.text)) : undefined;
      if (row !== undefined) rows.push({ ...row, section });
      result += sentence;
      continue;
    }
    const better = mended.get(claim);
    const ruled = isOwn(claim) ? { ...tools, policy: 'mark' as const } : tools;
    const done = better ?? closeClaim(verdict, sentence, section, ruled);
    rows.push(...done.rows);
    result += done.sentence;
  }
  result += text.slice(at);
  return { text: rows.some(({ outcome }) => outcome === 'removed') ? closeGaps(result) : result, rows };
}

/** What tells one claim of a section from another. */
export const keyOfClaim = (claim: string): string => claim.replace(/\s+/g, ' ').trim();

const sameSources = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((number) => other.includes(number));

/** What taking sentences out leaves behind: two blanks, an empty list item, three line breaks. */
const closeGaps = (text: string): string =>
  text
    .replace(/^[ \t]*(?:[-*+•]|\d{1,3}[.)、])[ \t]*$\n?/gm, '')
    .replace(/(\S)[ \t]{2,}(?=\S)/g, '$1 ')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
