import { describe, expect, it } from 'vitest';
import { createRandom } from '../../model/simulated/random.ts';
import { type Answer, classifyAnswer } from './classify-answer.ts';

const englishWords =
  'harbour lantern keeper winter letter carries slowly quiet river stone window borrowed every morning under heavy clouds their wooden boats return without light across narrow fields where children watch birds gather near broken walls while merchants count silver coins before sunrise and nobody remembers what old songs promised'.split(
    ' ',
  );
const chineseWords =
  '港口 灯塔 守夜 冬天 书信 慢慢 安静 河流 石头 窗户 清晨 沉重 云层 木船 归来 没有 光亮 穿过 狭窄 田野 孩子 看着 飞鸟 聚集 破旧 墙边 商人 数着 银币 日出 以前 无人 记得 老歌 承诺 远方 道路 灰尘 落下 茶馆 老人 讲述 故事 雨水 屋檐 市场 布匹 颜色 鲜艳 夜里 钟声 响起'.split(
    ' ',
  );

type Language = 'en' | 'zh';

/** Prose of so many sentences, twelve words or nine pairs of characters each, five to a paragraph. */
function compose(language: Language, sentences: number, key = 'prose'): string {
  const random = createRandom(key, language);
  let text = '';
  for (let at = 1; at <= sentences; at += 1) {
    const words = Array.from({ length: language === 'en' ? 12 : 9 }, () =>
      random.pick(language === 'en' ? englishWords : chineseWords),
    );
    const sentence =
      language === 'en'
        ? `${words.join(' ')}.`
        : `${words.slice(0, 5).join('')}，${words.slice(5).join('')}。`;
    text += language === 'en' ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : sentence;
    text += at % 5 === 0 ? '\n\n' : language === 'en' ? ' ' : '';
  }
  return text.trim();
}

const about = (words: number): Answer['asked'] => ({ kind: 'about', words });
const classOf = (answer: Answer): string => classifyAnswer(answer).class;

describe.each<[Language]>([['en'], ['zh']])('classifyAnswer, %s', (language) => {
  // 480 words, 720 characters.
  const prose = compose(language, 40);
  const asked = about(language === 'en' ? 480 : 720);
  const block =
    language === 'en'
      ? 'The keeper climbed the stairs and lit the lamp, and the sea did not answer him.'
      : '守夜人走上楼梯点亮了灯，大海没有回答他。';
  const repeat = (copies: number, join = language === 'en' ? ' ' : ''): string =>
    Array.from({ length: copies }, () => block).join(join);

  it('finds a whole answer finished, whoever says so', () => {
    expect(classOf({ text: prose, asked, finishReason: 'stop' })).toBe('finished');
    expect(classOf({ text: prose, asked })).toBe('finished');
    expect(classOf({ text: prose })).toBe('finished');
  });

  it('finds a short answer stopped early from below 80 % on', () => {
    const words = language === 'en' ? 480 : 720;
    expect(classOf({ text: prose, asked: about(words / 0.8) })).toBe('finished');
    expect(classOf({ text: prose, asked: about(words / 0.79) })).toBe('stopped-early');
    expect(classOf({ text: prose, asked: { kind: 'range', words: [words, 9 * words] } })).toBe('finished');
    expect(classOf({ text: prose, asked: { kind: 'atMost', words: 9 * words } })).toBe('finished');
    expect(classOf({ text: prose, asked: about(1000), deliveredWords: 900 })).toBe('finished');
    expect(classifyAnswer({ text: prose, asked: about(9000) }).evidence).toBe(`${words} of 9000 words`);
  });

  it('finds an answer truncated by its limit, or in the middle of a sentence where nothing else is known', () => {
    const cut = prose.slice(0, -7);
    expect(classOf({ text: prose, asked, finishReason: 'length' })).toBe('truncated');
    expect(classOf({ text: prose, asked, finishReason: 'interrupted' })).toBe('truncated');
    expect(classOf({ text: cut, asked })).toBe('truncated');
    expect(classOf({ text: cut, asked, finishReason: 'other' })).toBe('truncated');
    expect(classOf({ text: cut, asked, finishReason: 'stop' })).toBe('finished');
  });

  it('finds a loop, wherever it was cut and however it is broken into lines', () => {
    const looping = `${prose}\n\n${repeat(12)}`;
    expect(classOf({ text: looping, asked })).toBe('loop');
    expect(classOf({ text: looping.slice(0, -5), asked, finishReason: 'length' })).toBe('loop');
    expect(classOf({ text: `${prose}\n${repeat(12, '\n\n')}`, asked, finishReason: 'stop' })).toBe('loop');
    expect(classOf({ text: `${prose}\n${repeat(200)}`, asked: about(100_000) })).toBe('loop');
    const counting = Array.from({ length: 12 }, (_day, day) =>
      language === 'en' ? `Day ${day + 31}: ${block}` : `第${day + 31}天：${block}`,
    );
    expect(classOf({ text: `${prose}\n\n${counting.join('\n\n')}` })).toBe('loop');
    const paragraphs = compose(language, 10, 'block');
    expect(classOf({ text: `${prose}\n\n${[1, 2, 3].map(() => paragraphs).join('\n\n')}` })).toBe('loop');
  });

  it('takes no refrain, table or turn of phrase for a loop', () => {
    expect(classOf({ text: `${prose}\n\n${repeat(3, '\n')}`, asked })).toBe('finished');
    expect(classOf({ text: `${prose}\n\n${repeat(2)}`, asked })).toBe('finished');
    const refrains = Array.from(
      { length: 8 },
      (_verse, verse) => `${compose(language, 5, `verse ${verse}`)}\n\n${block}`,
    );
    expect(classOf({ text: refrains.join('\n\n') })).toBe('finished');
    const rows = Array.from({ length: 60 }, (_row, row) => `| ${row} | ${row * 7} | ${row * 11} |`);
    expect(classOf({ text: `${prose}\n\n| a | b | c |\n|---|---|---|\n${rows.join('\n')}` })).toBe(
      'finished',
    );
  });

  it('finds a tail degraded that says again what was said, out of order', () => {
    const sentences = prose.split(language === 'en' ? /(?<=\.)\s+/ : /(?<=。)\s*/);
    const again = createRandom('again').shuffle(sentences).slice(0, 12);
    const text = `${prose}\n\n${again.join(language === 'en' ? ' ' : '')}`;
    expect(classifyAnswer({ text, asked }).class).toBe('degraded-tail');
    expect(classOf({ text, asked, finishReason: 'length' })).toBe('degraded-tail');
    // A few words of the beginning, taken up at the end, are a good ending.
    expect(classOf({ text: `${prose}\n\n${again.slice(0, 2).join('\n')}`, asked })).toBe('finished');
  });

  it('finds a tail degraded that runs on without an end', () => {
    const salad = compose(language, 22, 'salad').replaceAll(/[.。，\n]/g, ' ');
    expect(classOf({ text: `${prose}\n\n${salad}.`, asked })).toBe('degraded-tail');
    // Where all of it runs on, the tail is no worse than the rest.
    const style = prose.replaceAll(/[.。]\s?/g, language === 'en' ? ', ' : '，');
    expect(classOf({ text: style, asked, finishReason: 'stop' })).toBe('finished');
  });

  it('finds a tail degraded that falls into another language, but not a bilingual text', () => {
    const other = language === 'en' ? 'zh' : 'en';
    expect(classOf({ text: `${prose}\n\n${compose(other, 11)}`, asked })).toBe('degraded-tail');
    expect(classOf({ text: `${prose}\n\n${compose(other, 40)}`, asked })).toBe('finished');
  });

  it('finds a refusal, but not a text about one', () => {
    const refusal =
      language === 'en' ? "I'm sorry, but I can't help with that request." : '抱歉，我无法满足您的这个请求。';
    expect(classOf({ text: refusal, asked, finishReason: 'stop' })).toBe('refusal');
    expect(classOf({ text: prose, asked, finishReason: 'content-filter' })).toBe('refusal');
    expect(classOf({ text: `${prose}\n\n${refusal}`, asked })).toBe('finished');
  });
});

describe('classifyAnswer', () => {
  it('finds an answer without a word empty, unless a filter took it', () => {
    expect(classOf({ text: '', asked: about(100), finishReason: 'stop' })).toBe('empty');
    expect(classOf({ text: ' \n***\n', finishReason: 'length' })).toBe('empty');
    expect(classOf({ text: '', finishReason: 'content-filter' })).toBe('refusal');
    expect(classOf({ text: '42' })).not.toBe('empty');
  });

  it('says what it found', () => {
    const text = `${compose('en', 20)} ${'No light came. '.repeat(50)}`;
    expect(classifyAnswer({ text }).evidence).toBe('the last 150 words are 50 copies of “no light came”');
  });

  it('finds damaged words at the end', () => {
    const damaged = Array.from(
      { length: 10 },
      (_each, at) => `${'x'.repeat(45)} \uFFFD${compose('en', 1, `${at}`)}`,
    );
    expect(classOf({ text: `${compose('en', 40)}\n\n${damaged.join(' ')}` })).toBe('degraded-tail');
  });

  it('reads a very long loop in little time', () => {
    const startedAt = process.cpuUsage();
    expect(classOf({ text: 'All work and no play makes a dull text. '.repeat(30_000) })).toBe('loop');
    expect(process.cpuUsage(startedAt).user / 1000).toBeLessThan(5000);
  });
});
