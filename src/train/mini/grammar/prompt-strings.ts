/**
 * Strings for prompts: topics, keys, points, titles and facts of the examples. Copying is only learnt for strings as
 * diverse as those users send, so about half of the words are real, a quarter are put together from pieces of words (which
 * are rare rows of tokens), and the rest are syllables or plain letters; points are often words in no order at all.
 */
import type { Random } from '../../../model/simulated/random.ts';
import { adjectives, linkWords, massNouns, nouns, pastVerbs, pointOpeners } from './prompt-words.ts';

const consonants = [
  ...'bcdfghjklmnprstvwz',
  'br',
  'ch',
  'cl',
  'dr',
  'fl',
  'gr',
  'kr',
  'pl',
  'qu',
  'sh',
  'sk',
  'st',
  'th',
  'tr',
  'vl',
  'zh',
];
const vowels = [...'aeiou', 'a', 'e', 'i', 'o', 'ai', 'ea', 'ee', 'ia', 'oa', 'ou', 'y', 'ö', 'é', 'ü', 'á'];
const codas = ['', '', '', 'n', 'r', 's', 'l', 'm', 'k', 't', 'ng', 'nd', 'rt', 'x'];
const everyWord = [...nouns, ...massNouns, ...adjectives, ...pastVerbs];

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const drawLetters = (random: Random): string =>
  Array.from({ length: 3 + random.integer(6) }, () => String.fromCharCode(97 + random.integer(26))).join('');

const drawSyllables = (random: Random): string =>
  Array.from(
    { length: 1 + random.integer(3) },
    () => random.pick(consonants) + random.pick(vowels) + random.pick(codas),
  ).join('');

function drawPieces(random: Random): string {
  let word = '';
  for (let count = 2 + random.integer(2); count > 0; count -= 1) {
    const source = random.pick(everyWord);
    const start = random.integer(Math.max(1, source.length - 1));
    word += source.slice(start, start + 2 + random.integer(4));
  }
  return word;
}

/** An invented word in small letters. */
function drawInventedWord(random: Random): string {
  const kind = random.next();
  if (kind < 0.5) return drawPieces(random);
  return kind < 0.8 ? drawSyllables(random) : drawLetters(random);
}

/** Any word: real or invented, half and half. */
const drawWord = (random: Random): string =>
  random.next() < 0.5 ? random.pick(everyWord) : drawInventedWord(random);

/** A name of one or two capitalised invented words. */
const drawName = (random: Random): string =>
  Array.from({ length: 1 + random.integer(2) }, () =>
    capital(random.next() < 0.7 ? drawSyllables(random) : drawPieces(random)),
  ).join(' ');

function drawThing(random: Random): string {
  const kind = random.next();
  if (kind < 0.42) return random.next() < 0.7 ? `${random.pick(nouns)}s` : random.pick(massNouns);
  return kind < 0.5
    ? drawInventedWord(random)
    : `${drawInventedWord(random)}${random.pick(['s', 's', 'ing', '', 'tion', 'er'])}`;
}

/** A noun phrase that a text can be about. */
export function drawKey(random: Random): string {
  const kind = random.next();
  if (kind < 0.4) return drawThing(random);
  if (kind < 0.55)
    return `${random.next() < 0.6 ? random.pick(adjectives) : drawInventedWord(random)} ${drawThing(random)}`;
  if (kind < 0.7)
    return `${random.next() < 0.5 ? random.pick(nouns) : drawInventedWord(random)} ${drawThing(random)}`;
  if (kind < 0.78) return `the ${drawWord(random)} ${drawThing(random)}`;
  if (kind < 0.84) return `the ${capital(drawWord(random))} ${capital(random.pick(nouns))}`;
  if (kind < 0.88) return `a ${drawWord(random)} ${random.pick(nouns)}`;
  if (kind < 0.93) return drawName(random);
  if (kind < 0.96) return `${drawThing(random)} and ${drawThing(random)}`;
  return `${drawThing(random)} of ${drawName(random)}`;
}

/** The phrase around a key: "the history of …", "… in Norway", "how to … …". */
export function drawTopic(key: string, random: Random): string {
  const kind = random.next();
  if (kind < 0.3) return key;
  if (kind < 0.6) return `the ${random.next() < 0.6 ? random.pick(aspects) : drawWord(random)} of ${key}`;
  if (kind < 0.75) return `${key} ${random.pick(places)} ${drawName(random)}`;
  if (kind < 0.83)
    return `${key} ${random.pick(['for', 'and', 'without', 'with', 'as', 'versus'])} ${drawThing(random)}`;
  if (kind < 0.9) return `how to ${drawWord(random)} ${key}`;
  if (kind < 0.95) return `${random.pick(['how', 'why', 'when', 'where'])} ${key} ${random.pick(pastVerbs)}`;
  return `${drawWord(random)} ${key} ${random.pick(linkWords)} ${drawWord(random)}`;
}

const aspects = [
  'history',
  'story',
  'role',
  'future',
  'rise',
  'decline',
  'art',
  'craft',
  'origin',
  'meaning',
  'use',
  'impact',
  'early days',
  'life',
  'science',
  'value',
];
const places = ['in', 'from', 'around', 'near', 'across', 'of'];

/** A point whose words stand in no order that could be guessed: it can only be copied. */
export function drawFreePoint(key: string, random: Random): string {
  const count = 3 + random.integer(7);
  const words = [random.next() < 0.75 ? random.pick(pointOpeners) : drawWord(random)];
  const keyAt = random.next() < 0.3 ? 1 + random.integer(count) : -1;
  for (let index = 1; index <= count; index += 1) {
    if (index === keyAt) words.push(key);
    else {
      const kind = random.next();
      if (kind < 0.3) words.push(random.pick(linkWords));
      else if (kind < 0.34) words.push(drawName(random));
      else if (kind < 0.37) words.push(drawYear(random));
      else
        words.push(
          random.next() < 0.6
            ? random.pick(everyWord)
            : random.next() < 0.5
              ? `${random.pick(nouns)}s`
              : drawInventedWord(random),
        );
    }
  }
  return words.join(' ');
}

const drawYear = (random: Random): string => String(1500 + random.integer(530));

/** A heading in no order that could be guessed. */
export const drawFreeTitle = (key: string, random: Random): string =>
  capital(
    Array.from({ length: 2 + random.integer(4) }, (_each, index) =>
      index > 0 && random.next() < 0.2
        ? key
        : index > 0 && random.next() < 0.3
          ? random.pick(linkWords)
          : drawWord(random),
    ).join(' '),
  );

/** A year, a name or a noun phrase. */
export function drawFact(random: Random): string {
  const kind = random.next();
  if (kind < 0.3) return `the year ${drawYear(random)}`;
  if (kind < 0.6) return drawName(random);
  if (kind < 0.7) return `${random.integer(90) + 10} ${random.pick(nouns)}s`;
  return `the ${drawWord(random)} ${drawThing(random)}${random.next() < 0.3 ? ` of ${drawName(random)}` : ''}`;
}

/** Words, names, numbers and pieces in a row, to be said once more. */
export function drawRow(random: Random): string {
  return Array.from({ length: 15 + random.integer(70) }, () => {
    const kind = random.next();
    if (kind < 0.3) return random.pick(everyWord);
    if (kind < 0.65) return drawPieces(random);
    if (kind < 0.75) return drawSyllables(random);
    if (kind < 0.85) return drawLetters(random);
    if (kind < 0.9) return random.pick(linkWords);
    return kind < 0.95 ? drawName(random) : String(random.integer(10_000));
  }).join(' ');
}
