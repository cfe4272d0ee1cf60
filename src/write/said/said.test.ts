import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestMemory } from '../../../test/memory.ts';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import { splitUnits } from '../../text/repetition.ts';
import { createSaid, type Said } from './said.ts';

const stairs = `The keeper climbed the iron stairs twice a night, once at dusk to light the wick and once towards morning to trim it. Each of the two hundred steps rang differently, and he knew by the sound alone how far he had come. Below him the store room smelled of oil and rope. On the third landing a narrow window gave on to the reef, where the sea broke white even in calm weather. He never stopped there in winter, for the wind came through the frame and put out any lamp he carried. When he reached the gallery he hung up his coat, wiped the salt from the panes and wrote the hour into the log.`;
const wages = `Wages on the coast were paid by the quarter, and they were paid late. A first assistant earned less than a ship's carpenter, though he could not leave his post for a single evening. Families grew potatoes in the lee of the wall and sold eggs to passing crews. The board in the capital counted candles but seldom people, and its letters asked more often about brass polish than about bread. Some men signed on for a year and stayed for thirty, since nobody else would teach their sons a trade. Others rowed away on the first quiet day of spring and were never mentioned in the books again.`;
const stairsChinese =
  '守塔人每晚两次登上铁梯，黄昏时点亮灯芯，天将亮时再去修剪。每一级台阶的响声都不一样，他单凭声音就知道自己走到了哪里。楼下的储藏室里有灯油和缆绳的气味。第三层有一扇窄窗，正对着礁石，那里即使无风也翻着白浪。冬天他从不在窗前停步，因为风会从窗框里钻进来，吹灭手里的灯。到了塔顶，他挂好大衣，擦去玻璃上的盐霜，把时辰记进日志。';
const wagesChinese =
  '海边的工钱按季度发，而且总是发得很晚。头等助手挣得比船上的木匠还少，却一个晚上也不能离开岗位。家家都在背风的墙根种土豆，把鸡蛋卖给过路的水手。京城的衙门数得清蜡烛，却很少数人，来信问得最多的是铜器擦亮了没有，很少问起粮食够不够吃。有人签了一年的契约，一待就是三十年，因为再没有别人肯教他们的儿子手艺。';

let said: Said;
let memory: ReturnType<typeof createTestMemory>;
beforeAll(loadTokenizer);
beforeEach(() => {
  memory = createTestMemory();
  said = createSaid(memory);
});

describe('check', () => {
  it('finds nothing said before in an empty index', async () => {
    expect(await said.check(stairs)).toEqual({
      sharedShare: 0,
      nearDuplicateOf: undefined,
      passages: [],
      opening: undefined,
      ending: undefined,
      facts: [],
    });
  });

  it.each([
    ['English', stairs, wages],
    ['Chinese', stairsChinese, wagesChinese],
  ])('lets two honest %s sections on one subject pass', async (_language, one, other) => {
    await said.take('1.1', one);
    const repeats = await said.check(other);
    expect(repeats.sharedShare).toBeLessThan(0.05);
    expect(repeats).toMatchObject({ nearDuplicateOf: undefined, passages: [], facts: [] });
  });

  it.each([
    [
      'English',
      stairs,
      stairs.replace('twice a night', 'every night').replace('rope', 'tar').replace('sea', 'surf'),
    ],
    [
      'Chinese',
      stairsChinese,
      stairsChinese.replace('灯芯', '油灯').replace('缆绳', '麻绳').replace('大衣', '外套'),
    ],
  ])('finds a copied %s section with a few words changed', async (_language, text, copy) => {
    await said.take('2.4', text);
    await said.take('3.1', wages);
    const repeats = await said.check(copy);
    expect(repeats.nearDuplicateOf).toBe('2.4');
    expect(repeats.sharedShare).toBeGreaterThan(0.6);
    expect(repeats.passages.length).toBeGreaterThan(1);
  });

  it.each([
    [
      'English',
      stairs,
      wages,
      'On the third landing a narrow window gave on to the reef, where the sea broke white even in calm weather.',
    ],
    ['Chinese', stairsChinese, wagesChinese, '冬天他从不在窗前停步，因为风会从窗框里钻进来，吹灭手里的灯。'],
  ])(
    'shows one %s sentence that is quoted, and calls the section no duplicate',
    async (_language, text, other, quoted) => {
      await said.take('1', text);
      const joint = /[\u4e00-\u9fff]/.test(quoted) ? '' : ' ';
      const repeats = await said.check(`${other}${joint}${quoted}`);
      expect(repeats.passages).toEqual([quoted]);
      expect(repeats.nearDuplicateOf).toBeUndefined();
    },
  );

  it('finds a short sentence word for word, and not one that differs in its last word', async () => {
    await said.take('1', `${wages} The sea keeps no books and no promises.`);
    const first = await said.check(`${stairs} The sea keeps no books and no promises.`);
    expect(first.passages).toEqual(['The sea keeps no books and no promises.']);
    expect((await said.check(`${stairs} The sea keeps no books and no secrets.`)).passages).toEqual([]);
  });

  it('does not call a long sentence word for word said that differs in its first or last word', async () => {
    const sentence = 'The brass plate beside the door had been polished so often that nobody could read it.';
    await said.take('1', sentence);
    const changed = [sentence.replace('The', 'That'), sentence.replace('read it', 'read them')];
    for (const each of changed) expect((await said.check(each)).passages).toEqual([]);
    expect((await said.check(sentence)).passages).toEqual([sentence]);
  });

  it('tells a beginning and an end that two sections have had already, numbers and names aside', async () => {
    const section = (year: number, name: string, place: string) =>
      `In ${year} the keeper of ${place} was called away. We know little of ${name}. And so the light went out, as ${name} had feared.`;
    await said.take('1', section(1851, 'Marta', 'Cape Gray'));
    const third = section(1934, 'Jonas', 'Long Point');
    expect(await said.check(third)).toMatchObject({ opening: undefined, ending: undefined });
    await said.take('2', section(1920, 'Berg', 'Skerry'));
    expect(await said.check(third)).toMatchObject({
      opening: 'In 1934 the keeper of Long Point was called away.',
      ending: 'And so the light went out, as Jonas had feared.',
    });
  });

  it('finds a stated fact although a word of it has changed, and not another number', async () => {
    const fact =
      'The lighthouse on the northern rock was first lit on 4 March 1851 by a keeper from Stavanger.';
    await said.take('1', `${wages} ${fact}`);
    const again = fact.replace('northern', 'outer');
    expect((await said.check(`${stairs} ${again}`)).facts).toEqual([again]);
    expect((await said.check(`${stairs} ${fact.replace('1851', '1861')}`)).facts).toEqual([]);
    await said.take('2', `${wagesChinese}灯塔建成于一八五一年，由三十名石匠用了六个夏天砌起来。`);
    const chinese = '灯塔建成于一八五一年，由三十名工匠用了六个夏天砌起来。';
    expect((await said.check(`${stairsChinese}${chinese}`)).facts).toEqual([chinese]);
  });

  it('knows all of what it took: every text of twelve units or more', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc
        .array(fc.constantFrom('sea', 'lamp.', 'fog', '\n\n', '灯塔', '。', '1851', '#', 'Marta'), {
          maxLength: 80,
        })
        .map((words) => words.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (each) => {
        const fresh = createSaid(createTestMemory());
        await fresh.take('1', each);
        const { sharedShare, passages } = await fresh.check(each);
        expect(sharedShare).toBe(splitUnits(each).length >= 8 ? 1 : 0);
        expect(passages.length).toBeLessThanOrEqual(5);
      }),
    );
  });
});

describe('take', () => {
  it('changes nothing when the same section is taken again', async () => {
    await said.take('1', stairs);
    await said.take('2', stairs);
    const before = [memory.count(), await said.check(stairs), await said.avoid(['1', '2'], 300)];
    await said.take('2', stairs);
    expect([memory.count(), await said.check(stairs), await said.avoid(['1', '2'], 300)]).toEqual(before);
  });

  it('puts a new text in the place of the old one', async () => {
    await said.take('1', stairs);
    await said.take('1', wages);
    expect((await said.check(stairs)).sharedShare).toBe(0);
    expect((await said.check(wages)).nearDuplicateOf).toBe('1');
  });

  it('leaves alone what others keep under the name of the section', async () => {
    await memory.put('1', [{ kind: 'manuscript', key: 'section', value: 'text' }]);
    await said.take('1', stairs);
    await said.forget(['1']);
    expect(await memory.find('manuscript', ['section'])).toHaveLength(1);
    expect((await said.check(stairs)).sharedShare).toBe(0);
  });

  it('keeps no more than three holders of a passage, and still knows whose it was', async () => {
    for (const id of ['1', '2', '3']) await said.take(id, stairs);
    const before = memory.count();
    await said.take('4', stairs);
    expect(memory.count()).toBe(before + 1);
    expect((await said.check(stairs)).nearDuplicateOf).toBe('1');
    await said.forget(['1', '2', '3']);
    await said.take('4', stairs);
    expect((await said.check(stairs)).nearDuplicateOf).toBe('4');
  });

  it('counts phrases of sections that are taken at once', async () => {
    const texts = [stairs, wages, stairsChinese].map(
      (text) => `${text} It smelled of lamp smoke and wet wool.`,
    );
    await Promise.all(texts.map((text, at) => said.take(String(at), text)));
    expect((await said.avoid([], 100)).phrases).toEqual(['it smelled of lamp smoke and']);
  });
});

it('reads no more for the 300th section than for the 30th, however alike they are', async () => {
  const sizes: number[] = [];
  const { find } = memory;
  let read = 0;
  memory.find = async (kind, keys) => {
    const found = await find(kind, keys);
    read += JSON.stringify(found).length;
    return found;
  };
  for (let at = 0; at < 300; at += 1) {
    read = 0;
    const text = `${at % 2 === 0 ? stairs : wages} In ${1000 + at} nothing of note was written down by number ${at}.`;
    await said.check(text);
    await said.take(String(1000 + at), text);
    await said.avoid([String(1000 + at)], 250);
    sizes.push(read);
  }
  const [early = 0, late = 0] = [sizes.slice(28, 38), sizes.slice(-10)].map((some) => Math.max(...some));
  expect(late).toBeLessThan(early * 1.1);
});

describe('avoid', () => {
  it('shows how the sections asked for begin and end, newest first', async () => {
    await said.take('1', stairs);
    await said.take('2', wages);
    await said.take('3', stairsChinese);
    const { openings, endings } = await said.avoid(['1', '2'], 400);
    expect(openings).toEqual([
      'Wages on the coast were paid by the quarter, and they were paid late.',
      'The keeper climbed the iron stairs twice a night, once at dusk to light the wick and once towards morning to…',
    ]);
    expect(endings[0]).toBe(
      'Others rowed away on the first quiet day of spring and were never mentioned in the books again.',
    );
    const { openings: chinese } = await said.avoid(['3'], 400);
    expect(chinese).toEqual(['守塔人每晚两次登上铁梯，黄昏时点亮灯芯，天将亮时再去修剪。']);
  });

  it('shows a phrase from the third section that uses it, and no longer when one of them is rewritten', async () => {
    const tic = (subject: string) => `${subject} sent shivers through the whole village.`;
    await said.take('1', `${stairs} ${tic('The bell')}`);
    await said.take('2', `${wages} ${tic('A letter')}`);
    expect((await said.avoid([], 200)).phrases).toEqual([]);
    await said.take('3', tic('The silence of the harbour'));
    expect((await said.avoid([], 200)).phrases).toEqual(['sent shivers through the whole village']);
    await said.take('2', wages);
    expect((await said.avoid([], 200)).phrases).toEqual([]);
  });

  it('shows Chinese phrases with particles, and leaves terms alone', async () => {
    const edges = ['老人放下酒杯，|，然后睡了', '孩子们跑过沙滩，|和它的灯', '信使敲响木门，|那一天'];
    for (const [at, edge] of edges.entries())
      await said.take(String(at), `${edge.replace('|', '在历史的长河中回望亚历山大灯塔')}。`);
    expect((await said.avoid([], 200)).phrases).toEqual(['在历史的长河中回']);
  });

  it('names the sentence shapes of recent sections once they are worn', async () => {
    const shape = 'It was not only a tower but a home.';
    await said.take('1', `${stairs} ${shape} ${shape.replace('tower', 'wall')}`);
    await said.take('2', `${wages} ${shape}`);
    expect((await said.avoid(['1'], 200)).shapes).toEqual([]);
    expect((await said.avoid(['1', '2'], 200)).shapes).toEqual(['not only … but also …']);
  });

  it('keeps within its tokens, whatever stands in the index', async () => {
    for (const [at, text] of [stairs, wages, stairsChinese, wagesChinese].entries())
      await said.take(String(at), text);
    for (const mostTokens of [0, 20, 60]) {
      const avoid = await said.avoid(['0', '1', '2', '3'], mostTokens);
      const lines = Object.values(avoid).flat();
      // A token is at least a character.
      expect(lines.length * 2).toBeLessThanOrEqual(mostTokens);
      if (mostTokens === 60) expect(lines.length).toBeGreaterThan(0);
    }
  });
});
