/**
 * The twenty requests of the starter set: ten forms, each once in English and once in Chinese, of 200 to 1,200 words
 * or characters. The ten of one language ask for 6,000 in sum.
 */

export type StarterRequest = { language: 'en' | 'zh'; form: string; words: number; instruction: string };

/** By language, the shortest first. */
export const starterRequests: readonly StarterRequest[] = [
  {
    language: 'en',
    form: 'letter',
    words: 200,
    instruction:
      'Write a 200-word letter to a family that moves in next door next week: welcome them to the street, say when the bins are emptied, and offer them the loan of a ladder.',
  },
  {
    language: 'en',
    form: 'FAQ',
    words: 300,
    instruction:
      'Write an FAQ of 300 words for visitors of a small lighthouse museum. Cover opening hours, tickets, the stairs, dogs and photography.',
  },
  {
    language: 'en',
    form: 'dialogue',
    words: 400,
    instruction:
      "Write a dialogue of 400 words between two sisters who clear out their late grandmother's kitchen and cannot agree on who keeps the bread tin.",
  },
  {
    language: 'en',
    form: 'review',
    words: 500,
    instruction:
      'Write a 500-word review of the first night of an amateur play about a snowed-in railway station. Say what worked, what did not, and who should go.',
  },
  {
    language: 'en',
    form: 'manual',
    words: 600,
    instruction:
      'Write a 600-word manual for a hand-cranked coffee grinder: its parts, first use, daily use, cleaning, and what to do when it jams.',
  },
  {
    language: 'en',
    form: 'speech',
    words: 600,
    instruction:
      'Write a 600-word speech that the head of a village school gives on the last day before the old building closes for good.',
  },
  {
    language: 'en',
    form: 'article',
    words: 700,
    instruction:
      'Write a 700-word article for a town magazine on why swifts nest in the church tower again and how readers can help them.',
  },
  {
    language: 'en',
    form: 'essay',
    words: 700,
    instruction: 'Write a 700-word essay on whether waiting is a skill that people are losing.',
  },
  {
    language: 'en',
    form: 'story',
    words: 800,
    instruction:
      'Write an 800-word short story about a ferryman who, on his last working day, carries a passenger who will not say where she is going.',
  },
  {
    language: 'en',
    form: 'report',
    words: 1_200,
    instruction:
      'Write a 1,200-word report for a town council on the first year of a free evening bus: use, cost, complaints, effects on the shops, and a recommendation.',
  },
  {
    language: 'zh',
    form: 'letter',
    words: 200,
    instruction:
      '写一封200字的信，给即将退休的门卫老师傅，感谢他多年来替大家收快递，并请他来参加周六的茶话会。',
  },
  {
    language: 'zh',
    form: 'FAQ',
    words: 300,
    instruction: '为社区图书馆写一份300字的常见问题解答，包括办证、借期、逾期、儿童区和自习座位。',
  },
  {
    language: 'zh',
    form: 'dialogue',
    words: 400,
    instruction: '写一段400字的对话：父亲想卖掉老家的院子，儿子想留着种菜，两人一边剥蚕豆一边商量。',
  },
  {
    language: 'zh',
    form: 'review',
    words: 500,
    instruction: '写一篇500字的书评，评一本虚构的游记《沿着运河走》，说清它的优点、不足和适合的读者。',
  },
  {
    language: 'zh',
    form: 'manual',
    words: 600,
    instruction: '写一份600字的电子琴使用说明书，包括各部件、通电、调音、日常保养和常见故障。',
  },
  {
    language: 'zh',
    form: 'speech',
    words: 600,
    instruction: '写一篇600字的演讲稿，由消防队长在小学开学典礼上讲，主题是怎样在家里预防火灾。',
  },
  {
    language: 'zh',
    form: 'article',
    words: 700,
    instruction: '写一篇700字的科普文章，向初中生说明候鸟怎样辨认方向。',
  },
  {
    language: 'zh',
    form: 'essay',
    words: 700,
    instruction: '写一篇700字的随笔，谈谈手写书信在今天还有什么意义。',
  },
  {
    language: 'zh',
    form: 'story',
    words: 800,
    instruction: '写一篇800字的短篇小说：修表匠在一只旧怀表里发现了一张写给陌生人的字条。',
  },
  {
    language: 'zh',
    form: 'report',
    words: 1_200,
    instruction:
      '写一份1200字的调研报告，说明某县城夜市开办以来的客流、收入、卫生和居民意见，并提出改进建议。',
  },
];
