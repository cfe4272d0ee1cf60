import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractTopic } from './extract-topic.ts';

/** Instruction, topic, key; the form where it is not an article. */
const table: [string, string, string, string?][] = [
  ['Write a 3000-word article about the history of lighthouses', 'the history of lighthouses', 'lighthouses'],
  ['Write about lighthouses.', 'lighthouses', 'lighthouses'],
  ['write a 3k word article about hydrogen pipelines', 'hydrogen pipelines', 'hydrogen pipelines'],
  ['Write 2000 words about why glaciers move', 'why glaciers move', 'glaciers'],
  ['Write 3,000 words on the future of rail travel', 'the future of rail travel', 'rail travel'],
  ['Write at least 3000 words about board games', 'board games', 'board games'],
  ['Write an article of 3000 words about Okonkwo Vrbata', 'Okonkwo Vrbata', 'Okonkwo Vrbata'],
  ['Write a text of about 1,200 words about umbrellas.', 'umbrellas', 'umbrellas', 'text'],
  ['An essay on the decline of bees in Europe', 'the decline of bees in Europe', 'bees', 'essay'],
  [
    'Can you write me a 5000 word essay about the Roman Empire?',
    'the Roman Empire',
    'the Roman Empire',
    'essay',
  ],
  ['Write an essay titled "The Quiet Sea"', 'The Quiet Sea', 'The Quiet Sea', 'essay'],
  [
    'Write an article entitled "Walking in Winter" about winter hikes, in 2,000 words.',
    'winter hikes',
    'winter hikes',
  ],
  [
    'Write a 3000-word report on "The Use of Sails in Cargo Ships"',
    'The Use of Sails in Cargo Ships',
    'Sails',
    'report',
  ],
  ['Write a story called "The Glass Bridge"', 'The Glass Bridge', 'The Glass Bridge', 'story'],
  ['Explain how vaccines work.', 'how vaccines work', 'vaccines'],
  ['Explain why the sky is blue to children', 'why the sky is blue', 'the sky'],
  ['Why do cats purr?', 'why cats purr', 'cats'],
  ['What is inflation?', 'inflation', 'inflation'],
  ['How bees talk to each other', 'how bees talk to each other', 'bees'],
  ['Describe the life of Ada Lovelace in about 3000 words', 'the life of Ada Lovelace', 'Ada Lovelace'],
  [
    'Discuss the impact of social media on teenagers.',
    'the impact of social media on teenagers',
    'social media',
  ],
  ['Compare cats and dogs as pets', 'cats and dogs as pets', 'cats and dogs'],
  ['Summarize the history of postage stamps', 'the history of postage stamps', 'postage stamps'],
  [
    'Explore the psychology of colour in advertising in 2,000 words',
    'the psychology of colour in advertising',
    'colour',
  ],
  ['Tell me about the moon', 'the moon', 'the moon', 'story'],
  ['Tell the story of the first bicycle', 'the first bicycle', 'the first bicycle', 'story'],
  [
    'Write a story about a lighthouse keeper who finds a letter',
    'a lighthouse keeper who finds a letter',
    'a lighthouse keeper',
    'story',
  ],
  ['Compose a short story in which a boy finds a map', 'a boy finds a map', 'a boy', 'short story'],
  ['Write a novel about two sisters', 'two sisters', 'two sisters', 'novel'],
  ["A beginner's guide to container gardening", 'container gardening', 'container gardening', 'guide'],
  [
    'Write a guide to baking sourdough bread for beginners',
    'baking sourdough bread',
    'baking sourdough bread',
    'guide',
  ],
  ['How to bake sourdough bread at home', 'how to bake sourdough bread at home', 'sourdough bread'],
  ['Generate a tutorial on how to swim', 'how to swim', 'swimming', 'tutorial'],
  [
    'Write a step-by-step guide on how to repair a bicycle tyre',
    'how to repair a bicycle tyre',
    'a bicycle tyre',
    'guide',
  ],
  ['Write a how-to on growing tomatoes', 'growing tomatoes', 'growing tomatoes', 'how-to'],
  [
    'A 2000-word guide: growing tomatoes on balconies',
    'growing tomatoes on balconies',
    'growing tomatoes',
    'guide',
  ],
  ['Write a manual for a coffee machine', 'a coffee machine', 'a coffee machine', 'manual'],
  [
    'Please write a 2,500-word report on electric bicycles.',
    'electric bicycles',
    'electric bicycles',
    'report',
  ],
  [
    'I need a detailed report of 4000 words on volcano monitoring in Iceland.',
    'volcano monitoring in Iceland',
    'volcano monitoring',
    'report',
  ],
  ['Write a report for the city council about street trees', 'street trees', 'street trees', 'report'],
  [
    'Please produce a white paper on solar power in rural Africa',
    'solar power in rural Africa',
    'solar power',
    'white paper',
  ],
  [
    'Write a comprehensive overview of the silk trade, with at least 5 sections.',
    'the silk trade',
    'the silk trade',
    'overview',
  ],
  [
    'Write a blog post about working from home and make it friendly',
    'working from home',
    'working from home',
    'blog post',
  ],
  ['Give me a lecture on jazz improvisation', 'jazz improvisation', 'jazz improvisation', 'lecture'],
  ['Write a biography of Marie Curie', 'the biography of Marie Curie', 'Marie Curie', 'biography'],
  [
    'Write a history of the printing press in 3000 words.',
    'the history of the printing press',
    'the printing press',
    'history',
  ],
  ['Write a 3000 word history of chess', 'the history of chess', 'chess', 'history'],
  [
    'Write a 3000-word essay discussing the role of women in the French Revolution.',
    'the role of women in the French Revolution',
    'women',
    'essay',
  ],
  [
    'I would like an essay of around 1,500 words that explores the relationship between music and memory.',
    'the relationship between music and memory',
    'music and memory',
    'essay',
  ],
  [
    'Write a long article covering the causes of the First World War',
    'the causes of the First World War',
    'the First World War',
  ],
  [
    'Give an account of the fall of the Berlin Wall',
    'the fall of the Berlin Wall',
    'the Berlin Wall',
    'account',
  ],
  ['Write a letter to my grandmother about my trip to Rome', 'my trip to Rome', 'my trip', 'letter'],
  ['Write a speech for a wedding', 'a wedding', 'a wedding', 'speech'],
  ['Write something about tea.', 'tea', 'tea'],
  [
    'Write an in-depth piece on urban beekeeping, written for a general audience.',
    'urban beekeeping',
    'urban beekeeping',
    'piece',
  ],
  [
    'Write an introduction to machine learning for high school students',
    'machine learning',
    'machine learning',
    'introduction',
  ],
  ['An article about the ethics of zoos', 'the ethics of zoos', 'zoos'],
  ['Write an article on the topic of noise in cities.', 'noise in cities', 'noise'],
  ['Write an article on the subject of clocks', 'clocks', 'clocks'],
  ['You are a historian. Write a 3000-word article about canals.', 'canals', 'canals'],
  ['Write an article. The topic is river ferries. Use 3000 words.', 'river ferries', 'river ferries'],
  [
    'Topic: the invention of the telephone. Write 2000 words.',
    'the invention of the telephone',
    'the telephone',
  ],
  ['Write a 3000-word article: the history of tea', 'the history of tea', 'tea'],
  ['Write a 3000-word article for a travel magazine about Kyoto gardens.', 'Kyoto gardens', 'Kyoto gardens'],
  ['The history of lighthouses', 'the history of lighthouses', 'lighthouses'],
  ['The rise and fall of the Zeppelin', 'the rise and fall of the Zeppelin', 'the Zeppelin'],
  ['Chess', 'chess', 'chess'],
  ['WRITE AN ARTICLE ABOUT WINDMILLS', 'windmills', 'windmills'],
  ['How do I plant garlic?', 'how to plant garlic', 'garlic'],
  [
    'Write a 3000 word short story set in a railway station',
    'a railway station',
    'a railway station',
    'short story',
  ],
  ['Prague in winter', 'Prague in winter', 'Prague'],
  ['Write a 3000-word article about bread in the style of a newspaper', 'bread', 'bread'],
  ['Write 800 words', 'the subject', 'the subject'],
  ['', 'the subject', 'the subject'],
];

describe('extractTopic', () => {
  it.each(table)('reads %j', (instruction, topic, key, form = 'article') => {
    expect(extractTopic(instruction)).toMatchObject({ topic, key, form });
  });

  it.each([
    ['Write a guide to baking sourdough bread for beginners', 'beginners'],
    ['Write an introduction to machine learning for high school students', 'high school students'],
    ['Explain why the sky is blue to children', 'children'],
    ['Write an in-depth piece on urban beekeeping, written for a general audience.', 'a general audience'],
  ])('names the audience of %j', (instruction, audience) => {
    expect(extractTopic(instruction).audience).toBe(audience);
  });

  it('never fails, and finds a topic and a key in anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (instruction) => {
        const { topic, key } = extractTopic(instruction);
        expect(topic.trim()).not.toBe('');
        expect(key.trim()).not.toBe('');
      }),
    );
  });
});
