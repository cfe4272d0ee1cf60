import { describe, expect, it } from 'vitest';
import { createSentenceCheck, isPossible } from './sentence-faults.ts';

const known = new Set('the a lamp lamps was lit at night on coast well made it is'.split(' '));
const createCheck = (earlier: string[] = []) =>
  createSentenceCheck({
    earlier,
    promptText: "<|topic|> the history of lighthouses<|a|> O'Brien's self-made lenses of 1904 in São Tomé",
    isKnownWord: (word) => known.has(word),
  });

describe('createSentenceCheck', () => {
  it.each([
    { sentence: 'The lamp was lit at night.', faults: [] },
    { sentence: "The lighthouses' history: it is O'Brien's.", faults: [] },
    { sentence: 'It is in São Tomé, at the coast of 1904!', faults: [] },
    { sentence: 'The history’s well-made lenses.', faults: [] },
    { sentence: 'The lamp was at the patighthouses.', faults: ['damaged-word'] },
    { sentence: 'The slaciers lit lightlouses.', faults: ['damaged-word', 'damaged-word'] },
    { sentence: 'The well-wrade lamp was lit.', faults: ['damaged-word'] },
    { sentence: 'The lamp was lit in 1906.', faults: ['damaged-word'] },
    { sentence: 'The lamp was lit', faults: ['unfinished'] },
    { sentence: ' … ', faults: ['empty'] },
  ])('finds $faults in “$sentence”', ({ sentence, faults }) => {
    expect(createCheck().find(sentence, 100)).toEqual(faults);
  });

  it('knows a sentence again whatever its case and marks, and its opening', () => {
    const check = createCheck(['The lamp was lit at night.']);
    expect(check.find('The lamp was lit, at night!', 100)).toEqual(['repeated', 'same-opening']);
    expect(check.find('The lamp was made at night.', 100)).toEqual(['same-opening']);
    expect(check.find('At night the lamp was lit.', 100)).toEqual([]);
    check.add('At night the lamp was lit.');
    expect(check.find('At night the coast is lit.', 100)).toEqual(['same-opening']);
  });

  it('sees a taken opening while a sentence is still growing, but not before its third word is whole', () => {
    const check = createCheck(['The lamp was lit.']);
    expect(check.isTaken('The lamp')).toBe(false);
    expect(check.isTaken('The lamp was')).toBe(false);
    expect(check.isTaken('The lamp wash')).toBe(false);
    expect(check.isTaken('The lamp was m')).toBe(true);
  });

  it('finds a sentence too long when it goes half a sentence beyond what is left', () => {
    const sentence = 'The lamp was lit at night on the coast and it was well made at night.';
    expect(createCheck().find(sentence, 8)).toContain('damaged-word');
    expect(createCheck().find(sentence, 8)).not.toContain('too-long');
    expect(createCheck().find(sentence, 6)).toContain('too-long');
  });
});

describe('isPossible', () => {
  it('lets faults through that are better than no sentence', () => {
    expect(isPossible(['damaged-word', 'same-opening', 'too-long'])).toBe(true);
    for (const fault of ['empty', 'unfinished', 'repeated'] as const) expect(isPossible([fault])).toBe(false);
  });
});
