/** A plan in the form of a Markdown table: one row a section. */
import type { SectionDraft } from './plan.ts';
import { readBudgetValue, readTotalLine, takeBudget } from './section-budget.ts';

const columns = {
  number: /^(?:#|no\.?|nr\.?|id|序号|编号)$/i,
  title:
    /^(?:(?:section|chapter|part|paragraph)?\s*(?:title|heading|name)|section|chapter|part|topic|step|标题|小标题|章节|小节|章|节|部分)s?$/i,
  words:
    /^(?:(?:target\s+)?words?|(?:target\s+)?word\s*(?:count|budget|target)|length|budget|字数|篇幅|长度)s?(?:\s*[(（].*[)）])?$/i,
};

export const isTableRow = (line: string): boolean => /^\s*\|.*\|\s*$/.test(line);

/**
 * Reads the rows of one table; undefined where its header names neither a title nor words, so that it is no plan.
 *
 * @param lines - Its lines, header first.
 */
export function readOutlineTable(lines: readonly string[]): SectionDraft[] | undefined {
  const [header = [], ...rows] = lines
    .map(readCells)
    .filter((cells) => !cells.every((cell) => /^:?-+:?$/.test(cell)));
  const at = {
    title: header.findIndex((cell) => columns.title.test(cell)),
    words: header.findIndex((cell) => columns.words.test(cell)),
  };
  if (at.title < 0 && at.words < 0) return undefined;
  const isNumber = (cell: string, column: number): boolean =>
    columns.number.test(header[column] ?? '') || /^\d+(?:\.\d+)*[.)]?$/.test(cell);
  return rows.flatMap((cells): SectionDraft[] => {
    if (cells.every((cell) => cell === '')) return [];
    const usual = cells[at.title] ?? '';
    const isBare = at.title < 0 || usual === '' || isNumber(usual, at.title);
    const column = isBare
      ? cells.findIndex((cell, each) => each !== at.words && cell !== '' && !isNumber(cell, each))
      : at.title;
    const named = takeBudget(cells[column] ?? '');
    if (column < 0 || isTotal(named.text)) return [];
    const points = cells.filter(
      (cell, each) => each !== column && each !== at.words && cell !== '' && !isNumber(cell, each),
    );
    const words = readBudgetValue(cells[at.words]) ?? named.words;
    return [
      {
        title: named.text,
        mainPoints: points
          .flatMap((point) => point.split(/\s*<br\s*\/?>\s*/i))
          .filter((point) => point !== ''),
        ...(words !== undefined && { words }),
      },
    ];
  });
}

const readCells = (line: string): string[] =>
  line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) =>
      cell
        .replace(/\\\|/g, '|')
        .replace(/\*\*|__/g, '')
        .trim(),
    );

const isTotal = (title: string): boolean =>
  /^(?:(?:grand\s+)?total|sum|总计|合计|总字数)$/i.test(title) || readTotalLine(title) !== undefined;
