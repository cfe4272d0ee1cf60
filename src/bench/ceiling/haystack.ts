/**
 * Long documents with facts planted in them, and questions that only the document answers.
 *
 * Twelve five-digit numbers of two kinds stand in every document, and no other digits. Five questions need one of them
 * each, planted from the beginning to the end; one needs two sentences at two places: who inherited a thing, and that
 * person's number. The other numbers belong to subjects of the same shape, so that no number is right by its form alone.
 *
 * The idea of facts at several depths of a growing context is that of Kamradt 2023, "Needle In A Haystack"; that
 * subjects of one shape stand beside each other, and that two places must be joined, follows Hsieh et al. 2024, "RULER",
 * arXiv:2404.06654. Words and sentences are our own.
 */
import { estimateTokens } from '../../model/estimate-tokens.ts';
import { createRandom, type Random } from '../../model/simulated/random.ts';
import { countWords } from '../../text/count-words.ts';
import { type HaystackWords, haystackWords } from './haystack-words.ts';

export type HaystackQuestion = {
  /** `one`: a single sentence answers it; `two`: two sentences, at two places. */
  kind: 'one' | 'two';
  /** Where the sentence with the number stands, as a share of the document. */
  depth: number;
  text: string;
  /** Five digits. */
  answer: string;
};

type Haystack = {
  /** The whole message: what to do, the document, the questions. */
  message: string;
  document: string;
  questions: HaystackQuestion[];
  /** Of the whole message, by `estimateTokens` sentence by sentence. */
  tokens: number;
  /** Of the document alone, by the official rule. */
  words: number;
};

/** Share that a reader who picks one of the document's numbers for each question gets right. */
export const chanceShare = 1 / 12;
/** Planted sentences, questions and instructions take about 550 tokens; a shorter message has no hay. */
export const leastTokens = 600;

const depths = [0.02, 0.26, 0.5, 0.74, 0.98];
const twoPlaces = [0.38, 0.62];
const decoyEntries = 4;
const decoyPensions = 2;

type Planted = { at: number; text: string };

/**
 * Makes the message of one reading test; equal arguments give equal messages, others share no document.
 *
 * @param options.tokens - Length of the whole message; met to within one sentence, about 25 tokens.
 * @throws {Error} `loadTokenizer` was not awaited before.
 */
export function createHaystack({
  tokens,
  language,
  repeat,
}: {
  tokens: number;
  language: 'en' | 'zh';
  repeat: number;
}): Haystack {
  const words = haystackWords[language];
  const random = createRandom('haystack', tokens, language, repeat);
  const { planted, questions } = plant(words, random);
  const around = renderMessage('', questions, language);
  const used =
    estimateTokens(around) + planted.reduce((sum, { text }) => sum + estimateTokens(words.space + text), 0);
  const hay: string[] = [];
  let missing = tokens - used;
  while (missing > 12) {
    const sentence = fill(random.pick(words.frames), words, random);
    hay.push(sentence);
    // A space belongs to the word behind it.
    missing -= estimateTokens(words.space + sentence);
  }
  const document = joinParagraphs(mix(hay, planted), words, random);
  const message = renderMessage(document, questions, language);
  return { message, document, questions, tokens: tokens - missing, words: countWords(document) };
}

/** Twelve numbers, two kinds of sentence, six questions in drawn order. */
function plant(words: HaystackWords, random: Random): { planted: Planted[]; questions: HaystackQuestion[] } {
  const { lists } = words;
  const numbers = drawNumbers(random, depths.length + decoyEntries + decoyPensions + 1);
  const pairs = random.shuffle(
    (lists.material ?? []).flatMap((material) =>
      (lists.object ?? []).map((object) => ({ material, object })),
    ),
  );
  const takeSubject = (): string => {
    const { material = '', object = '' } = pairs.pop() ?? {};
    const place = random.pick(lists.place ?? []);
    return insert(words.subject, { material, object, place });
  };
  const people = random.shuffle(
    (lists.first ?? []).flatMap((first) => (lists.last ?? []).map((last) => joinName(words, first, last))),
  );
  const takeNumber = (): string => numbers.pop() ?? '';
  const planted: Planted[] = [];
  const questions: HaystackQuestion[] = [];
  const put = (at: number, template: string, values: Record<string, string>): void => {
    planted.push({ at, text: startSentence(insert(template, values)) });
  };

  for (const depth of depths) {
    const [subject, number] = [takeSubject(), takeNumber()];
    put(depth, words.entered, { subject, number });
    questions.push({ kind: 'one', depth, text: insert(words.askEntered, { subject }), answer: number });
  }
  for (let decoy = 0; decoy < decoyEntries; decoy += 1)
    put(random.next(), words.entered, { subject: takeSubject(), number: takeNumber() });

  const [will = 0, pension = 0] = random.shuffle(twoPlaces);
  const [subject, person, number] = [takeSubject(), people.pop() ?? '', takeNumber()];
  put(will, words.inherited, { subject, person });
  put(pension, words.pension, { person, number });
  questions.push({
    kind: 'two',
    depth: pension,
    text: insert(words.askPension, { subject }),
    answer: number,
  });
  for (let decoy = 0; decoy < decoyPensions; decoy += 1) {
    const other = people.pop() ?? '';
    put(random.next(), words.inherited, { subject: takeSubject(), person: other });
    put(random.next(), words.pension, { person: other, number: takeNumber() });
  }
  return { planted, questions: random.shuffle(questions) };
}

/** Distinct numbers from 10000 to 99999. */
function drawNumbers(random: Random, count: number): string[] {
  const drawn = new Set<string>();
  while (drawn.size < count) drawn.add(String(10_000 + random.integer(90_000)));
  return [...drawn];
}

function mix(hay: readonly string[], planted: readonly Planted[]): string[] {
  const sentences = [...hay];
  // From the end, so that what is put in early does not move what comes later.
  for (const { at, text } of planted.toSorted((a, b) => b.at - a.at))
    sentences.splice(Math.round(at * hay.length), 0, text);
  return sentences;
}

function joinParagraphs(sentences: readonly string[], { space }: HaystackWords, random: Random): string {
  const paragraphs: string[] = [];
  for (let at = 0; at < sentences.length; ) {
    const length = 4 + random.integer(5);
    paragraphs.push(sentences.slice(at, at + length).join(space));
    at += length;
  }
  return paragraphs.join('\n\n');
}

function fill(frame: string, { lists }: HaystackWords, random: Random): string {
  return startSentence(
    frame.replace(/\{(\w+)\}/g, (_slot, name: string) => random.pick(lists[name] ?? [''])),
  );
}

const insert = (template: string, values: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (slot, name: string) => values[name] ?? slot);

const startSentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const joinName = ({ space }: HaystackWords, first: string, last: string): string =>
  space === '' ? last + first : `${first}${space}${last}`;

function renderMessage(
  document: string,
  questions: readonly HaystackQuestion[],
  language: 'en' | 'zh',
): string {
  const list = questions.map(({ text }, index) => `${index + 1}. ${text}`).join('\n');
  return language === 'zh'
    ? [
        '下面是一部地方记事。请先读完，再回答文后的问题；每个答案都是文中出现过的一个编号。',
        `<record>\n${document}\n</record>`,
        `问题：\n${list}`,
        '每个问题只写一行：题号、冒号、编号。除此之外什么都不要写。',
      ].join('\n\n')
    : [
        'Here is a local record. Read it to its end, then answer the questions behind it; every answer is a number that stands in the record.',
        `<record>\n${document}\n</record>`,
        `Questions:\n${list}`,
        'Give one line to each question: its place in the list, a colon, the number. Write nothing besides.',
      ].join('\n\n');
}
