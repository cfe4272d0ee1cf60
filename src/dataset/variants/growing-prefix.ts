/**
 * Growing prefixes: of one text and its revision in N sections, up to N pairs, each of the first i sections.
 *
 * Source: IterDPO. Tu et al. 2025, "LongWriter-V", arXiv:2502.14834: pair i is the revised against the original script
 * of the first i pages, under the instruction and the first i page images.
 * Differs: here there are no images whose number says how far to write, so the prompt of a pair that stops early names
 * the sections to write; without that a model would learn to end early. Prefixes in which nothing is revised yet are
 * left out: both sides are equal, and their gradient is zero.
 */
import type { Message } from '../../model/request.ts';
import type { PromptLanguage } from '../../plan/prompt-language.ts';
import { detectLanguage } from '../../text/language.ts';
import type { PreferencePair } from '../preference-pair.ts';
import { type AlignedPart, alignParts } from './align-parts.ts';

export type GrownPairs = {
  pairs: PreferencePair[];
  /** Prefixes that are the same in both texts. */
  equal: number;
};

/**
 * Makes the pairs of one revised text, in the order of their length; the last one is the whole text under its own
 * prompt. Scores of whole texts are not carried over.
 */
export function growPrefixes({ scores: _scores, ...pair }: PreferencePair): GrownPairs | { unfit: string } {
  const parts = alignParts(pair.chosen, pair.rejected);
  if ('unfit' in parts) return parts;
  const grown: GrownPairs = { pairs: [], equal: 0 };
  for (let count = 1; count <= parts.length; count += 1) {
    const [chosen, rejected] = [join(parts, 'chosen', count), join(parts, 'rejected', count)];
    if (chosen === rejected) grown.equal += 1;
    else
      grown.pairs.push({
        ...pair,
        id: `${pair.id}/prefix-${count}`,
        prompt: count === parts.length ? pair.prompt : limitPrompt(pair.prompt, parts, count),
        chosen,
        rejected,
      });
  }
  return grown;
}

const join = (parts: readonly AlignedPart[], side: 'chosen' | 'rejected', count: number): string =>
  parts
    .slice(0, count)
    .map((part) => part[side])
    .join('')
    .trimEnd();

/** The same prompt, for the first sections alone. */
function limitPrompt(prompt: readonly Message[], parts: readonly AlignedPart[], count: number): Message[] {
  const last = prompt.at(-1)?.content ?? '';
  const language: PromptLanguage = detectLanguage(last) === 'zh' ? 'zh' : 'en';
  const titles = parts
    .slice(0, count)
    .map(({ title }, at) => (title === '' ? '' : `${at + 1}. ${title}`))
    .filter((line) => line !== '');
  const order = [wordings[language](count, parts.length), ...titles].join('\n');
  return [...prompt.slice(0, -1), { role: 'user', content: `${last}\n\n${order}` }];
}

const wordings: Record<PromptLanguage, (count: number, of: number) => string> = {
  en: (count, of) =>
    count === 1
      ? `For now write only the first of its ${of} parts, and stop there.`
      : `For now write only the first ${count} of its ${of} parts, and stop there.`,
  zh: (count, of) => `全文共${of}部分，目前只写前${count}部分，写完即止。`,
};
