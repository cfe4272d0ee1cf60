/** Leaves out answers that are empty or break off. */
import { endsOnSentence } from '../../text/sentences.ts';
import { type Filter, quote } from './filter.ts';

/** An answer must end as a finished text does; see `endsOnSentence` for what counts. */
export const completenessFilter: Filter = {
  name: 'completeness',
  check({ answer }) {
    const text = answer.trim();
    if (text === '') return 'There is no answer.';
    if (endsOnSentence(text)) return undefined;
    return `It breaks off: ${quote(text.slice(-60))}.`;
  },
};
