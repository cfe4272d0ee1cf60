/**
 * What a writer sees of the text before its section.
 *
 * While all of it fits into a quarter of the window and 12,000 tokens, it is a dialogue that grows turn by turn, so
 * that caches serve nearly all of it. A longer text is shown as a packet of bounded size: the plan around the section,
 * what every open part has said so far in brief, facts that hold, passages the section builds on, what not to say
 * again, and the last pages word for word. The packet of section 4,000 is no larger than that of section 40.
 */
import type { Limits } from '../model/ask.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import { countImageTokens } from '../model/images/image-tokens.ts';
import type { Message } from '../model/request.ts';
import { takeLastPart } from './conversation.ts';
import {
  type DocumentBrief,
  renderAsk,
  renderBrief,
  renderMemoryPart,
  type SectionAsk,
} from './longhand-prompt.ts';
import { type OpenPart, renderOutline, renderOutlineAround } from './outline.ts';
import { renderCompactAsk } from './section-request.ts';

/** Small enough for a checkpoint, however long the text. */
export type Memory = {
  /** The growing conversation; absent once the text is too long for it. */
  dialogue?: readonly Message[] | undefined;
  /** The end of the text, word for word. */
  lastPages: string;
  /** Ids of the sections written last, newest first. */
  recent: readonly string[];
};

/** What was found for one section in the index of the run. */
export type Recalled = { facts: readonly string[]; passages: readonly string[]; avoid: readonly string[] };

/** A text is shown whole up to here. */
const mostWholeTokens = 12_000;
/** A section's request, its answer included, once the text is no longer shown whole. */
const mostPacketTokens = 8_000;
/** Parts of a packet, in tokens. They leave half of it to a long instruction, the answer and what is added to it. */
const shares = {
  outline: 500,
  story: 1_300,
  facts: 400,
  passages: 500,
  avoid: 250,
  lastPages: 1_200,
} as const;
const sharesTotal = 4_150;
/** Wordy tokenizers, and room for a text somewhat longer than asked. */
const answerTokensPerWord = 1.8;
const mostRecent = 8;
const mostAvoidedCompact = 8;
/** What is kept of the end of the text, for windows of any size. */
const keptPagesTokens = 1_600;

export function createMemory(opening: string): Memory {
  return {
    dialogue: [],
    lastPages: opening === '' ? '' : takeLastPart(opening, keptPagesTokens).text,
    recent: [],
  };
}

/** Most tokens of text that are shown whole to a model with this window. */
function wholeTokens({ contextTokens = Number.POSITIVE_INFINITY }: Limits): number {
  return Math.min(mostWholeTokens, contextTokens / 4);
}

/** Whether a text of so many words will be too long to be shown whole, so that summaries of it will be needed. */
export function needsSummaries(words: number, limits: Limits): boolean {
  return words * 1.4 > wholeTokens(limits) * 0.8;
}

/**
 * The request for a section, its images with the ask. A conversation that goes on drops them: the text written from
 * them stays, and each request begins as the one before it.
 *
 * @param input.opening - A person's own beginning, shown before everything while the text is shown whole.
 * @param input.isShort - The window turned out smaller than thought: the packet at half its size.
 */
export function renderRequest(memory: Memory, input: RequestInput, limits: Limits): Message[] {
  const messages = renderMessages(memory, input, limits);
  const images = input.ask.figures?.images ?? [];
  const last = messages.at(-1);
  return last === undefined || images.length === 0
    ? messages
    : [...messages.slice(0, -1), { ...last, images }];
}

type RequestInput = {
  brief: DocumentBrief;
  title: string;
  parts: readonly OpenPart[];
  ask: SectionAsk;
  recalled: Recalled;
  opening: string;
  isShort?: boolean;
};

function renderMessages(memory: Memory, input: RequestInput, limits: Limits): Message[] {
  const { brief, title, parts, ask, opening } = input;
  const { language } = brief;
  if (brief.profile === 'compact') {
    const avoid = input.recalled.avoid.slice(0, input.isShort === true ? 3 : mostAvoidedCompact);
    const soFar = memory.lastPages === '' ? opening : memory.lastPages;
    const fitted = input.isShort === true ? { ...ask, sources: undefined } : ask;
    return renderCompactAsk(brief, fitted, { number: numberOf(parts), soFar, avoid });
  }
  if (memory.dialogue !== undefined && input.isShort !== true) {
    if (memory.dialogue.length > 0)
      return [...memory.dialogue, { role: 'user', content: renderAsk(brief, ask) }];
    const first = [
      renderBrief(brief),
      renderMemoryPart(
        language,
        'outline',
        ask.id === '' ? '' : renderOutline(title, parts[0]?.sections ?? [], language),
      ),
      renderMemoryPart(language, 'textSoFar', opening),
      renderAsk(brief, ask),
    ];
    return [{ role: 'user', content: joinParts(first) }];
  }
  return [{ role: 'user', content: joinParts(packetOf(memory, input, limits)) }];
}

function packetOf(
  { lastPages }: Memory,
  { brief, title, parts, ask, recalled, isShort }: RequestInput,
  { contextTokens = Number.POSITIVE_INFINITY }: Limits,
): string[] {
  const { language } = brief;
  const frame = renderBrief(brief);
  const step = renderAsk(brief, ask);
  const fixed = estimateTokens(frame) + estimateTokens(step) + 120;
  // Passages of sources have room of their own.
  const most = mostPacketTokens + estimateTokens(`${ask.sources ?? ''}${ask.figures?.text ?? ''}`);
  // The answer comes back as part of the next request where it has to be added to.
  const seen = countImageTokens([ask.figures ?? {}]);
  const room = Math.min(most, contextTokens - seen) - fixed - 2 * answerTokensPerWord * ask.askedWords - 200;
  const scale = Math.max(0, Math.min(1, room / sharesTotal)) * (isShort === true ? 0.5 : 1);
  const share = (part: keyof typeof shares): number => Math.floor(shares[part] * scale);
  const part = (name: keyof typeof shares, text: string): string => renderMemoryPart(language, name, text);
  return [
    frame,
    part('outline', renderOutlineAround(title, parts, language, share('outline'))),
    part('story', keepNewest(storyOf(parts), share('story'))),
    part('facts', keepNewest(recalled.facts, share('facts'))),
    part('passages', keepNewest(recalled.passages, share('passages'))),
    part('avoid', keepNewest(recalled.avoid, share('avoid'))),
    part('lastPages', share('lastPages') < 50 ? '' : takeLastPart(lastPages, share('lastPages')).text),
    step,
  ];
}

/** `3 of 6`: where the innermost open part stands; '' for a text in one piece. */
function numberOf(parts: readonly OpenPart[]): string {
  const part = parts.at(-1);
  return part === undefined || part.sections.length < 2 ? '' : `${part.at + 1} of ${part.sections.length}`;
}

/** Memory after a section has been written. */
export function remember(
  memory: Memory,
  { id, text, messages }: { id: string; text: string; messages: readonly Message[] },
  limits: Limits,
): Memory {
  const longer = `${memory.lastPages}\n\n${text}`.trim();
  const grown = memory.dialogue && [...messages, { role: 'assistant' as const, content: text }];
  const isFull =
    grown === undefined ||
    grown.reduce((sum, { content }) => sum + estimateTokens(content) + 4, 0) > wholeTokens(limits);
  return {
    ...(!isFull && text !== '' && { dialogue: grown }),
    ...(!isFull && text === '' && { dialogue: memory.dialogue }),
    lastPages: takeLastPart(longer, keptPagesTokens).text,
    recent: text === '' ? memory.recent : [id, ...memory.recent].slice(0, mostRecent),
  };
}

/** What stands so far in brief, from the whole down to the part at hand. */
function storyOf(parts: readonly OpenPart[]): string[] {
  return parts.flatMap(({ summaries }) => summaries);
}

/** The newest lines that fit, in their order; a line that does not fit alone is left out. */
function keepNewest(lines: readonly string[], mostTokens: number): string {
  const kept: string[] = [];
  let tokens = 0;
  for (const line of lines.toReversed()) {
    tokens += estimateTokens(line) + 2;
    if (tokens > mostTokens) break;
    kept.unshift(`- ${line}`);
  }
  return kept.join('\n');
}

const joinParts = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');
