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
import { mendClaims } from './mend-claims.ts';
import { type CitationStyle, renderReferences } from './render-references.ts';
import { settleClaims } from './settle-claims.ts';
import type { Shelf } from './shelf.ts';
import { pickPassages, renderDigest, renderPassages } from './show-sources.ts';

export type SourceDesk = {
  /** The sources in brief, for whoever plans. */
  digest(limits: Limits): string;
  /** The passages beside a section's request; '' for a writer without room for them. */
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

type Kept = { text: string; rows: ClaimRow[] };

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
    /** Of the writer: a compact one sees no sources and writes nothing anew. */
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

  return {
    digest: (limits) => renderDigest(shelf, language, room(digestTokens, limits)),
    async show({ title, mainPoints, contract }, limits) {
      if (isCompact) return '';
      const query = [
        title,
        ...mainPoints,
        ...(title === '' || mainPoints.length === 0 ? [instruction] : []),
      ].join('\n');
      const drawsOn = (contract?.drawsOn ?? []).map((name) => Number(/\d+/.exec(name)?.[0] ?? 0));
      return renderPassages(
        shelf,
        await pickPassages(shelf, { query, drawsOn }, room(passagesTokens, limits)),
        language,
      );
    },
    async settle(written, { step, textLanguage, title, isDraft }) {
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
        ...(judge && {
          judge: (questions, round, name) =>
            judgeClaims(questions, { ask, step: `${step}/claims-${name}`, language, round, ...judge }),
        }),
        ...(isDraft &&
          !isCompact && {
            mend: (broken) => mendClaims(broken, { ask, step: `${step}/claims`, language, shelf }),
          }),
      };
      const known = [instruction, title, written.title].join('\n');
      const settled = await settleClaims(text, { section: id, known, earlier: before?.rows ?? [] }, tools);
      await memory.put(id, [{ kind, key, value: settled }]);
      return settled.text === text
        ? written
        : { ...written, text: settled.text, deliveredWords: countWords(settled.text) };
    },
    async cite(manuscript) {
      const kept = await loadKept();
      const { sections, opening = '' } = manuscript;
      const { texts, references } = renderReferences(
        sections.map(({ text }) => text),
        { rows: sections.map(({ id }) => kept.get(id)?.rows ?? []), shelf, style, language, taken: opening },
      );
      return {
        ...manuscript,
        sections: sections.map((section, at) => ({ ...section, text: texts[at] ?? section.text })),
        ...(references !== '' && { references }),
      };
    },
    async report(sections) {
      const kept = await loadKept();
      const rows = sections.flatMap(({ id }) => kept.get(id)?.rows ?? []);
      return { rows, score: scoreCitations(rows) };
    },
  };
}
