import { describe, expect, it } from 'vitest';
import { createScriptedModel, readScriptedPrompt, scripted } from '../../../test/scripted-decoder.ts';
import { countWords } from '../../text/count-words.ts';
import { decodeText } from './decode-text.ts';
import { createSentenceCheck } from './sentence-faults.ts';

const { end, paragraph, prompt } = scripted;

async function write(
  tries: readonly string[],
  {
    targetWords = 60,
    room = 1000,
    contextTokens = 2000,
    known = () => true,
    earlier = [],
    rather = `r0 ${end}`,
    signal,
  }: {
    targetWords?: number;
    room?: number;
    contextTokens?: number;
    known?: (word: string) => boolean;
    earlier?: string[];
    rather?: string;
    signal?: AbortSignal;
  } = {},
) {
  const model = createScriptedModel({ tries, rather, contextTokens });
  await readScriptedPrompt(model);
  const sentences = decodeText(model.sequence, {
    vocabulary: model.vocabulary,
    check: createSentenceCheck({ earlier, promptText: 'the Wistrel lamp', isKnownWord: known }),
    targetWords,
    sampling: { temperature: 0.7, topP: 0.95, seed: '1' },
    room,
    signal,
  });
  const parts: string[] = [];
  let step = await sentences.next();
  for (; !step.done; step = await sentences.next()) parts.push(step.value);
  return { text: parts.join(''), parts, finish: step.value, kept: model.kept, tries: model.tries };
}

/** Ten words. */
const ten = (first: string): string => `${first} one two three four five six seven eight nine.`;

describe('decodeText', () => {
  it('writes the true number of words left before each sentence, whatever the model says', async () => {
    const { text, kept, finish } = await write(
      [`${ten('A')} r9`, `${ten('B')} r9`, `${ten('C')} r9`, `${ten('D')} r9`],
      {
        targetWords: 40,
      },
    );
    expect(countWords(text)).toBe(40);
    expect(kept.filter((word) => /^r\d/.test(word ?? ''))).toEqual(['r4', 'r3', 'r2', 'r1']);
    expect(finish).toEqual({ reason: 'stop', tokens: 44 });
  });

  it('ends when the count is used up, though the model would go on', async () => {
    const tries = ['A', 'B', 'C', 'D', 'E', 'F'].map((first) => `${ten(first)} r9`);
    // 33 words asked: after three sentences 3 are left, fewer than half a sentence.
    const { text, finish } = await write(tries, { targetWords: 33 });
    expect(countWords(text)).toBe(30);
    expect(finish.reason).toBe('stop');
  });

  it('does not let the model end far from the asked length', async () => {
    const tries = ['A', 'B', 'C'].map((first) => `${ten(first)} ${end}`);
    // After the third sentence 10 words are left, and it may.
    const { text } = await write(tries, { targetWords: 40 });
    expect(text).toBe(`${ten('A')} ${ten('B')} ${ten('C')}`);
  });

  it('lets the model end when little is left', async () => {
    const { text } = await write([`${ten('A')} r9`, `${ten('B')} ${end}`, `${ten('C')} r9`], {
      targetWords: 30,
    });
    expect(text).toBe(`${ten('A')} ${ten('B')}`);
  });

  it('takes back a sentence with a word that is neither known nor in the prompt', async () => {
    const known = (word: string) => word !== 'wisterel';
    const { text, kept, tries } = await write(
      ['The wisterel lamp was lit again. r1', 'The Wistrel lamp was lit again. r1'],
      { targetWords: 8, known },
    );
    expect(text).toBe('The Wistrel lamp was lit again.');
    expect(kept.join(' ')).toBe('r1 The Wistrel lamp was lit again.');
    expect(tries).toBe(2);
  });

  it('takes the least bad of its tries when all have a fault, and has read just that', async () => {
    const known = (word: string) => !word.startsWith('x');
    const tries = [
      'Lamps xa xb burn. r1',
      'Lamps xc burn. r1',
      ...Array.from({ length: 6 }, () => 'Lamps xd xe xf burn. r1'),
    ];
    const { text, kept } = await write(tries, { targetWords: 8, known });
    expect(text).toBe('Lamps xc burn.');
    expect(kept.join(' ')).toBe('r1 Lamps xc burn.');
  });

  it('never writes a sentence twice, nor one of the prompt', async () => {
    const { text } = await write(
      ['It burned, all night long. r1', 'The tower stood. r3', 'The tower, STOOD. r3', 'Ships passed it. r2'],
      { targetWords: 13, earlier: ['It burned all night long.'] },
    );
    expect(text.match(/tower stood/gi)).toHaveLength(1);
    expect(text).not.toContain('burned');
    expect(text).toContain('Ships passed it.');
  });

  it('ends short when nothing but repetition comes', async () => {
    const { text, finish, kept } = await write(['The tower stood. r3'], { targetWords: 40 });
    expect(text).toBe('The tower stood.');
    expect(finish).toEqual({ reason: 'stop', tokens: 4 });
    expect(kept).toHaveLength(4);
  });

  it('takes back a sentence that opens as an earlier one, as soon as the opening is there', async () => {
    const { text } = await write(
      [
        'In the end ships came home safely. r1',
        'In the end nobody knew why it was so. r1',
        'Nobody knew. r1',
      ],
      { targetWords: 16 },
    );
    expect(text).toBe('In the end ships came home safely. Nobody knew.');
  });

  it('keeps paragraphs', async () => {
    const { text, parts } = await write([`${ten('A')} ${paragraph}`, `${ten('B')} r1`, `${ten('C')} r1`], {
      targetWords: 30,
    });
    expect(text).toBe(`${ten('A')}\n\n${ten('B')} ${ten('C')}`);
    expect(parts).toHaveLength(3);
  });

  it('forbids loops and prompt tokens inside a sentence', async () => {
    const { text } = await write([`lamp lamp shone ${prompt} night was was lit. r1`], {
      targetWords: 9,
      rather: 'the',
    });
    expect(text).toBe('Lamp the shone the night was the lit.');
  });

  it('opens a sentence with a capital, but leaves a name as it is written', async () => {
    const { text } = await write(['lamps shone far. r1', 'iPads did not. r1'], { targetWords: 10 });
    expect(text).toBe('Lamps shone far. iPads did not.');
  });

  it('stops at whole sentences when the room is used up', async () => {
    const { text, finish } = await write([`${ten('A')} r9`, `${ten('B')} r9`, `${ten('C')} r9`], {
      room: 25,
    });
    expect(text).toBe(`${ten('A')} ${ten('B')}`);
    expect(finish).toEqual({ reason: 'length', tokens: 22 });
  });

  it('gives what there is of the first sentence when not even that fits', async () => {
    const { text, finish } = await write([`${ten('A')} r9`], { contextTokens: 6 });
    expect(text).toBe('A one two three');
    expect(finish).toEqual({ reason: 'length', tokens: 5 });
  });

  it('stops between two tokens when aborted', async () => {
    const abort = new AbortController();
    const endless = Array.from(
      { length: 100 },
      (_, index) => `${ten(`S${String.fromCharCode(97 + (index % 26))}${index}`)} r9`,
    );
    const writing = write(endless, { targetWords: 900, signal: abort.signal });
    setTimeout(() => abort.abort(), 5);
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
  });
});
