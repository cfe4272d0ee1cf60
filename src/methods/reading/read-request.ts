/** What a person asked of which sources, settled before anything is paid. */
import { UsageError } from '../../errors.ts';
import type { Role } from '../../model/model.ts';
import { createContract, type LengthContract, targetWordsOf } from '../../plan/length/length-contract.ts';
import { readLength } from '../../plan/length/read-length.ts';
import type { PromptLanguage } from '../../plan/prompt-language.ts';
import type { BudgetLimits } from '../../run/budget.ts';
import { type CountingRule, chooseCountingRule } from '../../text/count-words.ts';
import { detectLanguage } from '../../text/language.ts';
import { readPrices, type WriteRequest } from '../write-request.ts';
import { readKind } from './read-kind.ts';
import type { ChainOptions, ReadingKind } from './read-method.ts';
import { type ReadMethodName, readMethods } from './read-methods.ts';
import type { SourceRecord } from './source-record.ts';

/** Stored with the run as JSON: everything a resume needs, no keys. Shares its names with the request of a writing run. */
export type ReadRequest = {
  /** What is asked of the sources, in the user's words. */
  instruction: string;
  kind: ReadingKind;
  method: ReadMethodName;
  /** Why this method, for people. */
  why: string;
  chain: ChainOptions;
  recursion?: { depth: number };
  contract?: LengthContract;
  /** 0: nobody asked for a length. */
  targetWords: number;
  counting: CountingRule;
  language: PromptLanguage;
  seed: number;
  concurrency: number;
  sources: SourceRecord[];
  allowHttp: boolean;
  /** USD as quoted before the run. */
  quotedUsd: [low: number, high: number] | null;
  /** Address of the model by whose vectors the recursive method searches, beside their words. */
  embeddings?: string;
  out?: string;
  limits: BudgetLimits;
} & Pick<WriteRequest, 'models' | 'cards' | 'prices'>;

/** Roles of reading: who reads the pieces, who gives the answer, who chooses between several. */
type ReadingRole = Extract<Role, 'summarizer' | 'writer' | 'judge'>;

export type ReadSettings = {
  ask: string;
  /** Address of the model of every role not named below. */
  model: string;
  roles?: Partial<Record<ReadingRole, string>>;
  method?: string;
  /** Words (characters for Chinese); absent: what the ask names, if it names a length. */
  words?: number;
  order?: string;
  ensemble?: string;
  isHybrid?: boolean;
  /** Levels of programs of the recursive method. @default 1 */
  depth?: number;
  /** @default 0 */
  seed?: number;
  /** @default 1 */
  concurrency?: number;
  /** Whether web addresses among the sources are fetched. @default false */
  allowHttp?: boolean;
  /** Address of an embedding model: programs of the recursive method can search by meaning. */
  embeddings?: string;
  budget?: BudgetLimits;
  price?: string | readonly string[];
  out?: string;
};

const orders = ['left-to-right', 'right-to-left', 'permutation'] as const;
const ensembles = ['bi-directional', 'permutation', 'self-consistency'] as const;

/**
 * Checks the settings; method, sources and what is known of the models are filled in by `prepareReading`.
 *
 * @throws {UsageError} A setting is off; the message names it and the next step.
 */
export function createReadRequest(settings: ReadSettings): Omit<ReadRequest, 'method' | 'why'> {
  const { ask, method, concurrency = 1, seed = 0, model, roles = {}, embeddings } = settings;
  if (ask.trim() === '') {
    throw new UsageError(
      'Expected `ask` to be a question or a task, got an empty text. Say what to look for: --ask "…".',
    );
  }
  if (method !== undefined && !Object.hasOwn(readMethods, method)) {
    throw new UsageError(
      `Expected \`method\` to be one of ${Object.keys(readMethods).join(', ')}, got \`${method}\`. Leave it out to have one chosen.`,
    );
  }
  requireInteger('concurrency', concurrency, 1);
  requireInteger('seed', seed, 0);
  if (embeddings !== undefined && method !== undefined && method !== 'recursive') {
    throw new UsageError(
      `Expected \`embeddings\` together with the method recursive, which searches, got \`${method}\`, which reads everything. Leave one of them out.`,
    );
  }
  // Another writer leaves every other role to the main model.
  const others = roles.writer === undefined ? {} : { summarizer: model, judge: model };
  const models = { ...others, ...roles, writer: roles.writer ?? model };
  const kind = readKind(ask);
  const contract = settleContract(ask, kind, settings.words);
  return {
    instruction: ask,
    kind,
    chain: readChain(settings),
    ...(settings.depth !== undefined && { recursion: readDepth(settings) }),
    ...(contract && { contract }),
    targetWords: contract === undefined ? 0 : targetWordsOf(contract),
    counting: chooseCountingRule(ask),
    language: detectLanguage(ask) === 'zh' ? 'zh' : 'en',
    seed,
    concurrency,
    sources: [],
    allowHttp: settings.allowHttp ?? false,
    quotedUsd: null,
    models,
    cards: {},
    prices: readPrices(settings.price, models.writer),
    limits: settings.budget ?? {},
    ...(embeddings !== undefined && { embeddings }),
    ...(settings.out !== undefined && { out: settings.out }),
  };
}

/** A question that speaks of pages asks for no length: only what is to be written has one. */
function settleContract(
  ask: string,
  kind: ReadingKind,
  words: number | undefined,
): LengthContract | undefined {
  if (words !== undefined) {
    requireInteger('words', words, 1);
    return createContract({ kind: 'about', words });
  }
  if (kind === 'answer') return undefined;
  const reading = readLength(ask);
  if (reading.status === 'conflict') throw new UsageError(reading.message);
  return reading.status === 'none' ? undefined : createContract(reading);
}

function readChain({ method, order, ensemble, isHybrid }: ReadSettings): ChainOptions {
  const named = [order && 'order', ensemble && 'ensemble', isHybrid && 'hybrid'].filter(Boolean);
  if (named.length > 0 && method !== undefined && method !== 'chain-of-agents') {
    throw new UsageError(
      `Expected \`${named[0]}\` together with the method chain-of-agents, got \`${method}\`. Leave one of them out.`,
    );
  }
  const chain: ChainOptions = {
    ...(order !== undefined && { order: readName('order', order, orders) }),
    ...(ensemble !== undefined && { ensemble: readName('ensemble', ensemble, ensembles) }),
    ...(isHybrid && { isHybrid }),
  };
  if (isHybrid && named.length > 1) {
    throw new UsageError(
      `Expected \`hybrid\` alone, got it with \`${named[0]}\`: its chunks are read side by side. Leave one of them out.`,
    );
  }
  if (ensemble !== undefined && ensemble !== 'self-consistency' && order !== undefined) {
    throw new UsageError(
      `Expected \`order\` without the ensemble \`${ensemble}\`, which has its own orders. Leave one of them out.`,
    );
  }
  return chain;
}

function readDepth({ method, depth = 1 }: ReadSettings): { depth: number } {
  if (method !== undefined && method !== 'recursive') {
    throw new UsageError(
      `Expected \`depth\` together with the method recursive, got \`${method}\`. Leave one of them out.`,
    );
  }
  requireInteger('depth', depth, 1);
  return { depth };
}

function readName<T extends string>(field: string, value: string, names: readonly T[]): T {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  throw new UsageError(`Expected \`${field}\` to be one of ${names.join(', ')}, got \`${value}\`.`);
}

function requireInteger(field: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new UsageError(`Expected \`${field}\` to be a whole number of at least ${least}, got \`${value}\`.`);
}
