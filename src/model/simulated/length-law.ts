/** The length law: from the words asked for to the words aimed at. */
import type { SimulatedParameters } from './parameters.ts';
import { type PresetRow, presetRows, quantileLevels } from './presets.ts';
import type { Random } from './random.ts';

/** Longest answer of a preset that counts as no answer at all; see presets.ts. */
const emptyBelowWords = 20;
/** Up to here every preset gives what is asked; see presets.ts. */
const obeyedWords = 500;

/**
 * Words the model aims at.
 *
 * x = asked · bias · exp(sigma·z - sigma²/2), z standard normal; `linear`: min(x, cap); `soft`:
 * cap · (1 - exp(-x/cap)). With a preset, a draw from its published answers; 0 then means an empty answer.
 */
export function aimWords(askedWords: number, parameters: SimulatedParameters, random: Random): number {
  if (parameters.as !== undefined) {
    const words = drawFromRows(askedWords, presetRows(parameters.as), random.next());
    return words <= Math.min(emptyBelowWords, askedWords / 2) ? 0 : words;
  }
  const { capWords, lengthBias, lengthSigma, lengthCurve } = parameters;
  const x = askedWords * lengthBias * Math.exp(lengthSigma * random.normal() - lengthSigma ** 2 / 2);
  return lengthCurve === 'soft' ? capWords * (1 - Math.exp(-x / capWords)) : Math.min(x, capWords);
}

/** Condensing n words to m: models stop short of what is asked and give n + 0.7·(m - n). */
export function condensedWords(givenWords: number, askedWords: number): number {
  return givenWords + 0.7 * (askedWords - givenWords);
}

function drawFromRows(askedWords: number, rows: readonly PresetRow[], level: number): number {
  const first = rows[0] as PresetRow;
  const last = rows.at(-1) as PresetRow;
  if (askedWords >= last.askedWords) return quantile(last, level);
  const spread = quantile(first, level) / quantile(first, 0.5);
  if (askedWords <= obeyedWords) return askedWords * spread;
  const above = rows.findIndex((row) => row.askedWords >= askedWords);
  const low = rows[above - 1] ?? {
    askedWords: obeyedWords,
    deliveredWords: first.deliveredWords.map((words) => (obeyedWords * words) / quantile(first, 0.5)),
  };
  const high = rows[above] as PresetRow;
  const share = Math.log(askedWords / low.askedWords) / Math.log(high.askedWords / low.askedWords);
  return interpolate(quantile(low, level), quantile(high, level), share);
}

function quantile(row: PresetRow, level: number): number {
  const above = Math.max(
    1,
    quantileLevels.findIndex((known) => known >= level),
  );
  const low = quantileLevels[above - 1] as number;
  const high = quantileLevels[above] as number;
  return interpolate(
    row.deliveredWords[above - 1] as number,
    row.deliveredWords[above] as number,
    (level - low) / (high - low),
  );
}

/** Between two positive numbers on the logarithmic scale. */
function interpolate(low: number, high: number, share: number): number {
  return low * (high / low) ** share;
}
