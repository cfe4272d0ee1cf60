/**
 * A packed run: a gzip file of JSON lines, its name usually ending in `.longhand`.
 *
 * The first line names format and version, the second is the run; steps, its checkpoint, memory, calls (each
 * message once, before the first call that sent it), events, files and recorded calls follow; the last line counts them and holds the digest of all
 * lines before it. Nothing of the engine's own tables is in it: `resume` starts a workflow anew, and every
 * finished step answers from our table.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { UsageError } from '../errors.ts';

/** Format and version of the packs this program writes. Version 1 had neither checkpoint nor memory. */
const packHeader = { kind: 'pack', format: 'longhand-run', version: 2 } as const;
const readVersions: readonly unknown[] = [1, packHeader.version];

/** Files of a run's folder that the tables cannot give back: a plan under review, and the text of unfinished runs. */
export const packedFiles = ['plan.md', 'manuscript.md'] as const;

const json = z.record(z.string(), z.unknown());
/** No NUL: Postgres cannot hold it in text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is exactly this character that must not come in.
const name = z.string().regex(/^[^\u0000]{1,1000}$/);
/** UTC, with the microseconds of the database. */
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const order = z.int().positive().max(2_147_483_647);

const runEntry = z.strictObject({
  kind: z.literal('run'),
  /** Becomes the name of a folder. */
  runId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  program: z.string().regex(/^[a-z][a-z-]{0,63}$/),
  status: z.enum(['running', 'done', 'outside-contract', 'stopped', 'interrupted', 'failed']),
  request: json,
  summary: json,
  result: z.unknown().optional(),
  failure: z.strictObject({ name: z.string(), message: z.string(), fault: z.string().optional() }).optional(),
  startedAt: time,
  updatedAt: time,
});

const packEntry = z.discriminatedUnion('kind', [
  runEntry,
  z.strictObject({ kind: z.literal('step'), name, value: z.unknown(), finishedAt: time }),
  z.strictObject({
    kind: z.literal('checkpoint'),
    seq: order.or(z.literal(0)),
    value: z.unknown(),
    savedAt: time,
  }),
  /** `of` and `key` as the table has them: kind and key of the program's entry. */
  z.strictObject({ kind: z.literal('memory'), of: name, key: name, owner: name, value: z.unknown() }),
  z.strictObject({ kind: z.literal('message'), hash, role: name, content: z.string() }),
  z.strictObject({
    kind: z.literal('call'),
    step: name,
    messages: z.array(hash),
    detail: json,
    spend: z.strictObject({ tokens: z.number(), usd: z.number(), ms: z.number() }),
    finishedAt: time,
  }),
  z.strictObject({
    kind: z.literal('event'),
    seq: order,
    at: name,
    body: z.looseObject({ type: z.string() }),
  }),
  z.strictObject({ kind: z.literal('file'), name: z.enum(packedFiles), text: z.string() }),
  /** A line of `calls.jsonl`; `recorded:<pack>` reads these. */
  z.strictObject({ kind: z.literal('recorded'), call: json }),
]);

const endEntry = z.strictObject({
  kind: z.literal('end'),
  entries: z.int().nonnegative(),
  sha256: hash,
});

export type PackedRun = z.infer<typeof runEntry>;
export type PackEntry = z.infer<typeof packEntry>;

/** The key of a message in the store: equal messages of all runs share one row. */
export function hashMessage(role: string, content: string): string {
  return createHash('sha256').update(`${role}\n${content}`).digest('hex');
}

/** Header, entries and end as lines, each with its line feed. */
export async function* renderPack(entries: AsyncIterable<PackEntry>): AsyncGenerator<string> {
  const digest = createHash('sha256');
  let count = 0;
  const render = (value: unknown): string => {
    const line = `${JSON.stringify(value)}\n`;
    digest.update(line);
    return line;
  };
  yield render(packHeader);
  for await (const entry of entries) {
    count += 1;
    yield render(entry);
  }
  yield render({ kind: 'end', entries: count, sha256: digest.copy().digest('hex') } satisfies EndEntry);
}

type EndEntry = z.infer<typeof endEntry>;

/**
 * Reads what `renderPack` wrote, one entry at a time, and judges it while doing so: only when the iteration has
 * ended without an error is the pack known to be whole.
 *
 * @param path - For messages.
 * @throws {UsageError} Not a pack, one of another version, cut, or changed; the message names file, line and next step.
 */
export async function* parsePack(lines: AsyncIterable<string>, path: string): AsyncGenerator<PackEntry> {
  const digest = createHash('sha256');
  const seen = new Set<string>();
  let lineNumber = 0;
  let end: EndEntry | undefined;
  for await (const line of lines) {
    lineNumber += 1;
    const value = parseJson(line);
    if (lineNumber === 1) checkHeader(value, path);
    else if (end !== undefined) throw damaged(path, `something stands behind its end, in line ${lineNumber}`);
    else if ((value as { kind?: unknown } | undefined)?.kind === 'end') {
      const read = endEntry.safeParse(value);
      if (!read.success) throw damaged(path, describeIssue(read.error, lineNumber));
      end = read.data;
      if (end.entries !== lineNumber - 2 || end.sha256 !== digest.digest('hex')) {
        throw damaged(path, 'its lines are not those that were packed');
      }
      continue;
    } else {
      const read = packEntry.safeParse(value);
      if (!read.success) throw damaged(path, describeIssue(read.error, lineNumber));
      const fault = findFault(read.data, seen, lineNumber === 2);
      if (fault !== undefined) throw damaged(path, `${fault}, in line ${lineNumber}`);
      yield read.data;
    }
    digest.update(`${line}\n`);
  }
  if (end === undefined) throw damaged(path, `it ends after line ${lineNumber}`);
}

/** What no schema of one line can see. `seen` collects the names given so far. */
function findFault(entry: PackEntry, seen: Set<string>, isFirst: boolean): string | undefined {
  if (isFirst !== (entry.kind === 'run')) return 'the run does not stand where it should';
  if (entry.kind === 'call') {
    const isMissing = entry.messages.some((key) => !seen.has(`message ${key}`));
    return isMissing ? 'a call names a message that is not there' : undefined;
  }
  // A message of another text under this hash would change what other runs of the home are shown to have sent.
  if (entry.kind === 'message' && entry.hash !== hashMessage(entry.role, entry.content)) {
    return 'a message does not have the hash it stands under';
  }
  const identity = identityOf(entry);
  if (identity === undefined) return undefined;
  const key = `${entry.kind} ${identity}`;
  if (seen.has(key)) return `the same ${entry.kind} stands there twice`;
  seen.add(key);
  return undefined;
}

/** What may stand in a pack once; undefined for what may stand there often. */
function identityOf(entry: PackEntry): string | number | undefined {
  switch (entry.kind) {
    case 'message':
      return entry.hash;
    case 'event':
      return entry.seq;
    case 'step':
    case 'file':
      return entry.name;
    case 'checkpoint':
      return '';
    case 'memory':
      return JSON.stringify([entry.of, entry.key, entry.owner]);
    default:
      return undefined;
  }
}

function checkHeader(value: unknown, path: string): void {
  const { kind, format, version } = (value ?? {}) as { kind?: unknown; format?: unknown; version?: unknown };
  if (kind !== packHeader.kind || format !== packHeader.format) throw foreign(path);
  if (readVersions.includes(version)) return;
  throw new UsageError(
    `Expected a packed run of version ${readVersions.join(' or ')} in \`${path}\`, got version \`${String(version)}\`. ` +
      'Another Longhand packed it: use that one here too, or update this one.',
  );
}

/** @returns The error for a file that is something else. */
export function foreign(path: string, cause?: unknown): UsageError {
  return new UsageError(
    `Expected \`${path}\` to be a packed run, but it is something else. \`longhand runs pack <run>\` makes one.`,
    { cause },
  );
}

/** @returns The error for a pack that is not whole. Nothing of it may be used. */
export function damaged(path: string, how: string, cause?: unknown): UsageError {
  return new UsageError(
    `Expected \`${path}\` to be a whole packed run, but it is damaged: ${how}. ` +
      'Nothing was taken over. Copy the file again, or pack the run again with: longhand runs pack <run>',
    { cause },
  );
}

function describeIssue(error: z.ZodError, lineNumber: number): string {
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  return `line ${lineNumber}${field === '' ? '' : `, \`${field}\``}: ${issue?.message ?? 'not readable'}`;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Judged by the schema, as any other bad line.
    return undefined;
  }
}
