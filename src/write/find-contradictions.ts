/** Has a judge read what the ledger holds of each name, and say where a later section does not agree. */
import type { Ask } from '../model/ask.ts';
import type { PromptLanguage } from '../plan/prompt-language.ts';
import type { SharedName } from './ledger.ts';

export type Contradiction = {
  entity: string;
  /** The section that has to give way. */
  sectionId: string;
  /** What holds instead. */
  holds: string;
};

/** Names in one question. */
const namesAtOnce = 25;
const mostQuestions = 8;

/**
 * @param names - Names of which several sections say something, with what each says.
 * @returns Nothing for an answer that is not in the asked form: no text is changed on a guess.
 */
export async function findContradictions(
  names: readonly SharedName[],
  step: string,
  { ask, language, isKnown }: { ask: Ask; language: PromptLanguage; isKnown: (sectionId: string) => boolean },
): Promise<Contradiction[]> {
  const found: Contradiction[] = [];
  for (let from = 0; from < names.length && from < namesAtOnce * mostQuestions; from += namesAtOnce) {
    const some = names.slice(from, from + namesAtOnce);
    const answer = await ask(
      { messages: [{ role: 'user', content: render(language, some) }], maxOutputTokens: 2048 },
      { step: `${step}-${from / namesAtOnce + 1}`, role: 'judge', expectedOutputTokens: 150 },
    );
    found.push(...readLines(answer.text, some, isKnown));
  }
  return found;
}

const line =
  /^[\s*-]*(?<entity>[^|]{1,80})\|\s*(?:section|第)?\s*(?<id>\d+(?:\.\d+)*)\s*节?\s*\|\s*(?<holds>[^|]{3,300})$/i;

function readLines(
  text: string,
  names: readonly SharedName[],
  isKnown: (sectionId: string) => boolean,
): Contradiction[] {
  return text.split('\n').flatMap((each) => {
    const { entity = '', id = '', holds = '' } = line.exec(each.trim())?.groups ?? {};
    const name = names.find((known) => known.entity.toLowerCase() === entity.trim().toLowerCase());
    const speaks = name?.said.some(({ sectionId }) => sectionId === id) ?? false;
    return name !== undefined && speaks && isKnown(id)
      ? [{ entity: name.entity, sectionId: id, holds: holds.trim() }]
      : [];
  });
}

function render(language: PromptLanguage, names: readonly SharedName[]): string {
  const listed = names
    .map(({ entity, said }) =>
      [entity, ...said.map(({ sectionId, fact }) => `  ${sectionId}: ${fact}`)].join('\n'),
    )
    .join('\n');
  if (language === 'zh') {
    return `下面是一篇长文各节对若干名称的说法，每行开头是节号：

${listed}

请只找出互相矛盾、不可能同时成立的说法。每处矛盾写一行，以较早一节的说法为准，严格采用下面的样式：

名称 | 与之矛盾的较晚一节的节号 | 应当成立的说法

没有矛盾时只回答“无”。`;
  }
  return `Below is what the sections of one long text say of certain names; each line begins with the number of its section:

${listed}

Find only statements that contradict each other, that cannot both hold. Give one line for each contradiction, the earlier section being right, exactly like this:

name | number of the later section that contradicts | what holds

Where there is none, answer with the single word "none".`;
}
