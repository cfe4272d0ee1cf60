/**
 * Questions about long texts whose answers are known: own sentences, seeded. They test the engine, not reading skill:
 * what is asked for stands in plain sentences of one form, among filler and false friends.
 */

export type ReadingKindName = 'single-needle' | 'multi-needle' | 'aggregate' | 'order';
export const readingKinds: readonly ReadingKindName[] = [
  'single-needle',
  'multi-needle',
  'aggregate',
  'order',
];

export type MadeTask = { kind: ReadingKindName; ask: string; text: string; answer: string };

const places = 'Norwell Astrey Dunmere Calder Ostwick Farrow Helm Tarn Brisk Lowen Marsh Ivers'.split(' ');
const events = [
  'the mill fire',
  'the great thaw',
  'the ferry strike',
  'the comet',
  'the grain sale',
  'the long fog',
];
const subjects = 'rope timber slate wool barley oil chalk lanterns herring salt'.split(' ');
const verbs = ['was weighed', 'was stored', 'was traded', 'was mended', 'was counted', 'was shipped'];
const hours = 'before dawn,at noon,after the bells,in the rain,by lamplight,on the last tide'.split(',');
/** Of a filler sentence, about. */
const tokensPerSentence = 17;

/** A text of about so many tokens with one question. */
export function makeReadingTask(kind: ReadingKindName, tokens: number, seed: number): MadeTask {
  const random = createRandom(seed * 31 + readingKinds.indexOf(kind));
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const sentences = Array.from(
    { length: Math.max(4, Math.round(tokens / tokensPerSentence)) },
    (_, index) => {
      const page = index + 1;
      return `Page ${page} says that ${pick(subjects)} ${pick(verbs)} at ${pick(places)} ${pick(hours)} for the ${pick(subjects)} house.`;
    },
  );
  const { ask, answer, facts } = makeQuestion(kind, random, pick);
  // Spread over the whole, in the order given.
  for (const [index, fact] of facts.entries()) {
    const at = Math.floor(((index + random()) / facts.length) * sentences.length);
    sentences[Math.min(at, sentences.length - 1)] += ` ${fact}`;
  }
  let text = '';
  for (const [index, sentence] of sentences.entries())
    text += sentence + ((index + 1) % 8 === 0 ? '\n\n' : ' ');
  return { kind, ask, answer, text: text.trimEnd() };
}

function makeQuestion(
  kind: ReadingKindName,
  random: () => number,
  pick: <T>(values: readonly T[]) => T,
): { ask: string; answer: string; facts: string[] } {
  const number = (): number => 1_000 + Math.floor(random() * 9_000);
  const shuffled = <T>(values: readonly T[]): T[] =>
    values
      .map((value) => ({ value, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ value }) => value);
  if (kind === 'aggregate') {
    const asked = pick(places);
    const entries = Array.from({ length: 24 }, (_, index) => ({
      place: index % 3 === 0 ? pick(places.filter((place) => place !== asked)) : asked,
      carts: 1 + Math.floor(random() * 40),
    }));
    const facts = entries.map(
      ({ place, carts }, index) => `Entry ${index + 1}: the gate of ${place} let ${carts} carts pass.`,
    );
    const sum = entries.reduce((total, { place, carts }) => total + (place === asked ? carts : 0), 0);
    return { ask: `How many carts did the gate of ${asked} let pass in all?`, answer: String(sum), facts };
  }
  if (kind === 'order') {
    const order = shuffled(events);
    const days = order.map((event, index) => ({ event, day: 10 + index * 13 + Math.floor(random() * 10) }));
    return {
      ask: 'In which order were the happenings of the coast reported, by day?',
      answer: order.join('; '),
      facts: shuffled(days).map(({ event, day }) => `On day ${day} the coast reported ${event}.`),
    };
  }
  const seals = shuffled(places).map((place) => ({ place, number: number() }));
  const asked = seals.slice(0, kind === 'single-needle' ? 1 : 4);
  return {
    ask: `What numbers stand on the seals of ${asked.map(({ place }) => place).join(', ')}?`,
    answer: asked.map(({ number: each }) => each).join(', '),
    facts: shuffled(seals).map(({ place, number: each }) => `The seal of ${place} bears the number ${each}.`),
  };
}

/** Small generator (mulberry32): the same numbers everywhere. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
