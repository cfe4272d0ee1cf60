/**
 * The claim ledger on a report with planted errors: what it keeps and what it drops, by kind, with a judge that errs.
 * Judged by an oracle with a known share of mistakes, so that the table shows the ledger and no model.
 */

import { loadTokenizer } from '../src/model/estimate-tokens.ts';
import { findHeadedParts } from '../src/read/borders.ts';
import { countWords } from '../src/text/count-words.ts';
import type { ClaimRow, Judgement } from '../src/write/sources/claim-row.ts';
import { scoreCitations } from '../src/write/sources/claim-row.ts';
import { settleClaims } from '../src/write/sources/settle-claims.ts';
import { createShelf } from '../src/write/sources/shelf.ts';
import { type ClaimKind, createRandom, type PlantedClaim, plantClaims } from './claims/planted-claims.ts';

const kept: ReadonlySet<ClaimKind> = new Set(['true', 'true, far paraphrase']);
/** What the span itself says, whatever another source says. */
const isInSpan: ReadonlySet<ClaimKind> = new Set([...kept, 'stale source', 'sources disagree']);
const sentencesInSection = 30;

/** @param parameters - `seed=1`, `errors=0.1` (share of wrong verdicts), `documents=200`, `each=60`, `plain=470`. */
export async function run(parameters: string[]): Promise<void> {
  const given = new Map(parameters.map((parameter) => parameter.split('=') as [string, string]));
  const read = (name: string, usual: number): number => Number(given.get(name) ?? usual);
  const [seed, errors] = [read('seed', 1), read('errors', 0.1)];
  const planted = plantClaims({
    documents: read('documents', 200),
    perKind: read('each', 60),
    plain: read('plain', 470),
    seed,
  });
  await loadTokenizer();
  const shelf = await createShelf(
    planted.documents.map(({ title, text }, at) => ({
      id: `document-${at + 1}`,
      path: `document-${at + 1}.md`,
      title,
      text,
      language: 'en',
      parts: findHeadedParts(text),
    })),
  );
  for (const judged of [true, false]) {
    const startedAt = performance.now();
    let asked = 0;
    const random = createRandom(seed + 1);
    const judge = async (questions: readonly { claim: string; span: string }[]): Promise<Judgement[]> =>
      questions.map(({ claim, span }) => {
        asked += 1;
        const truth = planted.claims.find(({ text }) => text === claim);
        const supports = truth !== undefined && isInSpan.has(truth.kind) && span.includes(truth.sentence);
        return random() < errors === supports ? 'no' : 'supports';
      });
    const rows: ClaimRow[] = [];
    let words = 0;
    for (let from = 0; from < planted.claims.length; from += sentencesInSection) {
      const section = planted.claims.slice(from, from + sentencesInSection);
      const draft = section
        .map(({ text, document }) => text.replace(/\.$/, ` [S${document + 1}].`))
        .join(' ');
      words += countWords(draft);
      const settled = await settleClaims(
        draft,
        { section: String(from / sentencesInSection + 1), known: '' },
        { shelf, policy: 'mark', language: 'en', textLanguage: 'en', countWords, ...(judged && { judge }) },
      );
      rows.push(...settled.rows);
    }
    const ms = performance.now() - startedAt;
    console.log(
      `\nclaim ledger: ${planted.claims.length} claims, ${words} words, ${planted.documents.length} documents; ` +
        (judged ? `judge errs in ${errors * 100}% of ${asked} verdicts` : 'no judge, rules alone') +
        `; ${(ms / planted.claims.length).toFixed(1)} ms a claim`,
    );
    print(planted.claims, rows);
  }
}

/** The confusion table: what was planted, what was kept, and what dropped the rest. */
function print(claims: readonly PlantedClaim[], rows: readonly ClaimRow[]): void {
  const outcomeOf = new Map(rows.map((row) => [row.claim, row]));
  const kinds = [...new Set(claims.map(({ kind }) => kind))].sort(
    (a, b) => Number(kept.has(b)) - Number(kept.has(a)) || a.localeCompare(b),
  );
  console.log(`${'kind'.padEnd(22)} planted  kept  dropped  right   dropped for`);
  let [lostTrue, keptFalse, dropped, keptCount] = [0, 0, 0, 0];
  for (const kind of kinds) {
    const planted = claims.filter((claim) => claim.kind === kind);
    const found = planted.map(({ text }) => outcomeOf.get(text));
    const keptRows = found.filter((row) => row?.outcome === 'kept').length;
    const reasons = new Map<string, number>();
    for (const row of found)
      if (row !== undefined && row.outcome !== 'kept')
        reasons.set(reasonOf(row), (reasons.get(reasonOf(row)) ?? 0) + 1);
    const right = kept.has(kind) ? keptRows : planted.length - keptRows;
    if (kept.has(kind)) lostTrue += planted.length - keptRows;
    else keptFalse += keptRows;
    dropped += planted.length - keptRows;
    keptCount += keptRows;
    const list = [...reasons].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${reason} ${count}`);
    console.log(
      `${kind.padEnd(22)} ${String(planted.length).padStart(7)} ${String(keptRows).padStart(5)} ${String(planted.length - keptRows).padStart(8)} ${`${Math.round((100 * right) / planted.length)}%`.padStart(6)}   ${list.join(', ')}`,
    );
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
