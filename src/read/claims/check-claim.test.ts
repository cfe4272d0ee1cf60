import { describe, expect, it } from 'vitest';
import { checkClaim, isDoubtful, isRefuted } from './check-claim.ts';
import { createEvidenceFinder, type EvidenceSource } from './evidence.ts';
import { extractClaims } from './extract-claims.ts';
import { findConflict } from './find-conflict.ts';
import { createLexicon } from './read-names.ts';

const sourceOf = (
  text: string,
  title = 'A report',
  id = 'one',
  language: EvidenceSource['language'] = 'en',
): EvidenceSource => ({
  id,
  title,
  text,
  language,
  parts: [],
});

const english = sourceOf(
  `The Alba Line runs twelve ships from Norwick. Its oldest ship, the Morning Star, was built in 1962 by the yard of Tarn.

Some of the crews did not sail in winter. The line carried 1,214,300 passengers, as the director, Anna Berg, said. A survey found that “nobody on board was ever asked about the food”.`,
  'The Alba Line',
);
const chinese = sourceOf(
  '阿尔巴公司拥有十二艘船。该公司没有参加2019年的试点，员工为三千二百人。',
  '公司简介',
  'zh',
  'zh',
);

function check(sentence: string, source = english, language = 'en') {
  const lexicon = createLexicon([english.text, chinese.text]);
  const [claim] = extractClaims(`${sentence.replace(/([.。])$/, ' [S1]$1')}`, { lexicon });
  if (claim === undefined) throw new Error('no claim');
  return checkClaim(claim, { source, finder: createEvidenceFinder(source, lexicon), language, lexicon });
}

describe('checkClaim', () => {
  it.each([
    ['Twelve ships belong to the Alba Line.', 'The Alba Line runs twelve ships from Norwick.'],
    ['The Alba Line has 12 ships.', 'The Alba Line runs twelve ships from Norwick.'],
    ['The line carried about 1.2 million passengers.', '1,214,300'],
    ['In 1962 the yard of Tarn built the Morning Star.', 'built in 1962'],
    ['One survey says that "nobody on board was ever asked about the food".', 'A survey found'],
  ])('finds the span of %s', (claim, quote) => {
    const { checks, evidence } = check(claim);
    expect(isRefuted(checks)).toBe(false);
    expect(evidence?.quote).toContain(quote);
    expect(english.text.slice(evidence?.from, evidence?.to)).toBe(evidence?.quote);
  });

  it.each([
    ['a number', 'The Alba Line runs fourteen ships from Norwick.', 'numbers'],
    ['a date', 'The Morning Star was built in 1926 by the yard of Tarn.', 'dates'],
    ['a name', 'The Morning Star was built in 1962 by the yard of Dorn.', 'names'],
    ['a denial', 'Some of the crews did sail in winter.', 'negation'],
    ['the reach', 'All of the crews did not sail in winter.', 'scope'],
    ['a quotation', 'A survey found that "nobody on board was ever asked about the wages".', 'spanExists'],
    ['what no sentence says', 'Bread is baked from flour and water in ovens [S1].', 'spanExists'],
  ] as const)('finds %s that was changed', (_what, claim, broken) => {
    const { checks } = check(claim);
    expect(checks[broken]).toBe(false);
    expect(isRefuted(checks) || isDoubtful(checks)).toBe(true);
  });

  it('reads Chinese numbers, dates and denials', () => {
    expect(isRefuted(check('阿尔巴公司有12艘船。', chinese, 'zh').checks)).toBe(false);
    expect(check('阿尔巴公司有15艘船。', chinese, 'zh').checks.numbers).toBe(false);
    expect(check('该公司参加了2019年的试点。', chinese, 'zh').checks.negation).toBe(false);
    expect(check('该公司员工为3200人。', chinese, 'zh').checks.numbers).toBe(true);
  });

  it('leaves names and denials to a judge where the languages differ', () => {
    const { checks } = check('The company has 12 ships and 3,200 workers.', chinese);
    expect(checks).toMatchObject({ names: null, negation: null, scope: null });
  });
});

describe('findConflict', () => {
  const older = sourceOf('# Ports 2015\n\nThe harbour of Norwick has 12 cranes.', 'Ports 2015', 'old');
  const newer = sourceOf('# Ports in 2021\n\nThe harbour of Norwick has 15 cranes.', 'Ports in 2021', 'new');
  const elsewhere = sourceOf(
    '# Ports in 2021\n\nThe harbour of Oldport has 15 cranes.',
    'Ports in 2021',
    'other',
  );
  const lexicon = createLexicon([
    older.text,
    newer.text,
    elsewhere.text,
    'From Norwick to Oldport it is far; in Norwick, in Oldport.',
  ]);
  const [claim] = extractClaims('The harbour of Norwick has 12 cranes [S1].', { lexicon });
  const others = (source: EvidenceSource) => [{ source, finder: createEvidenceFinder(source, lexicon) }];

  it('finds a newer source that says otherwise, and none that speaks of something else', () => {
    if (claim === undefined) throw new Error('no claim');
    const own = { source: older, quote: 'The harbour of Norwick has 12 cranes.' };
    expect(findConflict(claim, own, others(newer), lexicon)).toMatchObject({
      sourceId: 'new',
      isNewer: true,
    });
    expect(findConflict(claim, own, others(elsewhere), lexicon)).toBeUndefined();
    expect(findConflict(claim, own, others(older), lexicon)).toBeUndefined();
  });
});
