import { type LinePlot, renderLinePlot } from '../../publish/line-plot.ts';
import type { Picture } from '../../publish/plot-frame.ts';
import type { Cell, ScoreRow } from '../study/score.ts';

export type DrawnPlot = Picture & {
  /** Of its files. */
  name: string;
  /** As a heading in the report; unique among the plots of a study. */
  title: string;
};

/** A cell as it looks in every plot. */
export type DrawnCell = {
  cell: Cell;
  name: string;
  colour: string;
  isDashed: boolean;
  rows: readonly ScoreRow[];
};

/** Adds what a plot must say of who wrote and, where it shows verdicts, of who judged; undefined: nothing to say. */
export type Caption = (text?: string, shows?: 'verdicts') => string | undefined;

/** Bands of more cells than this cover each other. */
export const mostBands = 4;
export const intervals = '95 % intervals over prompts';

export const drawLines = (name: string, plot: LinePlot): DrawnPlot => ({
  name,
  title: plot.title,
  ...renderLinePlot(plot),
});
