/** The files of a bundle that follow from its manifest and its calls, and the one that seals it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { computeFigures, type ProofFigures } from './figures.ts';
import { hashText, type LedgerLine, ledgerFile } from './ledger.ts';
import { manifestFile, type ProofManifest } from './proof-manifest.ts';
import { rebuildRows } from './rebuild.ts';
import { renderProofPage, renderProofReport } from './render-report.ts';

const answersFile = 'answers.jsonl';
const verdictsFile = 'verdicts.jsonl';
const figuresFile = 'figures.json';
const reportFile = 'report.md';
const pageFile = 'report.html';
export const sealFile = 'proof.json';

/** Every derived file by name, in the order in which each rests on those before. */
type DerivedFiles = ReadonlyMap<string, string>;

/** What closes a bundle. */
export type ProofSeal = {
  format: 'longhand-proof';
  formatVersion: 1;
  /** Version of Longhand that made the bundle. */
  longhand: string;
  practice: boolean;
  /** SHA-256 of the last line of the ledger, and how many lines it has. */
  head: string;
  lines: number;
  /** SHA-256 of every other file. */
  files: Readonly<Record<string, string>>;
};

/** @throws {ProofMismatch} The calls do not come to what was noted when they were made. */
export async function deriveFiles(
  manifest: ProofManifest,
  lines: readonly LedgerLine[],
): Promise<{ files: DerivedFiles; figures: ProofFigures }> {
  const rows = await rebuildRows(manifest, lines);
  const figures = computeFigures(manifest, rows, lines);
  const asLines = (all: readonly unknown[]): string => all.map((row) => `${JSON.stringify(row)}\n`).join('');
  const files = new Map([
    [answersFile, asLines(rows.answers)],
    [verdictsFile, asLines(rows.pairs)],
    [figuresFile, `${JSON.stringify(figures, null, 2)}\n`],
    [reportFile, renderProofReport(manifest, figures)],
    [pageFile, await renderProofPage(manifest, figures)],
  ]);
  return { files, figures };
}

/** The seal of these files; equal files have equal seals. */
export function createSeal(
  manifest: ProofManifest,
  lines: readonly LedgerLine[],
  texts: ReadonlyMap<string, string>,
): ProofSeal {
  const { author, judge, versions } = manifest;
  return {
    format: 'longhand-proof',
    formatVersion: 1,
    longhand: versions.longhand,
    practice: author.isPractice || judge.isPractice,
    head: lines.at(-1)?.sha256 ?? '',
    lines: lines.length,
    files: Object.fromEntries([...texts].map(([name, text]) => [name, hashText(text)])),
  };
}

/** Writes what follows from the ledger, the seal last. */
export async function writeBundle(
  folder: string,
  manifest: ProofManifest,
  manifestText: string,
  lines: readonly LedgerLine[],
): Promise<ProofFigures> {
  const { files, figures } = await deriveFiles(manifest, lines);
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  const calls = await readFile(join(folder, ledgerFile), 'utf8');
  const texts = new Map([[manifestFile, manifestText], [ledgerFile, calls], ...files]);
  await writeFile(join(folder, sealFile), `${JSON.stringify(createSeal(manifest, lines, texts), null, 2)}\n`);
  return figures;
}
