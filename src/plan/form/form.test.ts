import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FormName, readForm } from './form.ts';

/** Instruction, asked words, form, whether it gets headings. */
type Row = readonly [instruction: string, targetWords: number, name: FormName, hasHeadings: boolean];

const english: readonly Row[] = [
  ['Write a report about the poems of Emily Dickinson, 3000 words', 3000, 'report', true],
  ['Write an article on how to write a letter', 2000, 'article', true],
  ['Write a letter to my editor about my novel', 800, 'letter', false],
  ['Write a wedding speech of 900 words', 900, 'speech', false],
  ['Write a story in the form of letters between two sisters', 2000, 'story', false],
  ['Explain photosynthesis in the form of a poem', 300, 'poem', false],
  ['Explain photosynthesis to children as a poem.', 300, 'poem', false],
  ['Write a 2,500-word essay on the novel as a form', 2500, 'essay', true],
  ['Write an essay about friendship, about 800 words', 800, 'essay', false],
  ['Write a haiku about rain', 20, 'poem', false],
  ['Compose a collection of sonnets for my wife', 1200, 'poem', false],
  ['I need a cover letter for a job as a news editor', 350, 'letter', false],
  ['Draft an email to my team about the delayed release', 250, 'email', false],
  ['Write a 6000-word novella about a lighthouse keeper', 6000, 'novel', true],
  ['Write a novel of 80,000 words about a plague ship', 80_000, 'novel', true],
  ['Write the first chapter of a novel about a plague ship', 4000, 'novel', false],
  ['Write a short story about a letter that never arrives', 3000, 'story', false],
  ['Tell me a bedtime story', 800, 'story', false],
  ['Write a screenplay for a short film about a thief', 4000, 'screenplay', false],
  ['Write a play in three acts about a bankrupt circus', 6000, 'screenplay', true],
  ['Write a YouTube video script about compound interest', 1500, 'speech', false],
  ['Write a dialogue between a judge and a gardener', 1000, 'dialogue', false],
  ['Write an interview with a retired astronaut', 2000, 'dialogue', false],
  ['Create an FAQ for a bicycle rental shop', 1500, 'faq', true],
  ['Write an installation manual for a wood stove', 3000, 'manual', true],
  ['Write a travel guide to Lisbon, 5000 words', 5000, 'guide', true],
  ['A Lisbon Travel Guide, approximately 3000 words', 3000, 'guide', true],
  ['Give me a list of 30 names for a bakery', 200, 'list', false],
  ['Write an outline for a blog post about cacti', 100, 'list', false],
  ['Write a blog post about hot reloading in 2000 words', 2000, 'article', true],
  ['Write an Instagram post announcing our opening', 80, 'post', false],
  ['Write a press release about a merger', 600, 'news', false],
  ['Write a film review of a western', 900, 'review', false],
  ['Write a literature review on sleep and memory', 4000, 'paper', true],
  ['Write an abstract for the paper on bird song', 200, 'abstract', false],
  ['Write a business plan for a bakery', 5000, 'proposal', true],
  ['Write a grant application for a village library', 2500, 'proposal', true],
  ['Write a lesson plan on fractions for grade four', 1200, 'lesson', true],
  ['Write five diary entries of a polar explorer', 2500, 'diary', false],
  ['Write a biography of Ada Lovelace', 4000, 'biography', true],
  ['Write a physics textbook for beginners', 40_000, 'textbook', true],
  ['Write a song about a night train', 250, 'lyrics', false],
  ['Write a book report on a whaling novel', 1600, 'report', true],
  ['Write a letter writing guide for immigrants', 2000, 'guide', true],
  ['Write a summary of the novel below', 900, 'other', true],
  ['Explain how to write a letter', 1200, 'other', true],
  ['How should I write a letter, given that I am shy?', 1200, 'other', true],
  ['Can you write me a letter, please?', 300, 'letter', false],
  ['Write a step by step tutorial on knitting', 1500, 'guide', true],
  ['Write something for my mother in rhyming couplets', 150, 'poem', false],
  [
    'Please write a continuation of the following story.\n[Story]: Once there was a report.',
    2000,
    'story',
    false,
  ],
  ['Write about 1000 words about tides', 1000, 'other', true],
  ['You are a poet and novelist. Write an article about bees.', 1500, 'article', true],
  ['Turn this fairy tale into a screenplay: a fox loses its tail', 1500, 'screenplay', false],
  ['Rewrite the memo as a letter to all parents', 300, 'letter', false],
  ['Write, in at least 500 words, a eulogy for my uncle', 500, 'speech', false],
  ['Present your answer in dialogue form', 500, 'dialogue', false],
  ['Write a 5000-word fantasy book for teenagers about dragons', 5000, 'novel', false],
  ['Write A Tale of Two Cities fan fiction about the wine shop', 2000, 'story', false],
  ['Write a story based on the text.\n\nText: Write a report about ships.', 1200, 'story', false],
  ['Write an essay on the phrase "write me a poem"', 2000, 'essay', true],
];

const wishes: readonly Row[] = [
  ['Write a 400-word article about tea with headings', 400, 'article', true],
  ['Write a 300-word report about tea. Use clear subheadings.', 300, 'report', true],
  ['Write a 3000-word report about tea without headings', 3000, 'report', false],
  ["Write a guide to tea. Don't use headings.", 3000, 'guide', false],
  ['Write a 1200-word article about tea in one paragraph', 1200, 'article', false],
  ['Write a story about a fox, divided into chapters', 3000, 'story', true],
  ['Write a story about a fox with 5 chapters', 2000, 'story', true],
  ['Write a 600-word report in three parts: past, present, future', 600, 'report', true],
  ['Write a speech in three parts: thanks, love, future', 400, 'speech', false],
  ['Write a story about a man heading west', 600, 'story', false],
  ['写一篇500字的文章，分三个部分', 500, 'article', true],
  ['写一篇关于茶的文章，500字，要有小标题', 500, 'article', true],
  ['写一篇关于茶的报告，3000字，不要小标题', 3000, 'report', false],
  ['写一个故事，共十章，每章500字', 5000, 'story', true],
  ['写一篇800字的文章介绍茶，不分段', 800, 'article', false],
];

const chinese: readonly Row[] = [
  ['写一封信给我的老师', 600, 'letter', false],
  ['写一封信告诉编辑我的小说写完了', 800, 'letter', false],
  ['写一封5000字左右的情书', 5000, 'letter', false],
  ['写一首诗，主题是秋天', 100, 'poem', false],
  ['寫一首關於故鄉的詩', 100, 'poem', false],
  ['写一篇关于如何写信的文章，2000字', 2000, 'article', true],
  ['写一篇关于诗歌的论文', 5000, 'paper', true],
  ['写一篇以小说为主题的报告，3000字', 3000, 'report', true],
  ['写一篇诗歌鉴赏', 800, 'review', false],
  ['写一篇3000字的短篇小说', 3000, 'story', false],
  ['帮我写一部十万字的武侠小说', 100_000, 'novel', true],
  ['创作一部悬疑小说的第一章', 2000, 'novel', false],
  ['写一份关于社会信用体系的调查报告', 3000, 'report', true],
  ['请拟一份开题报告，三千字', 3000, 'proposal', true],
  ['写一篇讲话稿，五分钟', 1000, 'speech', false],
  ['写一段两人对话，关于诗和远方', 400, 'dialogue', false],
  ['写一个话剧剧本，三千字', 3000, 'screenplay', false],
  ['帮我写一份洗衣机使用说明书', 2000, 'manual', true],
  ['杭州三日游攻略，3000字', 3000, 'guide', true],
  ['设计一份初中数学教案', 2000, 'lesson', true],
  ['写五篇旅行日记', 2000, 'diary', false],
  ['关于环保的推文，200字以内', 200, 'post', false],
  ['写一篇新闻报道，报道运动会', 600, 'news', false],
  ['出10道关于唐朝的单选题', 800, 'list', false],
  ['写一篇《活着》的读后感', 1000, 'essay', false],
  ['写一封求职邮件', 200, 'email', false],
  ['介绍一下潮汐', 1000, 'other', true],
  ['以对话的形式解释潮汐', 600, 'dialogue', false],
  ['把下面这个故事改写成剧本：小红帽', 2000, 'screenplay', false],
  ['写一篇关于潮汐的科普文章', 1500, 'article', true],
  ['体裁：散文。请写故乡的秋天', 800, 'essay', false],
];

const others: readonly Row[] = [
  ['友人への手紙を書いてください', 600, 'letter', false],
  ['小説の書き方についての記事を書いてください', 2000, 'article', true],
  ['秋をテーマにした詩を書いて', 100, 'poem', false],
  ['再生可能エネルギーに関するレポートを3000字で作成してください', 3000, 'report', true],
  ['친구에게 보내는 편지를 써 줘', 400, 'letter', false],
  ['소설에 대한 보고서를 작성해 주세요', 2000, 'report', true],
  ['가을에 관한 시를 써 주세요', 60, 'poem', false],
  ['도시를 주제로 에세이를 써 줘', 800, 'essay', false],
  ['Schreibe einen Liebesbrief an meine Frau', 500, 'letter', false],
  ['Schreibe einen Artikel über Briefe der Romantik', 2000, 'article', true],
  ['Verfasse eine Kurzgeschichte über einen Roman, der verloren ging', 1500, 'story', false],
  ['Schreibe einen Bericht über die Methode des Imkerns, ohne Überschriften', 2000, 'report', false],
  ['Écris un poème sur la mer', 120, 'poem', false],
  ['Rédige un rapport sur les romans policiers', 2500, 'report', true],
  ['Écris une lettre à mon propriétaire', 300, 'letter', false],
  ['Escribe un cuento sobre una carta perdida', 1500, 'story', false],
  ['Redacta un informe sobre el agua', 2500, 'report', true],
  ['Necesito un discurso para la boda de mi hermano', 600, 'speech', false],
  ['Напиши рассказ о письме, которое не дошло', 1500, 'story', false],
  ['Напишите статью о русской поэзии', 2000, 'article', true],
  ['Напиши письмо бабушке', 300, 'letter', false],
  ['اكتب قصيدة عن البحر', 100, 'poem', false],
  ['اكتب مقالا عن الشعر العربي', 1500, 'article', true],
  ['اكتب رسالة إلى صديقي عن روايتي', 300, 'letter', false],
];

describe('readForm', () => {
  for (const [title, rows] of Object.entries({ english, wishes, chinese, others })) {
    it.each(rows)(`reads (${title}) %s`, (instruction, targetWords, name, hasHeadings) => {
      expect(readForm(instruction, { targetWords })).toMatchObject({ name, hasHeadings });
    });
  }

  it('takes the form a person names over the one in the instruction', () => {
    const instruction = 'Write an article about bees';
    const read = (form: string): FormName => readForm(instruction, { form, targetWords: 900 }).name;
    expect(
      ['wedding speech', '情书', 'Kurzgeschichte', 'discours de mariage', 'FAQ', 'other', 'post'].map(read),
    ).toEqual(['speech', 'letter', 'story', 'speech', 'faq', 'other', 'post']);
  });

  it('reads wishes from the named form too', () => {
    const form = readForm('Bees', { form: 'article without headings', targetWords: 3000 });
    expect(form).toMatchObject({ name: 'article', hasHeadings: false, isOnePiece: false });
  });

  it('writes short texts in one piece and plans long ones, headed or not', () => {
    const pieces = (instruction: string, sizes: number[]): boolean[] =>
      sizes.map((targetWords) => readForm(instruction, { targetWords }).isOnePiece);
    expect(pieces('Write a report about bees', [699, 700])).toEqual([true, false]);
    expect(pieces('写一份关于蜜蜂的报告', [699, 700])).toEqual([true, false]);
    expect(pieces('Write a letter to my aunt', [700, 1499, 1500])).toEqual([true, true, false]);
    expect(pieces('Write an article about bees with headings', [300])).toEqual([false]);
    expect(pieces('Write an article about bees in one paragraph', [1200])).toEqual([true]);
  });

  it('never gives headings to one piece, at any length', () => {
    const lengths = fc.integer({ min: 50, max: 40_000 });
    const instructions = fc.constantFrom(...[english, wishes, chinese, others].flat().map(([text]) => text));
    fc.assert(
      fc.property(instructions, lengths, (instruction, targetWords) => {
        const { isOnePiece, hasHeadings } = readForm(instruction, { targetWords });
        expect(isOnePiece && hasHeadings).toBe(false);
      }),
    );
  });

  it('reads an instruction with a whole book pasted into it at once', () => {
    const pasted = `Write a poem about it. ${'A b  C, why make ten words '.repeat(40_000)}`;
    const startedAt = performance.now();
    expect(readForm(pasted, { targetWords: 300 }).name).toBe('poem');
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it("keeps sections and headings of a person's own plan", () => {
    const form = readForm('Write a letter to my aunt', { targetWords: 300, hasPlan: true });
    expect(form).toMatchObject({ name: 'letter', isOnePiece: false, hasHeadings: true });
  });

  it('leaves front matter to texts with sections, as the form or the instruction has it', () => {
    const frontMatter = (instruction: string, targetWords: number): string =>
      readForm(instruction, { targetWords }).frontMatter;
    expect(frontMatter('Write a report about bees', 3000)).toBe('introduction');
    expect(frontMatter('Write a report about bees', 300)).toBe('none');
    expect(frontMatter('Write a report about bees without an introduction or conclusion', 3000)).toBe('none');
    expect(frontMatter('Write a research paper about bees', 3000)).toBe('abstract');
    expect(frontMatter('Write a novel about bees', 30_000)).toBe('none');
  });
});

const prompts = '../shared/data/longwriter/longbench_write.jsonl';

describe.skipIf(isAbsent(prompts))('readForm on the LongBench-Write prompts', () => {
  const rows = (): { prompt: string; length: number }[] =>
    readFileSync(prompts, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { prompt: string; length: number });

  it('gives no headings to any text of fewer than 500 words', () => {
    const short = rows().filter(({ length }) => length < 500);
    const headed = short.filter(
      ({ prompt, length }) => readForm(prompt, { targetWords: length }).hasHeadings,
    );
    expect(short.length).toBeGreaterThan(20);
    expect(headed.map(({ prompt }) => prompt)).toEqual([]);
  });

  it('knows the form of nearly all that name one', () => {
    const unknown = rows().filter(
      ({ prompt, length }) => readForm(prompt, { targetWords: length }).name === 'other',
    );
    expect(unknown.length / rows().length).toBeLessThan(0.27);
  });
});

function isAbsent(file: string): boolean {
  const absent = !existsSync(file);
  if (absent) console.log(`skipped: ${file} is not there`);
  return absent;
}
