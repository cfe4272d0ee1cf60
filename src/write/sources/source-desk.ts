/** What a run with sources does with them: shows them to planner and writer, settles claims, keeps the ledger. */
import type { Ask, Limits } from '../../model/ask.ts';
import type { PromptProfile } from '../../plan/compact-prompt.ts';
import type { Section } from '../../plan/plan.ts';
import type { PromptLanguage } from '../../plan/prompt-language.ts';
import type { RunMemory } from '../../run/run-context.ts';
import type { Manuscript, WrittenSection } from '../manuscript.ts';
import { type CitationScore, type ClaimRow, scoreCitations } from './claim-row.ts';
import type { ClaimTools, UnsupportedPolicy } from './claim-tools.ts';
import { judgeClaims } from './judge-claims.ts';
import { judgeConflicts } from './judge-conflicts.ts';
import { mendClaims } from './mend-claims.ts';
import { dropReferences, listOwnSentences, readCitations } from './read-citations.ts';
import { type CitationStyle, type Labels, renderReferences } from './render-references.ts';
import { settleClaims } from './settle-claims.ts';
import type { Shelf } from './shelf.ts';
import { pickPassages, renderCompactPassages, renderDigest, renderPassages } from './show-sources.ts';

export type SourceDesk = {
  /** The sources in brief, for whoever plans. */
  digest(limits: Limits): string;
  /** The passages beside a section's request; of the compact profile a few sentences, as lines of it. */
  show(section: Pick<Section, 'title' | 'mainPoints' | 'contract'>, limits: Limits): Promise<string>;
  /**
   * Settles the claims of a section and keeps their rows; a section that was settled as it stands is not looked at
   * again. Call it inside a step.
   *
   * @param options.step - Beginning of the names of its own steps; unique in the run.
   * @param options.isDraft - A new text: nothing that was found of an earlier one counts, and what is not backed is
   *   written anew once.
   */
  settle(
    written: WrittenSection,
    options: { step: string; textLanguage: string; title: string; isDraft: boolean },
  ): Promise<WrittenSection>;
  /** A section as a person's file has it, with marks in place of citations and without the list behind the text. */
  readBack(text: string, labels: Labels): string;
  /**
   * Takes a person's text of a section into the ledger: marks they kept stay with their claims, what they wrote
   * without a mark is theirs and is not judged, claims that are gone leave.
   *
   * @param options.step - As of `settle`.
   */
  takeEdit(
    written: WrittenSection,
    options: { step: string; textLanguage: string; title: string },
  ): Promise<WrittenSection>;
  /** The manuscript with citations and references in place of marks. */
  cite(manuscript: Manuscript): Promise<Manuscript>;
  /** The ledger in reading order, and what it comes to. */
  report(sections: readonly WrittenSection[]): Promise<{ rows: ClaimRow[]; score: CitationScore }>;
};

const kind = 'claims';
const key = 'section';
/** Room for passages beside a section, and for the digest beside a plan; a share of the window where it is small. */
const passagesTokens = 2_400;
const digestTokens = 6_000;
const shareOfWindow = 0.2;
/** A compact request and its answer fill most of the window. */
const shareOfCompact = 0.15;

/** `own`: sentences that a person wrote, as keys of the ledger. */
type Kept = { text: string; rows: ClaimRow[]; own?: string[] };

export function createSourceDesk(
  shelf: Shelf,
  {
    instruction,
    language,
    profile,
    policy,
    style,
    judge,
  }: {
    instruction: string;
    language: PromptLanguage;
    /** Of the writer: a compact one sees single sentences and writes nothing anew. */
    profile: PromptProfile;
    policy: UnsupportedPolicy;
    style: CitationStyle;
    /** Absent: rules alone decide. */
    judge?: { hasStructuredOutput: boolean };
  },
  { ask, memory, countWords }: { ask: Ask; memory: RunMemory; countWords: (text: string) => number },
): SourceDesk {
  const isCompact = profile === 'compact';
  const room = (most: number, { contextTokens = Number.POSITIVE_INFINITY }: Limits): number =>
    Math.floor(Math.min(most, contextTokens * shareOfWindow));

  const loadKept = async (): Promise<Map<string, Kept>> =>
    new Map((await memory.find(kind, [key])).map(({ owner, value }) => [owner, value as Kept]));

  const settle: SourceDesk['settle'] = async (written, { step, textLanguage, title, isDraft }) => {
    const { id, text, status } = written;
    if (status === 'gap' || text === '') return written;
    const before = isDraft ? undefined : (await loadKept()).get(id);
    if (before?.text === text) return written;
    const tools: ClaimTools = {
      shelf,
      policy,
      language,
      textLanguage,
      countWords,
      isMarkRequired: isCompact,
      ...(judge && {
        judge: (questions, round, name) =>
          judgeClaims(questions, { ask, step: `${step}/claims-${name}`, language, round, ...judge }),
        compare: (questions, round, name) =>
          judgeConflicts(questions, { ask, step: `${step}/claims-${name}`, language, round, ...judge }),
      }),
      ...(isDraft &&
        !isCompact && {
          mend: (broken, name) =>
            mendClaims(broken, { ask, step: `${step}/claims-${name}`, language, shelf }),
        }),
    };
    const known = [instruction, title, written.title].join('\n');
    const own = before?.own ?? [];
    const settled = await settleClaims(text, { section: id, known, earlier: before?.rows ?? [], own }, tools);
    await memory.put(id, [{ kind, key, value: { ...settled, ...(own.length > 0 && { own }) } }]);
    return settled.text === text
      ? written
      : { ...written, text: settled.text, deliveredWords: countWords(settled.text) };
  };

  return {
    settle,
    digest: (limits) => renderDigest(shelf, language, room(digestTokens, limits)),
    async show({ title, mainPoints, contract }, limits) {
      const query = [
        title,
        ...mainPoints,
        ...(title === '' || mainPoints.length === 0 ? [instruction] : []),
      ].join('\n');
      const drawsOn = (contract?.drawsOn ?? []).map((name) => Number(/\d+/.exec(name)?.[0] ?? 0));
      const most = isCompact ? passagesTokens : room(passagesTokens, limits);
      const picked = await pickPassages(shelf, { query, drawsOn }, most);
      if (!isCompact) return renderPassages(shelf, picked, language);
      const mostTokens = Math.floor((limits.contextTokens ?? passagesTokens) * shareOfCompact);
      return renderCompactPassages(shelf, picked, { query, mostTokens });
    },
    readBack: (text, labels) =>
      readCitations(dropReferences(text, { shelf, labels }), { labels, style, shelf }),
    async takeEdit(written, options) {
      const { text = '', rows = [], own = [] } = (await loadKept()).get(written.id) ?? {};
      const theirs = listOwnSentences(written.text, { rows, shelf });
      const value: Kept = { text, rows, own: [...new Set([...own, ...theirs])] };
      await memory.put(written.id, [{ kind, key, value }]);
      return settle(written, { ...options, isDraft: false });
    },
    async cite(manuscript) {
      const kept = await loadKept();
      const { sections, opening = '' } = manuscript;
      const { texts, references, labels } = renderReferences(
        sections.map(({ text }) => text),
        { rows: sections.map(({ id }) => kept.get(id)?.rows ?? []), shelf, style, language, taken: opening },
      );
      return {
        ...manuscript,
        sections: sections.map((section, at) => ({ ...section, text: texts[at] ?? section.text })),
        ...(references !== '' && { references, labels }),
      };
    },
    async report(sections) {
      const kept = await loadKept();
      const rows = sections.flatMap(({ id }) => kept.get(id)?.rows ?? []);
      return { rows, score: scoreCitations(rows) };
    },
  };
}
