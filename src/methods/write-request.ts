/** What a person asked for, settled before anything is paid: length, language, models, method, limits. */
import { UsageError } from '../errors.ts';
import { type Price, parsePrice } from '../model/cost.ts';
import type { Role } from '../model/model.ts';
import {
  type AskedLength,
  createContract,
  type LengthContract,
  targetWordsOf,
} from '../plan/length/length-contract.ts';
import { readLength } from '../plan/length/read-length.ts';
import { listSections } from '../plan/plan.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import type { PromptLanguage } from '../plan/plan-prompt.ts';
import type { BudgetLimits } from '../run/budget.ts';
import { type CountingRule, chooseCountingRule } from '../text/count-words.ts';
import { detectLanguage } from '../text/language.ts';
import type { RefusalPolicy } from '../write/draft-section.ts';
import { type MethodName, methods } from './index.ts';

/** Stored with the run as JSON: everything a resume needs, no keys. */
export type WriteRequest = {
  instruction: string;
  contract: LengthContract;
  targetWords: number;
  counting: CountingRule;
  language: PromptLanguage;
  method: MethodName;
  layout: 'dialogue' | 'published';
  concurrency: number;
  /** Model addresses by role; a role that is absent speaks through the writer's model. */
  models: { writer: string } & Partial<Record<Role, string>>;
  onRefusal: RefusalPolicy;
  /** A person's plan, as its file said it. */
  planFile?: { path: string; text: string };
  isReviewed: boolean;
  limits: BudgetLimits;
  price?: Price;
  /** Where the document is published; relative to the working directory of the command that asked. */
  out?: string;
};

export type WriteSettings = {
  /** Address of the model that writes, and of every role not named below. */
  model: string;
  roles?: Partial<Record<Role, string>>;
  method?: string;
  /** Length in words (characters for Chinese); overrides what the instruction says. */
  words?: number;
  /** The length as a person settled it, with its kind, where the instruction names several; `words` wins over it. */
  length?: AskedLength;
  /** Share of the length an "about" may be off, 0 to 1. Default 0.05, 0.01 above 20,000 words. */
  tolerance?: number;
  counting?: CountingRule;
  layout?: 'dialogue' | 'published';
  /** Sections written at once by methods that can. Default 1. */
  concurrency?: number;
  /** `stop` (default), `gap`, or `switch:<model address>`. */
  onRefusal?: string;
  planFile?: { path: string; text: string };
  /** Wait for a person to accept the plan before anything is written. */
  isReviewed?: boolean;
  /** Limits of tokens, cost and time. */
  budget?: BudgetLimits;
  /** Price of the model in USD per million tokens: `input,cached,output`. */
  price?: string;
  out?: string;
};

/** The length of a run when nobody names one. */
const defaultWords = 2000;

/**
 * @throws {UsageError} The instruction is empty, names two lengths that exclude each other, or a setting is off;
 *   the message names the setting and the next step.
 */
export function createWriteRequest(
  instruction: string,
  settings: WriteSettings,
): {
  request: WriteRequest;
  /** How the length was understood, for people: `3 pages = 1,500 words (500 a page)`. */
  note: string | undefined;
} {
  if (instruction.trim() === '') {
    throw new UsageError(
      'Expected an instruction, got an empty text. Say what to write: `longhand write "…"`.',
    );
  }
  const { words, tolerance, concurrency = 1, layout = 'dialogue', method = 'agentwrite' } = settings;
  requirePositiveInteger('words', words);
  requirePositiveInteger('concurrency', concurrency);
  if (tolerance !== undefined && !(tolerance >= 0 && tolerance < 1)) {
    throw new UsageError(`Expected \`tolerance\` to be a share from 0 to below 1, got \`${tolerance}\`.`);
  }
  if (!Object.hasOwn(methods, method)) {
    throw new UsageError(
      `Expected \`method\` to be one of ${Object.keys(methods).join(', ')}, got \`${method}\`.`,
    );
  }
  if (layout !== 'dialogue' && layout !== 'published') {
    throw new UsageError(`Expected \`layout\` to be dialogue or published, got \`${layout}\`.`);
  }
  const { contract, note } = settleLength(
    instruction,
    words === undefined ? settings.length : { kind: 'about', words },
    tolerance,
    countPlannedWords(instruction, settings),
  );
  const price = settings.price === undefined ? undefined : parsePrice(settings.price);
  if (settings.budget?.costInUsd !== undefined && price === undefined) {
    throw new UsageError(
      `Expected a price for ${settings.model} to hold a limit of ${settings.budget.costInUsd} USD, but none is known. ` +
        'Give it in USD per million tokens: --price input,cached,output.',
    );
  }
  return {
    note,
    request: {
      instruction,
      contract,
      targetWords: targetWordsOf(contract),
      counting: settings.counting ?? chooseCountingRule(instruction),
      language: detectLanguage(instruction) === 'zh' ? 'zh' : 'en',
      method: method as MethodName,
      layout,
      concurrency,
      models: { ...settings.roles, writer: settings.roles?.writer ?? settings.model },
      onRefusal: parseRefusalPolicy(settings.onRefusal ?? 'stop'),
      ...(settings.planFile && { planFile: settings.planFile }),
      isReviewed: settings.isReviewed ?? false,
      limits: settings.budget ?? {},
      ...(price && { price }),
      ...(settings.out && { out: settings.out }),
    },
  };
}

/** @throws {UsageError} The text names no known policy. */
export function parseRefusalPolicy(text: string): RefusalPolicy {
  if (text === 'stop' || text === 'gap') return { kind: text };
  if (text.startsWith('switch:') && text.length > 'switch:'.length) {
    return { kind: 'switch', address: text.slice('switch:'.length) };
  }
  throw new UsageError(`Expected \`onRefusal\` to be stop, gap or switch:<model>, got \`${text}\`.`);
}

function settleLength(
  instruction: string,
  asked: AskedLength | undefined,
  tolerance: number | undefined,
  plannedWords: number | undefined,
): { contract: LengthContract; note: string | undefined } {
  if (asked !== undefined) return { contract: createContract(asked, { tolerance }), note: undefined };
  const reading = readLength(instruction);
  if (reading.status === 'conflict') {
    throw new UsageError(reading.message);
  }
  if (reading.status === 'none') {
    return {
      contract: createContract({ kind: 'about', words: plannedWords ?? defaultWords }, { tolerance }),
      note: plannedWords
        ? `The plan makes ${plannedWords} words. Set another length with --words N.`
        : `No length is named: ${defaultWords} words. Set another with --words N.`,
    };
  }
  return { contract: createContract(reading, { tolerance }), note: reading.note };
}

/** What a person's plan adds up to; undefined without a plan. Read here, its faults are found before a run exists. */
function countPlannedWords(instruction: string, { planFile }: WriteSettings): number | undefined {
  if (planFile === undefined) return undefined;
  const { path, text } = planFile;
  const plan = readPlanFile(text, { fallbackWords: defaultWords, defaultTitle: instruction, path });
  return listSections(plan).reduce((sum, { section }) => sum + section.targetWords, 0);
}

function requirePositiveInteger(field: string, value: number | undefined): void {
  if (value === undefined || (Number.isInteger(value) && value > 0)) return;
  throw new UsageError(`Expected \`${field}\` to be a positive integer, got \`${value}\`.`);
}
