/** The report as one HTML page: nothing is fetched, plots stand inside, tables scroll on a phone and break in print. */
import { html as htmlPage } from '../../publish/html.ts';
import type { StudyScores } from '../study/score.ts';

/** On top of the style of a published text: numbers want a wider page and a plainer face. */
const reportStyle = `body { font: 1rem/1.55 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; }
main { max-width: 66rem; }
table { font-size: 0.85rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
th { white-space: nowrap; }
td:first-child { overflow-wrap: anywhere; min-width: 9rem; position: sticky; left: 0; background: var(--paper); }
figure { margin: 1.5rem 0; overflow-x: auto; break-inside: avoid; }
figure svg { display: block; width: 100%; min-width: 34rem; max-width: 800px !important; height: auto; }
@media print {
  @page { margin: 14mm; }
  table { display: table; width: 100%; font-size: 7.5pt; break-inside: auto; }
  th { white-space: normal; }
  td:first-child { min-width: 0; position: static; }
  figure svg { min-width: 0; }
  thead { display: table-header-group; }
}
`;

/**
 * @param markdown - Of `renderMarkdownReport`, with an image for each plot.
 * @param options.plots - Ours, so they are put in as they are; all text has been sanitised.
 */
export async function renderReportPage(
  markdown: string,
  {
    title,
    plots,
    scores,
  }: {
    title: string;
    plots: readonly { title: string; svg: string }[];
    scores: Pick<StudyScores, 'cells'>;
  },
): Promise<string> {
  const practice = [...new Set(scores.cells.flatMap((cell) => (cell.practice ? cell.model : [])))];
  const page = await htmlPage.publish({
    title,
    markdown,
    language: 'en',
    gaps: 0,
    ...(practice.length > 0 && { practice: { model: practice.join(', ') } }),
  });
  const styled = page.replace('</style>', () => `${reportStyle}</style>`);
  // The page shows an image by its description; in place of a plot's stands the plot.
  return plots.reduce(
    (whole, plot) => whole.replace(`<p>${escapeHtml(plot.title)}</p>`, () => `<figure>${plot.svg}</figure>`),
    styled,
  );
}

/** As the serialiser of the page writes text. */
const escapeHtml = (text: string): string => text.replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;');
