/** A reply with corrupted constraints, and the gates they have to pass together. */
import { findJson } from '../../judge/find-json.ts';
import { withoutThinking } from '../../judge/parse-verdict.ts';
import { splitUnits } from '../../text/repetition.ts';
import { quote } from '../filters/filter.ts';

/** Share of the words of the longer sentence that a minimal edit leaves. */
const leastKept = 0.25;

const negations =
  /\b(?:not|never|no|none|without|avoid(?:s|ing)?|refrain|nor|cannot|\w+n['’]t)\b|不要|不得|不能|不应|不可|不再|不用|不准|没有|并非|不是|避免|禁止|切勿|无需|勿/gi;

/**
 * Reads one corrupted constraint for each original, by number or by place.
 *
 * Each must differ from every original, keep a quarter of its own, and bring in no negation that the original does not
 * have. That it really excludes the original is the model's word alone: no rule can tell.
 *
 * @returns Why the reply cannot be used.
 *
 * Source: the corruption step of Suri. Pham et al. 2024, arXiv:2406.19371.
 */
export function readCorrupted(
  reply: string,
  originals: readonly string[],
): { value: string[]; reason?: undefined } | { value?: undefined; reason: string } {
  const given = findList(reply);
  if (given === undefined) return { reason: 'no JSON object with `constraints` in the reply' };
  if (given.length !== originals.length)
    return { reason: `${given.length} corrupted constraints for ${originals.length}` };
  const isNumbered = given.every(({ number }) => Number.isInteger(number));
  const sorted = isNumbered ? given.toSorted((a, b) => Number(a.number) - Number(b.number)) : given;
  const known = new Set(originals.map(fold));
  const value: string[] = [];
  for (const [at, original] of originals.entries()) {
    const { number, text } = sorted[at] ?? { number: undefined, text: '' };
    if (isNumbered && number !== at + 1) return { reason: `number ${at + 1} is missing` };
    const fault = findFault(text, original, known);
    if (fault !== undefined) return { reason: `constraint ${at + 1} ${fault}` };
    value.push(text);
  }
  return { value };
}

const fold = (text: string): string => splitUnits(text).join(' ');

function findList(reply: string): { number: unknown; text: string }[] | undefined {
  for (const value of findJson(withoutThinking(reply)).values) {
    const list = Array.isArray(value) ? value : (value as { constraints?: unknown }).constraints;
    if (!Array.isArray(list)) continue;
    return list.map(
      (each: { number?: unknown; corrupted?: unknown; constraint?: unknown } | string | null) => {
        if (typeof each === 'string') return { number: undefined, text: each.trim() };
        const text = each?.corrupted ?? each?.constraint;
        return {
          number: each?.number,
          text: typeof text === 'string' ? text.replace(/\s+/g, ' ').trim() : '',
        };
      },
    );
  }
  return undefined;
}

function findFault(text: string, original: string, originals: ReadonlySet<string>): string | undefined {
  if (splitUnits(text).length === 0) return 'is empty';
  if (fold(text) === fold(original)) return 'was not changed';
  if (originals.has(fold(text))) return `is another of the originals: ${quote(text)}`;
  if (shareKept(text, original) < leastKept) return `was replaced, not edited: ${quote(text)}`;
  const added = countNegations(text) > countNegations(original);
  return added ? `only negates: ${quote(text)}` : undefined;
}

const countNegations = (text: string): number => text.match(negations)?.length ?? 0;

/** Units of the longer sentence that also stand in the other, each as often as there. */
function shareKept(a: string, b: string): number {
  const [left, right] = [splitUnits(a), splitUnits(b)];
  const counts = new Map<string, number>();
  for (const unit of right) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  let kept = 0;
  for (const unit of left) {
    const more = counts.get(unit) ?? 0;
    if (more > 0) kept += 1;
    counts.set(unit, more - 1);
  }
  return kept / Math.max(left.length, right.length);
}
