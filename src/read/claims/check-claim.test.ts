import { describe, expect, it } from 'vitest';
import { checkClaim, isDoubtful, isRefuted } from './check-claim.ts';
import { createEvidenceFinder, type EvidenceSource } from './evidence.ts';
import { extractClaims } from './extract-claims.ts';
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

describe('what a span stands under', () => {
  const listed = sourceOf(
    '# Cape Varn light\n\n## Equipment\n\nMoored off the light:\n\n- Main anchor: 7,500 kilograms\n- Chain: 90 metres\n\nThe tower was painted in 1961.',
    'Cape Varn light',
  );
  it('finds the entry of a list whose subject stands in the title', () => {
    const { checks, evidence } = check('The main anchor of Cape Varn weighs 7.5 tonnes.', listed);
    expect(checks).toMatchObject({ spanExists: true, numbers: true, names: true });
    expect(evidence?.quote).toBe('- Main anchor: 7,500 kilograms');
    expect(evidence?.setting).toBe('Cape Varn light\nEquipment\nMoored off the light:');
    expect(check('The main anchor of Cape Varn weighs 75 tonnes.', listed).checks.numbers).toBe(false);
    expect(check('The main anchor of Cape Dorn weighs 7.5 tonnes.', listed).checks.names).toBe(false);
  });

  it('does the same in Chinese, with 本站 for the name', () => {
    const station = sourceOf(
      '# 青崖气象站\n\n本站有工作人员四十三人，四成住在山下。',
      '青崖气象站',
      'zh',
      'zh',
    );
    const crew = check('青崖气象站有工作人员43人。', station, 'zh').checks;
    expect(crew).toMatchObject({ spanExists: true, numbers: true });
    expect(check('青崖气象站有40%的工作人员住在山下。', station, 'zh').checks.numbers).toBe(true);
    expect(check('青崖气象站有工作人员34人。', station, 'zh').checks.numbers).toBe(false);
  });

  it('takes no sign of money and no month for a name', () => {
    const grant = sourceOf('The grant of the light was 300,000 dollars, paid on 17 April 1997.', 'A letter');
    expect(check('The grant of US$0.3m was paid on 17 Apr 1997.', grant).checks).toMatchObject({
      numbers: true,
      dates: true,
      names: null,
    });
  });

  it('hears the opposite of a word without any "not"', () => {
    const gauge = sourceOf(
      'The gauge kept recording through the storm of 1990. 该站在1990年的风暴中继续记录。',
      'A letter',
    );
    expect(check('The gauge stopped recording in the storm of 1990.', gauge).checks.negation).toBe(false);
    expect(check('The gauge went on recording in the storm of 1990.', gauge).checks.negation).toBe(true);
    expect(check('该站在1990年的风暴中停止记录。', { ...gauge, language: 'zh' }, 'zh').checks.negation).toBe(
      false,
    );
  });
});
