import { beforeAll, describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import { countWords } from '../../text/count-words.ts';
import type { ClaimTools } from './claim-tools.ts';
import { settleClaims } from './settle-claims.ts';
import { createShelf, type Shelf } from './shelf.ts';

const sourceOf = (id: string, text: string) => ({
  id,
  title: id,
  path: `${id}.txt`,
  text,
  language: 'en' as const,
  parts: [],
});
let shelf: Shelf;
beforeAll(async () => {
  await loadTokenizer();
  shelf = await createShelf([
    sourceOf('North 2015', 'The northern harbour has 12 cranes. It is old.'),
    sourceOf('South', 'The southern harbour has 15 cranes. It is young.'),
    sourceOf('North 2021', 'The northern harbour has 19 cranes.'),
  ]);
});

const settle = (
  text: string,
  tools: Partial<ClaimTools> = {},
  earlier: Parameters<typeof settleClaims>[1]['earlier'] = [],
) =>
  settleClaims(
    text,
    { section: '1', known: 'harbour', earlier },
    { shelf, policy: 'mark', language: 'en', textLanguage: 'en', countWords, ...tools },
  );

describe('settleClaims', () => {
  it('lets two sources back one sentence that sets them beside each other', async () => {
    const { text, rows } = await settle(
      'The northern harbour has 19 cranes, the southern harbour has 15 cranes [S3][S2].',
    );
    expect(text).toMatch(/ \[S3\]\[S2\]\.$/);
    expect(rows[0]).toMatchObject({ outcome: 'kept', sources: [3, 2] });
  });

  it('does not follow an old source against a newer one', async () => {
    const { text, rows } = await settle('The northern harbour has 12 cranes [S1].');
    expect(text).toBe('The northern harbour has 12 cranes [sources disagree].');
    expect(rows[0]?.conflict).toMatchObject({ source: 'North 2021', isNewer: true });
  });

  it('gives a sentence without a mark the source that says it', async () => {
    const { text } = await settle('It is known that the southern harbour has 15 cranes.');
    expect(text).toBe('It is known that the southern harbour has 15 cranes [S2].');
  });

  it('asks the judge three times at most, and about nothing that rules have refuted', async () => {
    const asked: string[] = [];
    const judge: ClaimTools['judge'] = async (questions, round) => {
      asked.push(...questions.map(({ claim }) => `${round} ${claim}`));
      return questions.map(() => (round === 0 ? 'no' : 'supports'));
    };
    const { rows } = await settle(
      'The southern harbour has 15 cranes [S2]. The southern harbour has 77 cranes [S2].',
      { judge },
    );
    expect(asked).toEqual([0, 1, 2].map((round) => `${round} The southern harbour has 15 cranes.`));
    expect(rows.map(({ outcome, judge: said }) => [outcome, said])).toEqual([
      ['kept', 'supports'],
      ['marked', 'unscored'],
    ]);
  });

  it('leaves a settled text as it is, byte for byte, and asks nobody again', async () => {
    const first = await settle(
      'The southern harbour has 15 cranes [S2]. It has 77 piers [S2].\n\nNobody minds.',
    );
    const judge: ClaimTools['judge'] = async () => {
      throw new Error('asked again');
    };
    const again = await settle(first.text, { judge }, first.rows);
    expect(again).toEqual(first);
  });
});
