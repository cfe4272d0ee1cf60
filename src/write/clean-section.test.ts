import { describe, expect, it } from 'vitest';
import { cleanSection } from './clean-section.ts';

describe('cleanSection', () => {
  it.each([
    ['the heading again', '## Early Lights\n\nFires burned.', 'Early lights'],
    ['the heading with its number', '### Section 3: Early lights\n\nFires burned.', 'Early Lights'],
    ['a bold heading', '**Early Lights**\n\nFires burned.', 'Early lights'],
    ['a bare label', 'Paragraph 3\n\nFires burned.', 'Early lights'],
    ['label and heading on two lines', 'Section 3\n**Early Lights**\nFires burned.', 'Early Lights'],
    ['a fence around everything', '```markdown\n## Early lights\nFires burned.\n```', 'Early lights'],
    ['the heading with a bare number', '## 1. Early lights\n\nFires burned.', 'Early lights'],
    ['a plain heading with a number', '1. Early lights\nFires burned.', 'Early lights'],
    ['a bold heading with a deep number', '**1.2 Early lights**\n\nFires burned.', 'Early lights'],
    ['a Roman number', '## III. Early lights\n\nFires burned.', 'Early lights'],
    ['a heading whose title has a number itself', '## 1984\n\nFires burned.', '1984'],
    [
      'the heading of a numbered plan without its number',
      '## Early lights\nFires burned.',
      '1. Early lights',
    ],
    ['a labelled title', 'Title: Early lights\n\nFires burned.', 'Early lights'],
    ['"Here is section 1:"', 'Here is section 1:\n\nFires burned.', 'Early lights'],
    ['"Here is" with the title', "Here's **Early lights**:\n\nFires burned.", 'Early lights'],
    [
      'consent and announcement',
      'Sure! Below is the section on early lights.\n\nFires burned.',
      'Early lights',
    ],
    [
      'both on two lines',
      'Certainly!\n\nHere is the draft of your essay:\n\n---\n\nFires burned.',
      'Early lights',
    ],
    [
      'an announcement before a fence',
      'Here is the first section of the essay:\n\n```\nFires burned.\n```',
      'Early lights',
    ],
    ['a count in brackets', 'Fires burned.\n\n(Word count: 512)', 'Early lights'],
    ['a bare count', 'Fires burned.\n\n**Word Count:** 1,512 words', 'Early lights'],
    ['a count without a label, in brackets', 'Fires burned.\n(approximately 512 words)', 'Early lights'],
    ['an end mark', 'Fires burned.\n\n[End of section]', 'Early lights'],
    ['an end mark between lines', 'Fires burned.\n\n---\n*End of Section 1.2*', 'Early lights'],
    [
      'an offer',
      'Fires burned.\n\nLet me know if you would like me to continue with the next section!',
      'Early lights',
    ],
    ['a question', 'Fires burned.\n\n---\n\nWould you like me to expand this section?', 'Early lights'],
    ['a hope', 'Fires burned.\n\nI hope this section meets your expectations.', 'Early lights'],
    [
      'everything at once',
      'Sure! Here is section 1:\n\n## 1. Early lights\n\nFires burned.\n\n(Word count: 2)\n\nLet me know if you want any changes.',
      'Early lights',
    ],
  ])('takes away %s', (_name, text, title) => {
    expect(cleanSection(text, title)).toBe('Fires burned.');
  });

  it.each([
    ['第三节 早期灯火\n\n崖上有火。'],
    ['## 一、早期灯火\n\n崖上有火。'],
    ['**（一）早期灯火**\n崖上有火。'],
    ['1.2 早期灯火\n崖上有火。'],
    ['以下是第一节：\n\n崖上有火。'],
    ['好的，以下是为您撰写的第一节内容：\n\n崖上有火。'],
    ['当然！下面是《早期灯火》的正文：\n\n崖上有火。'],
    ['崖上有火。\n\n（字数：512字）'],
    ['崖上有火。\n\n字数：约512字'],
    ['崖上有火。\n（本节完）'],
    ['崖上有火。\n\n希望对您有帮助！'],
    ['崖上有火。\n\n希望以上内容能对您有所帮助。'],
    ['崖上有火。\n\n如果您需要修改或继续撰写下一节，请随时告诉我。'],
  ])('does so in Chinese: %j', (text) => {
    expect(cleanSection(text, '早期灯火')).toBe('崖上有火。');
  });

  it('takes away the title of the document, and of the section below it', () => {
    const text = '# The Long Light\n\n## Early lights\n\nFires burned.';
    expect(cleanSection(text, 'Early lights', { documentTitle: 'The Long Light' })).toBe('Fires burned.');
    expect(cleanSection(text, 'Early lights')).toBe(text);
  });

  it.each([
    ['a sub-heading of its own', '### The Pharos\n\nFires burned.'],
    ['a first sentence that begins like a label', 'Part 1 of the tower burned.\nThen it fell.'],
    ['code in the middle', 'See:\n\n```\ncode\n```'],
    ['a single line', 'Early lights'],
    ['a list', '1. Fires\n2. Lamps'],
    ['a number that opens the text', '1984. Nobody came.\nThen it fell.'],
    ['speech that says so', '"Let me know," he said.\n\n"Let me know if you would like me to continue."'],
    ['a line of a letter', 'The roof leaks.\n\nLet me know if you would like to come on Sunday.'],
    ['a closing wish', 'The roof leaks.\n\nI hope this finds you well.'],
    ['"let me know" inside', 'Let me know.\n\nFires burned.\n\nLet me know, he wrote.'],
    ['a story told by somebody', 'Here is the story of my life:\n\nFires burned.'],
    ['a place shown', 'Below is the valley.\n\nFires burned.'],
    ['a pipe', 'Here is the section of pipe that broke:\n\nFires burned.'],
    ['consent in a story', 'Sure! I would go.\n\nFires burned.'],
    ['counted words in a story', 'He counted.\n\n512 words'],
    ['the end of a part', 'Fires burned.\n\nEND OF PART ONE'],
    ['the end of a story', 'Fires burned.\n\nThe End'],
    ['words about a count', 'Fires burned.\n\nThe word count: 512 words, and none of them true.'],
    ['text that names sections', 'This section shows how fires burned.\n\nThe next section turns to lamps.'],
    ['a rule', 'Fires burned.\n\n---\n\nLamps burned.'],
  ])('keeps %s', (_name, text) => {
    expect(cleanSection(text, 'Early lights', { documentTitle: 'The Long Light', depth: 1 })).toBe(text);
  });

  it.each([
    ['以下是我所知道的事：\n\n崖上有火。'],
    ['好的，我去。\n\n崖上有火。'],
    ['崖上有火。\n\n“希望对您有帮助。”'],
    ['崖上有火。\n\n全文完'],
    ['崖上有火。\n\n如果你想来，请告诉我。'],
    ['一、点火的人\n\n崖上有火。'],
    ['希望对您有帮助的人，都走了。\n\n崖上有火。'],
  ])('keeps prose in Chinese: %j', (text) => {
    expect(cleanSection(text, '早期灯火', { depth: 1 })).toBe(text);
  });

  it('sets headings inside below its own, in their order', () => {
    const text = 'Fires.\n\n# The *Pharos*\n\nA.\n\n### Its lamp\n\nB.\n\nDover\n---\n\n```\n# code\n```';
    expect(cleanSection(text, 'Early lights', { depth: 2 })).toBe(
      'Fires.\n\n#### The *Pharos*\n\nA.\n\n###### Its lamp\n\nB.\n\n##### Dover\n\n```\n# code\n```',
    );
  });

  it('changes nothing that it has cleaned before', () => {
    const text = 'Sure! Here is section 1:\n\n# 1. Early lights\n\n# Pharos\n\nFires.\n\n(Word count: 2)';
    const once = cleanSection(text, 'Early lights', { depth: 1 });
    expect(once).toBe('### Pharos\n\nFires.');
    expect(cleanSection(once, 'Early lights', { depth: 1 })).toBe(once);
  });
});

it('is not held up by long paragraphs', () => {
  const text = `One.\n\n${'The lamp burns on and on. '.repeat(500)}\n${'-'.repeat(500)} end.`;
  expect(cleanSection(text, 'Lamps')).toBe(text);
});
