/** Leaves out answers that say the same again and again. */
import { measureRepetitionByPosition } from '../../text/repetition.ts';
import type { Filter } from './filter.ts';

/** Shares of 4-grams that stood before: of the whole text, and of any tenth of it. */
const most = { whole: 0.35, tenth: 0.7 };
/** Of a shorter text a tenth is too little to tell. */
const leastCharacters = 400;

/** Both bounds hold for scripts without spaces too, whose 4-grams of characters repeat more often by nature. */
export const repetitionFilter: Filter = {
  name: 'repetition',
  check({ answer }) {
    const tenths = measureRepetitionByPosition(answer);
    // Tenths are of equal size, so their mean is that of the whole text.
    const whole = tenths.reduce((sum, share) => sum + share, 0) / Math.max(1, tenths.length);
    if (whole > most.whole)
      return `${percent(whole)} of its 4-grams stood before, more than ${percent(most.whole)}.`;
    if (answer.length < leastCharacters) return undefined;
    const worst = Math.max(...tenths);
    if (worst <= most.tenth) return undefined;
    return `${percent(worst)} of the 4-grams in tenth ${tenths.indexOf(worst) + 1} of 10 stood before, more than ${percent(most.tenth)}.`;
  },
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;
