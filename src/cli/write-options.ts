/** The flags of `write` and `plan` as settings of a run; every value is checked here, before anything starts. */
import { UsageError } from '../errors.ts';
import type { WriteSettings } from '../methods/write-request.ts';
import type { CountingRule } from '../text/count-words.ts';
import type { OutputOptions } from './output.ts';

/** As the command line gives them: text, or true for a flag without a value. */
export type WriteOptions = OutputOptions & {
  home?: string;
  brief?: string;
  words?: string;
  method?: string;
  layout?: string;
  model?: string;
  planner?: string;
  writer?: string;
  editor?: string;
  summarizer?: string;
  judge?: string;
  out?: string;
  plan?: string;
  review?: boolean;
  tolerance?: string;
  maxCost?: string;
  price?: string[];
  continue?: string;
  form?: string;
  language?: string;
  audience?: string;
  tone?: string;
  style?: string;
  avoid?: string;
  yes?: boolean;
  onRefusal?: string;
  concurrency?: string;
  dryRun?: boolean;
  source?: string[];
  image?: string[];
  allowHttp?: boolean;
  citations?: string;
  onUnsupported?: string;
  embeddings?: string;
  counting?: string;
};

/** @throws {UsageError} A value is off; the message names the flag. */
export function readWriteSettings(options: WriteOptions): Omit<WriteSettings, 'model'> {
  const { words, tolerance, maxCost, concurrency, counting, layout } = options;
  checkJsonKind(options);
  return {
    roles: {
      ...(options.planner && { planner: options.planner }),
      ...(options.writer && { writer: options.writer }),
      ...(options.editor && { editor: options.editor }),
      ...(options.summarizer && { summarizer: options.summarizer }),
      ...(options.judge && { judge: options.judge }),
    },
    ...(options.method !== undefined && { method: options.method }),
    ...(words !== undefined && { words: readWordCount('words', words) }),
    ...(tolerance !== undefined && { tolerance: readShare('tolerance', tolerance) }),
    ...(counting !== undefined && {
      counting: readChoice<CountingRule>('counting', counting, ['longbench-write', 'unicode']),
    }),
    ...(layout !== undefined && { layout: readChoice('layout', layout, ['dialogue', 'published'] as const) }),
    ...(concurrency !== undefined && { concurrency: readPositiveInteger('concurrency', concurrency) }),
    ...(options.onRefusal !== undefined && { onRefusal: options.onRefusal }),
    ...readSourceSettings(options),
    ...(options.image !== undefined && { images: options.image }),
    ...(options.review && { isReviewed: true }),
    ...(maxCost !== undefined && { budget: { costInUsd: readPositiveNumber('max-cost', maxCost) } }),
    ...(options.price !== undefined && { price: options.price }),
    ...(options.out !== undefined && { out: options.out }),
  };
}

/** What a text is written from. Flags about sources say nothing where none is named. */
function readSourceSettings({
  source = [],
  allowHttp,
  citations,
  onUnsupported,
  embeddings,
}: WriteOptions): Pick<WriteSettings, 'sources'> {
  if (source.length > 0) {
    return {
      sources: {
        paths: source,
        ...(allowHttp && { allowHttp }),
        ...(citations !== undefined && { citations }),
        ...(onUnsupported !== undefined && { onUnsupported }),
        ...(embeddings !== undefined && { embeddings }),
      },
    };
  }
  const flags = { 'allow-http': allowHttp, citations, 'on-unsupported': onUnsupported, embeddings };
  const [flag] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [undefined];
  if (flag === undefined) return {};
  throw new UsageError(
    `Expected \`--${flag}\` together with \`--source\`, got no source. Name one with --source PATH.`,
  );
}

/** @throws {UsageError} `--json` has a value that is no kind of it. */
export function checkJsonKind({ json }: OutputOptions): void {
  if (json === undefined || json === 'result' || json === 'events') return;
  throw new UsageError(`Expected \`--json\` or \`--json=events\`, got \`--json=${json}\`.`);
}

export function readPositiveInteger(field: string, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`Expected \`${field}\` to be a positive integer, got \`${text}\`.`);
}

const scales: Record<string, number> = { '': 1, k: 1_000, 千: 1_000, 万: 10_000, 萬: 10_000 };

/** A length as people write it: `3000`, `3,000`, `3k`, `1.5万`. */
export function readWordCount(field: string, text: string): number {
  const match = /^(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*([k千万萬]?)$/i.exec(text.trim());
  const value = Number(match?.[1]?.replaceAll(',', '')) * (scales[match?.[2]?.toLowerCase() ?? ''] ?? 1);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`Expected \`${field}\` to be a positive integer such as 3000 or 3k, got \`${text}\`.`);
}

export function readPositiveNumber(field: string, text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0) return value;
  throw new UsageError(`Expected \`${field}\` to be a number above 0, got \`${text}\`.`);
}

/** `5%` or `0.05`. */
function readShare(field: string, text: string): number {
  const match = /^(\d*\.?\d+)\s*(%?)$/.exec(text.trim());
  const value = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN;
  if (value >= 0 && value < 1) return value;
  throw new UsageError(`Expected \`${field}\` to be a share such as 5% or 0.05, got \`${text}\`.`);
}

function readChoice<T extends string>(field: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new UsageError(`Expected \`${field}\` to be ${choices.join(' or ')}, got \`${text}\`.`);
}
