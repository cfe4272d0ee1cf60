/**
 * A novel for measuring readers: seeded, as long as wanted, in chapters and scenes with much dialogue, and with plot
 * points planted in it, half of them told and half said by someone. Every point is about a thing that nothing else in
 * the book is about, so that a summary either names it or has lost it.
 */
import { createRandom, type Random } from '../../src/model/simulated/random.ts';
import { countWords } from '../../src/text/count-words.ts';

export type PlotPoint = {
  /** The thing it is about, as it always stands in the text. */
  thing: string;
  /** The sentence that plants it. */
  sentence: string;
  isSpoken: boolean;
  /** From 1. */
  chapter: number;
};

export type Novel = { text: string; words: number; scenes: number; points: PlotPoint[] };

type Frames = {
  people: string[];
  places: string[];
  kinds: string[];
  things: string[];
  thing(kind: string, thing: string): string;
  deeds: ((thing: string, place: string) => { told: string; said: string })[];
  tell(person: string, deed: string): string;
  say(person: string, speech: string): string;
  talk: ((place: string, person: string) => string)[];
  scenery: ((place: string, person: string) => string)[];
  chapter(number: number): string;
  joint: string;
};

const english: Frames = {
  people: [
    'Mara',
    'Teodor',
    'Ilse',
    'Ruben',
    'Agnes',
    'Jonas',
    'Petra',
    'Oskar',
    'Livia',
    'Anton',
    'Selma',
    'Kaspar',
  ],
  places: [
    'the ferry house',
    'the lower mill',
    'the salt market',
    'the bell tower',
    'the glass works',
    'the old customs hall',
    'the quarry',
    'the orchard wall',
    'the tram depot',
    'the winter garden',
  ],
  kinds: [
    'brass',
    'cracked',
    'silver',
    'nameless',
    'scorched',
    'blue',
    'stolen',
    'forged',
    'sealed',
    'bronze',
    'crooked',
    'gilded',
    'mended',
    'painted',
    'rusted',
    'hollow',
  ],
  things: [
    'compass',
    'ledger',
    'lantern',
    'locket',
    'violin',
    'map',
    'pistol',
    'mirror',
    'chalice',
    'portrait',
    'key',
    'anchor',
    'medal',
    'diary',
    'ring',
    'clock',
  ],
  thing: (kind, thing) => `${kind} ${thing}`,
  deeds: [
    (thing, place) => ({ told: `hid the ${thing} in ${place}`, said: `I hid the ${thing} in ${place}` }),
    (thing, place) => ({
      told: `sold the ${thing} to a stranger at ${place}`,
      said: `I sold the ${thing} to a stranger at ${place}`,
    }),
    (thing, place) => ({
      told: `found the ${thing} under the floor of ${place}`,
      said: `I found the ${thing} under the floor of ${place}`,
    }),
    (thing, place) => ({
      told: `swore to burn the ${thing} before leaving ${place}`,
      said: `I will burn the ${thing} before I leave ${place}`,
    }),
  ],
  tell: (person, deed) => `That night ${person} ${deed}.`,
  say: (person, speech) => `“${speech},” said ${person}.`,
  talk: [
    (place) => `You never told me what the road to ${place} was like in the rain`,
    (_place, person) => `Ask ${person} again, and this time wait until the answer comes`,
    (place) => `They have lit the lamps at ${place} and it is not yet evening`,
    (_place, person) => `If ${person} were here we would all be laughing by now`,
    () => `I slept badly, and the coffee has not made it any better`,
    (place) => `Nobody goes to ${place} any more, not since the spring`,
  ],
  scenery: [
    (place) => `A thin wind came down from ${place} and moved the shutters one after another.`,
    (_place, person) => `For a while ${person} looked at the river and counted the barges going by.`,
    (place, person) => `The way to ${place} was longer than ${person} remembered, and the hedges had grown.`,
    () => `Somewhere a dog barked twice and then thought better of it.`,
    (place) => `It smelled of wet stone and bread, as it always did near ${place} at that hour.`,
    (_place, person) => `The chairs had been put out again, and ${person} sat down on the nearest one.`,
  ],
  chapter: (number) => `Chapter ${number}`,
  joint: ' ',
};

const chinese: Frames = {
  people: [
    '周岚',
    '沈望',
    '陆青禾',
    '陈默',
    '许知秋',
    '林远',
    '顾平',
    '宋怀玉',
    '梁石',
    '叶舟',
    '程雪',
    '方念',
  ],
  places: ['渡口', '磨坊', '盐市', '钟楼', '玻璃厂', '旧海关', '采石场', '果园', '电车站', '温室'],
  kinds: [
    '铜制的',
    '裂开的',
    '银色的',
    '无名的',
    '烧焦的',
    '蓝色的',
    '失窃的',
    '伪造的',
    '封存的',
    '青铜的',
    '弯曲的',
    '镀金的',
    '修补的',
    '彩绘的',
    '生锈的',
    '中空的',
  ],
  things: [
    '罗盘',
    '账本',
    '灯笼',
    '吊坠',
    '提琴',
    '地图',
    '手枪',
    '镜子',
    '酒杯',
    '画像',
    '钥匙',
    '船锚',
    '勋章',
    '日记',
    '戒指',
    '座钟',
  ],
  thing: (kind, thing) => `${kind}${thing}`,
  deeds: [
    (thing, place) => ({ told: `把${thing}藏在了${place}`, said: `我把${thing}藏在了${place}` }),
    (thing, place) => ({
      told: `在${place}把${thing}卖给了陌生人`,
      said: `我在${place}把${thing}卖给了陌生人`,
    }),
    (thing, place) => ({
      told: `在${place}的地板下找到了${thing}`,
      said: `我在${place}的地板下找到了${thing}`,
    }),
    (thing, place) => ({
      told: `发誓离开${place}之前烧掉${thing}`,
      said: `离开${place}之前我要烧掉${thing}`,
    }),
  ],
  tell: (person, deed) => `那天夜里，${person}${deed}。`,
  say: (person, speech) => `“${speech}。”${person}说。`,
  talk: [
    (place) => `你从没告诉过我，下雨的时候去${place}的路是什么样子`,
    (_place, person) => `再去问一问${person}，这一次要等到回答为止`,
    (place) => `天还没有黑，${place}的灯就已经点起来了`,
    (_place, person) => `要是${person}在这里，我们大家早就笑起来了`,
    () => `昨晚我睡得不好，喝了茶也没有好一些`,
    (place) => `从春天起，再也没有人到${place}去了`,
  ],
  scenery: [
    (place) => `一阵微风从${place}那边吹来，把窗板一扇一扇地推动。`,
    (_place, person) => `${person}望着河面，数着驶过的货船，过了好一会儿。`,
    (place, person) => `去${place}的路比${person}记得的要长，两旁的树篱也长高了。`,
    () => `不知什么地方，一只狗叫了两声，就又安静下来。`,
    (place) => `每到这个时候，${place}附近总有湿石头和面包的气味。`,
    (_place, person) => `椅子又摆了出来，${person}在最近的一把上坐下。`,
  ],
  chapter: (number) => `第${number}章`,
  joint: '',
};

const sceneWords = 550;
const scenesPerChapter = 6;

/**
 * Writes a novel.
 *
 * Scenes have about 550 words, six to a chapter; they are parted by a line of asterisks in odd chapters and by a wide
 * gap in even ones. Points are spread evenly over the scenes.
 *
 * @param options.points - At most 256.
 */
export function createNovel({
  seed,
  words,
  points: wantedPoints,
  language = 'en',
}: {
  seed: number;
  words: number;
  points: number;
  language?: 'en' | 'zh';
}): Novel {
  const frames = language === 'zh' ? chinese : english;
  const random = createRandom('novel', seed);
  const things = random.shuffle(
    frames.kinds.flatMap((kind) => frames.things.map((each) => frames.thing(kind, each))),
  );
  if (wantedPoints > things.length)
    throw new RangeError(`Expected \`points\` to be at most ${things.length}, got \`${wantedPoints}\`.`);
  const scenes = Math.max(1, Math.round(words / sceneWords));
  const points: PlotPoint[] = [];
  let text = '';
  for (let scene = 0; scene < scenes; scene += 1) {
    const chapter = Math.floor(scene / scenesPerChapter) + 1;
    const isFirst = scene % scenesPerChapter === 0;
    const wanted = Math.floor(((scene + 1) * wantedPoints) / scenes) - points.length;
    const planted = Array.from({ length: wanted }, () =>
      plant(frames, things[points.length] ?? '', points, chapter, random),
    );
    if (scene > 0) text += isFirst || chapter % 2 === 0 ? '\n\n\n\n' : '\n\n* * *\n\n';
    if (isFirst) text += `${frames.chapter(chapter)}\n\n`;
    text += writeScene(frames, planted, Math.min(sceneWords, words), random);
  }
  return { text: `${text}\n`, words: countWords(text), scenes, points };
}

function plant(
  frames: Frames,
  thing: string,
  points: PlotPoint[],
  chapter: number,
  random: Random,
): PlotPoint {
  const person = random.pick(frames.people);
  const { told, said } = random.pick(frames.deeds)(thing, random.pick(frames.places));
  const isSpoken = points.length % 2 === 1;
  const sentence = isSpoken ? frames.say(person, said) : frames.tell(person, told);
  const point = { thing, sentence, isSpoken, chapter };
  points.push(point);
  return point;
}

function writeScene(frames: Frames, planted: readonly PlotPoint[], words: number, random: Random): string {
  const paragraphs: string[] = [];
  let count = 0;
  while (count < words) {
    const place = random.pick(frames.places);
    const person = random.pick(frames.people);
    const isTalk = paragraphs.length % 5 !== 0;
    const paragraph = isTalk
      ? frames.say(random.pick(frames.people), random.pick(frames.talk)(place, person))
      : random
          .shuffle(frames.scenery)
          .slice(0, 3)
          .map((frame) => frame(place, person))
          .join(frames.joint);
    paragraphs.push(paragraph);
    count += countWords(paragraph);
  }
  planted.forEach(({ sentence, isSpoken }, index) => {
    const at = Math.floor(((index + 1) * paragraphs.length) / (planted.length + 1));
    // What is told stands within a paragraph, what is said in one of its own.
    if (isSpoken) paragraphs.splice(at, 0, sentence);
    else paragraphs[at] = `${paragraphs[at] ?? ''}${frames.joint}${sentence}`;
  });
  return paragraphs.join('\n\n');
}

const plotDeeds =
  /\b(?:hid|sold|found|burn) the \w+ \w+|把.{2,8}(?:藏在了|卖给了)|地板下找到了|(?:之前|我要)烧掉/u;

/** Whether a sentence is one of those that plant a point, told, said or reported. */
export const isPlotSentence = (sentence: string): boolean => plotDeeds.test(sentence);

/** Which of the points a text still names. */
export function findKept(points: readonly PlotPoint[], text: string): PlotPoint[] {
  return points.filter(({ thing }) => text.includes(thing));
}
