/**
 * What a writer is asked about a section that has its first draft, as whole requests: to go on, to fill in, to
 * tighten, to say something else. The standard profile goes on with the conversation of the draft; the compact one
 * says everything needed in one message.
 */
import type { Message } from '../model/request.ts';
import { type CompactLine, joinCompact, renderCompact } from '../plan/compact-prompt.ts';
import { splitSentences } from '../text/sentences.ts';
import {
  type DocumentBrief,
  renderCondense,
  renderInsert,
  renderMore,
  renderOtherwise,
  type SectionAsk,
} from './longhand-prompt.ts';

/** What is still to be added to a section. */
export type Need = { words: number; missing: readonly string[] };

type Asked = { brief: DocumentBrief } & Pick<SectionAsk, 'id' | 'title' | 'mainPoints' | 'sources'>;

/** Sentences that a compact request shows of the text it goes on from. */
const shownSentences = 2;
const citeOrder =
  ' Take facts from the sources alone, each with its mark before the full stop, such as [S1].';

/** The first request for a section, or for a whole text, in the compact profile. */
export function renderCompactAsk(
  brief: DocumentBrief,
  ask: SectionAsk,
  { number, soFar, avoid }: { number: string; soFar: string; avoid: readonly string[] },
): Message[] {
  const common: CompactLine[] = [
    ['points', joinCompact(ask.mainPoints)],
    ['note', ask.contract],
    ...sourceLines(ask),
    ['figures', ask.figures?.images.map(({ label }) => label).join('; ')],
    ['not again', avoid.join(' | ')],
    ['so far', lastSentences(soFar)],
    ['words', ask.askedWords],
  ];
  const cite = ask.sources === undefined || ask.sources === '' ? '' : citeOrder;
  if (ask.id === '')
    return renderCompact(`Write a whole text. Give only the text.${cite}`, [...lineOf(brief), ...common]);
  return renderCompact(`Write one section of a text. Give only its sentences.${cite}`, [
    ...lineOf(brief),
    ['section', number],
    ['title', ask.title],
    ...common,
  ]);
}

/** Lets a text go on at its end. */
export function requestMore(asked: Asked, draft: readonly Message[], text: string, need: Need): Message[] {
  const { brief } = asked;
  if (brief.profile === 'compact') return compactMore(asked, text, need);
  const content = renderMore(brief.language, need);
  return [...draft, { role: 'assistant', content: text }, { role: 'user', content }];
}

/** Has something written between two stretches of a text. */
export function requestInsert(
  asked: Asked,
  draft: readonly Message[],
  {
    text,
    before,
    after,
    avoid = [],
  }: { text: string; before: string; after: string; avoid?: readonly string[] },
  need: Need,
): Message[] {
  const { brief } = asked;
  if (brief.profile === 'compact') return compactMore(asked, before, need, avoid);
  const insert = renderInsert(brief.language, {
    before: splitSentences(before).at(-1)?.trim() ?? '…',
    after: splitSentences(after.trimStart())[0]?.trim() ?? '…',
    missing: need.missing,
    words: need.words,
  });
  const content = avoid.length > 0 ? `${renderOtherwise(brief.language, avoid)}\n\n${insert}` : insert;
  return [...draft, { role: 'assistant', content: text }, { role: 'user', content }];
}

/** Has a passage said in fewer words. */
export function requestCondense(
  { brief }: Asked,
  { text, words, mainPoints }: { text: string; words: number; mainPoints: readonly string[] },
): Message[] {
  if (brief.profile === 'compact')
    return renderCompact(
      'Shorten this passage. Keep its order and its facts. Give only the passage.',
      [
        ['points', joinCompact(mainPoints)],
        ['words', words],
      ],
      { passage: text },
    );
  return [{ role: 'user', content: renderCondense(brief.language, { text, words, mainPoints }) }];
}

/** The request of a draft, with what it must not say again. */
export function requestOtherwise(
  { brief }: Asked,
  draft: readonly Message[],
  avoid: readonly string[],
): Message[] {
  const last = draft.at(-1);
  if (last === undefined) return [];
  const content =
    brief.profile === 'compact'
      ? addAvoided(last.content, avoid.map(flat).join(' | '))
      : `${renderOtherwise(brief.language, avoid)}\n\n${last.content}`;
  return [...draft.slice(0, -1), { ...last, content }];
}

function addAvoided(content: string, avoided: string): string {
  const line = /^not again: .*$/m;
  return line.test(content)
    ? content.replace(line, (said) => `${said} | ${avoided}`)
    : content.replace(/^(?=words: \d+$)/m, `not again: ${avoided}\n`);
}

function compactMore(
  { brief, title, mainPoints, sources }: Asked,
  text: string,
  { words, missing }: Need,
  avoid: readonly string[] = [],
): Message[] {
  const cite = sources === undefined || sources === '' ? '' : citeOrder;
  return renderCompact(`Go on with this section. Give only new sentences.${cite}`, [
    ...lineOf(brief),
    ['title', title],
    ['points', joinCompact(missing.length > 0 ? missing : mainPoints)],
    ...sourceLines({ sources }),
    ['not again', avoid.map(flat).join(' | ')],
    ['so far', lastSentences(text)],
    ['words', words],
  ]);
}

/** The lines of a text's sources, as the source desk laid them out. */
const sourceLines = ({ sources = '' }: Pick<SectionAsk, 'sources'>): CompactLine[] =>
  sources.split('\n').flatMap((line): CompactLine[] => {
    const cut = line.indexOf(': ');
    return cut < 0 ? [] : [[line.slice(0, cut), line.slice(cut + 2)]];
  });

const lineOf = ({ instruction, style }: DocumentBrief): CompactLine[] => [
  ['text', instruction],
  ['form', style?.form],
];

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

const lastSentences = (text: string): string =>
  splitSentences(text.trim())
    .filter((sentence) => sentence.trim() !== '')
    .slice(-shownSentences)
    .join('')
    .trim();
