import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../model/simulated/random.ts';
import { countWords } from '../../../text/count-words.ts';
import { splitUnits } from '../../../text/repetition.ts';
import { splitSentences } from '../../../text/sentences.ts';
import { readProse, removeTokens } from '../prompt/mini-output.ts';
import type { MiniRegister, MiniSectionTask } from '../prompt/mini-task.ts';
import { miniSpecialTokens } from '../prompt/special-tokens.ts';
import { createMiniExamples } from './examples.ts';
import { createSlotFiller } from './fill-slots.ts';
import { expandFrame, parseFrame } from './frame.ts';
import { ownTitles, planPoints, sharedTitles, storyPoints } from './frames-plan.ts';
import { planByGrammar, writeByGrammar } from './grammar-baseline.ts';
import { heldOutTopics } from './held-out-topics.ts';
import { isKnownWord } from './lexicon.ts';
import { suitableScenes } from './scenes.ts';
import { framesByRegister } from './write-section.ts';

const registers: MiniRegister[] = ['expository', 'narrative', 'report', 'how-to'];
const topics = [
  { topic: 'the history of lighthouses', key: 'lighthouses' },
  { topic: 'how to bake bread', key: 'bread' },
  { topic: 'Ada Lovelace', key: 'Ada Lovelace' },
  { topic: 'an old clock', key: 'an old clock' },
];

/** Every frame three times with every topic. */
function expandEverything(register: MiniRegister): string[] {
  return topics.flatMap((subject, index) => {
    const random = createRandom('frames', register, index);
    const filler = createSlotFiller(
      {
        ...subject,
        register,
        points: ['how it all began'],
        facts: ['the year 1901'],
        hero: 'Mara',
        scenes: suitableScenes(register),
      },
      random,
    );
    const frames = framesByRegister[register].flatMap((set) => Object.values(set).flat());
    return frames.flatMap((frame) =>
      [1, 2, 3].map(() => removeTokens(expandFrame(frame, filler.sentence({}), random))),
    );
  });
}

describe.each(registers)('frames of the register %s', (register) => {
  it('expand to whole sentences without leftovers, with the right articles', () => {
    const faults =
      /[{}[\]|<>_]| {2}| [.,;:?!]|\.\.|\b(a|an|the|of|to|and|about) \1\b|\ba (?:[aeio]|hour|honest|un(?!i))|\ban (?:[^aeiouh\s]|useful|uni)/i;
    const bad = expandEverything(register).filter(
      (text) => faults.test(text) || !/^["A-Z].*[.?!]"?$/.test(text),
    );
    expect(bad).toEqual([]);
  });

  it('do not depend on whether the topic is one or many', () => {
    const agreeing =
      /(\S+) \{(?:key|topic|fact)\},? (?:is|are|was|were|has|have|does|do|needs?|looks?|seems|takes|gives|comes|goes|remains?|stays?|deserves|makes|brings|itself|themselves)\b/g;
    // Behind these words the slot is not what the verb speaks of: "the story of {key} is", "{hero} and {key} were".
    const carrier =
      /^(?:of|with|about|on|behind|to|in|from|for|at|into|understand|honour|use|as|around|and)$/;
    for (const set of framesByRegister[register])
      for (const { source } of Object.values(set).flat()) {
        for (const [, before] of source.matchAll(agreeing)) expect(before, source).toMatch(carrier);
        expect(source).not.toMatch(/^\{(?:key|topic|about|point|fact)\}/);
      }
  });

  it('are many, none of them twice', () => {
    const sources = framesByRegister[register].flatMap((set) =>
      Object.values(set)
        .flat()
        .map(({ source }) => source),
    );
    expect(sources.length).toBeGreaterThanOrEqual(250);
    expect(new Set(sources).size).toBe(sources.length);
  });

  it('make sections that share under 10 % of their 4-grams on average, and no sentence', () => {
    const [topic, key] = ['the history of umbrellas', 'umbrellas'];
    const sections = 10;
    const plan = planByGrammar({ kind: 'plan', topic, key, register, sections, words: 3000 }, 1);
    const written: string[] = [];
    const texts = plan.map(({ title, points }, index) => {
      const task: MiniSectionTask = {
        kind: 'section',
        topic,
        key,
        register,
        section: index + 1,
        sections,
        title,
        points,
        facts: [],
        notAgain: written,
        soFar: '',
        words: 300,
      };
      const text = writeByGrammar(task, 1);
      written.push(...splitSentences(text).map((sentence) => sentence.trim()));
      return text;
    });
    const sentences = written.filter((sentence) => sentence !== '');
    expect(new Set(sentences).size).toBe(sentences.length);
    const overlaps = texts.flatMap((text, index) =>
      texts.slice(0, index).map((other) => shareOfGrams(text, other)),
    );
    expect(Math.max(...overlaps)).toBeLessThan(0.2);
    expect(overlaps.reduce((sum, share) => sum + share, 0) / overlaps.length).toBeLessThan(0.1);
    for (const [index, text] of texts.entries()) {
      expect(text).toContain(key);
      expect(countWords(text)).toBeGreaterThan(270);
      expect(countWords(text)).toBeLessThan(330);
      for (const point of plan[index]?.points ?? []) expect(text).toContain(point);
    }
  });
});

function shareOfGrams(text: string, other: string): number {
  const grams = (of: string): Set<string> => {
    const units = splitUnits(of);
    return new Set(units.slice(3).map((_unit, index) => units.slice(index, index + 4).join(' ')));
  };
  const [some, others] = [grams(text), grams(other)];
  return [...some].filter((gram) => others.has(gram)).length / Math.min(some.size, others.size);
}

describe('expandFrame', () => {
  it('expands nested choices and optional parts', () => {
    const frame = parseFrame('{who} [ran[| fast]|sat].');
    const texts = new Set(
      Array.from({ length: 60 }, (_each, seed) => expandFrame(frame, () => 'we', createRandom(seed))),
    );
    expect([...texts].sort()).toEqual(['We ran fast.', 'We ran.', 'We sat.']);
  });

  it('takes away the space before a control token', () => {
    expect(expandFrame(parseFrame('of {key}.'), () => '<|key|> bees', createRandom(1))).toBe(
      'Of<|key|> bees.',
    );
  });

  it('names the frame whose bracket is open', () => {
    expect(() => parseFrame('a [b|c')).toThrow('a [b|c');
    expect(() => parseFrame('a {b')).toThrow('a {b');
  });
});

describe('createMiniExamples', () => {
  const take = (seed: number, count: number) => {
    const stream = createMiniExamples(seed);
    return Array.from({ length: count }, () => stream.next().value);
  };
  const examples = take(1, 1200);

  it('gives the same stream for the same seed', () => {
    expect(take(1, 30)).toEqual(examples.slice(0, 30));
    expect(take(2, 30)).not.toEqual(examples.slice(0, 30));
  });

  it('never names a held-out topic', () => {
    const text = examples
      .map(({ prompt, output }) => `${prompt}\n${output}`)
      .join('\n')
      .toLowerCase();
    expect(heldOutTopics).toHaveLength(20);
    for (const { topic, key } of heldOutTopics) {
      expect(text).not.toContain(` ${topic.toLowerCase()}`);
      expect(text).not.toMatch(new RegExp(`\\b${key}\\b`, 'i'));
    }
  });

  it('uses listed control tokens only, and ends prompt and output with theirs', () => {
    const listed = new Set(miniSpecialTokens);
    for (const { prompt, output } of examples) {
      for (const [token] of (prompt + output).matchAll(/<\|[^|]*\|>/g))
        expect(listed.has(token), token).toBe(true);
      expect(prompt.endsWith('<|out|>')).toBe(true);
      expect(output.endsWith('<|end|>')).toBe(true);
      expect(prompt + output).not.toMatch(/ {2}|[{}[\]]|undefined/);
    }
  });

  it('fits into 1,024 tokens at 1.9 tokens a word', () => {
    for (const { prompt, output } of examples) {
      const control = (prompt + output).match(/<\|/g)?.length ?? 0;
      const words = (prompt + output)
        .replaceAll(/<\|[^|]*\|>/g, ' ')
        .trim()
        .split(/\s+/).length;
      expect(control + words * 1.75).toBeLessThan(1024);
    }
  });

  it('copies every field it announces letter by letter', () => {
    let copies = 0;
    for (const { prompt, output } of examples) {
      if (prompt.startsWith('<|plan|>')) continue;
      for (const [, token, rest] of output.matchAll(
        /(<\|(?:topic|key|[a-f]|fact\d|hero)\|>) (.*?)(?=<\||$)/g,
      )) {
        const field =
          prompt
            .split(token as string)[1]
            ?.split('<|')[0]
            ?.trim() ?? '?';
        expect(rest?.startsWith(field), `${token} ${rest}`).toBe(true);
        copies += 1;
      }
    }
    expect(copies).toBeGreaterThan(3000);
  });

  it('writes no word that is neither known nor in the prompt', () => {
    for (const { prompt, output } of examples.slice(0, 400)) {
      const given = new Set(prompt.toLowerCase().match(/\p{L}+/gu));
      const plain = prompt.startsWith('<|plan|>')
        ? output.replaceAll(/<\|[^|]*\|>/g, ' ')
        : readProse(output);
      for (const word of plain.toLowerCase().match(/\p{L}+/gu) ?? []) {
        expect(given.has(word) || isKnownWord(word), word).toBe(true);
      }
    }
  });

  it('starts every sentence with the words that are left, and ends within a sentence of none', () => {
    for (const { prompt, output } of examples.filter((example) =>
      /^<\|(?:section|more|article)/.test(example.prompt),
    )) {
      const counts = [...output.matchAll(/<\|r(\d+)\|>/g)].map(([, tens]) => Number(tens));
      expect(counts).toEqual(counts.toSorted((a, b) => b - a));
      expect(counts.at(-1), prompt).toBeLessThanOrEqual(4);
      const words = countWords(readProse(output));
      expect(Math.abs((counts[0] as number) * 10 - words)).toBeLessThanOrEqual(counts[0] === 40 ? 60 : 13);
    }
  });

  it('shortens a passage to some of its sentences, in order', () => {
    const rows = examples.filter(({ prompt }) => prompt.startsWith('<|condense|>'));
    expect(rows.length).toBeGreaterThan(40);
    for (const { prompt, output } of rows) {
      const passage = prompt.split('<|passage|>')[1] as string;
      let at = 0;
      for (const sentence of output.split(/<\|(?:r\d+|p|end)\|>/).filter((part) => part !== '')) {
        const found = passage.indexOf(sentence, at);
        expect(found, sentence).toBeGreaterThanOrEqual(at);
        at = found + sentence.length;
      }
    }
  });

  it('sums up in one or two sentences', () => {
    const rows = examples.filter(({ prompt }) => prompt.startsWith('<|summary|>'));
    expect(rows.length).toBeGreaterThan(40);
    for (const { output } of rows) expect((output.match(/<\|r\d+\|>/g) ?? []).length).toBeLessThanOrEqual(2);
  });

  it('plans as many different lines as asked', () => {
    const rows = examples.filter(({ prompt }) => prompt.startsWith('<|plan|>'));
    expect(rows.length).toBeGreaterThan(120);
    for (const { prompt, output } of rows) {
      const asked = Number(/<\|lines\|> (\d+)/.exec(prompt)?.[1]);
      const titles = output
        .split('<|line|>')
        .slice(1)
        .map((line) => line.split('<|title|>')[1]?.split('<|a|>')[0]);
      expect(titles).toHaveLength(asked);
      expect(new Set(titles).size).toBe(asked);
    }
  });
});

describe('isKnownWord', () => {
  it('knows the words of frames and lists in any case, and no damaged copies', () => {
    for (const word of ['Mostly', 'apprentices', 'harbour', 'Mara', "teacher's", 'the'])
      expect(isKnownWord(word)).toBe(true);
    for (const word of ['slaciers', 'welines', 'observatoring', 'umbrellas'])
      expect(isKnownWord(word)).toBe(false);
  });

  it('knows every word that a frame can give', () => {
    const titles = [sharedTitles, ...Object.values(ownTitles)].flatMap((parts) =>
      Object.values(parts).flat(),
    );
    const random = createRandom('words');
    fc.assert(
      fc.property(
        fc.constantFrom(...titles, ...planPoints, ...storyPoints),
        fc.constantFrom(...registers),
        (frame, register) => {
          const filler = createSlotFiller(
            {
              topic: 'qqq',
              key: 'qqq',
              register,
              points: [],
              facts: [],
              hero: 'Mara',
              scenes: suitableScenes(register),
            },
            random,
          );
          const words = removeTokens(expandFrame(frame, filler.sentence({}), random)).match(/\p{L}+/gu) ?? [];
          expect(words.filter((word) => word !== 'qqq' && !isKnownWord(word))).toEqual([]);
        },
      ),
    );
  });
});
