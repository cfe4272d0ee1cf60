/** One question of NexusSum about one stretch of text: asked, asked again, and answered by the text itself at last. */
import { ModelCallError } from '../../errors.ts';
import type { Answer } from '../../model/ask.ts';
import type { Message } from '../../model/request.ts';
import { splitSentences, trimToSentence } from '../../text/sentences.ts';
import { cleanSection } from '../../write/clean-section.ts';
import { limitTokens } from '../../write/draft-section.ts';
import type { ReadingHost } from '../reading/read-method.ts';

export type PieceAnswer = {
  text: string;
  /** The model gave nothing of use twice: `text` is what stands in. */
  isStandIn: boolean;
  /** For a stand-in: what happened, for people. */
  reason?: string;
};

export type PieceQuestion = {
  /** Name of its durable steps. */
  step: string;
  text: string;
  askedWords: number;
  render: (text: string, askedWords: number) => Message[];
  /** What is taken where nothing of use comes. */
  standIn: (text: string, askedWords: number) => string;
  /** Whether an answer is of use. Default: any text. */
  isGood?: (answer: string, text: string) => boolean;
  /** An answer that met its output limit is of no use: the text is asked about in halves. */
  mustBeWhole?: boolean;
};

/** How often a text that does not fit is halved before the run ends. */
const mostHalvings = 3;

/**
 * Asks about a piece, once more in another draw where the model declines or its answer is of no use, and then lets
 * the stand-in answer. A piece that the window does not hold is asked about in halves.
 *
 * @throws {ModelCallError} The call failed for good, or an eighth of the piece still does not fit the window.
 */
export async function askPiece(
  question: PieceQuestion,
  host: Pick<ReadingHost, 'ask' | 'step' | 'address' | 'countWords'>,
  halvings = 0,
): Promise<PieceAnswer> {
  const { step, text, askedWords, render, standIn, isGood = () => true, mustBeWhole = false } = question;
  let reason = '';
  for (const [name, seed] of [
    [`${step}/text`, undefined],
    [`${step}/text/again`, 1],
  ] as const) {
    const answer = await host.ask(
      {
        messages: render(text, askedWords),
        maxOutputTokens: limitTokens(askedWords),
        ...(seed !== undefined && { seed }),
      },
      { step: name, role: 'summarizer', expectedOutputTokens: Math.ceil(askedWords * 1.5) },
    );
    if (answer.finishReason === 'overflow' || (mustBeWhole && answer.finishReason === 'length')) {
      const halves = halve(text);
      // One step around both says that this request was replaced: a resume need not make it again.
      if (halves !== undefined && halvings < mostHalvings)
        return host.step(`${name}/split`, () => askHalves(question, halves, host, halvings));
      if (answer.finishReason === 'overflow') throw overflow(host.address('summarizer'), answer);
    }
    const clean = readAnswer(answer);
    if (clean !== '' && isGood(clean, text)) return { text: clean, isStandIn: false };
    reason = clean === '' ? (answer.reason ?? 'Nothing came.') : 'What came did not keep to what was asked.';
  }
  return { text: standIn(text, askedWords), isStandIn: true, reason };
}

/** The first sentences of a text, whole, up to about so many words; at least one. */
export function leadSentences(text: string, words: number, countWords: (text: string) => number): string {
  let lead = '';
  for (const sentence of splitSentences(text.trim())) {
    if (lead.trim() !== '' && countWords(lead + sentence) > words) break;
    lead += sentence;
  }
  return lead.trim();
}

async function askHalves(
  question: PieceQuestion,
  halves: readonly [string, string],
  host: Pick<ReadingHost, 'ask' | 'step' | 'address' | 'countWords'>,
  halvings: number,
): Promise<PieceAnswer> {
  const all = Math.max(1, host.countWords(question.text));
  const answers: PieceAnswer[] = [];
  for (const [index, text] of halves.entries()) {
    const askedWords = Math.max(1, Math.round((question.askedWords * host.countWords(text)) / all));
    const half = { ...question, step: `${question.step}/half-${index + 1}`, text, askedWords };
    answers.push(await askPiece(half, host, halvings + 1));
  }
  const reason = answers.find((answer) => answer.reason !== undefined)?.reason;
  return {
    text: answers.map((answer) => answer.text).join('\n\n'),
    isStandIn: answers.some(({ isStandIn }) => isStandIn),
    ...(reason !== undefined && { reason }),
  };
}

function halve(text: string): [string, string] | undefined {
  const sentences = splitSentences(text);
  if (sentences.length < 2) return undefined;
  let cut = 0;
  let length = 0;
  while (cut < sentences.length - 1 && length < text.length / 2) {
    length += sentences[cut]?.length ?? 0;
    cut += 1;
  }
  return [sentences.slice(0, cut).join('').trim(), sentences.slice(cut).join('').trim()];
}

function readAnswer({ text, finishReason }: Answer): string {
  if (finishReason === 'refused' || finishReason === 'overflow') return '';
  return cleanSection(finishReason === 'length' ? trimToSentence(text) : text, '').trim();
}

function overflow(address: string, { reason = '' }: Answer): ModelCallError {
  return new ModelCallError(
    `A piece of the text does not fit the window of ${address}, also when divided. ${reason} ` +
      'Everything before it is kept. Use a model with a larger window, or a shorter question.',
    { fault: 'context-overflow', address },
  );
}
