/**
 * One worked step for each job of NexusSum that is easily misunderstood, made up for it: what telling dialogue as prose
 * means, and what shortening keeps. Short and about nothing in particular, so that they colour no text.
 */
import type { PromptLanguage } from '../../plan/prompt-language.ts';

type Example = { before: string; after: string };

const toldAsProse: Record<PromptLanguage, Example> = {
  en: {
    before:
      'ANNA (at the door): You said six. / BEN: The bridge was shut. I ran the whole way. / ANNA: Father has gone.',
    after:
      'At the door Anna reproaches Ben, who had promised to be there by six. He says that the bridge was shut and that he ran all the way. Their father, she tells him, has gone.',
  },
  zh: {
    before: '安娜（在门口）：你说的是六点。/ 本：桥封了，我一路跑来的。/ 安娜：父亲已经走了。',
    after: '安娜在门口责怪本，他原本答应六点到。本说桥封了，他是一路跑来的。安娜告诉他，父亲已经走了。',
  },
};
const condensed: Record<PromptLanguage, Example> = {
  en: {
    before:
      'On a grey morning, while gulls cried over the yard, Anna at last found the letter in the clock. It was from Ben, it was dated in May, and in it he admitted that he had sold the boat, which she had long suspected.',
    after: 'Anna finds a letter in the clock, in which Ben admitted in May that he had sold the boat.',
  },
  zh: {
    before:
      '一个灰蒙蒙的早晨，海鸥在院子上空叫着，安娜终于在钟里找到了那封信。信是本写的，日期是五月，他在信里承认卖掉了船，这件事她早就怀疑了。',
    after: '安娜在钟里找到一封信，本在五月的信里承认卖掉了船。',
  },
};

const wordings: Record<PromptLanguage, (example: Example) => string> = {
  en: ({ before, after }) => `An example, made up:\nBefore: ${before}\nAfter: ${after}`,
  zh: ({ before, after }) => `一个虚构的例子：\n原文：${before}\n改后：${after}`,
};

/** How a few lines of dialogue are told. */
export const renderToldExample = (language: PromptLanguage): string =>
  wordings[language](toldAsProse[language]);

/** How a stretch of a story is shortened. */
export const renderCondensedExample = (language: PromptLanguage): string =>
  wordings[language](condensed[language]);
