import { expect, it } from 'vitest';
import { chatSpecialTokens, chatTemplate } from './chat-template.ts';

it('names in the Jinja template the tokens that a tokenizer is asked for', () => {
  expect(chatSpecialTokens).toEqual(['<|system|>', '<|user|>', '<|assistant|>', '<|end|>']);
  expect(chatTemplate).toContain("'<|' + message['role'] + '|>' + message['content'] + '<|end|>'");
  expect(chatTemplate).toContain("{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}");
});
