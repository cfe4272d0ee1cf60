/** Titles and main points for a plan, from the nouns of its instruction. */
import { expand, type Grammar, polishSentence } from './grammar.ts';
import type { Random } from './random.ts';
import { grammarOf } from './statements.ts';
import type { ReplyLanguage } from './topics.ts';

/** One planned section: a title and what it says. */
export type OutlineEntry = { title: string; points: readonly string[] };

const englishAspects =
  'Origins|Early Witnesses|Daily Work|Tools and Methods|Costs and Gains|Rules and Exceptions|Turning Points|Quarrels|Allies|Weather and Seasons|Letters and Records|Places|Money|Training|Mistakes|Reforms|Language and Names|Rivals|Journeys|Households|Materials|Risks|Public Debate|Measures|Memory|Craft|Neighbours|Institutions|Habits|Experiments|Losses|Recovery|Leadership|Trust|Ceremonies|Markets|Routes|Teaching|Health|Maps|Trials|Discoveries|Limits|Consequences|Inheritance|Outlook'.split(
    '|',
  );
const chineseAspects =
  '起源|早期见证|日常劳作|工具与方法|成本与收益|规矩与例外|转折|争执|盟友|气候与季节|书信与档案|地点|钱财|训练|失误|改革|语言与名称|对手|旅途|家庭|材料|风险|公众议论|衡量|记忆|手艺|邻里|机构|习惯|试验|损失|恢复|领导|信任|仪式|市场|路线|教学|健康|地图|考验|发现|界限|后果|传承|展望'.split(
    '|',
  );

/** Distinct titles with two or three points each. Aspects come first; a long plan adds particulars. */
export function composeOutline(
  count: number,
  topics: readonly string[],
  language: ReplyLanguage,
  random: Random,
): OutlineEntry[] {
  const isChinese = language === 'zh';
  const grammar = grammarOf(language);
  const aspects = random.shuffle(isChinese ? chineseAspects : englishAspects);
  return Array.from({ length: count }, (_, index) => {
    const topic = topics[index % topics.length] as string;
    const aspect = aspects[index % aspects.length] as string;
    const particular = pair(grammar, random);
    const isLong = index >= aspects.length;
    const title = isChinese
      ? `${topic}的${aspect}${isLong ? `与${particular}` : ''}`
      : `${isLong ? `${aspect}, ${capitalise(particular)}` : aspect} in ${capitalise(topic)}`;
    const points = Array.from({ length: 2 + random.integer(2) }, () => {
      const other = random.pick(topics);
      const things = pair(grammar, random);
      const actors = expand(grammar, 'actors', random);
      return isChinese
        ? `${other}中的${things}与${actors}`
        : polishSentence(`${things} that ${actors} met in ${other}`);
    });
    return { title, points };
  });
}

/** A whole sentence of what a section is to show, for fields that want prose. */
export function composePoint(topics: readonly string[], language: ReplyLanguage, random: Random): string {
  const grammar = grammarOf(language);
  const topic = random.pick(topics);
  return language === 'zh'
    ? `说明${topic}怎样让${expand(grammar, 'actors', random)}看到${pair(grammar, random)}。`
    : `Show how ${topic} led ${expand(grammar, 'actors', random)} to ${pair(grammar, random)}.`;
}

/** What a judge says beside a score. */
export function composeComment(language: ReplyLanguage, random: Random): string {
  const grammar = grammarOf(language);
  return language === 'zh'
    ? `回答切合要求，${pair(grammar, random)}写得清楚，${pair(grammar, random)}还可以更具体。`
    : `The response keeps to the request; its ${pair(grammar, random)} are clear, its ${pair(grammar, random)} could be more specific.`;
}

/** Two words only: a plan must not look as if a statement had been made already. */
function pair(grammar: Grammar, random: Random): string {
  const attribute = expand(grammar, 'attribute', random);
  const things = expand(grammar, 'things', random);
  return grammar === grammarOf('zh') ? `${attribute}${things}` : `${attribute} ${things}`;
}

function capitalise(text: string): string {
  return text.replaceAll(/(?<=^|\s)\p{Ll}/gu, (letter) => letter.toUpperCase());
}
