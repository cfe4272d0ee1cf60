/** The marks a text in the making cites its sources by: `[S3]` for source 3 of the run. */

/** One source or several, as models write them: `[S3]`, `[S3, S4]`, `[S3; 4]`, `【S3】`. */
const anyMark = /[[【]\s*S\s?(\d{1,5}(?:\s*[,;，、；]\s*S?\s?\d{1,5})*)\s*[\]】]/gi;
/** A plain number in brackets, where it is no link and no footnote. */
const plainMark = /(?<![\w^])(?<!(?<!\[S\d{1,5})\])\[(\d{1,5}(?:\s*[,，]\s*\d{1,5})*)\](?![([:])/g;
const ownMark = /\s*\[S(\d+)\]/g;
/** What stands in a text where no source backs it, or where two disagree. */
const markers = {
  en: { unsupported: '[citation needed]', contested: '[sources disagree]' },
  zh: { unsupported: '[来源请求]', contested: '[来源不一致]' },
} as const;
const anyMarker = /\s*\[(?:citation needed|sources disagree|来源请求|来源不一致)\]/gi;
const marksAfterStop = /([.!?。！？…]+["'”’」』）)]*)((?:\s*\[S\d+\])+)/g;

/** Writes the mark of source `number`, counted from 1. */
export const renderMark = (number: number): string => `[S${number}]`;

/**
 * Brings every way of citing into one: a mark for each source, each once in a run of marks, standing before the full
 * stop with no blank between marks. Marks of sources that do not exist go.
 *
 * @param count - Number of sources; plain `[3]` counts as a mark up to it.
 */
export function normalizeMarks(text: string, count: number): string {
  const render = (numbers: string): string => {
    const found = [...numbers.matchAll(/\d+/g)].map(([number]) => Number(number));
    return [...new Set(found)]
      .filter((number) => number >= 1 && number <= count)
      .map(renderMark)
      .join('');
  };
  return text
    .replace(anyMark, (_mark, numbers: string) => render(numbers))
    .replace(plainMark, (mark, numbers: string) => {
      const isKnown = [...numbers.matchAll(/\d+/g)].every(
        ([each]) => Number(each) >= 1 && Number(each) <= count,
      );
      return isKnown ? render(numbers) : mark;
    })
    .replace(marksAfterStop, (_all, stop: string, marks: string) => `${marks.replace(/\s+/g, '')}${stop}`)
    .replace(/(?:\s*\[S\d+\])+/g, (run) => {
      const marks = [...new Set(run.match(/\[S\d+\]/g) ?? [])].join('');
      return `${/^\s/.test(run) ? ' ' : ''}${marks}`;
    })
    .replace(/[^\S\n]+(?=[.,;:!?](?:\s|$))/g, '');
}

/** Numbers of the sources a text cites, each once, in order. */
export function listMarks(text: string): number[] {
  return [...new Set([...text.matchAll(ownMark)].map(([, number]) => Number(number)))];
}

/** The text without its marks and markers, and the blanks before them. */
export const withoutMarks = (text: string): string => text.replace(ownMark, '').replace(anyMarker, '');

/** Whether a sentence carries a marker. */
export const hasMarker = (text: string): boolean => text.search(anyMarker) !== -1;

/** Puts marks, or a marker, before the full stop of a sentence that has none. */
export function attach(sentence: string, mark: string): string {
  const stop = /[.!?。！？…]*["'”’」』）)*_]*$/.exec(sentence)?.[0] ?? '';
  const head = sentence.slice(0, sentence.length - stop.length).trimEnd();
  return `${head}${/\p{Script=Han}$/u.test(head) || mark === '' ? '' : ' '}${mark}${stop}`;
}

type MarkerKind = keyof (typeof markers)['en'];

export const markerOf = (kind: MarkerKind, language: 'en' | 'zh'): string => markers[language][kind];
