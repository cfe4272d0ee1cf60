/** Mini's answers: how text is written with control tokens, and read again without them. */
import { countWords } from '../../../text/count-words.ts';
import { countdownToken, endToken, lineToken, paragraphToken, pointTokens } from './special-tokens.ts';

export type MiniPlanLine = { title: string; points: string[]; words: number };

/**
 * Writes sentences as mini does: `<|r12|> One sentence.<|r11|> The next.<|p|><|r9|> A new paragraph.<|end|>`.
 *
 * @param paragraphs - Sentences, which may hold field tokens.
 * @param options.words - The asked length that the countdown starts from.
 */
export function renderProse(
  paragraphs: readonly (readonly string[])[],
  { words }: { words: number },
): string {
  let remaining = words;
  const rendered = paragraphs.map((sentences) =>
    sentences
      .map((sentence) => {
        const text = `${countdownToken(remaining)} ${sentence}`;
        remaining -= countWords(removeTokens(sentence));
        return text;
      })
      .join(''),
  );
  return rendered.join(paragraphToken) + endToken;
}

/** Writes plan lines as mini does: `<|line|> 1/6<|title|> …<|a|> …<|b|> …<|words|> 150`, the end token last. */
export function renderPlanLines(lines: readonly MiniPlanLine[]): string {
  const rendered = lines.map(({ title, points, words }, index) => {
    const fields = points.map((point, at) => `${pointTokens[at]} ${point}`).join('');
    return `${lineToken} ${index + 1}/${lines.length}<|title|> ${title}${fields}<|words|> ${words}`;
  });
  return rendered.join('') + endToken;
}

/**
 * Reads one plan line.
 *
 * @param text - With or without `<|line|> k/n` before it.
 * @returns Undefined where the title, the points or the words are missing.
 */
export function parsePlanLine(text: string): MiniPlanLine | undefined {
  const match = /<\|title\|>(.*?)(<\|a\|>.*)<\|words\|>\s*(\d+)/s.exec(text);
  if (match === null) return undefined;
  const title = removeTokens(match[1] as string);
  const points = (match[2] as string)
    .split(/<\|[a-f]\|>/)
    .map((part) => removeTokens(part))
    .filter((part) => part !== '');
  if (title === '' || points.length === 0) return undefined;
  return { title, points, words: Number(match[3]) };
}

/** The text a person sees: control tokens gone, paragraphs parted by an empty line. */
export const readProse = (text: string): string =>
  text
    .split(paragraphToken)
    .map((paragraph) => removeTokens(paragraph))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');

/** Drops every control token; the space behind one is its own, so nothing is left doubled. */
export function removeTokens(text: string): string {
  return text.replaceAll(/<\|[a-z0-9-]+\|>/g, '').trim();
}
