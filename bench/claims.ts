/**
 * The claim ledger on a report with planted errors: what it keeps and what it drops, by kind, with a judge that errs.
 * Judged by an oracle with a known share of mistakes, so that the table shows the ledger and no model.
 */

import { UsageError } from '../src/errors.ts';
import { loadTokenizer } from '../src/model/estimate-tokens.ts';
import { findHeadedParts } from '../src/read/borders.ts';
import { countWords } from '../src/text/count-words.ts';
import type { ClaimRow, Judgement } from '../src/write/sources/claim-row.ts';
import { scoreCitations } from '../src/write/sources/claim-row.ts';
import type { Comparison } from '../src/write/sources/judge-conflicts.ts';
import { settleClaims } from '../src/write/sources/settle-claims.ts';
import { createShelf } from '../src/write/sources/shelf.ts';
import { type ClaimKind, createRandom, plantClaims } from './claims/planted-claims.ts';
import { plantReport, type ReportDocument } from './claims/second-author/plant-report.ts';
import type { RivalledClaim } from './claims/third-author/plant-fact.ts';
import { plantHospitals } from './claims/third-author/plant-hospitals.ts';

const kept: ReadonlySet<ClaimKind> = new Set(['true', 'true, far paraphrase']);
/** What the span itself says, whatever another source says. */
const isInSpan: ReadonlySet<ClaimKind> = new Set([...kept, 'stale source', 'sources disagree']);
/** What another source contradicts. */
const isContradicted: ReadonlySet<ClaimKind> = new Set(['stale source', 'sources disagree']);
const sentencesInSection = 30;

type Report = { documents: ReportDocument[]; claims: RivalledClaim[] };
type Wanted = { documents: number; perKind: number; seed: number };

/**
 * Authors who knew nothing of each other's rules. The second knew nothing of the checker's either, the third what the
 * documents say of them.
 */
const planters: Record<string, (wanted: Wanted & { plain: number | undefined }) => Report> = {
  first: ({ plain = 470, ...wanted }) => {
    const { documents, claims } = plantClaims({ ...wanted, plain });
    return {
      documents: documents.map((document) => ({ ...document, language: 'en' })),
      claims: claims.map((claim) => ({ ...claim, language: 'en', isListed: false, also: [] })),
    };
  },
  second: ({ plain = 300, ...wanted }) => plantReport({ ...wanted, plain }),
  third: ({ plain = 180, ...wanted }) => plantHospitals({ ...wanted, plain }),
};

/**
 * @param parameters - `planter=first`, `second` or `third` (all unless told), `seed=1`, `errors=0.1` (share of wrong verdicts;
 *   0 and rules alone are shown beside it), `documents=200`, `each=60`, `plain=` (470, 300 and 180 by the three),
 *   `misses=3` (examples shown of every kind of mistake, none unless told).
 */
export async function run(parameters: string[]): Promise<void> {
  const given = new Map(parameters.map((parameter) => parameter.split('=') as [string, string]));
  const read = (name: string, usual: number): number => Number(given.get(name) ?? usual);
  const [seed, errors, only] = [read('seed', 1), read('errors', 0.1), given.get('planter')];
  if (only !== undefined && planters[only] === undefined)
    throw new UsageError(
      `Expected \`planter\` to be ${Object.keys(planters).join(' or ')}, got \`${only}\`.`,
    );
  await loadTokenizer();
  for (const [name, plant] of Object.entries(planters)) {
    if (only !== undefined && name !== only) continue;
    const plain = given.has('plain') ? read('plain', 0) : undefined;
    const report = plant({ documents: read('documents', 200), perKind: read('each', 60), plain, seed });
    const shelf = await createShelf(
      report.documents.map(({ title, text, language }, at) => ({
        id: `document-${at + 1}`,
        path: `document-${at + 1}.md`,
        title,
        text,
        language,
        parts: findHeadedParts(text),
      })),
    );
    for (const share of new Set([errors, 0, undefined])) {
      const startedAt = performance.now();
      const { rows, words, asked, compared } = await settleReport(report, shelf, share, seed);
      const ms = performance.now() - startedAt;
      console.log(
        `\nclaim ledger, ${name} author: ${report.claims.length} claims, ${words} words, ${report.documents.length} documents; ` +
          (share === undefined
            ? 'no judge, rules alone'
            : `judge errs in ${share * 100}% of ${asked} verdicts and ${compared} comparisons of sources`) +
          `; ${(ms / report.claims.length).toFixed(1)} ms a claim`,
      );
      print(report.claims, rows, read('misses', 0));
    }
  }
}

/** @param errors - Share of wrong verdicts of the judge; absent: none is asked. */
async function settleReport(
  { claims, documents }: Report,
  shelf: Awaited<ReturnType<typeof createShelf>>,
  errors: number | undefined,
  seed: number,
): Promise<{ rows: ClaimRow[]; words: number; asked: number; compared: number }> {
  const [random, byText] = [createRandom(seed + 1), new Map(claims.map((claim) => [claim.text, claim]))];
  const rows: ClaimRow[] = [];
  let [words, asked, compared] = [0, 0, 0];
  const judge = async (questions: readonly { claim: string; span: string }[]): Promise<Judgement[]> =>
    questions.map(({ claim, span }) => {
      asked += 1;
      const truth = byText.get(claim);
      const supports =
        truth !== undefined &&
        isInSpan.has(truth.kind) &&
        [truth.sentence, ...truth.also].some((sentence) => span.includes(sentence));
      return random() < (errors ?? 0) === supports ? 'no' : 'supports';
    });
  // The third author names the sentence that contradicts a claim, and no other counts. The first two do not: there any
  // place of another source that names the subject counts.
  const compare = async (questions: readonly { claim: string; rival: string }[]): Promise<Comparison[]> =>
    questions.map(({ claim, rival }) => {
      compared += 1;
      const truth = byText.get(claim);
      const contradicts =
        truth !== undefined &&
        isContradicted.has(truth.kind) &&
        (truth.rival === undefined
          ? !rival.includes(truth.sentence) &&
            rival.includes(findShared(truth.text, documents[truth.document]?.title ?? ''))
          : rival.includes(truth.rival));
      return random() < (errors ?? 0) === contradicts ? 'agrees' : 'contradicts';
    });
  for (const language of ['en', 'zh'] as const) {
    const part = claims.filter((claim) => claim.language === language);
    for (let from = 0; from < part.length; from += sentencesInSection) {
      const draft = renderSection(part.slice(from, from + sentencesInSection));
      words += countWords(draft);
      const settled = await settleClaims(
        draft,
        { section: `${language} ${from / sentencesInSection + 1}`, known: '' },
        {
          shelf,
          policy: 'mark',
          language,
          textLanguage: language,
          countWords,
          ...(errors !== undefined && { judge, compare }),
        },
      );
      rows.push(...settled.rows);
    }
  }
  return { rows, words, asked, compared };
}

/** The longest piece that stands in both: of a claim and its document's title, the name of what they speak of. */
function findShared(one: string, other: string): string {
  let longest = '';
  for (let from = 0; from < one.length; from += 1)
    while (other.includes(one.slice(from, from + longest.length + 1)) && from + longest.length < one.length)
      longest = one.slice(from, from + longest.length + 1);
  return longest.trim();
}

/** Running text, with a list wherever entries of one follow each other. */
function renderSection(claims: readonly RivalledClaim[]): string {
  let text = '';
  let wasListed = false;
  for (const { text: sentence, document, isListed } of claims) {
    const cited = sentence.replace(/([.。])$/u, ` [S${document + 1}]$1`);
    if (isListed) text += `${wasListed ? '\n' : '\n\n'}- ${cited}`;
    else text += wasListed ? `\n\n${cited}` : ` ${cited}`;
    wasListed = isListed;
  }
  return text.trim();
}

/** The confusion table: what was planted, what was kept, what dropped the rest, and on demand examples of mistakes. */
function print(claims: readonly RivalledClaim[], rows: readonly ClaimRow[], misses: number): void {
  const byClaim = new Map(rows.map((row) => [row.claim, row]));
  /** Where a sentence was cut, of its pieces the first that is not kept. A claim without a row stands unchecked. */
  const rowOf = ({ text }: RivalledClaim): ClaimRow | undefined => {
    const pieces = byClaim.has(text) ? [] : rows.filter(({ claim }) => text.includes(claim));
    return byClaim.get(text) ?? pieces.find(({ outcome }) => outcome !== 'kept') ?? pieces[0];
  };
  const stands = (row: ClaimRow | undefined): boolean => row === undefined || row.outcome === 'kept';
  const kinds = [...new Set(claims.map(({ kind }) => kind))].sort(
    (a, b) => Number(kept.has(b)) - Number(kept.has(a)) || a.localeCompare(b),
  );
  console.log(`${'kind'.padEnd(22)} planted  kept  dropped  right   dropped for`);
  let [lostTrue, keptFalse, dropped, keptCount] = [0, 0, 0, 0];
  for (const kind of kinds) {
    const planted = claims.filter((claim) => claim.kind === kind);
    const found = planted.map((claim) => ({ claim, row: rowOf(claim) }));
    const keptRows = found.filter(({ row }) => stands(row)).length;
    const reasons = new Map<string, number>();
    for (const { row } of found)
      if (row === undefined || !stands(row)) {
        const reason = row === undefined ? 'not seen (stands)' : reasonOf(row);
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
    const right = kept.has(kind) ? keptRows : planted.length - keptRows;
    if (kept.has(kind)) lostTrue += planted.length - keptRows;
    else keptFalse += keptRows;
    dropped += planted.length - keptRows;
    keptCount += keptRows;
    const list = [...reasons].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${reason} ${count}`);
    console.log(
      `${kind.padEnd(22)} ${String(planted.length).padStart(7)} ${String(keptRows).padStart(5)} ${String(planted.length - keptRows).padStart(8)} ${`${Math.round((100 * right) / planted.length)}%`.padStart(6)}   ${list.join(', ')}`,
    );
    for (const { claim, row } of found.filter(({ row }) => stands(row) !== kept.has(kind)).slice(0, misses))
      console.log(`    ${claim.text} <= ${claim.sentence} (${row ? reasonOf(row) : 'not seen'})`);
  }
  const errors = claims.filter(({ kind }) => !kept.has(kind)).length;
  console.log(
    `dropping: precision ${share(dropped - lostTrue, dropped)}, recall ${share(errors - keptFalse, errors)}`,
  );
  console.log(
    `kept claims that are true: ${share(keptCount - keptFalse, keptCount)}; ERRORS: ${lostTrue} true claims dropped, ${keptFalse} false ones kept`,
  );
  const score = scoreCitations(rows);
  console.log(
    `the ledger says of itself: precision ${score.precision}, recall ${score.recall}, as drafted ${score.drafted.precision}`,
  );
}

const reasonOf = ({ checks, conflict, judge }: ClaimRow): string => {
  if (!checks.spanExists) return 'no span';
  if (checks.numbers === false) return 'numbers';
  if (checks.dates === false) return 'dates';
  if (conflict !== undefined && conflict.isNewer !== false)
    return conflict.isNewer ? 'newer source' : 'other source';
  if (judge === 'no' || judge === 'partly') return 'judge';
  if (checks.names === false) return 'names';
  if (checks.negation === false) return 'negation';
  return 'other';
};

const share = (part: number, whole: number): string =>
  whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)}%`;
