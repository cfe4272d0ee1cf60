/**
 * Settles the claims of one section: rules, then a judge, then one rewriting of what is not backed, then what the
 * run does with the rest. Sentences that state nothing to look up stay byte for byte.
 */

import { hasMarker, normalizeMarks } from '../../read/claims/citation-marks.ts';
import { type Claim, extractClaims } from '../../read/claims/extract-claims.ts';
import type { ClaimRow } from './claim-row.ts';
import type { ClaimTools } from './claim-tools.ts';
import { closeClaim } from './close-claim.ts';
import { examineClaim, type Finding } from './examine-claim.ts';
import { rewriteBroken } from './rewrite-broken.ts';
import { weighFindings } from './weigh-claims.ts';

type SettledClaims = { text: string; rows: ClaimRow[] };

/**
 * @param input.known - Title and instruction: names that stand there state nothing by themselves.
 * @param input.earlier - Rows of the section from before: claims that stand as they stood are not asked about again.
 */
export async function settleClaims(
  draft: string,
  { section, known, earlier = [] }: { section: string; known: string; earlier?: readonly ClaimRow[] },
  tools: ClaimTools,
): Promise<SettledClaims> {
  const { shelf, textLanguage } = tools;
  const text = normalizeMarks(draft, shelf.sources.length);
  const claims = extractClaims(text, { lexicon: shelf.lexicon, known });
  const settled = new Map(earlier.map((row) => [keyOf(row.claim), row]));
  const isSettled = (claim: Claim): boolean => {
    const row = settled.get(keyOf(claim.text));
    if (row === undefined) return false;
    const isMarked = hasMarker(text.slice(claim.from, claim.to));
    return row.outcome === 'marked' ? isMarked : !isMarked && sameSources(row.sources, claim.cites);
  };
  const open = claims.filter((claim) => !isSettled(claim));
  const findings: Finding[] = [];
  for (const claim of open) findings.push(await examineClaim(claim, shelf, textLanguage));
  const verdicts = new Map(
    (await weighFindings(findings, 'draft', tools)).map((verdict) => [verdict.finding.claim, verdict]),
  );
  const mended = await rewriteBroken(text, [...verdicts.values()], section, known, tools);

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
      const row = settled.get(keyOf(claim.text));
      if (row !== undefined) rows.push({ ...row, section });
      result += sentence;
      continue;
    }
    const better = mended.get(claim);
    const done = better ?? closeClaim(verdict, sentence, section, tools);
    rows.push(...done.rows);
    result += done.sentence;
  }
  result += text.slice(at);
  return { text: rows.some(({ outcome }) => outcome === 'removed') ? closeGaps(result) : result, rows };
}

const keyOf = (claim: string): string => claim.replace(/\s+/g, ' ').trim();

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
