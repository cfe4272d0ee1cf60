/** What a form demands of a text, in the words a writer and a planner get. Headings are not spoken of here. */
import type { PromptLanguage } from '../prompt-language.ts';
import type { Form } from './form.ts';
import type { FormName } from './form-words.ts';

type Wording = Record<PromptLanguage, string>;

const names: Record<FormName, Wording> = {
  article: { en: 'article', zh: '文章' },
  report: { en: 'report', zh: '报告' },
  essay: { en: 'essay', zh: '随笔或议论文' },
  letter: { en: 'letter', zh: '书信' },
  email: { en: 'email', zh: '电子邮件' },
  poem: { en: 'poem', zh: '诗歌' },
  lyrics: { en: 'song lyrics', zh: '歌词' },
  dialogue: { en: 'dialogue', zh: '对话' },
  screenplay: { en: 'script', zh: '剧本' },
  speech: { en: 'speech', zh: '演讲稿' },
  story: { en: 'story', zh: '故事' },
  novel: { en: 'novel', zh: '小说' },
  manual: { en: 'manual', zh: '手册' },
  guide: { en: 'guide', zh: '指南' },
  faq: { en: 'FAQ', zh: '常见问题解答' },
  list: { en: 'list', zh: '清单' },
  review: { en: 'review', zh: '评论' },
  news: { en: 'news item', zh: '新闻稿' },
  post: { en: 'post', zh: '帖文' },
  abstract: { en: 'abstract', zh: '摘要' },
  proposal: { en: 'proposal', zh: '方案' },
  paper: { en: 'academic paper', zh: '论文' },
  lesson: { en: 'lesson plan', zh: '教案' },
  diary: { en: 'diary', zh: '日记' },
  biography: { en: 'biography', zh: '传记' },
  textbook: { en: 'textbook', zh: '教材' },
  other: { en: 'text', zh: '文本' },
};

const fiction: Wording = {
  en: 'Show scenes: who does and says what, where, with what at stake. Do not sum them up.\nStay with the chosen point of view and tense; close on an event or an image, not on a moral.',
  zh: '用场景写：谁在哪里做了什么、说了什么、为何要紧，不要概括带过。\n叙述视角和时态前后一致；以事件或画面收束，不要讲道理作结。',
};

const rules: Record<FormName, Wording> = {
  article: {
    en: 'Connected paragraphs, one thought each; examples and facts before judgements.\nOpen with what the reader gains or wonders about, not with a history of the world.',
    zh: '段落连贯，一段一个意思；先有事实和例子，再下判断。\n开头直接说到读者关心之处，不要从大而空的背景讲起。',
  },
  report: {
    en: 'State findings with what they rest on: figures, dates, sources, how they were obtained.\nSober tone; keep what was found apart from what is recommended.',
    zh: '结论都要交代依据：数据、时间、来源、取得方法。\n语气平实，把发现与建议分开写。',
  },
  essay: {
    en: 'One thesis, argued step by step in connected paragraphs; no lists.\nTake the strongest objection seriously and answer it.',
    zh: '围绕一个中心，逐段推进，不列条目。\n正视最有力的反对意见并作出回应。',
  },
  letter: {
    en: 'It opens with a salutation and closes with a closing phrase and a signature: each once in the whole letter, at its very beginning and its very end.\nSpeak to the addressee throughout; connected paragraphs, no lists.',
    zh: '全信开头有称呼，结尾有祝语和署名，各只出现一次，只在整封信的最前和最后。\n通篇对收信人说话，分段连贯，不列条目。',
  },
  email: {
    en: 'Subject line and greeting once at the very beginning, sign-off once at the very end.\nShort paragraphs; what is wanted of the reader stands early and plainly.',
    zh: '最前面写主题和称呼，最后写落款，各只一次。\n段落简短，需要对方做什么，尽早说清楚。',
  },
  poem: {
    en: 'Verse in stanzas with an empty line between them; no prose, no explanation of the poem.\nKeep the metre, rhyme or free rhythm that it begins with.',
    zh: '分行分节，节与节之间空一行；不要散文段落，不要解释诗意。\n格律、押韵或自由节奏，前后保持一致。',
  },
  lyrics: {
    en: 'Lines to be sung, in verses and a chorus that returns, with an empty line between them.\nNo prose and no remarks about the song.',
    zh: '写成可唱的词句，分主歌、副歌，副歌反复，段间空一行。\n不要散文段落，不要谈论这首歌。',
  },
  dialogue: {
    en: 'Every turn on a line of its own, the speaker named first and followed by a colon.\nNothing between the turns but what can be seen or heard; every speaker keeps a voice of their own.',
    zh: '每次说话另起一行，先写说话人，后接冒号。\n话轮之间只写看得见、听得到的；每个人有自己的口吻。',
  },
  screenplay: {
    en: 'Every scene opens with a scene heading that says where and when; then action in the present tense.\nThe name of the character stands before each speech; what is thought must be played or said.',
    zh: '每场开头写明场景：地点、时间；动作提示用现在时。\n每句台词前标明人物；心理活动要靠表演或台词表现。',
  },
  speech: {
    en: 'Written for the ear: short sentences, direct address, the main thought repeated where it counts.\nThe audience is greeted once at the very beginning and thanked once at the very end; no lists.',
    zh: '写给耳朵听：句子短，直接对听众说话，要紧的意思可以重申。\n只在最前面问候听众，只在最后致谢；不列条目。',
  },
  story: fiction,
  novel: fiction,
  manual: {
    en: 'Numbered steps, one action each, in the order they are done, with what the reader then sees.\nWarnings stand before the step they concern; requirements before the first step.',
    zh: '按操作顺序编号，一步一个动作，并写明做完后会看到什么。\n警告写在相关步骤之前，所需条件写在第一步之前。',
  },
  guide: {
    en: 'Speak to the reader who wants to do it: what to do, why, what it costs, what goes wrong.\nConcrete names, amounts and durations instead of general advice; steps are numbered.',
    zh: '对要动手的读者说话：做什么、为什么、代价多少、容易错在哪里。\n写具体的名称、数量、时间，不给空泛建议；步骤编号。',
  },
  faq: {
    en: 'Question and answer in turn; the question as a user would put it.\nThe first sentence of an answer answers; no question is asked twice.',
    zh: '一问一答，问题用用户自己会说的话。\n答案第一句就回答；同一个问题不问第二遍。',
  },
  list: {
    en: 'Items, one thing each, all of the same kind and the same build, numbered where a number was asked for.\nAt most one sentence before them, nothing after them.',
    zh: '分条列出，一条一事，种类和句式一致；要求了数量的要编号。\n前面至多一句引入，后面不要总结。',
  },
  review: {
    en: 'Say what the work is and does before judging it; every judgement with a passage or detail that shows it.\nMerits and faults both, and for whom it is worth the time.',
    zh: '先交代作品是什么，再作评价；每个判断都举出具体之处。\n优点缺点都写，并说明适合谁。',
  },
  news: {
    en: 'The first paragraph says who, what, when and where; then details, the most important first.\nReport without opinion of your own; what people claim is said to be theirs.',
    zh: '首段交代何人、何事、何时、何地；其后按重要程度展开细节。\n只报道，不发表自己的看法；他人的说法注明出自谁。',
  },
  post: {
    en: 'The first line makes people stop; short paragraphs in a personal voice.\nIt ends with one question, wish or call, not with a summary.',
    zh: '第一句就要让人停下来；段落短，用个人的口吻。\n以一个问题、心愿或号召结束，不作总结。',
  },
  abstract: {
    en: 'Purpose, method, main results and what follows from them, in this order, in one piece of dense prose.\nNo references, no promises such as "will be discussed".',
    zh: '依次写目的、方法、主要结果、结论，文字紧凑，一气写成。\n不引文献，不写“将讨论”之类的话。',
  },
  proposal: {
    en: 'Problem, what is proposed, how, by whom, when, at what cost, and how success will be seen.\nClaims carry figures; risks are named with what is done about them.',
    zh: '写清问题、做法、人员、时间、费用，以及怎样算成功。\n主张要有数字支持；风险与对策一并写出。',
  },
  paper: {
    en: 'Claims rest on evidence or on a source that is really known; invent neither data nor references.\nImpersonal tone; terms are defined where they first occur and then kept.',
    zh: '论断有证据或确知的文献支持，不得编造数据和文献。\n语气客观；术语首次出现时界定，此后不变。',
  },
  lesson: {
    en: 'Aims that can be checked, then phases with their minutes, what the teacher does and what the learners do.\nTasks and examples are written out so that somebody else could teach them.',
    zh: '先写可检验的目标，再分环节写明时间、教师活动和学生活动。\n练习和例子写完整，让别人拿来就能上课。',
  },
  diary: {
    en: 'Entries, each under its date, in the first person, by somebody who does not know what comes next.\nMoments and moods of that day rather than a summary of a life.',
    zh: '逐篇写，每篇标明日期，用第一人称，写的人不知道以后的事。\n写当天的片刻和心情，不要概述一生。',
  },
  biography: {
    en: 'In the order of a life, every stage with its dates, places and people.\nScenes and documented facts instead of praise; say so where something is uncertain.',
    zh: '按生平顺序写，各阶段交代时间、地点、人物。\n用场景和有据可查的事实代替赞美；不确定之处如实说明。',
  },
  textbook: {
    en: 'From known to new: a question, the concept, a worked example, then exercises.\nTerms are explained before they are used; nothing is presupposed that was not taught.',
    zh: '由已知到新知：先提问题，再讲概念，接着例题，最后练习。\n术语先解释后使用；没有教过的不作前提。',
  },
  other: {
    en: 'The shape that readers know from texts of this kind; connected paragraphs, one thought each.\nBegin with the matter itself.',
    zh: '按读者熟悉的这类文本来写；段落连贯，一段一个意思。\n开头直接入题。',
  },
};

/**
 * What the form demands, for the prompts of writer and planner: its name and two to three lines. Fits a part of the
 * text as well as the whole: what stands only at the beginning or the end is said to do so.
 */
export function renderFormRules({ name }: Pick<Form, 'name'>, language: PromptLanguage): string {
  const called =
    language === 'en' ? `The text is ${withArticle(names[name].en)}.` : `文体是${names[name].zh}。`;
  return name === 'other' ? rules.other[language] : `${called}\n${rules[name][language]}`;
}

const withArticle = (name: string): string =>
  name === 'song lyrics' ? name : `${/^[aeiouF]/.test(name) ? 'an' : 'a'} ${name}`;
