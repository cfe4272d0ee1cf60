/** From the unit an instruction uses to words, with a line that says how. */
import type { AskedLength } from './length-contract.ts';
import type { LengthMention } from './length-mentions.ts';
import { type CharacterScript, charactersPerWord } from './length-units.ts';
import { type FoundLength, formatNumber } from './settle-candidates.ts';

/**
 * @param context.count - How many parts of this length are asked for.
 * @param context.script - What the text will be written in.
 */
export function convertMention(
  mention: LengthMention,
  context: { evidence: string; count: number; script: CharacterScript },
): FoundLength {
  const { unit, kind, low, high } = mention;
  const { evidence, count } = context;
  const script = scriptOfMention(mention, context.script);
  const isHan = context.script === 'han';
  const perUnit = {
    words: 1,
    characters: 1 / charactersPerWord[script],
    pages: isHan ? 800 : 500,
    minutes: mention.isReading ? (isHan ? 400 : 240) : isHan ? 240 : 140,
  }[unit];
  const toWords = (value: number): number => Math.max(1, Math.round(value * count * perUnit));
  const words: [number, number] = [toWords(low), toWords(high)];
  const rate = {
    words: undefined,
    characters: script === 'han' ? undefined : `${charactersPerWord[script]} characters a word`,
    pages: `${perUnit} a page`,
    minutes: `${perUnit} a minute${mention.isReading ? ' of reading' : ''}`,
  }[unit];
  const note = renderNote(mention, { words, count, rate, isHan: isHan || script === 'han' });
  const asked: AskedLength = kind === 'range' ? { kind, words } : { kind, words: words[0] };
  return { status: 'found', ...asked, unit, evidence, ...(note === undefined ? {} : { note }) };
}

/** 字 and 文字 are what the text is written in; characters without a script too. */
function scriptOfMention({ script }: LengthMention, ofText: CharacterScript): CharacterScript {
  if (script === undefined) return ofText;
  return script !== 'ko' && (ofText === 'han' || ofText === 'ja') ? ofText : script;
}

function renderNote(
  { unit, low, high }: LengthMention,
  details: { words: [number, number]; count: number; rate: string | undefined; isHan: boolean },
): string | undefined {
  const { words, count, rate, isHan } = details;
  if (count === 1 && rate === undefined) return undefined;
  const span = ([from, to]: readonly [number, number]): string =>
    from === to ? formatNumber(from) : `${formatNumber(from)}-${formatNumber(to)}`;
  const parts = count === 1 ? '' : `${formatNumber(count)} × `;
  const result = `${span(words)} ${isHan ? 'characters' : 'words'}`;
  return `${parts}${span([low, high])} ${unit} = ${result}${rate === undefined ? '' : ` (${rate})`}`;
}
