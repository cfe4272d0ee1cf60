/**
 * What a section's request shows of the text before it, fitted to the model's window.
 *
 * While everything fits, each request extends the last one byte for byte. When it no longer does, the conversation
 * begins again: a shorter frame and the last pages of the text, with room to grow, so that the next requests extend
 * each other again.
 */
import type { Limits } from '../model/ask.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import type { Message } from '../model/request.ts';
import type { Section } from '../plan/plan.ts';
import { splitSentences } from '../text/sentences.ts';
import {
  type PlanDetail,
  renderFirstTurn,
  renderNextTurn,
  type SectionPromptInput,
  type TextSoFar,
} from './section-prompt.ts';

export type Conversation = {
  /** The messages that ask for this section. */
  ask(section: Section, isLast: boolean): Message[];
  /** The same request, made anew for the window as it is known by now. */
  refit(): Message[];
  /** The reply as the model gave it, and the text as it stands in the manuscript; '' for a gap. */
  take(reply: string, text: string): void;
};

type Frame = Omit<SectionPromptInput, 'section' | 'isLast' | 'detail'>;

/**
 * @param options.layout - `dialogue` keeps a growing conversation; `published` sends one message with all text so far.
 * @param options.opening - Text that stood there before the first section.
 * @param limits - What the writer's model takes, as known at each call.
 */
export function createConversation(
  frame: Frame,
  { layout, opening }: { layout: 'dialogue' | 'published'; opening: string },
  limits: () => Limits,
): Conversation {
  let dialogue: Message[] = [];
  let textSoFar = opening;
  let current: { section: Section; isLast: boolean } | undefined;

  const whole = (section: Section, isLast: boolean): Message[] => {
    const input = { ...frame, section, isLast };
    if (layout === 'dialogue' && dialogue.length > 0)
      return [...dialogue, { role: 'user', content: renderNextTurn(input) }];
    const shown = layout === 'published' || textSoFar !== '' ? { text: textSoFar, isCut: false } : undefined;
    return [{ role: 'user', content: renderFirstTurn({ ...input, ...(shown && { textSoFar: shown }) }) }];
  };

  return {
    ask(section, isLast) {
      current = { section, isLast };
      const messages = whole(section, isLast);
      dialogue = fits(messages, section, limits())
        ? messages
        : shorten({ ...frame, section, isLast }, textSoFar, limits());
      return [...dialogue];
    },
    refit() {
      if (current === undefined) throw new Error('Nothing was asked yet.');
      dialogue = shorten({ ...frame, ...current }, textSoFar, limits());
      return [...dialogue];
    },
    take(reply, text) {
      // A gap has no text to go on from: its request leaves the conversation again.
      dialogue = reply === '' ? dialogue.slice(0, -1) : [...dialogue, { role: 'assistant', content: reply }];
      textSoFar = [textSoFar, text].filter((each) => each !== '').join('\n\n');
    },
  };
}

/** The most of the plan that leaves two thirds of the window to text and answer. */
export function chooseDetail(input: SectionPromptInput, { contextTokens }: Limits): PlanDetail {
  if (contextTokens === undefined) return 'full';
  const details: PlanDetail[] = ['full', 'titles', 'nearby'];
  return (
    details.find((detail) => estimateTokens(renderFirstTurn({ ...input, detail })) <= contextTokens / 3) ??
    'nearby'
  );
}

/** The end of a text, from a whole paragraph or, where one is too long, a whole sentence. */
export function takeLastPart(text: string, mostTokens: number): TextSoFar {
  if (estimateTokens(text) <= mostTokens) return { text, isCut: false };
  let kept = '';
  const prepend = (pieces: readonly string[], joint: string): boolean => {
    for (const piece of pieces.toReversed()) {
      const longer = kept === '' ? piece : `${piece}${joint}${kept}`;
      if (estimateTokens(longer) > mostTokens) return false;
      kept = longer;
    }
    return true;
  };
  const paragraphs = text.split(/\n{2,}/);
  prepend(paragraphs, '\n\n');
  if (kept === '') prepend(splitSentences(paragraphs.at(-1) ?? ''), ' ');
  return { text: kept, isCut: true };
}

function shorten(input: SectionPromptInput, textSoFar: string, limits: Limits): Message[] {
  const detail = chooseDetail(input, limits);
  const { contextTokens = Number.POSITIVE_INFINITY } = limits;
  const bare = renderFirstTurn({ ...input, detail, textSoFar: { text: '', isCut: true } });
  const room = contextTokens - estimateTokens(bare) - answerTokens(input.section);
  // Half for what stands, half for the sections that will follow it in this conversation.
  const shown = takeLastPart(textSoFar, Math.max(0, room / 2));
  return [{ role: 'user', content: renderFirstTurn({ ...input, detail, textSoFar: shown }) }];
}

function fits(messages: readonly Message[], section: Section, { contextTokens }: Limits): boolean {
  if (contextTokens === undefined) return true;
  const tokens = messages.reduce((sum, { content }) => sum + estimateTokens(content) + 4, 0);
  return tokens + answerTokens(section) <= contextTokens;
}

/** Wordy tokenizers, and room for a text somewhat longer than asked. */
const answerTokens = ({ targetWords }: Section): number => Math.ceil(targetWords * 1.8) + 100;
