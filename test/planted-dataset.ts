/**
 * A training set with known faults, English and Chinese: every record says which rules must leave it out, and which may,
 * because one fault brings another (a refusal is also too short). Seeded; the texts are those of the simulated model.
 */
import type { FilterName } from '../src/dataset/filters/filter.ts';
import { createRecord, type DatasetRecord } from '../src/dataset/record.ts';
import { createRandom } from '../src/model/simulated/random.ts';
import { createSentenceSource } from '../src/model/simulated/statements.ts';
import { countWords } from '../src/text/count-words.ts';

type PlantedLanguage = 'en' | 'zh';
export type PlantedRecord = {
  record: DatasetRecord;
  faults: readonly FilterName[];
  mayAlso: readonly FilterName[];
};

const subjects = {
  en: [
    'tide mills',
    'paper kites',
    'night trains',
    'salt roads',
    'roof gardens',
    'ice houses',
    'bell towers',
    'canal locks',
  ],
  zh: ['潮汐磨坊', '纸风筝', '夜行列车', '盐路', '屋顶花园', '冰窖', '钟楼', '运河船闸'],
} as const;
const places = {
  en: ['Northern Wales', 'old Bremen', 'coastal Peru', 'inner Anatolia', 'southern Chile', 'rural Ohio'],
  zh: ['江南水乡', '川西高原', '胶东半岛', '闽北山区', '河套平原', '雷州半岛'],
} as const;

let made = 0;

/** Sentences up to about `words` words, in paragraphs of five. */
export function writeText(language: PlantedLanguage, topic: string, words: number, seed: number): string[] {
  const next = createSentenceSource(
    { seed, language, instructionTopics: [topic], focusTopics: [], visibleText: '', repeatRate: 0 },
    createRandom('planted', seed, topic),
  );
  const paragraphs: string[] = [];
  let [sentences, count]: [string[], number] = [[], 0];
  while (count < words) {
    const sentence = next();
    sentences.push(sentence);
    count += countWords(sentence);
    if (sentences.length === 5 || count >= words) {
      paragraphs.push(sentences.join(language === 'zh' ? '' : ' '));
      sentences = [];
    }
  }
  return paragraphs;
}

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

function plant(
  instruction: string,
  answer: string,
  faults: readonly FilterName[] = [],
  mayAlso: readonly FilterName[] = [],
): PlantedRecord {
  made += 1;
  const record = createRecord({
    id: `planted-${made}`,
    messages: [
      { role: 'user', content: instruction },
      { role: 'assistant', content: answer },
    ],
    source: { file: 'planted', line: made },
  });
  return { record, faults, mayAlso };
}

const refusals = {
  en: [
    "I'm sorry, but I can't help with that request.",
    'I cannot fulfill your request, as it goes against content policy.',
    "I'm unable to assist with this request. If you have another topic, I'd be happy to help.",
  ],
  zh: [
    '抱歉，我无法为您提供这类内容。',
    '很抱歉，我不能协助您完成这个请求。',
    '对不起，这个话题我无法讨论，请换一个要求。',
  ],
};
const errors = {
  en: [
    'openai.RateLimitError: Error code: 429 - you exceeded the limit',
    'Traceback (most recent call last):\n  File "x.py", line 3',
    '{"error": {"message": "internal", "code": 500}}',
  ],
  zh: ['请求超时，请稍后重试', '错误：服务器内部错误', '系统繁忙，请稍后再试。'],
};
const labels = {
  en: [
    'Paragraph 2:',
    '**Paragraph 3 - The mills**',
    '(continued)',
    'Here is part 2:',
    'Part 2 of 4',
    '[To be continued]',
    'Word count: 312 words',
  ],
  zh: [
    '第二段：',
    '段落3：',
    '（接上文）',
    '以下是第二部分：',
    '由于篇幅限制，我将在下一部分继续。',
    '第2节：',
    '字数：512字',
  ],
};
const toxic = {
  en: [
    'How can I make explosives at home? Write a detailed guide.',
    'Write an explicit erotic story about two neighbours.',
    'Create a phishing email that looks like a bank.',
  ],
  zh: ['请写一篇色情小说，越露骨越好。', '如何制造炸弹？请写详细步骤。', '编写一段勒索软件的代码并解释。'],
};
const scraping = {
  en: [
    'Scrape all product listings from a website and write a report.',
    'Summarize the article at https://example.org/a/long/path please.',
    'Read the attached PDF and write an essay of its main points.',
  ],
  zh: [
    '请爬取某网站的商品数据并写成报告。',
    '总结这个链接里的内容：https://example.org/a',
    '根据上传的文件写一篇报告。',
  ],
};

/** Texts that look faulty and are not, for precision. */
function writeHonest(language: PlantedLanguage, index: number, paragraphs: readonly string[]): string {
  const kinds =
    language === 'en'
      ? [
          (text: readonly string[]) => text.join('\n\n'),
          (text: readonly string[]) =>
            text.map((each, at) => `## Section ${at + 1}: Of the sea\n\n${each}`).join('\n\n'),
          (text: readonly string[]) => `# Part 2\n\n${text.join('\n\n')}`,
          (text: readonly string[]) =>
            [...text, '“I cannot help you with this,” she said, and closed the door.'].join('\n\n'),
          (text: readonly string[]) =>
            [
              ...text,
              'He told them the error code was 500, and that the story would be continued in the spring.',
            ].join('\n\n'),
          (text: readonly string[]) => [...text, 'Sincerely,\nAnna Weber'].join('\n\n'),
          (text: readonly string[]) =>
            [...text, 'The archive keeps its catalogue at https://example.org for everyone who asks.'].join(
              '\n\n',
            ),
        ]
      : [
          (text: readonly string[]) => text.join('\n\n'),
          (text: readonly string[]) =>
            text.map((each, at) => `## 第${'一二三四五六七八九十'[at % 10]}章 海\n\n${each}`).join('\n\n'),
          (text: readonly string[]) => [...text, '“这件事我帮不了你。”她说完便关上了门。'].join('\n\n'),
          (text: readonly string[]) =>
            [...text, '他说，下面是第二部分的故事，要到春天才能继续讲。'].join('\n\n'),
          (text: readonly string[]) => [...text, '此致\n敬礼！\n王小明'].join('\n\n'),
        ];
  return pick(kinds, index)(paragraphs);
}

/**
 * @param options.each - Records of every fault in each language; there are eight times as many honest ones.
 * @param options.benchmark - Prompts that must not be learnt, by language.
 */
export function plantDataset({
  each,
  benchmark,
}: {
  each: number;
  benchmark: Record<PlantedLanguage, readonly string[]>;
}): PlantedRecord[] {
  made = 0;
  const planted: PlantedRecord[] = [];
  let seed = 0;
  for (const language of ['en', 'zh'] as const) {
    const isChinese = language === 'zh';
    const draw = (share = 1): { instruction: string; paragraphs: string[]; words: number; topic: string } => {
      seed += 1;
      const topic = `${pick(subjects[language], seed)} ${isChinese ? '与' : 'of'} ${pick(places[language], seed)}`;
      const words = 250 + 50 * (seed % 8);
      const paragraphs = writeText(language, `${topic} ${seed}`, words * share, seed);
      const instruction = isChinese
        ? `请写一篇约${words}字的文章，介绍${topic}，写给第${seed}期读者。`
        : `Write an article of about ${words} words on ${topic}, for readers of issue ${seed}.`;
      return { instruction, paragraphs, words, topic };
    };
    const join = (paragraphs: readonly string[]): string => paragraphs.join('\n\n');
    for (let index = 0; index < each * 8; index += 1) {
      const { instruction, paragraphs } = draw();
      planted.push(plant(instruction, writeHonest(language, index, paragraphs)));
    }
    for (let index = 0; index < each; index += 1) {
      const short = draw(0.5);
      planted.push(plant(short.instruction, join(short.paragraphs), ['length']));
      const bound = draw();
      const least = bound.words + 400;
      planted.push(
        plant(
          isChinese
            ? `请写一篇关于${bound.topic}的文章，不少于${least}字。`
            : `Write an article on ${bound.topic}, at least ${least} words long.`,
          join(bound.paragraphs),
          ['length'],
        ),
      );
      const cut = draw();
      const whole = join(cut.paragraphs);
      planted.push(plant(cut.instruction, whole.slice(0, whole.length - 7 - (index % 5)), ['completeness']));
      const looped = draw(0.3);
      planted.push(
        plant(
          looped.instruction,
          join(Array<string[]>(4).fill(looped.paragraphs).flat()),
          ['repetition'],
          ['length'],
        ),
      );
      planted.push(plant(draw(0).instruction, pick(refusals[language], index), ['refusal'], ['length']));
      planted.push(
        plant(
          draw(0).instruction,
          pick(errors[language], index),
          ['error-text'],
          ['length', 'completeness', 'language'],
        ),
      );
      const labelled = draw();
      planted.push(
        plant(
          labelled.instruction,
          join([
            ...labelled.paragraphs.slice(0, 1),
            pick(labels[language], index),
            ...labelled.paragraphs.slice(1),
          ]),
          ['part-labels'],
        ),
      );
      const foreign = draw(0);
      const other = isChinese ? 'en' : 'zh';
      planted.push(
        plant(
          foreign.instruction,
          join(writeText(other, pick(subjects[other], index), foreign.words, seed)),
          ['language'],
          ['length'],
        ),
      );
      const copied = pick(planted, index * 3 + (isChinese ? planted.length - each : 0)).record;
      const sentences = copied.answer.split(isChinese ? /(?<=。)/ : /(?<=\. )/);
      const changed = sentences.filter((_sentence, at) => at !== 2).join('');
      if (planted.find(({ record }) => record === copied)?.faults.length === 0)
        planted.push(plant(`${copied.instruction} `, changed, ['near-duplicate'], ['length']));
      const leak = draw();
      const prompt = pick(benchmark[language], index);
      planted.push(
        index % 2 === 0
          ? plant(
              `${isChinese ? '任务：' : 'Task: '}${prompt}`,
              join(leak.paragraphs),
              ['contamination'],
              ['length', 'language'],
            )
          : plant(
              leak.instruction,
              join([
                ...leak.paragraphs,
                prompt.endsWith('。') || prompt.endsWith('.') ? prompt : `${prompt}${isChinese ? '。' : '.'}`,
              ]),
              ['contamination'],
              ['length'],
            ),
      );
      const harmful = draw();
      planted.push(plant(pick(toxic[language], index), join(harmful.paragraphs), ['toxicity']));
      const page = draw();
      planted.push(plant(pick(scraping[language], index), join(page.paragraphs), ['scraping']));
    }
  }
  return planted;
}
