/** One text: the assignment it follows, and the corrupted twin of that assignment. */
import { askUntilRead } from '../../judge/judge-answer.ts';
import type { Ask } from '../../model/ask.ts';
import { estimateTokens } from '../../model/estimate-tokens.ts';
import type { Message } from '../../model/request.ts';
import type { PromptLanguage } from '../../plan/prompt-language.ts';
import { detectLanguage } from '../../text/language.ts';
import {
  backtranslateSchema,
  backtranslateTokens,
  corruptSchema,
  corruptTokens,
  renderBacktranslatePrompt,
  renderCorruptPrompt,
} from './backtranslate-prompt.ts';
import { type Assignment, readConstraints } from './read-constraints.ts';
import { readCorrupted } from './read-corrupted.ts';
import { type ShownText, showText } from './show-text.ts';
import { createTextIndex } from './text-index.ts';

/** Of a text that was shown in parts, which ones. */
type Shown = Omit<ShownText, 'text'>;

type Found = { assignment: Assignment; shown: Shown; language: PromptLanguage };

export type Backtranslation =
  | { stage: 'constraints'; reason: string }
  | ({ stage: 'corruption'; reason: string } & Found)
  | ({ stage: 'done'; corrupted: string[] } & Found);

export type BacktranslateHost = {
  ask: Ask;
  hasStructuredOutput: boolean;
  /** Request and answer together, in tokens of our tokenizer; undefined: not known. */
  contextTokens: number | undefined;
};

/** Planned with where nothing is known of a window. */
const unknownWindowTokens = 8_192;
/** Of a small window an answer takes at most this share. */
const mostAnswerShare = 0.3;
/** Messages have a frame, and parts may count more together than one by one. */
const reserveTokens = 64;
const languageSample = 20_000;

/**
 * Asks for goal and constraints of a text, then for their corruption; each up to three times, with call seeds of its
 * own, until a reply passes the gates. Steps are named `constraints-<n>` and `corruption-<n>`.
 *
 * @returns What there is; `reason` says what the last reply of a stage that failed was wrong in.
 * @throws {ModelCallError} The endpoint failed for good.
 *
 * Source: Suri. Pham et al. 2024, "Suri: Multi-constraint Instruction Following for Long-form Text Generation",
 * arXiv:2406.19371.
 * Differs: texts keep their length, long ones are shown in parts; constraints carry evidence and are checked.
 */
export async function backtranslateText(text: string, host: BacktranslateHost): Promise<Backtranslation> {
  const sample = text.slice(0, languageSample);
  const language: PromptLanguage = detectLanguage(sample) === 'zh' ? 'zh' : 'en';
  const windowTokens = host.contextTokens ?? unknownWindowTokens;
  const maxOutputTokens = Math.min(backtranslateTokens, Math.floor(windowTokens * mostAnswerShare));
  const frame = renderBacktranslatePrompt('', { language, isPart: true });
  const roomTokens = windowTokens - maxOutputTokens - countTokens(frame) - reserveTokens;
  const found = showText(text, { roomTokens: Math.floor(roomTokens * 0.99), countTokens: estimateTokens });
  if (found === undefined)
    return {
      stage: 'constraints',
      reason: `the window of ${windowTokens} tokens has no room for a part of the text`,
    };
  const { text: shownText, ...shown } = found;
  const index = createTextIndex(text);
  const options = { ask: host.ask, hasStructuredOutput: host.hasStructuredOutput };
  const { value: assignment, reason = '' } = await askUntilRead(
    {
      messages: renderBacktranslatePrompt(shownText, { language, isPart: shown.ranges.length > 1 }),
      maxOutputTokens,
      schema: backtranslateSchema,
    },
    { ...options, step: 'constraints' },
    (reply) => readConstraints(reply, index),
  );
  if (assignment === undefined) return { stage: 'constraints', reason };
  const originals = assignment.constraints.map((each) => each.text);
  const messages = renderCorruptPrompt(assignment.goal, originals, { language });
  const room = windowTokens - countTokens(messages) - reserveTokens;
  const corruption = await askUntilRead(
    { messages, maxOutputTokens: Math.max(1, Math.min(corruptTokens, room)), schema: corruptSchema },
    { ...options, step: 'corruption' },
    (reply) => readCorrupted(reply, originals),
  );
  const { value: corrupted } = corruption;
  const base = { assignment, shown, language };
  return corrupted === undefined
    ? { stage: 'corruption', ...base, reason: corruption.reason }
    : { stage: 'done', ...base, corrupted };
}

const countTokens = (messages: readonly Message[]): number =>
  messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
