/** What the root model is told of the code it wrote: output as material, and how it went. English and Chinese. */
import { fenceMaterial } from '../../judge/fence-material.ts';
import type { PromptLanguage } from '../../plan/prompt-language.ts';
import type { CellRecord } from './repl.ts';

/** What a cell showed, fenced off as material, and what its author should know of how it went. */
export function renderOutput(
  language: PromptLanguage,
  record: CellRecord,
  cut: (text: string) => string,
): string {
  const { stdout, stderr = '', value, error, kind } = record;
  const isChinese = language === 'zh';
  const shown = [
    stdout.trimEnd(),
    stderr.trimEnd(),
    stdout === '' && value !== undefined ? `=> ${value}` : '',
  ]
    .filter((part) => part !== '')
    .join('\n');
  const notes: string[] = [];
  if (error !== undefined) {
    const line =
      error.line === undefined ? '' : isChinese ? `（第 ${error.line} 行）` : ` (line ${error.line})`;
    notes.push(
      isChinese
        ? `代码出错${line}：${error.name}: ${error.message}`
        : `The code failed${line}: ${error.name}: ${error.message}`,
    );
  }
  const limit = limitNotes[language][kind as 'time' | 'memory'];
  if (limit !== undefined) notes.push(limit);
  if (record.isRestored)
    notes.push(isChinese ? '环境已恢复到这段代码之前的状态。' : 'The REPL is as it was before this block.');
  if (record.pendingCalls.length > 0) {
    const names = [...new Set(record.pendingCalls)].join(', ');
    notes.push(
      isChinese
        ? `有 ${record.pendingCalls.length} 个调用没有 await（${names}），其结果没有用上。请在每个调用前写 await。`
        : `${record.pendingCalls.length} call(s) were not awaited (${names}), so their results were not used. Write await before every call.`,
    );
  }
  if (record.answerProblem !== undefined)
    notes.push(
      isChinese
        ? `答案没有被接受：${record.answerProblem}`
        : `The answer was not taken: ${record.answerProblem}`,
    );
  const output =
    shown === ''
      ? isChinese
        ? '（没有输出。要看什么，请用 print。）'
        : '(No output. Print what you want to see.)'
      : fenceMaterial('output', cut(shown));
  return [output, ...notes].join('\n');
}

const limitNotes = {
  en: { time: 'It took too long and was stopped.', memory: 'It ran out of memory.' },
  zh: { time: '运行时间太长，已被停止。', memory: '内存不够。' },
} as const;

/** Short sentences of the host to the model. */
export function renderNote(language: PromptLanguage, note: NoteName): string {
  return notes[language][note];
}
export type NoteName = keyof (typeof notes)['en'];
const notes = {
  en: {
    noCode:
      'There was no block of code and no answer. Write one block that begins with ```repl, or finish by setting `answer.ready = true` in one.',
    wasCut: 'The reply was cut off in the middle of its code, so nothing was run. Write less at once.',
    skipped: 'The blocks after the one that failed were not run.',
    unknownVariable: 'There is no such variable with text in it, so the answer was not taken.',
    forgotten: 'Earlier turns were dropped to save room. Variables are still there: see showVars().',
  },
  zh: {
    noCode:
      '没有代码，也没有答案。请写一段以 ```repl 开头的代码，或在代码里令 `answer.ready = true` 来结束。',
    wasCut: '回复在代码中间被截断，因此什么也没有运行。请一次少写一些。',
    skipped: '出错之后的几段代码没有运行。',
    unknownVariable: '没有这个变量，或其中没有文字，因此答案没有被接受。',
    forgotten: '为节省空间，前面几轮已被略去。变量都还在：见 showVars()。',
  },
} as const;
