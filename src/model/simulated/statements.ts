/**
 * Statements: what the simulated model has to say. The instruction has a seeded pool of them, and so have the
 * main points of each part; a statement has a core (adjective, noun, noun) by which it is recognised in a text it was written into.
 */
import { chineseGrammar } from './chinese-grammar.ts';
import { englishGrammar } from './english-grammar.ts';
import { expand, type Grammar, polishSentence } from './grammar.ts';
import { createRandom, type Random } from './random.ts';
import type { ReplyLanguage } from './topics.ts';

type Statement = { core: string; sentence: string };

/** What a reply is about and what it may know. */
export type Subject = {
  seed: number;
  language: ReplyLanguage;
  instructionTopics: readonly string[];
  focusTopics: readonly string[];
  /** Everything the request shows. */
  visibleText: string;
  /** Probability that a sentence repeats a visible one. */
  repeatRate: number;
};

/** Statements of one pool, among which requests choose in their own order; more follow when all are used. */
const poolSize = 80;
/** Share of sentences on the whole job, wherever the part has main points of its own. */
const generalShare = 0.15;
/** Share of sentences that name their phrase. */
const namedShare = 0.45;

export function grammarOf(language: ReplyLanguage): Grammar {
  return language === 'zh' ? chineseGrammar : englishGrammar;
}

/**
 * Draws sentences for a request, one after the other, without end and without repeating itself.
 *
 * Statements visible in the request are avoided, except that each sentence repeats a visible one with
 * probability `repeatRate`. What is not shown is not known: another request of the same job draws from the same
 * pools again.
 */
export function createSentenceSource(subject: Subject, random: Random): () => string {
  const used = findCores(subject.visibleText, subject.language);
  const repeatable = subject.repeatRate > 0 ? random.shuffle(findStatements(subject)) : [];
  const general = createPool(subject, subject.instructionTopics, random);
  const own = subject.focusTopics.length > 0 ? createPool(subject, subject.focusTopics, random) : undefined;

  const fresh = (): Statement => {
    const statement =
      own === undefined || random.next() < generalShare ? general.next(used, own === undefined) : undefined;
    return statement ?? ((own ?? general).next(used, true) as Statement);
  };

  return () => {
    if (repeatable.length > 0 && random.next() < subject.repeatRate) return repeatable.pop() as string;
    const statement = fresh();
    used.add(statement.core);
    return statement.sentence;
  };
}

type StatementPool = {
  /** The next statement that is not used; undefined when the pool is used up and must not grow. */
  next(used: ReadonlySet<string>, mayGrow: boolean): Statement | undefined;
};

function createPool(subject: Subject, topics: readonly string[], random: Random): StatementPool {
  let order: number[] | undefined;
  let position = 0;
  return {
    next(used, mayGrow) {
      order ??= random.shuffle(Array.from({ length: poolSize }, (_, index) => index));
      for (; mayGrow || position < poolSize; position++) {
        const statement = createStatement(subject, topics, order[position] ?? position);
        if (!used.has(statement.core)) return statement;
      }
      return undefined;
    },
  };
}

function createStatement(subject: Subject, topics: readonly string[], index: number): Statement {
  const { seed, language, instructionTopics } = subject;
  const random = createRandom('statement', seed, ...instructionTopics, '', ...topics, index);
  const grammar = grammarOf(language);
  const core = expand(grammar, 'core', random);
  const phrase = random.pick(topics);
  const topic = language === 'zh' ? phrase : phrase.split(' ').slice(-3).join(' ');
  const symbol = random.next() < namedShare ? 'topicSentence' : 'sentence';
  return { core, sentence: polishSentence(expand(grammar, symbol, random, { core, topic })) };
}

/** Cores of the statements a text was written from. */
export function findCores(text: string, language: ReplyLanguage): Set<string> {
  const grammar = grammarOf(language);
  const known = (symbol: string): ReadonlySet<string> => new Set(grammar[symbol]);
  const [adjectives, attributes, things] = [known('adjective'), known('attribute'), known('things')];
  const cores = new Set<string>();
  if (language === 'zh') {
    for (let at = text.indexOf('的'); at >= 0; at = text.indexOf('的', at + 1)) {
      const isCore =
        adjectives.has(text.slice(at - 2, at)) &&
        attributes.has(text.slice(at + 1, at + 3)) &&
        things.has(text.slice(at + 3, at + 5));
      if (isCore) cores.add(text.slice(at - 2, at + 5));
    }
    return cores;
  }
  const isCore = (first: string, second: string, third: string): boolean =>
    things.has(third) && attributes.has(second) && adjectives.has(first);
  let before: readonly string[] = [];
  for (const line of text.split('\n')) {
    const { inside, head, tail } = readLine(line, isCore);
    for (const core of inside) cores.add(core);
    // A line break stands between the words of a core as well as a space does.
    const border = [...before, ...head];
    for (let at = Math.max(2, before.length); at < border.length; at += 1) {
      const three = border.slice(at - 2, at + 1) as [string, string, string];
      if (isCore(...three)) cores.add(three.join(' '));
    }
    before = [...before, ...tail].slice(-2);
  }
  return cores;
}

type LineOfWords = { inside: readonly string[]; head: readonly string[]; tail: readonly string[] };

/** Lines seen lately: a history that grows is not read again and again. */
const lines = new Map<string, LineOfWords>();
const mostLines = 20_000;

/** The cores within a line, and its first and last two words. */
function readLine(
  line: string,
  isCore: (first: string, second: string, third: string) => boolean,
): LineOfWords {
  const known = lines.get(line);
  if (known !== undefined) return known;
  const words = line.toLowerCase().match(/[a-z]+/g) ?? [];
  const inside: string[] = [];
  for (let at = 2; at < words.length; at += 1) {
    const [first = '', second = '', third = ''] = [words[at - 2], words[at - 1], words[at]];
    if (isCore(first, second, third)) inside.push(`${first} ${second} ${third}`);
  }
  const read = { inside, head: words.slice(0, 2), tail: words.slice(-2) };
  if (lines.size >= mostLines) lines.clear();
  lines.set(line, read);
  return read;
}

function findStatements(subject: Subject): string[] {
  const sentences = splitPlainSentences(subject.visibleText).map((sentence) => sentence.trim());
  return [...new Set(sentences)].filter((sentence) => findCores(sentence, subject.language).size > 0);
}

/** Sentences with the white space after them; joined they restore the text. Knows no abbreviations. */
export function splitPlainSentences(text: string): string[] {
  return text.match(/[^.!?。！？\n]*[.!?。！？]+["”’」』）)]*\s*|[^.!?。！？\n]+\s*|\n+/g) ?? [];
}
