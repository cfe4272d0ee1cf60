/** The flags of `longhand dataset build` as settings; every value is checked here, before anything starts. */
import type { BuildSettings, HeadingPolicy } from '../dataset/build/document-request.ts';
import { UsageError } from '../errors.ts';
import type { RateLimit } from '../run/fleet/rates.ts';
import { type DatasetOptions, readNumberWithin } from './dataset-input.ts';
import { readRules } from './dataset-rules.ts';
import {
  readPositiveInteger,
  readPositiveNumber,
  readWordCount,
  readWriteSettings,
} from './write-options.ts';

export type BuildOptions = DatasetOptions & {
  home?: string;
  model?: string;
  planner?: string;
  writer?: string;
  editor?: string;
  summarizer?: string;
  judge?: string;
  method?: string;
  onRefusal?: string;
  price?: string[];
  leastWords?: string;
  headings?: string;
  lengthScore?: string;
  languages?: string;
  concurrency?: string;
  maxInFlight?: string;
  priority?: string;
  rate?: string[];
  maxCost?: string;
  keepCalls?: boolean;
  batch?: boolean;
  /** False with `--no-work`. */
  work?: boolean;
  status?: boolean;
  pause?: boolean;
  goOn?: boolean;
  cancel?: boolean;
};

/** @throws {UsageError} A value is off; the message names the flag. */
export function readBuildSettings(options: BuildOptions & { model: string }): BuildSettings {
  const { leastWords, headings, lengthScore, languages } = options;
  // What `write` knows under the same names is something else.
  const { maxCost: _ofAll, concurrency: _documents, out: _folder, layout: _ofRows, ...writing } = options;
  const policies: readonly string[] = ['form', 'keep', 'none'] satisfies HeadingPolicy[];
  if (headings !== undefined && !policies.includes(headings))
    throw new UsageError(`Expected \`headings\` to be ${policies.join(', ')}, got \`${headings}\`.`);
  const rules = readRules({ ...(languages !== undefined && { languages }) });
  return {
    ...readWriteSettings(writing),
    model: options.model,
    ...(options.batch && { isBatched: true as const }),
    ...(leastWords !== undefined && { leastWords: readWordCount('least-words', leastWords) }),
    ...(headings !== undefined && { headings: headings as HeadingPolicy }),
    gates: {
      ...(lengthScore !== undefined && {
        length: { leastScore: readNumberWithin('length-score', lengthScore, [0, 100]) },
      }),
      ...(rules.languages && { languages: rules.languages }),
    },
  };
}

/** `openai=500,200000`: requests and tokens a minute; either may be left out (`openai=500`, `openai=,200000`). */
export function readRateLimits(flags: readonly string[] = []): RateLimit[] {
  return flags.map((flag) => {
    const match = /^(?<key>[^=]+)=(?<requests>[^,]*)(?:,(?<tokens>.*))?$/.exec(flag)?.groups;
    const { key, requests = '', tokens = '' } = match ?? {};
    if (key === undefined || (requests === '' && tokens === ''))
      throw new UsageError(
        `Expected \`rate\` to be <provider>=<requests a minute>,<tokens a minute>, such as openai=500,200000, got \`${flag}\`.`,
      );
    return {
      key,
      ...(requests !== '' && { requestsPerMinute: readPositiveNumber('rate', requests) }),
      ...(tokens !== '' && { tokensPerMinute: readPositiveNumber('rate', tokens) }),
    };
  });
}

/** What can be changed while the build goes on; a limit that is not named stays as it was. */
export function readBuildLimits({ priority, maxInFlight, maxCost }: BuildOptions): {
  priority?: number;
  mostInFlight?: number;
  mostUsd?: number;
} {
  return {
    ...(priority !== undefined && { priority: readPriority(priority) }),
    ...(maxInFlight !== undefined && { mostInFlight: readPositiveInteger('max-in-flight', maxInFlight) }),
    ...(maxCost !== undefined && { mostUsd: readPositiveNumber('max-cost', maxCost) }),
  };
}

function readPriority(text: string): number {
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`Expected \`priority\` to be a whole number such as 5, got \`${text}\`.`);
}
