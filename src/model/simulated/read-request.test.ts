import { describe, expect, it } from 'vitest';
import { readRequest } from './read-request.ts';

const user = (text: string) => ({ role: 'user' as const, content: [{ type: 'text' as const, text }] });
const assistant = (text: string) => ({
  role: 'assistant' as const,
  content: [{ type: 'text' as const, text }],
});

describe('readRequest', () => {
  it('takes the last length of the last user message', () => {
    const prompt = [
      user('Write 9,000 words on tea.'),
      assistant('1. Leaves (300 words)'),
      user('Part 1 has 300 words. Write 450 words.'),
    ];
    expect(readRequest(prompt).askedWords).toBe(450);
  });

  it('falls back to the whole request, then to 400', () => {
    expect(
      readRequest([user('Write 9,000 words on tea.'), assistant('Yes.'), user('Go on.')]).askedWords,
    ).toBe(9_000);
    expect(readRequest([user('Write about tea.')]).askedWords).toBe(400);
  });

  it('answers in the language of the instruction, not of the frame around it', () => {
    expect(
      readRequest([
        user('Write the next part.\n\nInstruction:\n写一篇关于茶叶贸易的文章，3000字\n\nPart 1: 500 words'),
      ]).language,
    ).toBe('zh');
    expect(
      readRequest([user('请写第1节，500字。\n\n任务：Write an essay about the tea trade.\n')]).language,
    ).toBe('en');
    expect(readRequest([user('请用英文写一篇关于茶叶的文章，500字')]).language).toBe('en');
  });

  it('finds the topics of the job and those of the part', () => {
    const request = readRequest([
      user(
        'Instruction:\nWrite a report on the tea trade.\n\nText so far:\nNothing.\n\nSection 2: auction houses\nMain points:\n- broker fees\nAbout 300 words.',
      ),
    ]);
    expect(request.instructionTopics).toEqual(['tea trade']);
    expect(request.focusTopics).toEqual(['auction houses', 'broker fees']);
  });

  it('looks a part up in the plan that an earlier message shows', () => {
    const request = readRequest([
      user('Write a report on the tea trade.'),
      assistant('1. Leaf grades (300 words)\n2. Clipper races (400 words)'),
      user('Write section 2 now, 400 words.'),
    ]);
    expect(request.focusTopics).toContain('Clipper races');
  });

  it('treats a begun reply as a text to continue', () => {
    expect(readRequest([user('Write 300 words on tea.'), assistant('Tea was')]).kind).toBe('continue');
  });
});
