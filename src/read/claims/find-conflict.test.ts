import { describe, expect, it } from 'vitest';
import { createEvidenceFinder, type EvidenceSource } from './evidence.ts';
import { extractClaims } from './extract-claims.ts';
import { listRivals } from './find-conflict.ts';
import { createLexicon } from './read-names.ts';

const sourceOf = (
  id: string,
  title: string,
  text: string,
  language: EvidenceSource['language'] = 'en',
): EvidenceSource => ({ id, title, text: `# ${title}\n\n${text}`, language, parts: [] });

const known = 'From Norwick to Oldport it is far; in Norwick, in Oldport, by Ada Brandt, with Ole Stern.';

/** The rivals that one source offers to a claim of another one. */
function rivalsOf(
  sentence: string,
  own: EvidenceSource,
  other: EvidenceSource,
  rare: readonly string[] = [],
) {
  const lexicon = createLexicon([own.text, other.text, known]);
  const [claim] = extractClaims(sentence.replace(/([.。])$/, ' [S1]$1'), { lexicon });
  if (claim === undefined) throw new Error('no claim');
  return listRivals(claim, [{ source: other, finder: createEvidenceFinder(other, lexicon) }], {
    own: { source: own, quote: own.text },
    lexicon,
    isRare: (term) => rare.includes(term),
  }).map(({ strength, isNewer }) => ({ strength, isNewer }));
}

const older = sourceOf('old', 'Ports 2015', 'The harbour of Norwick has 12 cranes.');
const newer = sourceOf('new', 'Ports in 2021', 'The harbour of Norwick has 15 cranes.');

describe('listRivals', () => {
  it('is certain of a newer source that says otherwise in the same words', () => {
    const claim = 'The harbour of Norwick has 12 cranes.';
    expect(rivalsOf(claim, older, newer)).toEqual([{ strength: 'certain', isNewer: true }]);
    expect(rivalsOf('The harbour of Norwick has 15 cranes.', newer, older)).toEqual([
      { strength: 'certain', isNewer: false },
    ]);
    const elsewhere = sourceOf('other', 'Ports in 2021', 'The harbour of Oldport has 15 cranes.');
    expect(rivalsOf(claim, older, elsewhere)).toEqual([]);
  });

  it('offers a judge the same quantity told in another form, and none where the value is the same', () => {
    const claim = 'The breakwater of Norwick is 640 metres long.';
    const own = sourceOf('own', 'A guide', 'The breakwater of Norwick has a length of 640 metres.');
    const rival = (length: string) =>
      sourceOf('rival', 'A chart', `Norwick: ${length} from root to tip, the breakwater measures.`);
    expect(rivalsOf(claim, own, rival('0.7 km'))).toEqual([{ strength: 'likely', isNewer: null }]);
    expect(rivalsOf(claim, own, rival('0.64 km'))).toEqual([]);
    expect(rivalsOf(claim, own, rival('12 tonnes'))).toEqual([]);
  });

  it('offers another person in the same office, and another day of the same event', () => {
    const own = sourceOf(
      'own',
      'A guide',
      'Ada Brandt heads the school of Norwick. It was founded on 3 May 1907.',
    );
    const head = sourceOf('head', 'A letter', 'The words of Ole Stern, the head of the school of Norwick.');
    const day = sourceOf('day', 'A letter', 'In Norwick they say the school was founded on 5 June 1907.');
    expect(rivalsOf('Ada Brandt heads the school of Norwick.', own, head)).toEqual([
      { strength: 'possible', isNewer: null },
    ]);
    expect(rivalsOf('The school of Norwick was founded on 3 May 1907.', own, day)[0]?.strength).toBe(
      'likely',
    );
  });

  it('finds the subject of Chinese sources by their titles, and not another one', () => {
    const own = sourceOf('own', '青石大桥概况', '主跨全长一千二百米。', 'zh');
    const rare = ['青石', '石大'];
    const claim = '青石大桥主跨全长1.2公里。';
    const same = sourceOf('same', '青石大桥年报', '主跨量得1300米。', 'zh');
    const other = sourceOf('other', '白水大桥年报', '主跨量得1300米。', 'zh');
    expect(rivalsOf(claim, own, same, rare)[0]?.strength).toMatch(/certain|likely/);
    expect(rivalsOf(claim, own, other, rare).filter(({ strength }) => strength !== 'certain')).toEqual([]);
  });

  it('leaves sentences about another time alone', () => {
    const own = sourceOf('own', 'A guide', 'In 2015 the harbour of Norwick had 12 cranes.');
    const later = sourceOf('later', 'A letter', 'In 2019 the harbour of Norwick had 15 cranes.');
    expect(rivalsOf('In 2015 the harbour of Norwick had 12 cranes.', own, later)).toEqual([]);
  });
});
