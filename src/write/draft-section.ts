/**
 * One section from one conversation: asks for it, goes on where an output limit cut it, asks once more in
 * gentler words where the model declines, and then does what the run's refusal policy says.
 */
import { ModelCallError } from '../errors.ts';
import type { Answer, Ask, Limits } from '../model/ask.ts';
import type { Message, ModelRequest } from '../model/request.ts';
import type { Section } from '../plan/plan.ts';
import type { PromptLanguage } from '../plan/prompt-language.ts';
import { endsOnSentence, trimToSentence } from '../text/sentences.ts';
import { cleanSection } from './clean-section.ts';
import type { WrittenSection } from './manuscript.ts';
import { renderGently, renderRest } from './section-prompt.ts';

/** `stop` ends the run, resumable; `gap` goes on with a marked hole; `switch` asks another model first. */
export type RefusalPolicy = { kind: 'stop' } | { kind: 'gap' } | { kind: 'switch'; address: string };

export type DraftHost = {
  ask: Ask;
  /** What the writer's model takes and gives, as known by now. */
  limits: () => Limits;
  countWords: (text: string) => number;
  onRefusal: RefusalPolicy;
  /** Address of the writer, for messages. */
  address: string;
  /** Streaming text; `isRestart`: it takes the place of what streamed of the section before. */
  onDelta: (sectionId: string, text: string, isRestart: boolean) => void;
  warn: (message: string) => Promise<void>;
};

/**
 * @param input.messages - The conversation up to and including the request for this section.
 * @returns The section as it goes into the manuscript, and `reply`, the text exactly as the model gave it,
 *   for conversations that go on from it.
 * @throws {ModelCallError} Fault `refusal`: the model declined, also in gentler words, and the policy is to stop.
 */
export async function draftSection(
  input: {
    messages: readonly Message[];
    section: Section;
    depth: number;
    /** Name of its durable steps. Default `section-<id>`. */
    step?: string;
    language: PromptLanguage;
    /** Title of the document the section is a part of; absent for a text that is the document. */
    documentTitle?: string;
    /** How often a text that met its output limit is continued. */
    mostContinuations?: number;
    /** Room for the answer without which it is not asked for. Default: for the planned words. */
    leastOutputTokens?: number;
    /** A shorter request for a window that turned out smaller; asked for once. Absent: there is none. */
    refit?: () => readonly Message[];
  },
  host: DraftHost,
): Promise<{ written: WrittenSection; reply: string }> {
  const { section, depth, language, mostContinuations = 3, step = `section-${section.id}` } = input;
  const { leastOutputTokens = section.targetWords * 1.5 } = input;
  const { ask } = host;
  let messages = input.messages;
  let attempts = 0;
  let isStandIn = false;

  const continuation = (soFar: string): ModelRequest => ({
    messages: [
      ...messages,
      { role: 'assistant', content: soFar },
      { role: 'user', content: renderRest(language, section.targetWords - host.countWords(soFar)) },
    ],
    maxOutputTokens: limitTokens(section.targetWords),
  });
  const draft = (name: string): Promise<Answer> => {
    attempts += 1;
    return ask(
      { messages, maxOutputTokens: limitTokens(section.targetWords) },
      {
        step: `${step}/${name}`,
        role: 'writer',
        expectedOutputTokens: leastOutputTokens,
        isStandIn,
        continuation,
        onDelta: (text) => host.onDelta(section.id, text, false),
        onRestart: (keptText) => host.onDelta(section.id, keptText, true),
      },
    );
  };

  let answer = await draft('text');
  if (answer.finishReason === 'overflow' && input.refit !== undefined) {
    await host.warn(
      `Section ${section.id}: ${answer.reason ?? 'the request was too long'} It is asked again with less of the text so far.`,
    );
    messages = input.refit();
    answer = await draft('refit');
  }
  if (answer.finishReason === 'overflow') throw overflow(section, host, answer.reason);
  const asked = messages;
  if (answer.finishReason === 'refused') {
    await host.warn(`The model declined section ${section.id}; it is asked once more in other words.`);
    messages = rephrase(messages, language);
    answer = await draft('gently');
  }
  if (answer.finishReason === 'refused' && host.onRefusal.kind === 'switch') {
    messages = asked;
    isStandIn = true;
    answer = await draft('stand-in');
  }
  if (answer.finishReason === 'overflow') throw overflow(section, host, answer.reason);
  if (answer.finishReason === 'refused') {
    if (host.onRefusal.kind !== 'gap') throw refusal(section, host, answer.reason);
    await host.warn(`Section ${section.id} is left as a marked gap; \`resume\` asks for it again.`);
    return { written: describe(section, depth, '', 0, 'gap', attempts, false), reply: '' };
  }

  let text = answer.text;
  let isCut = false;
  for (let round = 1; isCutOff(answer) && round <= mostContinuations; round += 1) {
    // A model goes on better from a whole sentence than from half a word.
    const soFar = trimToSentence(text);
    if (soFar === '') break;
    attempts += 1;
    answer = await ask(continuation(soFar), {
      step: `${step}/rest-${round}`,
      role: 'writer',
      // Whoever began the text goes on with it.
      isStandIn,
      expectedOutputTokens: section.targetWords,
      onDelta: (delta) => host.onDelta(section.id, delta, false),
      onRestart: (keptText) => host.onDelta(section.id, `${soFar} ${keptText}`, true),
    });
    if (answer.finishReason === 'refused' || answer.finishReason === 'overflow') {
      isCut = true;
      break;
    }
    text = joinTexts(soFar, answer.text);
  }
  isCut ||= isCutOff(answer);
  if (isCut)
    await host.warn(
      `Section ${section.id} broke off at the output limit and could not be brought to its end.`,
    );
  const whole = isCut ? trimToSentence(text) || text : text;
  const within = input.documentTitle === undefined ? {} : { documentTitle: input.documentTitle, depth };
  const clean = cleanSection(whole, section.title, within);
  const isUnfinished = isCut || !endsOnSentence(clean);
  return {
    written: describe(section, depth, clean, host.countWords(clean), 'done', attempts, isUnfinished),
    reply: text,
  };
}

/** At the output limit, or for reasons of the endpoint's own in the middle of a sentence. */
const isCutOff = ({ finishReason, text }: Answer): boolean =>
  finishReason === 'length' || (finishReason === 'other' && !endsOnSentence(text));

/**
 * Room for a reply of so many words: four tokens a word covers scripts that tokenise badly, and a floor keeps
 * short sections whole. It is a guard against endless text, not a way to set the length.
 */
export function limitTokens(targetWords: number): number {
  return Math.max(2048, targetWords * 4);
}

/** A section that only gathers others: its heading and nothing else. */
export function describeHeading(section: Section, depth: number): WrittenSection {
  return describe(section, depth, '', 0, 'done', 0, false);
}

function describe(
  { id, title, targetWords }: Section,
  depth: number,
  text: string,
  deliveredWords: number,
  status: WrittenSection['status'],
  attempts: number,
  isUnfinished: boolean,
): WrittenSection {
  return { id, title, depth, text, targetWords, deliveredWords, status, attempts, isUnfinished };
}

function rephrase(messages: readonly Message[], language: PromptLanguage): Message[] {
  const last = messages.at(-1);
  if (last === undefined) return [];
  // Above the last paragraph, which states section and length and stays last.
  const cut = last.content.lastIndexOf('\n\n');
  const above = cut < 0 ? '' : `${last.content.slice(0, cut)}\n\n`;
  const content = `${above}${renderGently(language)}\n\n${last.content.slice(cut < 0 ? 0 : cut + 2)}`;
  return [...messages.slice(0, -1), { ...last, content }];
}

/** The rest after a whole sentence: Chinese needs nothing between, other scripts a space, a new paragraph stays one. */
function joinTexts(soFar: string, rest: string): string {
  const head = soFar.trimEnd();
  const tail = rest.trimStart();
  if (tail === '') return head;
  const gap =
    /\n\s*$/.test(soFar) || /^\s*\n/.test(rest)
      ? '\n\n'
      : /[\p{Script=Han}。！？”」]$/u.test(head)
        ? ''
        : ' ';
  return `${head}${gap}${tail}`;
}

function overflow(section: Section, host: DraftHost, reason = ''): ModelCallError {
  return new ModelCallError(
    `The request for section ${section.id}, "${section.title}", does not fit the window of ${host.address}. ${reason} ` +
      'Everything before it is kept. Use a model with a larger window, or shorten the instruction, the style sheet or the plan.',
    { fault: 'context-overflow', address: host.address },
  );
}

function refusal(section: Section, host: DraftHost, reason = ''): ModelCallError {
  return new ModelCallError(
    `No text came for section ${section.id}, "${section.title}", also when asked in other words. ${reason} ` +
      'Everything before it is kept. Resume with --on-refusal gap to leave a marked gap, ' +
      'with --on-refusal switch:<model> to ask another model, or change the plan.',
    { fault: 'refusal', address: host.address },
  );
}
