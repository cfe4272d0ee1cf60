/** Sentences that say what stands elsewhere give way to new ones; everything around them stays byte for byte. */
import { endsOnSentence, splitSentences } from '../text/sentences.ts';
import { cleanSection } from './clean-section.ts';
import { limitTokens } from './draft-section.ts';
import { type LengthResponse, wordsToAsk } from './length-response.ts';
import { requestInsert } from './section-request.ts';
import type { SectionHost, SectionTask } from './section-task.ts';

/** What is shown of what must not be said again. */
const mostShown = 6;

/**
 * Takes the repeated sentences out and has one passage written where the first of them stood, as long as all of them.
 *
 * @param repeats - Sentences of the text, word for word, that stand in an earlier section.
 * @returns The text made whole again, or undefined where nothing better came: it then stays as it is.
 */
export async function replaceSentences(
  task: SectionTask,
  text: string,
  repeats: readonly string[],
  { response, seed }: { response: LengthResponse; seed?: number },
  host: SectionHost,
): Promise<string | undefined> {
  const isRepeat = new Set(repeats);
  const sentences = splitSentences(text);
  const first = sentences.findIndex((sentence) => isRepeat.has(sentence.trim()));
  if (first < 0) return undefined;
  const stays = (sentence: string): boolean => !isRepeat.has(sentence.trim());
  const before = sentences.slice(0, first).join('');
  const after = sentences.slice(first).filter(stays).join('');
  const words = host.countWords(sentences.filter((sentence) => !stays(sentence)).join(' '));
  const messages = requestInsert(
    task,
    task.messages({ ...task, askedWords: task.targetWords }),
    { text: `${before}${after}`, before, after, avoid: repeats.slice(0, mostShown) },
    // What the section is about in particular: more of the general is what was said already.
    { missing: task.mainPoints, words: wordsToAsk(response, 'more', words) },
  );
  const answer = await host.ask(
    { messages, maxOutputTokens: limitTokens(words), ...(seed !== undefined && { seed }) },
    { step: `${task.step}/passage`, role: 'writer', expectedOutputTokens: words * 1.5 },
  );
  if (answer.finishReason !== 'stop') return undefined;
  const passage = cleanSection(answer.text, task.title);
  const isNew = !splitSentences(passage).some((sentence) => isRepeat.has(sentence.trim()));
  const delivered = host.countWords(passage);
  const fits = delivered >= words * 0.5 && delivered <= words * 2 + 30;
  if (!isNew || !fits || !endsOnSentence(passage)) return undefined;
  const joint = (left: string, right: string): string => {
    if (left === '' || right === '' || /\s$/.test(left)) return '';
    return /\n\s*$/.test(left) || /\p{Script=Han}/u.test(right) ? '' : ' ';
  };
  const head = `${before}${joint(before, passage)}${passage}`;
  // Where the last sentence of a paragraph went, the next one must not run into it.
  const gap = /\n\n\s*$/.test(sentences[first] ?? '') ? '\n\n' : joint(head, after);
  return `${head}${gap}${after}`.trim();
}
