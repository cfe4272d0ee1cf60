/** The sources of a writing run: kept with it, and laid out for its sections. */
import type { Model } from '../../model/model.ts';
import type { Embed } from '../../read/search-index.ts';
import type { RunContext } from '../../run/run-context.ts';
import type { Manuscript, WrittenSection } from '../../write/manuscript.ts';
import type { CitationScore } from '../../write/sources/claim-row.ts';
import { createShelf, type Shelf } from '../../write/sources/shelf.ts';
import { createSourceDesk, type SourceDesk } from '../../write/sources/source-desk.ts';
import type { MethodHost, WritingTask } from '../method.ts';
import { keepSources, type ReadTexts } from '../reading/read-sources.ts';
import { languageOfText } from '../section-writer.ts';
import type { WriteRequest } from '../write-request.ts';

/** Name of the file with the claim ledger, in the folder of the run. */
const claimsFile = 'claims.json';

/**
 * Opens the sources of a run: their texts come from the run itself where it holds them.
 *
 * @param texts - What this process has read already.
 * @param embed - Absent: passages are found by their words alone.
 * @returns Undefined for a run without sources.
 * @throws {UsageError} A run that was stopped before it held a text finds its file gone or changed.
 */
export async function openShelf(
  { sources }: Pick<WriteRequest, 'sources'>,
  texts: ReadTexts,
  context: Pick<RunContext, 'step'>,
  embed?: Embed,
): Promise<Shelf | undefined> {
  if (sources === undefined) return undefined;
  const { files, allowHttp } = sources;
  const kept = await keepSources({ sources: files, allowHttp }, texts, context);
  const shelved = kept.map((source, at) => ({ ...source, path: files[at]?.path ?? source.title }));
  return createShelf(shelved, { embed });
}

/** The desk of a run, judged by its judge; a judge too small for such questions is not asked. */
export function openDesk(
  { instruction, language, sources }: WriteRequest,
  shelf: Shelf,
  { writer, judge }: { writer: Model; judge: Model },
  host: Pick<MethodHost, 'ask' | 'memory' | 'countWords'>,
): SourceDesk {
  return createSourceDesk(
    shelf,
    {
      instruction,
      language,
      profile: writer.card?.promptProfile ?? 'standard',
      policy: sources?.onUnsupported ?? 'mark',
      style: sources?.style ?? 'footnotes',
      ...(judge.card?.promptProfile !== 'compact' && {
        judge: { hasStructuredOutput: judge.hasStructuredOutput },
      }),
    },
    host,
  );
}

/**
 * Closes the ledger over the finished text: what a person or a last pass changed is settled as it stands now, then
 * the ledger is written out.
 *
 * @param step - Beginning of the names of its steps; unique in the run.
 * @returns The manuscript with citations and references, and what the ledger comes to.
 */
export async function closeLedger(
  manuscript: Manuscript,
  { sources: request }: Pick<WriteRequest, 'sources'>,
  { task, step }: { task: WritingTask; step: string },
  host: MethodHost,
  context: Pick<RunContext, 'project' | 'warn'>,
): Promise<{ manuscript: Manuscript; citations?: CitationScore }> {
  const { sources } = host;
  if (sources === undefined || request === undefined) return { manuscript };
  const { title } = manuscript;
  const textLanguage = languageOfText(task);
  const sections: WrittenSection[] = [];
  for (const section of manuscript.sections) {
    const settled = await sources.settle(section, {
      step: `${step}/${section.id}`,
      textLanguage,
      title,
      isDraft: false,
    });
    if (settled.text !== section.text) await host.replace(settled, 'was checked against the sources');
    sections.push(settled);
  }
  const { rows, score } = await sources.report(sections);
  const files = request.files.map(({ id, title, path, sha256 }, at) => ({
    number: at + 1,
    id,
    title,
    path,
    sha256,
  }));
  if (score.cited === 0) await context.warn(describeUncited(score, task));
  await context.project(claimsFile, `${JSON.stringify({ score, sources: files, claims: rows }, null, 1)}\n`);
  return { manuscript: await sources.cite({ ...manuscript, sections }), citations: score };
}

/** Said where sources were given and none is cited: nobody may take such a text for one that rests on them. */
function describeUncited({ claims }: CitationScore, { profile }: Pick<WritingTask, 'profile'>): string {
  const why =
    profile === 'compact' ? ' The writer is a small model that sees a few sentences of them at a time.' : '';
  return `0 of ${claims} claims are traced to a source: nothing in this text rests on the sources that were named.${why}`;
}
