/** How the documents of each language are named and laid out around their facts. */

export type Voice = {
  language: 'en' | 'zh';
  /** Ends a sentence of the report. */
  stop: string;
  nameAt: (index: number) => string;
  /** What a file calls its own station. */
  references: (name: string) => string[];
  fileTitle: (name: string) => string;
  reviewTitle: (name: string, year: number) => string;
  letterTitle: (name: string) => string;
  /** @param told.year - Absent: the document bears no date. */
  renderFile: (told: {
    name: string;
    other: string;
    sentences: readonly string[];
    listed: readonly string[];
    year: number | undefined;
  }) => string;
  renderSecond: (told: { name: string; sentences: readonly string[]; year: number | undefined }) => string;
};

const first =
  'Skerry Auk Brine Corran Dulse Eider Fulmar Garth Hythe Iona Jarl Kittiwake Lamlash Mull Noss Oyster Puffin Quern Rona Stack Tarbet Unst Voe Whin'.split(
    ' ',
  );
const second = 'Point Bank Sound Ness Holm'.split(' ');

export const englishVoice: Voice = {
  language: 'en',
  stop: '.',
  nameAt: (index) =>
    `${first[index % first.length]} ${second[Math.floor(index / first.length) % second.length]}`,
  references: (name) => [name, name, 'the station', 'this station'],
  fileTitle: (name) => `Station file: ${name}`,
  reviewTitle: (name, year) => `${name}: review of ${year}`,
  letterTitle: (name) => `Letter about a visit to ${name}`,
  renderFile: ({ name, other, sentences, listed, year }) => {
    const half = Math.ceil(sentences.length / 2);
    return [
      `# Station file: ${name}`,
      ...(year === undefined ? [] : [`Entered in the register in March ${year}.`]),
      `${name} watches a stretch of open coast. Its work is shared with that of ${other}, which has a file of its own.`,
      sentences.slice(0, half).join(' '),
      ...(listed.length === 0 ? [] : ['## At a glance', listed.map((entry) => `- ${entry}`).join('\n')]),
      '## Further notes',
      `${sentences.slice(half).join(' ')} The road to the landing place is marked with white stones.`,
    ].join('\n\n');
  },
  renderSecond: ({ name, sentences, year }) =>
    [
      year === undefined ? `# Letter about a visit to ${name}` : `# ${name}: review of ${year}`,
      year === undefined
        ? `You asked me what I saw at ${name}, so here it is.`
        : `Written in December ${year}. It replaces what the station file of ${name} says.`,
      sentences.join(' '),
    ].join('\n\n'),
};

const firstHan = '北礁 月湾 青屿 落星 长滩 归帆 听潮 白鹭 石浦 云汀 双桅 远岬'.split(' ');
const secondHan = '观测站 水文站 气象站'.split(' ');

export const chineseVoice: Voice = {
  language: 'zh',
  stop: '。',
  nameAt: (index) =>
    `${firstHan[index % firstHan.length]}${secondHan[Math.floor(index / firstHan.length) % secondHan.length]}`,
  references: (name) => [name, name, '该站', '本站'],
  fileTitle: (name) => `${name}档案`,
  reviewTitle: (name, year) => `${name}${year}年度回顾`,
  letterTitle: (name) => `访${name}记`,
  renderFile: ({ name, other, sentences, listed, year }) => {
    const half = Math.ceil(sentences.length / 2);
    return [
      `# ${name}档案`,
      ...(year === undefined ? [] : [`${year}年3月登记。`]),
      `${name}看守着一段开阔的海岸，与${other}分担工作，后者另有档案。`,
      sentences.slice(0, half).join(''),
      ...(listed.length === 0 ? [] : ['## 概况', listed.map((entry) => `- ${entry}`).join('\n')]),
      '## 补充',
      `${sentences.slice(half).join('')}通往码头的路边摆着白色的石头。`,
    ].join('\n\n');
  },
  renderSecond: ({ name, sentences, year }) =>
    [
      year === undefined ? `# 访${name}记` : `# ${name}${year}年度回顾`,
      year === undefined
        ? `你问我在${name}看到了什么，都写在这里了。`
        : `写于${year}年12月，${name}档案中的旧说法以本文为准。`,
      sentences.join(''),
    ].join('\n\n'),
};
