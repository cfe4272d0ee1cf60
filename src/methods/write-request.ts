/** What a person asked for, settled before anything is paid: length, language, models, method, limits. */
import { UsageError } from '../errors.ts';
import type { CapabilityCard } from '../model/card/card.ts';
import { type Price, parsePriceFlag } from '../model/cost.ts';
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
import type { PromptLanguage } from '../plan/prompt-language.ts';
import type { StyleSheet } from '../plan/style-sheet.ts';
import type { BudgetLimits } from '../run/budget.ts';
import { type CountingRule, chooseCountingRule, countWords } from '../text/count-words.ts';
import { detectLanguage } from '../text/language.ts';
import type { RefusalPolicy } from '../write/draft-section.ts';
import { type CiteRequest, type CiteSettings, createCiteRequest } from './citing/cite-request.ts';
import type { Edit } from './edit.ts';
import { checkImageMethod, type ImageRecord } from './images/image-request.ts';
import { type MethodName, methods } from './index.ts';

/** A price and where it comes from: a table with its date, the endpoint's own list, or the person. */
export type SourcedPrice = Price & { source: string };

/** Stored with the run as JSON: everything a resume needs, no keys. */
export type WriteRequest = {
  instruction: string;
  contract: LengthContract;
  targetWords: number;
  counting: CountingRule;
  language: PromptLanguage;
  method: MethodName;
  layout: 'dialogue' | 'published';
  /** Whether `native` sends the instruction alone, without a line that names a length it does not name. */
  isVerbatim?: boolean;
  concurrency: number;
  /** Model addresses by role; a role that is absent speaks through the writer's model. */
  models: { writer: string } & Partial<Record<Role, string>>;
  onRefusal: RefusalPolicy;
  style?: StyleSheet;
  /** A person's own beginning, kept byte for byte, and its length by the run's counting rule. */
  opening?: { text: string; words: number };
  /** A person's plan, as its file said it. */
  planFile?: { path: string; text: string };
  /** What it is written from; its texts are kept with the run. */
  sources?: CiteRequest;
  /** What it is written about, in the order of its figures; the bytes are kept with the run. */
  images?: ImageRecord[];
  isReviewed: boolean;
  limits: BudgetLimits;
  /** By model address, as far as known. */
  prices: Readonly<Record<string, SourcedPrice>>;
  /** What the endpoints were known to do when the run began, by model address. */
  cards: Readonly<Record<string, CapabilityCard>>;
  /** Where the document is published; relative to the working directory of the command that asked. */
  out?: string;
  /** The last edit of the finished text, done or under way. */
  edit?: Edit;
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
  /** `native` adds nothing to the instruction, not even a length that it does not name: what a benchmark asks for. */
  isVerbatim?: boolean;
  /** Sections written at once by methods that can. Default 1. */
  concurrency?: number;
  /** `stop` (default), `gap`, or `switch:<model address>`. */
  onRefusal?: string;
  planFile?: { path: string; text: string };
  /** Write from these, and cite them. */
  sources?: CiteSettings;
  /** Write about these images: files, and folders of them. Images among the sources come after them. */
  images?: readonly string[];
  /** Wait for a person to accept the plan before anything is written. */
  isReviewed?: boolean;
  /** Limits of tokens, cost and time. */
  budget?: BudgetLimits;
  /** Prices in USD per million tokens: `input,cached,output` of the main model, `<address>=…` of any other. */
  price?: string | readonly string[];
  style?: StyleSheet;
  /** A text of one's own to go on from: it stays byte for byte, and counts towards the length. */
  continueFile?: { path: string; text: string };
  out?: string;
};

/** The length of a run when nobody names one. */
const defaultWords = 2000;
/** Less than a sentence or two is no text to write. */
const leastRest = 20;

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
  const { words, tolerance, concurrency = 1, layout = 'dialogue', method = 'longhand' } = settings;
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
  checkImageMethod(method, settings.images);
  const counting = settings.counting ?? chooseCountingRule(instruction);
  const opening = readOpening(settings.continueFile, counting);
  const { contract, note } = settleLength(
    instruction,
    words === undefined ? settings.length : { kind: 'about', words },
    tolerance,
    { planned: countPlannedWords(instruction, settings), already: opening?.words ?? 0 },
  );
  requireRest(contract, opening, settings.continueFile?.path);
  const style = settings.style && Object.keys(settings.style).length > 0 ? settings.style : undefined;
  const { model, roles = {} } = settings;
  // Another writer leaves every other role to the main model.
  const others =
    roles.writer === undefined ? {} : { planner: model, editor: model, summarizer: model, judge: model };
  const models = { ...others, ...roles, writer: roles.writer ?? model };
  return {
    note,
    request: {
      instruction,
      contract,
      targetWords: targetWordsOf(contract),
      counting,
      language: detectLanguage(instruction) === 'zh' ? 'zh' : 'en',
      method: method as MethodName,
      layout,
      ...(settings.isVerbatim && { isVerbatim: true }),
      concurrency,
      models,
      onRefusal: parseRefusalPolicy(settings.onRefusal ?? 'stop'),
      ...(settings.planFile && { planFile: settings.planFile }),
      ...(settings.sources && { sources: createCiteRequest(settings.sources, method) }),
      isReviewed: settings.isReviewed ?? false,
      limits: settings.budget ?? {},
      prices: readPrices(settings.price, models.writer),
      cards: {},
      ...(style && { style }),
      ...(opening && { opening }),
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
  { planned, already }: { planned: number | undefined; already: number },
): { contract: LengthContract; note: string | undefined } {
  if (asked !== undefined) return { contract: createContract(asked, { tolerance }), note: undefined };
  const reading = readLength(instruction);
  if (reading.status === 'conflict') {
    throw new UsageError(reading.message);
  }
  if (reading.status === 'none') {
    const words = already + (planned ?? defaultWords);
    const more = already === 0 ? '' : ` more, after the ${already} that are there`;
    return {
      contract: createContract({ kind: 'about', words }, { tolerance }),
      note: planned
        ? `The plan makes ${planned} words${more}. Set another length with --words N.`
        : `No length is named: ${defaultWords} words${more}. Set another with --words N.`,
    };
  }
  return { contract: createContract(reading, { tolerance }), note: reading.note };
}

/** @throws {UsageError} Nothing is in the file. */
function readOpening(
  file: { path: string; text: string } | undefined,
  counting: CountingRule,
): WriteRequest['opening'] {
  if (file === undefined) return undefined;
  if (file.text.trim() === '') {
    throw new UsageError(
      `Expected \`continue\` to name a text to go on from, but ${file.path} is empty. Leave the flag out to begin anew.`,
    );
  }
  return { text: file.text, words: countWords(file.text, counting) };
}

/** A length is that of the whole text: what is there must leave something to write. */
function requireRest(contract: LengthContract, opening: WriteRequest['opening'], path = ''): void {
  if (opening === undefined) return;
  const asked = targetWordsOf(contract);
  if (asked - opening.words >= leastRest) return;
  throw new UsageError(
    `Expected \`words\` to be the length of the whole text, more than the ${opening.words} words that ${path} has, got ${asked}. ` +
      `Ask for more, such as --words ${opening.words + defaultWords}.`,
  );
}

/** The main model's price, and those given by address. */
export function readPrices(
  given: string | readonly string[] = [],
  writer: string,
): Record<string, SourcedPrice> {
  const flags = typeof given === 'string' ? [given] : given;
  return Object.fromEntries(
    flags.map((flag) => {
      const { address = writer, price } = parsePriceFlag(flag);
      return [address, { ...price, source: 'as given' }];
    }),
  );
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
