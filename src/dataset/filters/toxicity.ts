/**
 * Leaves out instructions that ask for harm, by words. A first sieve and no classifier: it reads English and Chinese, misses
 * what is put politely, and a set for publication needs a model or a person behind it.
 */
import { maskMaterial } from '../../plan/length/mask-material.ts';
import { type Filter, quote } from './filter.ts';

const minor =
  '(?:child(?:ren)?|minors?|underage|pre-?teens?|loli(?:ta)?s?|school ?girls?|little (?:girls?|boys?))';
const sexual =
  '(?:sex(?:ual(?:ly)?)?|porn(?:ographic|ography)?|erotic(?:a)?|nude|naked|nsfw|fetish|hentai|smut|orgasm|masturbat\\w*|blow ?job|cum(?:s|ming)?|incest|rape[sd]?)';

const rules: readonly { name: string; pattern: RegExp }[] = [
  {
    name: 'sexual content with minors',
    pattern: new RegExp(
      `\\b${minor}\\b[^.!?]{0,80}\\b${sexual}\\b|\\b${sexual}\\b[^.!?]{0,80}\\b${minor}\\b`,
      'i',
    ),
  },
  {
    name: 'sexual content',
    pattern:
      /\b(?:write|describe|generate|create|tell|roleplay|continue)\b[^.!?\n]{0,120}\b(?:porn(?:ographic|ography)?|erotic(?:a)?|nsfw|smut|hentai|sex scene|explicit sex\w*|fetish|incest)\b|(?:写|创作|生成|描写|描述|续写)(?:(?!反对|批评|批判|打击|禁止|抵制|防范|治理|关于)[^。！？\n]){0,20}(?:色情|情色|黄色小说|性爱|做爱|乱伦|强奸)(?!网站|内容治理|犯罪)/i,
  },
  {
    name: 'weapons or drugs',
    pattern:
      /\b(?:how\s+(?:to|do i|can i)|(?:recipe|instructions)\s+(?:for|to))\s+(?:(?:make|build|synthesi[sz]e|cook|construct|3d.print)\b[^.!?\n]{0,60})?\b(?:bombs?|explosives?|grenades?|nerve agents?|meth(?:amphetamine)?|ricin|silencers?|ghost guns?|molotov\w*)\b|(?:制造|制作|合成|教我做)[^。！？\n]{0,16}(?:炸弹|炸药|冰毒|毒品|毒气|枪支)/i,
  },
  {
    name: 'crime against computers or people',
    pattern:
      /\b(?:write|create|build|give me|generate)\s+(?:me\s+)?(?:an?\s+|some\s+|the\s+)?(?:[a-z]+\s+){0,2}(?:ransomware|keyloggers?|malware|phishing (?:e-?mail|page|site)s?|ddos (?:script|tool|bot)s?)\b(?!\s+(?:defen[cs]e|protection|prevention|detection|awareness|attacks?))|\bhow (?:to|do i|can i) (?:kill|poison|stalk|kidnap|blackmail)\b[^.!?\n]{0,40}\b(?:someone|somebody|my|a person|people|him|her)\b|(?:编写|制作)[^。！？\n]{0,16}(?:勒索软件|木马病毒|钓鱼网站)|如何(?:杀人|下毒|绑架)/i,
  },
  {
    name: 'self-harm',
    pattern:
      /\b(?:how (?:to|do i|can i)|ways? to|methods? (?:of|for))\s+(?:kill(?:ing)? myself|commit(?:ting)? suicide|self[- ]harm\w*|overdos\w*)\b|(?:自杀|自残)(?:的)?(?:方法|方式)|如何自杀/i,
  },
  {
    name: 'hate',
    pattern:
      /\b(?:write|create|generate|give me|tell)\b[^.!?\n]{0,60}\b(?:racist|antisemitic|anti-semitic|homophobic|white supremacist|neo-?nazi)\s+(?:joke|rant|speech|manifesto|story|propaganda|poem|song)s?\b/i,
  },
];

/** Words in quotes and in given material do not count; what the source had marked does. */
export const toxicityFilter: Filter = {
  name: 'toxicity',
  check({ instruction, isMarkedToxic }) {
    if (isMarkedToxic) return 'Its source had marked it as toxic.';
    const masked = maskMaterial(instruction);
    for (const { name, pattern } of rules) {
      const match = pattern.exec(masked);
      if (match !== null) return `The instruction asks for ${name}: ${quote(match[0])}.`;
    }
    return undefined;
  },
};
