/** An image of a text: what it is called, where it lies beside the text, and how the text speaks of it. */
import type { ImageRef } from '../../model/images/image.ts';
import type { PromptLanguage } from '../../plan/prompt-language.ts';

export type Figure = {
  /** From 1, in the order the images were named. */
  number: number;
  image: Omit<ImageRef, 'label'>;
  /** Name of the file, without its folder. */
  name: string;
  /** Where it lies beside the published text, such as `images/figure-2-1a2b3c4d.png`. */
  path: string;
};

/** What was seen in an image. */
export type Sighting = { caption: string; description: string };

/** What a text and a model call it. */
export const nameFigure = (number: number, language: PromptLanguage): string =>
  language === 'zh' ? `图${number}` : `Figure ${number}`;

/** As a request carries it. */
export const refTo = ({ image, number }: Figure, language: PromptLanguage): ImageRef => ({
  ...image,
  label: nameFigure(number, language),
});

const digits = '零一二三四五六七八九';
const inEnglish =
  /(?<![\p{L}\d])(?:figures?|figs?\.?)\s?(\d{1,3}(?:(?:\s?[,&–-]\s?|,?\s(?:and|or|to)\s)\d{1,3}){0,20})(?![\d.]*\d)/giu;
const inChinese =
  /[图圖]\s?(\d{1,3}(?!\d)|[一二三四五六七八九十]{1,3})(?:\s?[-–至到]\s?[图圖]?\s?(\d{1,3}(?!\d)))?/g;

/** The numbers of the figures that a text speaks of, in English and Chinese, in its order, each once. */
export function findFigureNumbers(text: string): number[] {
  const found: { at: number; numbers: number[] }[] = [];
  for (const match of text.matchAll(inEnglish)) {
    const parts = [...(match[1] ?? '').matchAll(/(\d{1,3})(?:\s?(?:[–-]|to)\s?(?=\d))?/g)];
    const numbers = parts.flatMap(([said, number], index) => {
      const [from, to] = [Number(number), Number(parts[index + 1]?.[1] ?? number)];
      return said === number ? [from] : range(from, to);
    });
    found.push({ at: match.index, numbers });
  }
  for (const match of text.matchAll(inChinese)) {
    const from = readHan(match[1] ?? '');
    found.push({ at: match.index, numbers: match[2] === undefined ? [from] : range(from, Number(match[2])) });
  }
  return [...new Set(found.sort((a, b) => a.at - b.at).flatMap(({ numbers }) => numbers))];
}

/** Few enough to be meant; `Figures 2-900` is none. */
const range = (from: number, to: number): number[] =>
  to > from && to - from < 20 ? Array.from({ length: to - from + 1 }, (_each, at) => from + at) : [from];

/** Up to 99. */
function readHan(said: string): number {
  if (/^\d+$/.test(said)) return Number(said);
  const [tens, ones] = said.includes('十') ? said.split('十') : ['', said];
  const ten = said.includes('十') ? (tens === '' ? 1 : digits.indexOf(tens ?? '')) : 0;
  return ten * 10 + (ones === '' ? 0 : digits.indexOf(ones ?? ''));
}

/** A file beside a text that is one of ours, and nothing else. */
const ownPath = 'images/figure-\\d{1,3}-[0-9a-f]{8}\\.(?:png|jpg|gif|webp)';
const ownLine = new RegExp(`(?:^|\\n\\n)!\\[[^\\]\\n]*\\]\\(${ownPath}\\)[ \\t]*(?=\\n|$)`, 'g');

/** Where a figure lies beside the text: named by number and content, so that texts in one folder do not mix. */
export function pathOf(
  number: number,
  { sha256, mediaType }: Pick<ImageRef, 'sha256' | 'mediaType'>,
): string {
  const extension = mediaType === 'image/jpeg' ? 'jpg' : mediaType.replace('image/', '');
  return `images/figure-${number}-${sha256.slice(0, 8)}.${extension}`;
}

/** The files of figures that a Markdown text shows, each once. A path of any other form is none. */
export function listFigurePaths(markdown: string): string[] {
  const links = [...markdown.matchAll(new RegExp(`\\]\\((${ownPath})\\)`, 'g'))];
  return [...new Set(links.map(([, path = '']) => path))];
}

/** The text as it was before its figures were put into it. */
export const withoutFigures = (markdown: string): string => markdown.replace(ownLine, '');

/** The figure as it stands in Markdown, with its caption. */
export function renderFigure(
  { number, path }: Pick<Figure, 'number' | 'path'>,
  caption: string,
  language: PromptLanguage,
): string {
  const name = nameFigure(number, language);
  const plain = caption.replace(/[[\]<>\\`*_]|\s+/g, (sign) => (/\s/.test(sign) ? ' ' : '')).trim();
  const text = plain === '' ? name : language === 'zh' ? `${name} ${plain}` : `${name}. ${plain}`;
  return `![${text}](${path})`;
}
