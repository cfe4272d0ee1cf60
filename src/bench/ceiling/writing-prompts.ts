/** What is asked for when the longest delivered text is looked for: six forms in both languages, the same at every length. */

const english: readonly string[] = [
  'Write a practical guide of {n} words to restoring an old wooden rowing boat, for readers who have never done it.',
  'Write a story of {n} words about a lamplighter who tends the last gas lamps of a harbour town.',
  'Write a report of {n} words for a town council on bringing a disused railway station back into use.',
  'Write a history of {n} words of paper, from bark and reed to the great mills.',
  'Write an essay of {n} words on what a city loses when its nights grow bright.',
  'Write a travel account of {n} words of a walk along a river, from its mouth to its spring.',
];

const chinese: readonly string[] = [
  '请写一篇{n}字的实用指南，教从未动过手的读者修复一条旧木船。',
  '请写一篇{n}字的小说，讲述港口小城里最后一位点灯人的故事。',
  '请为镇议会写一份{n}字的报告，论证如何重新启用一座废弃的火车站。',
  '请写一部{n}字的纸张史，从树皮与苇草写到近代的造纸厂。',
  '请写一篇{n}字的散文，谈一座城市的夜晚变亮之后失去了什么。',
  '请写一篇{n}字的游记，记述从河口一路步行到河源的见闻。',
];

/** @param options.repeat - From 1; the seventh asks for the first form again. */
export function renderWritingPrompt({
  words,
  language,
  repeat,
}: {
  words: number;
  language: 'en' | 'zh';
  repeat: number;
}): string {
  const prompts = language === 'zh' ? chinese : english;
  return (prompts[(repeat - 1) % prompts.length] ?? '').replace('{n}', String(words));
}
