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

  describe('comparing sources', () => {
    const two = () =>
      createShelf([
        sourceOf(
          'A guide',
          'The mole of Oldport is 640 metres long. Ada Brandt heads the school of Oldport.',
        ),
        sourceOf('A letter', 'From root to tip, they say in Oldport, its mole measures 0.7 km.'),
      ]);
    const claim = 'The mole of Oldport has a length of 640 metres [S1].';
    const judge: ClaimTools['judge'] = async (questions) => questions.map(() => 'supports');

    it('marks what a differently worded place of another source contradicts, on two votes of three', async () => {
      const asked: { claim: string; rival: string }[] = [];
      const comparing =
        (answers: readonly ('agrees' | 'contradicts')[]): ClaimTools['compare'] =>
        async (questions, round) => {
          asked.push(...questions);
          return questions.map(() => answers[round] ?? 'agrees');
        };
      const tools = { shelf: await two(), judge };
      const found = await settle(claim, {
        ...tools,
        compare: comparing(['contradicts', 'agrees', 'contradicts']),
      });
      expect(found.text).toBe('The mole of Oldport has a length of 640 metres [sources disagree].');
      expect(found.rows[0]?.conflict).toMatchObject({ source: 'A letter', isNewer: null });
      expect(asked).toHaveLength(3);
      expect(asked[0]?.rival).toContain('A letter\nFrom root to tip');
      const kept = await settle(claim, { ...tools, compare: comparing(['agrees', 'contradicts', 'agrees']) });
      expect(kept.rows[0]).toMatchObject({ outcome: 'kept', why: '' });
    });

    it('asks nothing about a claim that is not backed, and decides nothing where nobody compares', async () => {
      const compare: ClaimTools['compare'] = async () => {
        throw new Error('asked');
      };
      const tools = { shelf: await two(), compare };
      const no: ClaimTools['judge'] = async (questions) => questions.map(() => 'no');
      expect((await settle(claim, { ...tools, judge: no })).rows[0]?.outcome).toBe('marked');
      expect((await settle(claim, { shelf: await two(), judge })).rows[0]?.outcome).toBe('kept');
    });

    it('takes a rewritten sentence only where no other source contradicts it', async () => {
      const mend: ClaimTools['mend'] = async () => ['The mole of Oldport measures 640 metres [S1].'];
      const wrong = 'The mole of Oldport is 900 metres long [S1].';
      const answering =
        (answer: 'agrees' | 'contradicts'): ClaimTools['compare'] =>
        async (questions) =>
          questions.map(() => answer);
      const tools = { shelf: await two(), judge, mend };
      expect((await settle(wrong, { ...tools, compare: answering('agrees') })).rows[0]?.outcome).toBe(
        'rewritten',
      );
      expect((await settle(wrong, { ...tools, compare: answering('contradicts') })).rows[0]?.outcome).toBe(
        'marked',
      );
    });
  });

  it('lets a judge look for a far paraphrase around the figure, twice, and never backs one by rules alone', async () => {
    const paraphrased = await createShelf([
      {
        ...sourceOf('石岭水库', '石岭水库在山里。大坝于一九五九年二月四日合龙。今年雨水多。'),
        language: 'zh' as const,
      },
    ]);
    const text = '工程到1959年2月4日才算截断了那条河[S1]。';
    const spans: string[] = [];
    const judge: ClaimTools['judge'] = async (questions) =>
      questions.map(({ span }) => {
        spans.push(span);
        return 'supports';
      });
    const chinese = { shelf: paraphrased, language: 'zh' as const, textLanguage: 'zh' };
    const { rows } = await settle(text, { ...chinese, judge });
    expect(rows[0]?.outcome).toBe('kept');
    expect(spans).toHaveLength(2);
    expect(spans[0]).toContain('一九五九年二月四日');
    expect((await settle(text, chinese)).rows[0]?.outcome).toBe('marked');
  });

  it('does not let "all" stand on "some" where nobody judges', async () => {
    const some = await createShelf([sourceOf('A guide', 'Some of the crews of Oldport sail in winter.')]);
    const { rows } = await settle('All of the crews of Oldport sail in winter [S1].', { shelf: some });
    expect(rows[0]).toMatchObject({ outcome: 'marked', checks: { scope: false } });
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

  describe('searching anew', () => {
    const research = (text: string, tools: Partial<ClaimTools> = {}) =>
      settle(text, { policy: 'research', ...tools });

    it('cites the source that says it in place of the one that does not', async () => {
      const { text, rows } = await research('The southern harbour has 15 cranes [S1].');
      expect(text).toBe('The southern harbour has 15 cranes [S2].');
      expect(rows).toMatchObject([
        {
          outcome: 'kept',
          sources: [2],
          source: 'South',
          span: { quote: 'The southern harbour has 15 cranes.' },
          isResearched: true,
          why: 'no source was found that says this',
          drafted: { cited: 1, backing: 0 },
        },
      ]);
    });

    it('takes a new span only where the judge says yes twice', async () => {
      const votes = new Map<string, number>();
      const judge =
        (yes: number): ClaimTools['judge'] =>
        async (questions, _round, name) =>
          questions.map(() => {
            const before = votes.get(`${yes} ${name}`) ?? 0;
            votes.set(`${yes} ${name}`, before + 1);
            return before < yes ? 'supports' : 'no';
          });
      const text = 'The southern harbour has 15 cranes [S1].';
      expect((await research(text, { judge: judge(1) })).rows[0]?.outcome).toBe('removed');
      expect((await research(text, { judge: judge(2) })).rows[0]?.outcome).toBe('kept');
      expect(votes.get('1 research')).toBe(3);
    });

    it('asks for the sentence once more with what it found, then takes it out or marks it', async () => {
      const asked: { name: string; sources: number[] }[] = [];
      const mending =
        (answer: string | undefined): ClaimTools['mend'] =>
        async (broken, name) => {
          for (const { passages } of broken)
            asked.push({ name, sources: passages.map(({ number }) => number) });
          return broken.map(() => (name === 'again' ? answer : undefined));
        };
      const text = 'The southern harbour has 77 cranes [S1].';
      const mended = await research(text, { mend: mending('The southern harbour has 15 cranes [S2].') });
      expect(mended.text).toBe('The southern harbour has 15 cranes [S2].');
      expect(mended.rows[0]).toMatchObject({
        outcome: 'rewritten',
        before: 'The southern harbour has 77 cranes.',
      });
      expect(asked.map(({ name }) => name)).toEqual(['mended', 'again']);
      expect(asked[1]?.sources).toContain(2);
      expect(await research(text, { mend: mending(undefined) })).toMatchObject({
        text: '',
        rows: [{ outcome: 'removed' }],
      });
      const marked = await research(text, { mend: mending(undefined), policy: 'research-mark' });
      expect(marked.text).toBe('The southern harbour has 77 cranes [citation needed].');
    });

    it('follows no old source against a newer one, wherever the mark stood', async () => {
      const { rows } = await research('The northern harbour has 12 cranes [S3].');
      expect(rows[0]?.outcome).toBe('removed');
    });

    it('lets the judge of a text in another language look at the passages that meaning has found', async () => {
      const russian = sourceOf('Отчёт', 'В гавани Нордвика на берегу стоят двенадцать кранов.');
      const embed = async (texts: readonly string[]) =>
        texts.map((text) => (/кран|lifting/i.test(text) ? [1, 0] : [0, 1]));
      const both = await createShelf(
        [sourceOf('South', 'The southern harbour is young.'), { ...russian, language: 'ru' as const }],
        { embed },
      );
      const spans: string[] = [];
      const judge: ClaimTools['judge'] = async (questions) =>
        questions.map(({ span }) => {
          spans.push(span);
          return span.includes('кранов') ? 'supports' : 'no';
        });
      const { rows } = await research('Lifting gear lines the banks there [S1].', { shelf: both, judge });
      expect(spans).toContain('В гавани Нордвика на берегу стоят двенадцать кранов.');
      expect(rows[0]).toMatchObject({ outcome: 'kept', sources: [2], isResearched: true });
    });
  });
});
