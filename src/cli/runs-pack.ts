/** `longhand runs pack` and `longhand runs unpack`: a run as one file, and back. */
import { posix, win32 } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { listAddresses } from '../methods/prepare-request.ts';
import type { ReadResult } from '../methods/reading/read-result.ts';
import type { RunPlace } from '../methods/write.ts';
import type { WriteRequest } from '../methods/write-request.ts';
import type { WriteResult } from '../methods/write-result.ts';
import { hideKey, redact } from '../model/redact.ts';
import { savePack } from '../run/pack.ts';
import type { PackedRun } from '../run/pack-format.ts';
import { loadPack } from '../run/pack-load.ts';
import { formatCount, formatNumber } from './format.ts';
import type { Output, OutputOptions } from './output.ts';
import { findPlace, renderCommand } from './run-place.ts';
import { checkJsonKind } from './write-options.ts';

type PackOptions = OutputOptions & { home?: string; out?: string };

/** Packs a run at rest, without keys and without folders of this machine. */
export async function packRun(runId: string, options: PackOptions, output: Output): Promise<number> {
  checkJsonKind(options);
  const place = findPlace(options, process.env);
  const { out: file = `${runId}.longhand` } = options;
  const isSecret = findSecrets(process.env);
  const saved = await savePack(runId, { ...place, out: file, redact, dropPlaces, holdsKey: isSecret });
  const { bytes, calls, steps, run } = saved;
  output.say(
    `run ${runId} (${run.status}) packed into ${file}: ${formatCount(steps, 'finished step')}, ` +
      `${formatCount(calls, 'call')}, ${formatNumber(bytes)} bytes`,
  );
  for (const address of listAddresses(run.request as WriteRequest).filter(isLocalFile)) {
    output.say(
      `It works with ${address}, a file of this computer: the other one needs it at the same place.`,
    );
  }
  if (saved.recordedCalls === 0 && calls > 0) {
    output.say(`Its calls.jsonl is not in ${place.home}: the pack cannot be replayed with recorded:${file}`);
  }
  const name = posix.basename(win32.basename(file));
  output.say(`On the other computer: ${renderCommand(['runs', 'unpack', name], {})}`);
  output.printResult({ runId, file, bytes, calls, steps });
  return 0;
}

/** Takes a packed run into the home, under the id it has. */
export async function unpackRun(
  file: string,
  options: Omit<PackOptions, 'out'>,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const place = findPlace(options, process.env);
  const { run, isNew } = await loadPack(file, {
    ...place,
    redact,
    dropPlaces,
    checkRun: (packed) => checkRun(packed, file),
  });
  const { runId, status } = run;
  const where = describePlace(place);
  output.say(
    isNew
      ? `run ${runId} (${status}) is now in ${Object.values(where)[0]}`
      : `run ${runId} (${status}) is in ${Object.values(where)[0]} already, in the same state`,
  );
  const next = nextCommand(run);
  if (next[0] === 'resume') {
    // Who packed the run chose who is asked, and whose key is used.
    output.say(`It works with ${listAddresses(run.request as WriteRequest).join(', ')}.`);
    output.say(`Go on with: ${renderCommand(next, options)}`);
  } else output.say(`See it with: ${renderCommand(next, options)}`);
  output.printResult({ runId, status, ...where });
  return 0;
}

function nextCommand({ runId, program, result, request, failure }: PackedRun): string[] {
  if (program === 'plan') return ['show', runId];
  const gaps =
    program === 'read'
      ? (result as ReadResult | undefined)?.skippedUnits
      : (result as WriteResult | undefined)?.quality.gaps;
  if (gaps === 0) return ['export', runId, '--out', 'FILE'];
  const { costInUsd } = (request as WriteRequest).limits;
  // The same limit would stop it again at once.
  const isSpent = failure?.name === 'BudgetError' && costInUsd !== undefined;
  return ['resume', runId, ...(isSpent ? ['--max-cost', String(costInUsd * 2)] : [])];
}

/** The database without the name and the password in its URL. */
function describePlace({ home, databaseUrl }: RunPlace): { home: string } | { database: string } {
  if (databaseUrl === undefined) return { home };
  if (!URL.canParse(databaseUrl)) return { database: 'LONGHAND_DATABASE_URL' };
  const { protocol, host, pathname } = new URL(databaseUrl);
  return { database: `${protocol}//${host}${pathname}` };
}

/** Short values are placeholders of local servers (`EMPTY`, `not-needed`), and would be found in any text. */
const shortestKey = 12;

/** Registers every key of the environment. The answer tells whether a text holds one of the keys registered so far. */
function findSecrets(env: NodeJS.ProcessEnv): (text: string) => boolean {
  const url = env.LONGHAND_DATABASE_URL ?? '';
  const password = URL.canParse(url) ? new URL(url).password : '';
  const keys = Object.entries(env)
    .filter(([name]) => /API_KEY/.test(name))
    .map(([, value]) => (value ?? '').trim());
  for (const key of [...keys, password]) if (key.length >= shortestKey) hideKey(key);
  return (text) => {
    // Only exact texts count: a guess at what looks like a key must not keep a run from being packed.
    const open = text.replaceAll('://', ' ');
    return redact(open, { keep: open }) !== open;
  };
}

/** Publishing places become relative: a run goes on where it is unpacked, and nowhere else on that machine. */
function dropPlaces(run: PackedRun): PackedRun {
  const { request, result } = run;
  const planFile = request.planFile as WriteRequest['planFile'];
  const { out, sources } = (result ?? {}) as Partial<Pick<ReadResult, 'out' | 'sources'>>;
  const isWhole = run.program === 'write' || run.program === 'read';
  return {
    ...run,
    request: {
      ...request,
      ...(typeof request.out === 'string' && { out: toRelative(request.out) }),
      ...(planFile && { planFile: { ...planFile, path: toRelative(planFile.path) } }),
      ...(Array.isArray(request.sources) && { sources: request.sources.map(dropFolder) }),
      ...(Array.isArray(request.images) && { images: request.images.map(dropFolder) }),
    },
    ...(isWhole &&
      result !== undefined && {
        result: {
          ...(result as object),
          ...(typeof out === 'string' && { out: toRelative(out) }),
          ...(Array.isArray(sources) && { sources: sources.map(dropFolder) }),
        },
      }),
  };
}

/** Where a source was read from: an address as it is, of a file no folder of this machine. */
function dropFolder<T>(source: T): T {
  const { path } = source as { path?: unknown };
  if (typeof path !== 'string' || /^https?:/i.test(path)) return source;
  return { ...source, path: toRelative(path) };
}

/** A path below the working directory as it is; of any other the name of the file alone. */
function toRelative(path: string): string {
  const isBelow = !posix.isAbsolute(path) && !win32.isAbsolute(path) && !/^[A-Za-z]:/.test(path);
  if (isBelow && !path.split(/[\\/]/).includes('..')) return path;
  const name = posix.basename(win32.basename(path));
  return name === '' || name === '..' ? 'unnamed' : name;
}

const isLocalFile = (address: string): boolean => /^(?:recorded:|gguf:(?!hf:))/.test(address);

const relative = z.string().min(1);
const request = {
  instruction: z.string(),
  targetWords: z.number(),
  method: z.string(),
  models: z.looseObject({ writer: z.string() }),
  limits: z.looseObject({}),
  prices: z.looseObject({}),
  cards: z.looseObject({}),
  out: relative.optional(),
};
const writeRun = z.looseObject({
  request: z.looseObject({
    ...request,
    onRefusal: z.looseObject({ kind: z.string() }),
    planFile: z.strictObject({ path: relative, text: z.string() }).optional(),
  }),
});
const source = z.looseObject({ id: z.string(), path: relative, sha256: z.string() });
const readRun = z.looseObject({ request: z.looseObject({ ...request, sources: z.array(source) }) });
const readResult = z.looseObject({
  status: z.string(),
  answer: z.string(),
  skippedUnits: z.number(),
  sources: z.array(source),
  out: relative.nullable(),
});
const writeResult = z.looseObject({
  status: z.string(),
  delivered: z.looseObject({ words: z.number() }),
  quality: z.looseObject({ gaps: z.number() }),
  out: relative.nullable(),
});

/** What the commands that list and show runs count on; one bad run would take them all down. */
function checkRun(run: PackedRun, file: string): void {
  const isRead = run.program === 'read';
  if (!isRead && run.program !== 'write' && run.program !== 'plan') {
    throw new UsageError(
      `Expected a run of \`write\`, \`read\` or \`plan\` in \`${file}\`, got \`${run.program}\`. Update Longhand to unpack it.`,
    );
  }
  const hasResult = run.program !== 'plan' && run.result !== undefined;
  const issue =
    (isRead ? readRun : writeRun).safeParse(run).error?.issues[0] ??
    (hasResult ? (isRead ? readResult : writeResult).safeParse(run.result).error?.issues[0] : undefined);
  if (issue === undefined) return;
  throw new UsageError(
    `Expected a complete run in \`${file}\`, but \`${issue.path.join('.')}\` is not as it should be: ${issue.message}. ` +
      'Pack it again with the Longhand that wrote it, or use the same version here.',
  );
}
