/** What a text is about: its noun-like phrases, in reading order. A reader's guess, without a dictionary. */

export type ReplyLanguage = 'en' | 'zh';

const split = (text: string): string[] => text.trim().split(/\s+/);

/** Words that end a phrase: function words, and the vocabulary of writing tasks rather than of their topics. */
const englishStops = new Set(
  split(`
  a about above across after again against all almost along already also although always am among an and another any
  anyone anything are around as aside at away back be became because become becomes been before behind being below
  beneath beside besides between beyond both but by came can cannot come comes could did do does doing done down
  during each either else enough ensure etc even ever every everyone everything few first for from full further gave
  get gets give given gives go goes good got had has have having he her here hers him his how however i if in
  include included includes including indeed inside instead into is it its itself just keep kept know known last
  later least less let like made make makes many may maybe me might mine more most much must my near need
  needs neither never new next no none nor not nothing now of off often on once one only onto or other others our
  ours out over own part per perhaps please put quite rather really said same say second seem seems shall she should
  show shows since so some someone something still such take taken takes than that the their theirs them then there
  these they thing things third this those though through throughout thus to together too toward towards under until
  up upon us use used useful uses using usually various very via want wants was way ways we well were what whatever
  when where whether which while who whole whom whose why will with within without would yes yet you your yours
  able actually based clear clearly close detailed different easy great high important key long main own possible
  real right short simple specific strong sure true
  write writes writing written writer author compose draft create craft produce generate prepare develop provide
  describe describes explain explains discuss discusses explore explores examine examines cover covers covering
  introduce introduces outline outlines plan plans present presents tell tells talk begin begins start starts end
  ends finish continue continues continuing conclude summarise summarize compare contrast analyse analyze argue
  mention consider focus focuses help helps follow follows following add adds avoid avoids repeat return reply
  answer respond output read think state states set sets open opens close closes establish establishes reveal shows
  article essay report story novel chapter chapters section sections paragraph paragraphs part parts text texts
  word words count counts length title titles heading headings subtitle subheading point points main content prose
  piece book document letter blog post guide paper passage sentence sentences line lines page pages draft final
  complete comprehensive overview introduction conclusion instruction instructions task tasks subtask subtasks step
  steps request user assistant reader readers audience style tone format markdown json language english chinese
  summary summaries example examples list item items number numbers note notes budget total approximately roughly
  exactly minimum maximum target topic topics subject theme question questions response below above previous
  earlier next current already everything nothing whose establishing opening ending closing target needed required
  speak speaks spoke nobody twice two three four five six seven eight nine ten hundred thousand million day days hour
  hours role editor assistant expert specialist professional novelist named described constraints query header headers
  description descriptions premise genre voice object objects research characters
  senior restore restored stop stops
  suggest rate score scores scale integer integers judge evaluate evaluation shorten condense rewrite revise continue
  rules rule goal goals purpose detail details brief shown hooks later quality
  `),
);

/** Verbs that often stand between two noun phrases of an instruction. */
const englishVerbs = new Set(
  split(`
  became become affect affects affected shape shapes shaped change changes changed convert converts influence
  influenced influences lead leads led work works worked make makes happen happens happened live lives lived grow
  grows grew find finds found discover discovers discovered learn learns learned teach teaches taught build builds
  built choose chooses decide decides try tries trying turn turns turned bring brings brought meet meets met face
  faces faced fight fights save saves saved travel travels love loves look looks looking want understand
  understanding improve improves manage reduce reduces increase increases create creates caused cause causes
  develop develops support supports require requires deal deals`),
);

const chineseStops =
  /(?:请(?:你)?|列出|制定|给出|设计|拟定|提供|编写|分解|规划|帮我|给我|为我|写(?:一)?(?:篇|个|部|封|段|份|首|本|出|作|下)?|撰写|创作|生成|续写|继续|输出|只|不要|不得|必须|需要|应该|应当|关于|围绕|之后|之前|之中|有关|以及|并且|或者|如何|怎样|怎么|为什么|什么|根据|按照|其中|包括|包含|例如|比如|通过|进行|一个|一篇|一部|一种|这个|那个|这些|那些|他们|我们|你们|她们|自己|它们|之间|以上|以下|上述|左右|大约|不少于|不超过|至少|最多|文章|作文|论文|小说|故事|报告|章节|段落|小节|本节|本章|本段|正文|标题|题目|主题|大纲|提纲|规划|计划|步骤|要点|主旨|字数|长度|篇幅|须写到|写到|全文|总共|共计|内容|部分|要求|格式|说明|描述|介绍|阐述|论述|分析|讨论|解释|讲述|叙述|探讨|详细|具体|完整|深入|全面|目标|用户|指令|任务|读者|风格|语言|中文|英文|已写|前文|上文|下文|重复|第[一二三四五六七八九十百\d]+[章节段部步]|[一二两三四五六七八九十百千万几数多]+(?:个)?[字篇章节段页个部]|[的了着过和与及或在是有为以从到对于把被将让使就都也而但其所等并向由于这那此该每各]|[你我他她它]|[篇])/g;

/**
 * Noun-like phrases of a text, without repeats, in reading order.
 *
 * English phrases have one to four words, Chinese ones two to eight characters. Digits never occur in them.
 */
export function extractTopics(text: string, language: ReplyLanguage): string[] {
  const phrases = language === 'zh' ? chinesePhrases(text) : englishPhrases(text);
  const seen = new Set<string>();
  return phrases.filter((phrase) => {
    const key = phrase.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function englishPhrases(text: string): string[] {
  const phrases: string[] = [];
  let phrase: string[] = [];
  const finish = (): void => {
    if (phrase.length > 0) phrases.push(phrase.slice(-4).join(' '));
    phrase = [];
  };
  const plain = text.replaceAll(/<\/?\w+>|"\w+"\s*:/g, '\n');
  for (const token of plain.match(/[\p{L}][\p{L}\p{M}'’-]*[\p{L}]|[\p{L}]|[^\p{L}\s]|\n/gu) ?? []) {
    const word = token.toLowerCase().replace(/['’]s$/, '');
    const isTopic =
      /^[\p{L}-]{3,}$/u.test(word) &&
      !englishStops.has(word) &&
      !englishVerbs.has(word) &&
      !(word.length > 5 && word.endsWith('ly')) &&
      // Past tenses; names keep theirs.
      !(/[^e]ed$/.test(token) && word.length > 4) &&
      !/\p{Script=Han}/u.test(word);
    if (isTopic) phrase.push(token.replace(/['’]s$/, ''));
    if (!isTopic || /['’]s$/.test(token)) finish();
  }
  finish();
  return phrases;
}

function chinesePhrases(text: string): string[] {
  return text
    .replace(chineseStops, ' ')
    .split(/[^\u4e00-\u9fff]+/)
    .filter((phrase) => phrase.length >= 2)
    .map((phrase) => phrase.slice(0, 8));
}
