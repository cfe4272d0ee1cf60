/** What every method of reading says alike: the question itself, and how the answer should be. */
import type { ReadingTask } from './read-method.ts';

type Asked = Pick<ReadingTask, 'ask' | 'kind' | 'language' | 'targetWords' | 'contract'>;

/** The question or order, labelled. */
export function renderTask({ ask, kind, language }: Pick<Asked, 'ask' | 'kind' | 'language'>): string {
  if (language === 'zh') return `${kind === 'answer' ? '问题' : '任务'}：${ask}`;
  return `${kind === 'answer' ? 'Question' : 'Task'}: ${ask}`;
}

/** How the last answer should be: what it rests on, its form and, where one is asked for, its length. */
export function renderOrder({ kind, language, targetWords, contract }: Asked): string {
  const isChinese = language === 'zh';
  const form = (isChinese ? chineseForms : englishForms)[kind];
  if (targetWords === undefined) return form;
  const bound = contract?.kind;
  if (isChinese) {
    const kindOf = bound === 'atLeast' ? '不少于' : bound === 'atMost' ? '不超过' : '约';
    return `${form}篇幅${kindOf}${targetWords}字。`;
  }
  const kindOf = bound === 'atLeast' ? 'at least' : bound === 'atMost' ? 'at most' : 'about';
  return `${form} Write ${kindOf} ${targetWords} words.`;
}

const englishForms = {
  answer: 'Answer at once and plainly, without a preface; say so if the material does not tell.',
  summarize: 'Write connected prose that covers all of the material in its order, without a preface.',
  extract: 'List every item that is asked for, one a line, in the order of the material, without a preface.',
};
const chineseForms = {
  answer: '直接作答，不要开场白；资料没有说明时就照实说。',
  summarize: '写成连贯的文字，按资料的顺序涵盖全部内容，不要开场白。',
  extract: '把所要的每一项都列出来，一行一项，按资料的顺序，不要开场白。',
};
