/**
 * The ledger of a proof: one line for everything that happened, in the order it happened, each holding the SHA-256 of
 * the line before. A request is written before it is sent and its answer before anybody sees it, so that a killed
 * process leaves a request without an answer, and nothing that was paid for is lost.
 */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, mkdir, open, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { LanguageModelV4FinishReason, LanguageModelV4Usage } from '@ai-sdk/provider';
import { type ModelFault, UsageError } from '../../errors.ts';
import { redact } from '../../model/redact.ts';

/** What was asked, as it went to the provider's package. Settings that were not sent are absent. */
export type SentRequest = {
  messages: readonly { role: string; content: string }[];
  maxOutputTokens?: number;
  temperature?: number;
  seed?: number;
  schema?: unknown;
};

export type SentEntry = {
  kind: 'sent';
  /** From 1, in the order of sending. */
  call: number;
  attempt: string;
  address: string;
  request: SentRequest;
};

export type AnsweredEntry = {
  kind: 'answered';
  call: number;
  attempt: string;
  text: string;
  reasoning?: string;
  /** Pieces in which the text came. */
  pieces: number;
  finishReason: LanguageModelV4FinishReason;
  usage: Pick<LanguageModelV4Usage, 'inputTokens' | 'outputTokens'>;
  /** What the provider said of itself: the model that answered, its id of the answer and of the request. */
  modelId?: string;
  responseId?: string;
  requestId?: string;
};

export type FailedEntry = {
  kind: 'failed';
  call: number;
  attempt: string;
  /** What had come before it broke off. */
  text: string;
  reasoning?: string;
  /** `closed`: a person stopped the command. */
  fault: ModelFault | 'closed' | 'unknown';
  /** In the words of the provider, without keys. */
  message: string;
  status?: number;
  contextTokens?: number;
  requestId?: string;
};

/** What an attempt came to; the text is rebuilt from the calls, this hash says what it was when it was made. */
type EndedEntry = { kind: 'ended'; attempt: string; sha256: string };

/** A process that was ended in the middle of an attempt. */
type KilledEntry = { kind: 'killed'; attempt: string; signal: string | null };

/** The manifest, from here on fixed. */
type SettledEntry = { kind: 'settled'; manifestSha256: string };

type Entry = SentEntry | AnsweredEntry | FailedEntry | EndedEntry | KilledEntry | SettledEntry;

/** A line of the file: `at` is ISO time and never goes back. */
export type LedgerLine = {
  /** From 1. */
  number: number;
  /** Of the line's text, without its line end. */
  sha256: string;
  previous: string;
  at: string;
  entry: Entry;
};

export const ledgerFile = 'calls.jsonl';
/** What the first line holds in the place of a hash. */
export const chainStart = '0'.repeat(64);

export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex');

export type Ledger = {
  readonly lines: readonly LedgerLine[];
  /** Number for the next call. */
  nextCall(): number;
  /** Resolved when the system has it. */
  append(entry: Entry): Promise<void>;
  close(): Promise<void>;
};

/** The lines of a text that are whole; the hash chain is not looked at. */
export function parseLedger(text: string): {
  lines: LedgerLine[];
  brokenLine?: { number: number; text: string };
} {
  const lines: LedgerLine[] = [];
  const texts = text.split('\n');
  const rest = texts.pop() ?? '';
  for (const [index, line] of texts.entries()) {
    try {
      const { previous, at, ...entry } = JSON.parse(line) as Entry & { previous: string; at: string };
      lines.push({ number: index + 1, sha256: hashText(line), previous, at, entry });
    } catch {
      return { lines, brokenLine: { number: index + 1, text: line } };
    }
  }
  return rest === '' ? { lines } : { lines, brokenLine: { number: texts.length + 1, text: rest } };
}

/** The first line that does not follow from the one before; undefined where all do. */
export function findBrokenLink(
  lines: readonly LedgerLine[],
): { number: number; field: 'previous' | 'at'; expected: string; found: string } | undefined {
  let [previous, at] = [chainStart, ''];
  for (const line of lines) {
    if (line.previous !== previous)
      return { number: line.number, field: 'previous', expected: previous, found: line.previous };
    if (!(line.at >= at))
      return { number: line.number, field: 'at', expected: `${at} or later`, found: line.at };
    previous = line.sha256;
    at = line.at;
  }
  return undefined;
}

/**
 * Opens the ledger of a folder, to go on with it. Half a line that a killed process left is cut off.
 *
 * @param options.now - Unix time in milliseconds.
 * @throws {UsageError} Another process has it open, or its chain is broken: somebody changed it.
 */
export async function openLedger(
  folder: string,
  { now = Date.now }: { now?: () => number } = {},
): Promise<Ledger> {
  const path = join(folder, ledgerFile);
  await mkdir(folder, { recursive: true });
  takeLock(folder);
  const text = readIfThere(path);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
  const { lines, brokenLine } = parseLedger(whole);
  const broken = brokenLine?.number ?? findBrokenLink(lines)?.number;
  if (broken !== undefined)
    throw new UsageError(
      `Expected ${path} to be as it was written, but line ${broken} was changed. Begin anew in another folder with --out.`,
    );
  const file: FileHandle = await open(path, 'a');
  let last: Promise<unknown> = Promise.resolve();
  let calls = lines.filter(({ entry }) => entry.kind === 'sent').length;
  return {
    lines,
    nextCall: () => (calls += 1),
    append(entry) {
      const written = last.then(async () => {
        const before = lines.at(-1);
        const previous = before?.sha256 ?? chainStart;
        const clock = new Date(now()).toISOString();
        const at = before !== undefined && before.at > clock ? before.at : clock;
        const line = hideKeys(JSON.stringify({ previous, at, ...entry }));
        await file.write(`${line}\n`);
        lines.push(...parseLedger(`${line}\n`).lines.map((each) => ({ ...each, number: lines.length + 1 })));
      });
      last = written.catch(() => undefined);
      return written;
    },
    async close() {
      await last;
      await file.close();
      rmSync(join(folder, lockFile), { force: true });
    },
  };
}

/** Keys that this process has read, and credentials inside URLs; everything else stays to the letter. */
export const hideKeys = (text: string): string => redact(text, { keep: text });

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

const lockFile = 'calls.lock';

/** Two processes would break the chain. A killed one leaves its lock behind, with a number that no process has. */
function takeLock(folder: string): void {
  const path = join(folder, lockFile);
  const owner = Number(readIfThere(path));
  if (owner > 0 && owner !== process.pid && isAlive(owner))
    throw new UsageError(
      `Expected the bundle in ${folder} to be at rest, but process ${owner} works on it. Wait for its end; where it is no \`longhand prove\`, remove ${path}.`,
    );
  writeFileSync(path, String(process.pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
