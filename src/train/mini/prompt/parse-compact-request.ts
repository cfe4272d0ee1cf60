/** From the messages of the compact prompt profile to a task of mini. */
import type { Message } from '../../../model/request.ts';
import { countWords } from '../../../text/count-words.ts';
import { extractTopic } from './extract-topic.ts';
import type { MiniRegister, MiniSubject, MiniTask } from './mini-task.ts';
import { normalisePoint } from './normalise-point.ts';
import { factTokens, pointTokens } from './special-tokens.ts';

const jobs: readonly { start: string; kind: MiniTask['kind'] }[] = [
  { start: 'Plan a text.', kind: 'plan' },
  { start: 'Write one section of a text.', kind: 'section' },
  { start: 'Go on with this section.', kind: 'more' },
  { start: 'Write a whole text.', kind: 'article' },
  { start: 'Shorten this passage.', kind: 'condense' },
  { start: 'Sum up this section', kind: 'summary' },
];

const defaultSectionWords = 200;
const defaultArticleWords = 300;
const defaultSummaryWords = 30;
const defaultSections = 6;
/** Longest points and titles shown to the model; what is longer was not written as a point. */
const longestPointWords = 25;

/**
 * Reads a request of the compact profile, version 1, from the last user message.
 *
 * Anything without a job line of the profile is an article with the last user message as its instruction; its length
 * is read where it is given in words. Points are made to fit mini's frames by `normalisePoint`; a section without
 * points gets its title as its point.
 */
export function parseCompactRequest(messages: readonly Pick<Message, 'role' | 'content'>[]): MiniTask {
  const request = messages.findLast(({ role }) => role === 'user')?.content.trim() ?? '';
  const [first = '', ...rest] = request.split('\n');
  const kind = jobs.find(({ start }) => first.trim().startsWith(start))?.kind;
  if (kind === undefined) {
    return {
      kind: 'article',
      ...subjectOf(request),
      points: [],
      words: askedWords(request) ?? defaultArticleWords,
    };
  }
  const { fields, passage } = readFields(rest);
  const get = (name: string): string => fields.get(name) ?? '';
  const points = splitList(get('points'), ';').slice(0, pointTokens.length);
  const words = (fallback: number): number => positive(get('words')) ?? fallback;
  if (kind === 'summary') return { kind, title: get('title'), words: words(defaultSummaryWords), passage };
  if (kind === 'condense') {
    return { kind, points, words: words(Math.ceil(countWords(passage) / 2)), passage };
  }
  const subject = subjectOf(get('text'), get('form'));
  if (kind === 'plan') {
    const sections = positive(get('sections')) ?? defaultSections;
    const plan = { kind, ...subject, sections, words: words(sections * defaultSectionWords) };
    return get('title') === '' ? plan : { ...plan, title: get('title') };
  }
  const fitted = points.map(normalisePoint).filter((point) => countWords(point) <= longestPointWords);
  if (kind === 'article') return { kind, ...subject, points: fitted, words: words(defaultArticleWords) };
  const [, section = '1', sections = section] = /(\d+)\s*(?:of|\/)\s*(\d+)/.exec(get('section')) ?? [];
  const title = get('title');
  return {
    kind,
    ...subject,
    section: Math.max(1, Number(section)),
    sections: Math.max(1, Number(sections)),
    title: title || subject.topic,
    points: fitted.length > 0 || kind === 'more' ? fitted : [normalisePoint(title || subject.topic)],
    facts: splitList(get('facts'), ';').slice(0, factTokens.length),
    notAgain: splitList(get('not again'), '|'),
    soFar: get('so far'),
    words: words(defaultSectionWords),
  };
}

function readFields(lines: readonly string[]): { fields: Map<string, string>; passage: string } {
  const fields = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === 'passage:')
      return {
        fields,
        passage: lines
          .slice(index + 1)
          .join('\n')
          .trim(),
      };
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return { fields, passage: '' };
}

function subjectOf(text: string, askedForm = ''): MiniSubject {
  const { topic, key, form } = extractTopic(text);
  return { topic, key, register: registerOf(askedForm === '' ? form : askedForm, topic) };
}

/** How a form is written; what is not a story, a report or a guide is expository. */
function registerOf(form: string, topic: string): MiniRegister {
  if (/story|novel|tale|fable|play|narrative/i.test(form)) return 'narrative';
  if (/guide|manual|tutorial|how-?to|instructions|handbook|recipe|faq|lesson/i.test(form)) return 'how-to';
  if (/^how to\b/i.test(topic)) return 'how-to';
  if (/report|study|white ?paper|memo|analysis|survey|proposal|minutes/i.test(form)) return 'report';
  return 'expository';
}

const splitList = (text: string, mark: string): string[] =>
  text
    .split(mark)
    .map((part) => part.trim())
    .filter((part) => part !== '');

function positive(text: string): number | undefined {
  const found = Number(/\d[\d,]*/.exec(text)?.[0].replaceAll(',', ''));
  return found > 0 ? found : undefined;
}

const askedWords = (text: string): number | undefined =>
  positive(/(\d[\d,]*)[\s-]*words?\b/i.exec(text)?.[1] ?? '');
