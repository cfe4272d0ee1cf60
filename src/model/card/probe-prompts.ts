/** What a probe asks. English, short, and answerable by small models; markers cannot be guessed. */
import { estimateTokens } from '../estimate-tokens.ts';
import type { ImageRef } from '../images/image.ts';
import type { ModelRequest, ResponseSchema } from '../request.ts';

const user = (content: string): ModelRequest => ({ messages: [{ role: 'user', content }] });

export const explainPrompt: ModelRequest = user(
  'In about 80 words of plain prose, explain how a lighthouse helps ships at night.',
);

export const chinesePrompt: ModelRequest = user('请用两句话说明雨是怎样形成的。');

/** Its answer cannot fit into sixteen tokens. */
export const longListPrompt: ModelRequest = user(
  'Name the twelve months of the year in order, each with the number of its days, as one sentence.',
);

export const colourPrompt: ModelRequest = user('Name one colour. Answer with one word.');

/** Whoever does not see the image has one chance in 120. */
export const renderStripesPrompt = (image: ImageRef): ModelRequest => ({
  messages: [
    {
      role: 'user',
      content:
        'The image shows three vertical stripes. Name their colours from left to right, in English, as three words and nothing else. The colours are three of: red, green, blue, yellow, black, white. If you see no image, answer with the word none.',
      images: [image],
    },
  ],
});

const orderOf = (marker: string): string =>
  `Whatever you are asked, answer with the single word ${marker} and nothing else.`;
const capitalQuestion = 'What is the capital of France?';

/** An order that a model obeys only where it reads the system role. */
export const renderSystemPrompt = (marker: string): ModelRequest => ({
  messages: [
    { role: 'system', content: orderOf(marker) },
    { role: 'user', content: capitalQuestion },
  ],
});

/** The same order where every model reads it. */
export const renderOrderPrompt = (marker: string): ModelRequest =>
  user(`${orderOf(marker)}\n\n${capitalQuestion}`);

/** Its names stand in no prompt: whoever answers in them was held to the schema. */
const workSchema: ResponseSchema = {
  name: 'work',
  schema: {
    type: 'object',
    properties: { nameOfWork: { type: 'string' }, sheets: { type: 'integer' } },
    required: ['nameOfWork', 'sheets'],
    additionalProperties: false,
  },
};

/** Leads away from JSON, so that only an endpoint that enforces the schema answers in it. */
export const luringPrompt: ModelRequest = {
  ...user(
    'Invent a short book. Begin with a friendly greeting, then tell me its title and how many pages it has, in a relaxed sentence.',
  ),
  responseSchema: workSchema,
};

export const plainJsonPrompt: ModelRequest = user(
  'Invent a short book. Answer with one JSON object and nothing else: {"title": a string, "pages": a whole number}.',
);

/** @param words - Length that is asked for. */
export const renderEssayPrompt = (words: number): ModelRequest =>
  user(
    `Write an essay of ${words} words on how people have lit their houses, from the hearth to the lamp of today. Write all ${words} words; no headings, no remarks about the essay.`,
  );

const consonants = 'bdfgklmnprstvz';
const vowels = 'aeiou';

/**
 * A word that stands in no dictionary and no training text: five syllables, one of more than a thousand million.
 *
 * @param random - Uniform in [0, 1).
 */
export function createMarker(random: () => number): string {
  const pick = (letters: string): string => letters.charAt(Math.floor(random() * letters.length));
  return Array.from({ length: 5 }, () => pick(consonants) + pick(vowels)).join('');
}

/**
 * A prompt of about so many tokens that begins with the marker, which only a model that has read its very start
 * can tell.
 *
 * Needs the tokenizer loaded. Never longer than `tokens`, and seldom more than two lines of the filler shorter.
 */
export function renderMarkerPrompt(marker: string, tokens: number): ModelRequest {
  const name = marker.charAt(0).toUpperCase() + marker.slice(1);
  const start = `${name} is the name of the ship in this story.\n\n`;
  const end =
    '\nQuestion: What is the name of the ship in this story? It stands in the first sentence. Answer with the name alone.';
  const lines: string[] = [];
  let left = tokens - estimateTokens(start + end);
  while (left > 0) {
    const line = `${renderLine(lines.length)}\n`;
    left -= estimateTokens(line);
    lines.push(line);
  }
  // The whole counts differently from its lines, by little.
  while (lines.length > 0 && estimateTokens(start + lines.join('') + end) > tokens) lines.pop();
  return user(start + lines.join('') + end);
}

const people = [
  'baker',
  'painter',
  'teacher',
  'widow',
  'carpenter',
  'doctor',
  'gardener',
  'clerk',
  'miller',
  'weaver',
  'smith',
];
const deeds = [
  'carried',
  'bought',
  'mended',
  'found',
  'sold',
  'cleaned',
  'borrowed',
  'counted',
  'packed',
  'described',
  'hid',
  'weighed',
  'drew',
];
const things = [
  'a copper kettle',
  'two wool coats',
  'the blue chair',
  'a box of nails',
  'some dried apples',
  'an old map',
  'the garden gate',
  'a pair of boots',
  'six clay pots',
  'the kitchen clock',
  'a bundle of letters',
  'a loaf of bread',
  'the iron stove',
  'a basket of plums',
  'a torn umbrella',
  'three wax candles',
  'the silver spoon',
];
const places = [
  'near the church',
  'behind the mill',
  'at the market',
  'on the hill',
  'by the river',
  'in the barn',
  'under the bridge',
  'beside the school',
  'across the square',
  'along the canal',
  'outside the inn',
  'in the orchard',
  'at the station',
  'below the tower',
  'in the cellar',
  'at the crossroads',
  'by the old wall',
  'in the attic',
  'on the ferry',
];
const times = [
  'in the morning',
  'after lunch',
  'before sunrise',
  'late at night',
  'on a Sunday',
  'during the storm',
  'in early spring',
];

/** Lists of prime lengths, walked side by side: no line comes back within 323,323. */
const renderLine = (index: number): string => {
  const of = (list: readonly string[]): string => list[index % list.length] ?? '';
  return `The ${of(people)} ${of(deeds)} ${of(things)} ${of(places)} ${of(times)}.`;
};
