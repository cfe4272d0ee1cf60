/**
 * Checks a bundle offline: everything in it is made again from its recorded calls and has to be the same, byte by byte.
 * It proves that the figures follow from the calls, not that the calls were made.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSeal, deriveFiles, type ProofSeal, sealFile } from './bundle.ts';
import type { ProofFigures } from './figures.ts';
import { findDifference } from './find-difference.ts';
import { listAnswerAttempts, listPairAttempts, probeKey } from './kit.ts';
import { findBrokenLink, hashText, hideKeys, type LedgerLine, ledgerFile, parseLedger } from './ledger.ts';
import { checkProbe } from './probe-author.ts';
import {
  findManifestFault,
  manifestFile,
  type ProofManifest,
  renderManifest,
  shippedParts,
} from './proof-manifest.ts';
import { ProofMismatch } from './proof-mismatch.ts';

type CheckedProof = {
  manifest: ProofManifest;
  figures: ProofFigures;
  /** What was checked, a sentence each. */
  checks: string[];
};

/**
 * @param options.version - Of this Longhand.
 * @param options.onNote - Told before the check where another version made the bundle.
 * @throws {ProofMismatch} At the first thing that does not follow from the rest.
 */
export async function checkProof(
  folder: string,
  { version, onNote = () => {} }: { version: string; onNote?: (note: string) => void },
): Promise<CheckedProof> {
  const read = async (file: string): Promise<string> =>
    readFile(join(folder, file), 'utf8').catch(() => {
      throw new ProofMismatch({ file, field: '', expected: 'a file', found: 'none' });
    });
  const seal = parseJson<ProofSeal>(sealFile, await read(sealFile));
  if (seal.longhand !== version)
    onNote(
      `This bundle was made by Longhand ${seal.longhand}, and this is ${version}: a mismatch below may come from that alone. Check it with ${seal.longhand} before you doubt it.`,
    );
  const manifestText = await read(manifestFile);
  const manifest = parseJson<ProofManifest>(manifestFile, manifestText);
  checkManifest(manifest, manifestText);
  const calls = await read(ledgerFile);
  const lines = checkLedger(calls, manifest, manifestText);
  requireEqual(sealFile, 'head', lines.at(-1)?.sha256, seal.head);
  requireEqual(sealFile, 'lines', lines.length, seal.lines);
  await checkProbe(manifest, lines);

  const { files, figures } = await deriveFiles(manifest, lines);
  for (const [file, expected] of files) compareFile(file, expected, await read(file));
  const texts = new Map([[manifestFile, manifestText], [ledgerFile, calls], ...files]);
  const difference = findDifference(createSeal(manifest, lines, texts), seal);
  if (difference !== undefined) throw new ProofMismatch({ file: sealFile, ...difference });
  const answers = listAnswerAttempts(manifest).length;
  const pairs = listPairAttempts(manifest).length;
  return {
    manifest,
    figures,
    checks: [
      `the chain of ${lines.length} lines, and its head`,
      'no credentials in the calls',
      'the manifest, and that its prompts and rubric are those of this version',
      `the probe, run again over its calls`,
      `${answers} texts, each written again from its recorded calls and compared byte by byte; ${figures.attempts.failed} failures accounted for`,
      `${pairs} comparisons, read again from the judge's replies`,
      'words, scores, costs, intervals, figures.json, report.md and report.html',
    ],
  };
}

/** Models whose text says nothing about quality, whatever a manifest claims. */
const practiceAddress = /^(?:simulated:|mini$)/;

function checkManifest(manifest: ProofManifest, text: string): void {
  const fault = findManifestFault(manifest);
  if (fault !== undefined) throw new ProofMismatch({ file: manifestFile, ...fault });
  for (const role of ['author', 'judge'] as const) {
    const { address, isPractice } = manifest[role];
    requireEqual(manifestFile, `${role}.isPractice`, practiceAddress.test(address) || isPractice, isPractice);
  }
  for (const [field, expected] of Object.entries(shippedParts(manifest.sizes)))
    requireEqual(manifestFile, field, expected, manifest[field as keyof ProofManifest]);
  if (renderManifest(manifest) !== text)
    throw new ProofMismatch({
      file: manifestFile,
      field: '',
      expected: 'the form it is written in',
      found: 'another',
    });
}

/** The chain, the numbering, the times, and that nobody planned in nobody's name. */
function checkLedger(text: string, manifest: ProofManifest, manifestText: string): readonly LedgerLine[] {
  const { lines, brokenLine } = parseLedger(text);
  if (brokenLine !== undefined)
    throw new ProofMismatch({
      file: ledgerFile,
      line: brokenLine.number,
      field: '',
      expected: 'a line of JSON',
      found: brokenLine.text,
    });
  const broken = findBrokenLink(lines);
  if (broken !== undefined) {
    const { number: line, ...rest } = broken;
    throw new ProofMismatch({ file: ledgerFile, line, ...rest });
  }
  const planned = new Set([
    probeKey,
    ...[...listAnswerAttempts(manifest), ...listPairAttempts(manifest)].map(({ key }) => key),
  ]);
  const open = new Map<number, string>();
  let sent = 0;
  const settled: string[] = [];
  for (const { number: line, entry } of lines) {
    const fail = (field: string, expected: unknown, found: unknown): never => {
      throw new ProofMismatch({ file: ledgerFile, line, field, expected, found });
    };
    if ('attempt' in entry && !planned.has(entry.attempt))
      fail('attempt', 'an attempt that the manifest plans', entry.attempt);
    if (entry.kind === 'settled') {
      settled.push(entry.manifestSha256);
      if (entry.manifestSha256 !== hashText(manifestText))
        throw new ProofMismatch({
          file: manifestFile,
          field: '',
          expected: `sha256 ${entry.manifestSha256}, as line ${line} of ${ledgerFile} says`,
          found: hashText(manifestText),
        });
    }
    if (entry.kind === 'sent') {
      sent += 1;
      if (entry.call !== sent) fail('call', sent, entry.call);
      open.set(entry.call, entry.attempt);
    }
    if (entry.kind === 'answered' || entry.kind === 'failed') {
      if (open.get(entry.call) !== entry.attempt)
        fail('call', `a call of \`${entry.attempt}\` that is open`, entry.call);
      open.delete(entry.call);
    }
  }
  if (settled.length !== 1)
    throw new ProofMismatch({
      file: ledgerFile,
      field: 'settled',
      expected: 'one line that fixes the manifest',
      found: settled.length,
    });
  for (const [index, line] of text.split('\n').entries())
    if (hideKeys(line) !== line)
      throw new ProofMismatch({
        file: ledgerFile,
        line: index + 1,
        field: '',
        expected: 'no credentials',
        found: 'some',
      });
  return lines;
}

/** Lines are compared as values first, so that the message names the field. */
function compareFile(file: string, expected: string, found: string): void {
  if (expected === found) return;
  if (file.endsWith('.json')) {
    const difference = findDifference(JSON.parse(expected), parseJson(file, found));
    if (difference !== undefined) throw new ProofMismatch({ file, ...difference });
  }
  const [wanted, there] = [expected.split('\n'), found.split('\n')];
  for (let index = 0; index < Math.max(wanted.length, there.length); index += 1) {
    const [a, b] = [wanted[index], there[index]];
    if (a === b) continue;
    const line = index + 1;
    const isRow = file.endsWith('.jsonl') && a !== undefined && b !== undefined && a !== '' && b !== '';
    const difference = isRow ? findDifference(JSON.parse(a), parseJson(file, b, line)) : undefined;
    throw new ProofMismatch({ file, line, ...(difference ?? { field: '', expected: a, found: b }) });
  }
}

function requireEqual(file: string, field: string, expected: unknown, found: unknown): void {
  const difference = findDifference(expected, found, field);
  if (difference !== undefined) throw new ProofMismatch({ file, ...difference });
}

function parseJson<T>(file: string, text: string, line?: number): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ProofMismatch({
      file,
      ...(line !== undefined && { line }),
      field: '',
      expected: 'JSON',
      found: text,
    });
  }
}
