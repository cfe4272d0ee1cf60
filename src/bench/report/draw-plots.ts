/** Which pictures a study has data for. A cell has one colour in all of them. */
import { plotColours } from '../../publish/plot-frame.ts';
import type { StudyScores } from '../study/score.ts';
import { nameBriefly, nameCell } from './cell-names.ts';
import { drawAlong, drawChapters, drawNll } from './draw-along-plots.ts';
import { drawDelivered, drawRuler } from './draw-length-plots.ts';
import { drawCost, drawDimensions, drawTasks } from './draw-score-plots.ts';
import type { Caption, DrawnCell, DrawnPlot } from './drawn-cell.ts';

/** Plots in the order of the report; none of what was not measured. */
export function drawPlots(title: string, { rows, cells, judging }: StudyScores): DrawnPlot[] {
  const byCell = Map.groupBy(rows, nameCell);
  const names = nameBriefly(cells);
  const drawn = cells.map(
    (cell, at): DrawnCell => ({
      cell,
      name: `${names[at]}${cell.practice ? ' (practice)' : ''}`,
      colour: plotColours[at % plotColours.length] ?? 'black',
      isDashed: at >= plotColours.length,
      rows: byCell.get(nameCell(cell)) ?? [],
    }),
  );
  const notes = (shows?: 'verdicts'): string[] => [
    ...(cells.some(({ practice }) => practice)
      ? ['practice model: shows the process, nothing about quality']
      : []),
    ...(shows === 'verdicts' && judging?.judges.some(({ practice }) => practice)
      ? ['judged by a practice model: tests the process, says nothing about quality']
      : []),
  ];
  const caption: Caption = (text, shows) =>
    [...(text === undefined ? [] : [text]), ...notes(shows)].join('; ') || undefined;
  return [
    drawDelivered(title, drawn, caption),
    drawRuler(title, drawn, caption),
    drawDimensions(title, drawn, caption),
    drawTasks(title, drawn, caption),
    drawCost(title, drawn, caption),
    drawChapters(title, drawn, caption),
    ...drawAlong(title, drawn, caption),
    ...drawNll(title, drawn, caption),
  ].flatMap((plot) => plot ?? []);
}
