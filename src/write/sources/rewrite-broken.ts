/** The one rewriting of what no source backs: asked for, checked like a draft, taken where it then holds. */
import {
  attach,
  hasMarker,
  normalizeMarks,
  renderMark,
  withoutMarks,
} from '../../read/claims/citation-marks.ts';
import { type Claim, extractClaims } from '../../read/claims/extract-claims.ts';
import { endsOnSentence } from '../../text/sentences.ts';
import type { ClaimTools } from './claim-tools.ts';
import { type ClosedClaim, draftedOf, rowOf } from './close-claim.ts';
import { examineClaim, type Finding } from './examine-claim.ts';
import type { BrokenSentence } from './mend-claims.ts';
import { researchPassages } from './research-claims.ts';
import type { Shelf } from './shelf.ts';
import type { ShownPassage } from './show-sources.ts';
import { type Verdict, weighFindings } from './weigh-claims.ts';

/**
 * @param options.known - Title and instruction: names that stand there state nothing by themselves.
 * @param options.name - Of the round, unique in this section.
 * @param options.isAgain - The sentences were asked for before: this time with all that a search for them finds.
 * @returns By claim, the sentences that came out better; the others stay to be closed.
 */
export async function rewriteBroken(
  text: string,
  verdicts: readonly Verdict[],
  {
    section,
    known,
    name,
    isAgain = false,
  }: { section: string; known: string; name: string; isAgain?: boolean },
  tools: ClaimTools,
): Promise<Map<Claim, ClosedClaim>> {
  const { shelf, countWords, mend, textLanguage } = tools;
  const mended = new Map<Claim, ClosedClaim>();
  const broken = verdicts.filter(({ isBacked }) => !isBacked);
  if (mend === undefined || broken.length === 0) return mended;
  const asked: BrokenSentence[] = [];
  for (const { finding, why } of broken) {
    const sentence = text.slice(finding.claim.from, finding.claim.to);
    asked.push({
      sentence,
      problem: why,
      passages: isAgain ? await researchPassages(finding.claim, shelf) : await passagesFor(finding, shelf),
      words: countWords(sentence),
    });
  }
  const answers = await mend(asked, name);
  const candidates: { verdict: Verdict; sentence: string; findings: Finding[] }[] = [];
  for (const [index, verdict] of broken.entries()) {
    const sentence = normalizeMarks(answers[index] ?? '', shelf.sources.length).trim();
    const words = countWords(sentence);
    const before = asked[index]?.words ?? 0;
    const claims = extractClaims(sentence, { lexicon: shelf.lexicon, known });
    const isUsable =
      sentence !== '' &&
      endsOnSentence(sentence) &&
      !hasMarker(sentence) &&
      words >= before * 0.4 &&
      words <= before * 2 + 12;
    if (!isUsable || !claims.some(({ cites }) => cites.length > 0)) continue;
    const findings: Finding[] = [];
    for (const claim of claims) findings.push(await examineClaim(claim, shelf, textLanguage));
    candidates.push({ verdict, sentence, findings });
  }
  const written = candidates.flatMap(({ findings }) => findings);
  const weighed = await weighFindings(written, name, tools);
  const judged = new Map(written.map((finding, index) => [finding, weighed[index]]));
  for (const { verdict, sentence, findings } of candidates) {
    const all = findings.map((finding) => judged.get(finding)).filter((each) => each !== undefined);
    if (!all.every(({ isBacked }) => isBacked)) continue;
    let result = '';
    let at = 0;
    for (const { finding } of all) {
      const { from, to } = finding.claim;
      result +=
        sentence.slice(at, from) +
        attach(withoutMarks(sentence.slice(from, to)), finding.sources.map(renderMark).join(''));
      at = to;
    }
    const [first, ...others] = all;
    if (first === undefined) continue;
    const origin = verdict.finding;
    mended.set(origin.claim, {
      sentence: leadOf(text, origin.claim) + result + sentence.slice(at),
      rows: [
        {
          ...rowOf(first, 'rewritten', section, shelf),
          before: origin.claim.text,
          why: verdict.why,
          drafted: draftedOf(verdict),
        },
        ...others.map((each) => ({
          ...rowOf(each, 'rewritten', section, shelf),
          why: verdict.why,
          drafted: { cited: 0, backing: 0 },
        })),
      ],
    });
  }
  return mended;
}

/** The mark of a list item stays, whatever is written behind it. */
const leadOf = (text: string, { from, to }: Claim): string =>
  /^(?:[-*+•]|\d{1,3}[.)、])\s+/.exec(text.slice(from, to))?.[0] ?? '';

/** The right passage: around the span that was found, where the other source says otherwise, and what a search finds. */
async function passagesFor(
  { claim, examined, source, conflict }: Finding,
  shelf: Shelf,
): Promise<ShownPassage[]> {
  const passages: ShownPassage[] = [];
  const { evidence } = examined;
  if (source > 0 && evidence !== undefined && evidence.coverage >= 0.2)
    passages.push({ number: source, from: evidence.from, text: `${evidence.context}${evidence.quote}` });
  if (conflict !== undefined)
    passages.push({
      number: shelf.numberOf(conflict.sourceId),
      from: conflict.evidence.from,
      text: conflict.evidence.quote,
    });
  for (const { sourceId, from, text } of await shelf.search(claim.text, 3)) {
    const number = shelf.numberOf(sourceId);
    if (passages.length < 3 && !passages.some((each) => each.number === number))
      passages.push({ number, from, text });
  }
  return passages;
}
