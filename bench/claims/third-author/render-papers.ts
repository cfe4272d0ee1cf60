/** The two papers of a hospital, as documents. */
import type { ReportDocument } from '../second-author/plant-report.ts';
import type { Draw, Hospital } from './hospital.ts';

/** What the yearbook and the review tell of one fact; each may be silent. */
export type Telling = { first: string | undefined; second: string | undefined };

const months = ['April', 'May', 'June', 'July', 'September'];

const english = {
  titles: (name: string, year: number): [string, string] => [
    `${name}: yearbook ${year}`,
    `Review of ${name}`,
  ],
  intros: (name: string, [yearbook, review]: [string, string], neighbour: string): [string, string] => [
    `This yearbook describes ${name}, its wards and its buildings; see also "${review}". Patients it cannot take are sent on to ${neighbour}.`,
    `The reviewers walked through ${name} and spoke with staff. They had "${yearbook}" at hand, and papers of ${neighbour}.`,
  ],
  date: (year: number, draw: Draw): string => `${draw.between(2, 27)} ${draw.pick(months)} ${year}`,
  headings: ['Patients and wards', 'House and staff'],
  figures: 'Key figures',
  joint: ' ',
};
const chinese: typeof english = {
  titles: (name, year) => [`${name}${year}年年鉴`, `${name}评审记录`],
  intros: (name, [yearbook, review], neighbour) => [
    `本年鉴介绍${name}的病区和院舍，可与《${review}》对照。收治不了的患者转往${neighbour}。`,
    `评审组走访了${name}，与职工座谈，并查阅了《${yearbook}》和${neighbour}的材料。`,
  ],
  date: (year, draw) => `${year}年${draw.between(4, 9)}月${draw.between(2, 27)}日`,
  headings: ['诊疗情况', '院舍与人员'],
  figures: '主要数据',
  joint: '',
};

/** Running text under two headings, and a list of what stands there without a full stop. */
export function renderPapers(
  { name, year }: Hospital,
  tellings: readonly Telling[],
  { language, isLater, neighbour }: { language: 'en' | 'zh'; isLater: boolean; neighbour: string },
  draw: Draw,
): [ReportDocument, ReportDocument] {
  const { titles, intros, date, headings, figures, joint } = language === 'en' ? english : chinese;
  const day = date(year, draw);
  const days = [day, isLater ? date(year + draw.between(1, 2), draw) : day];
  const render = (at: 0 | 1): ReportDocument => {
    const told = draw.shuffle(
      tellings.flatMap(({ first, second }) => [at === 0 ? first : second].filter((one) => one !== undefined)),
    );
    const sentences = told.filter((one) => /[.。]$/u.test(one));
    const half = Math.ceil(sentences.length / 2);
    const title = titles(name, year)[at] as string;
    const parts = [
      `# ${title}`,
      days[at] as string,
      intros(name, titles(name, year), neighbour)[at] as string,
      ...[sentences.slice(0, half), sentences.slice(half)].flatMap((part, place) =>
        part.length === 0 ? [] : [`## ${headings[place]}`, part.join(joint)],
      ),
    ];
    const lines = told.filter((one) => !sentences.includes(one));
    if (lines.length > 0) parts.push(`## ${figures}`, lines.map((line) => `- ${line}`).join('\n'));
    return { title, text: `${parts.join('\n\n')}\n`, language };
  };
  return [render(0), render(1)];
}
