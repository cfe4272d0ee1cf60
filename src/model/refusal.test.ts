import { describe, expect, it } from 'vitest';
import { isRefusal } from './refusal.ts';

describe('isRefusal', () => {
  it.each([
    "I'm sorry, but I can't help with that request.",
    'I’m sorry, but I can’t assist with that.',
    "I can't write that.",
    "I won't write this.",
    "Sorry, I can't do that.",
    'I must decline this request.',
    'This request violates our content policy.',
    'I cannot create content that depicts violence.',
    '抱歉，我不能写这个。',
    "I can't assist with that, but I can suggest a different approach if you like.",
    "I'm not able to write this. I'd be glad to help with something else.",
    "Sorry, I'm unable to continue with this content.",
    'I cannot fulfill this request. I am programmed to be a helpful and harmless AI assistant.',
    'I cannot create content that depicts graphic violence. Is there something else I can do?',
    'As an AI language model, I cannot comply with this request.',
    "I won't write that scene. It goes against my content policy.",
    'I must decline to write this story, as it violates the usage guidelines.',
    '**I can’t help with that.**',
    '很抱歉，我无法协助完成这个请求。',
    '对不起，我不能撰写这类内容。如果您有其他问题，我很乐意帮忙。',
    '抱歉，这个请求我无法处理，您可以换一个主题。',
    '作为一个AI语言模型，我无法提供相关内容。',
    '抱歉，我無法協助您完成這個要求。',
    "I'm afraid that's not something I can help with.",
    '很遗憾，这个话题我不方便展开。',
  ])('sees a refusal in: %s', (text) => {
    expect(isRefusal(text)).toBe(true);
  });

  it.each([
    '"I\'m sorry, I can\'t," she said, and closed the door behind her.',
    "I'm sorry, I can't, he thought, and let the letter fall into the fire.",
    "I can't help you with the boats tonight. The wind has turned, and my hands are not what they were.",
    'I cannot write this letter without thinking of the summer we spent by the lake.',
    "I can't help but wonder what the keeper saw that night.",
    "Sorry, I said. I'm not able to stay.",
    'I am unable to attend the meeting on Friday. Please accept my apologies and send me the minutes.',
    'I decline your offer, sir. My ship sails at dawn.',
    'Unfortunately, the harvest failed for the third year in a row.',
    '“对不起，我不能帮你。”她低声说道，转身走进了雨里。',
    '我不能继续这样生活下去了。窗外的雨下了整整一夜。',
    '对不起，我不能陪你去海边了，奶奶的病又重了。',
    '我无法回答他的问题，只好望着窗外的雪。',
    '',
  ])('sees prose in: %s', (text) => {
    expect(isRefusal(text)).toBe(false);
  });

  it('takes a refusal followed by the work for the work', () => {
    const section =
      'The keeper climbed the stairs and lit the lamp, as he had every night for thirty years. ';
    expect(isRefusal(`I'm sorry, but I can't help with that request.\n\n${section.repeat(12)}`)).toBe(false);
  });
});
