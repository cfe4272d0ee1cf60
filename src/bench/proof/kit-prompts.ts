/** The held-out prompts of the proof kit: three forms, each in English and in Chinese, none of them in any benchmark. */

export type KitPrompt = {
  id: string;
  language: 'en' | 'zh';
  form: string;
  /** `{words}` stands for the asked length. */
  instruction: string;
};

export const kitPrompts: readonly KitPrompt[] = [
  {
    id: 'report-en',
    language: 'en',
    form: 'report',
    instruction:
      "Write a report of {words} words for the board of a fishing cooperative on moving its ice house to the new harbour: today's losses, three possible sites, costs, risks, what the crews say, and a plan for the move.",
  },
  {
    id: 'report-zh',
    language: 'zh',
    form: 'report',
    instruction:
      '为一家乡镇供水合作社写一份{words}字的报告，说明旧水塔为什么要改造、三种方案、各自的费用与风险、村民的意见，以及分步实施的计划。',
  },
  {
    id: 'story-en',
    language: 'en',
    form: 'story',
    instruction:
      'Write a story of {words} words about a piano tuner who is called to a house where nobody plays any more, and who finds out from the instrument what happened there.',
  },
  {
    id: 'story-zh',
    language: 'zh',
    form: 'story',
    instruction:
      '写一篇{words}字的小说：一位退休的乡村邮递员发现自己三十年前漏送了一封信，决定步行把它送到收信人手里。',
  },
  {
    id: 'manual-en',
    language: 'en',
    form: 'manual',
    instruction:
      'Write a handbook of {words} words for volunteers who look after a village orchard: planting, pruning, grafting, pests, harvest, storing, and a calendar of the year.',
  },
  {
    id: 'manual-zh',
    language: 'zh',
    form: 'manual',
    instruction:
      '为第一次养蜂的人写一本{words}字的养蜂手册，包括选址、蜂箱、四季管理、分蜂、病害、取蜜和安全。',
  },
];

/** One text asked for at growing lengths, to see where a single answer stops to grow. */
export const rulerPrompts: readonly KitPrompt[] = [
  {
    id: 'river-en',
    language: 'en',
    form: 'ruler',
    instruction: 'Write an account of {words} words of how one river has shaped the towns along its banks.',
  },
  {
    id: 'bridge-zh',
    language: 'zh',
    form: 'ruler',
    instruction: '写一篇{words}字的文章，讲一座古桥和它两岸人家几代人的变迁。',
  },
];

export const renderKitPrompt = ({ instruction }: KitPrompt, words: number): string =>
  instruction.replaceAll('{words}', String(words));
