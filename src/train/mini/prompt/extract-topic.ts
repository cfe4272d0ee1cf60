/**
 * What an English instruction is about: rules over its wording, no model. Wrong readings cost style, not truth: the
 * words of the topic are always words of the instruction.
 */
import { findKey } from './find-key.ts';
import { lowerFirst } from './lower-first.ts';

type ExtractedTopic = {
  /** The whole phrase: "the history of lighthouses", "how to bake bread". */
  topic: string;
  /** The thing itself, as a noun phrase: "lighthouses", "bread". */
  key: string;
  /** The kind of text asked for, in one or two words; "article" where none is named. */
  form: string;
  /** For whom, where it is said. */
  audience?: string;
};

const forms =
  'article|essay|eulogy|op-ed|monologue|report|short story|story|tale|fable|fairy tale|novella|novel|letter|guidebook|guide|handbook|manual|tutorial|how-to|instructions|recipe|blog post|blog|post|speech|talk|lecture|review|summary|introduction|overview|primer|biography|profile|history|poem|screenplay|play|memo|white paper|whitepaper|book|booklet|brochure|pamphlet|chapter|paper|analysis|case study|study|faq|piece|text|column|feature|newsletter|document|account|commentary|explainer|explanation|description|discussion|dialogue|presentation|entry|page|survey|treatise|dissertation|thesis|proposal|plan|lesson|exploration|examination|comparison|portrait|sketch|meditation|reflection|press release';
const formPattern = new RegExp(`\\b(${forms})s?\\b`, 'i');

const writeVerbs =
  'write|compose|draft|create|produce|prepare|generate|give|make|need|want|like|tell|provide|deliver|pen|develop|author|craft|do|see|read|have|put together|come up with';

const aboutPattern =
  /\b(?:about|regarding|concerning|on the (?:topic|subject|theme|question) of|on the (?:topic|subject|theme)[:,]|dealing with|deals with|devoted to|dedicated to|exploring|explores|examining|examines|discussing|discusses|describing|describes|covering|covers|explaining|explains|outlining|outlines|comparing|compares|looking at|looks at|arguing|argues|telling the story of|tells the story of|focusing on|focussing on|focuses on|focused on|centred on|centered on|titled|entitled|called)\s+(.+)/i;
/** A kind of text and its preposition: "report on", "guide to", "story of". */
const formWithPreposition = new RegExp(
  `\\b(?:${forms})s?\\s+(?:on|of|to|into|for|from|in(?! which\\b))\\s+(.+)`,
  'i',
);
/** Verbs that take their topic at once: "Explain why …". */
const directVerb =
  /^(?:explain|describe|discuss|explore|examine|outline|compare|analy[sz]e|introduce|review|summari[sz]e|present|teach(?: me)?|show(?: me| us)?|cover|investigate|consider|argue|report on|reflect on|elaborate on|narrate|recount|document|detail|trace|define|survey)\s+(?:to \S+ |in detail |the topic of )?(.+)/i;
const storyOf =
  /^(?:tell|write|give|narrate)\s+(?:me |us )?(?:the|a) (?:whole |full |short |true )?(?:story|tale) of\s+(.+)/i;
const questionWord = /\b((?:how|why|when|where|what|whether|who)\b.+)/i;

const politeness =
  /^(?:please|kindly|hi|hello|hey|dear \w+)[,!.]?\s+|^(?:can|could|would|will) you (?:please |kindly )?|^i(?:'d| would)? (?:need|want|like)(?: you)?(?: to)? |^(?:your task is to|you are asked to|we need|help me(?: to)?|let's) /i;

/** A length, with what leads to it, anywhere in the request. */
const lengthWish =
  /[,;]?\s*\(?\b(?:(?:in|of|with|using|is|be|and)\s+)?(?:(?:about|around|roughly|approximately|exactly|at least|at most|no more than|not more than|up to|between|some|nearly|almost|over|under|circa)\s+)?\d[\d,.]*\s*k?(?:\s*(?:-|–|to|and)\s*\d[\d,.]*\s*k?)?[\s-]*words?\b(?:\s+(?:long|in length|total|each|or (?:more|less|so)))*\)?/i;

/** Where a topic ends and wishes about the text begin. */
const wishes = [
  /[.!?]\s+.*$/,
  /[;:]\s+.*$/,
  /\s+[–—-]\s+.*$/,
  /,?\s+(?:in|of|at|with|within|using|to|for|and|that is|which is|is|being)?\s*(?:about|around|roughly|approximately|exactly|at least|at most|no more than|not more than|up to|between|over|under|some|nearly|almost|circa)?\s*\d[\d,.]*\s*k?(?:\s*(?:-|–|to|and)\s*\d[\d,.]*\s*k?)?[\s-]*(?:words?|pages?|characters?|sections?|chapters?|paragraphs?|parts|minutes?|sentences)\b.*$/i,
  /,?\s+(?:in|with|of)\s+(?:about |at least |exactly )?(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|a few|a (?:hundred|thousand))(?: \w+)?\s+(?:words|pages|sections|chapters|paragraphs|parts)\b.*$/i,
  /,?\s+(?:using|written|suitable|aimed|intended|meant|targeted|designed|please|including|include|ensuring|making sure|divided|structured|organi[sz]ed|complete with|with (?:headings|examples|sections|chapters|an introduction|a conclusion|references|a focus|clear|plenty|lots))\b.*$/i,
  /,?\s+in\s+(?:an?|the|plain|simple|formal|clear|easy|british|american)?\s*(?:[a-z-]+ )?(?:tone|style|voice|english|language|manner|words|detail|depth|format|markdown|prose)\b.*$/i,
  /,\s+(?:and )?(?:with|covering|from|for|in|make|use|keep|do|it|the (?:text|article|essay|report)|give|start|begin|end|aim|focus|write|no|not|about|around|at|roughly|which|where|that)\b.*$/i,
  /\s+and\s+(?:make|use|keep|include|give|start|begin|end|aim|write|do not|don't)\b.*$/i,
];
const audiencePattern =
  /,?\s+(?:for|to)\s+((?:an? |the |my |our |your )?(?:(?:general|young|older|wide|broad|lay|absolute|complete|curious|busy|new|first-time|primary|high|secondary|middle|elementary|university|college|school|english|local|non-technical|nontechnical|small|interested) )*(?:beginners?|children|kids|students?|pupils|adults|teenagers|readers?|audience|public|newcomers|novices|experts|professionals|teachers|parents|managers|engineers|developers|visitors|customers|employees|colleagues|tourists|seniors|blog|magazine|newsletter|website|newspaper|journal|class|school|team|club|year-olds))\b.*$/i;

/**
 * Extracts the topic, its key noun phrase, the form and the audience of an instruction in English.
 *
 * An instruction without anything like a topic gives all of its words as the topic. Requests about the text itself
 * (lengths, styles, parts) are left out. An empty instruction gives the topic "the subject".
 */
export function extractTopic(instruction: string): ExtractedTopic {
  const text = instruction
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[*_#`]+/g, '')
    .replace(lengthWish, ' ')
    .trim();
  const request = findRequest(text.replaceAll(/\s+/g, ' '));
  let topic = findTopic(request);
  const form = findForm(request, topic);
  let audience: string | undefined;
  const audienceMatch = audiencePattern.exec(topic) ?? audiencePattern.exec(request);
  if (audienceMatch !== null) {
    audience = audienceMatch[1];
    topic = topic.replace(audienceMatch[0], '');
  }
  topic = cutWishes(topic, { isTitle: new RegExp(`["“]${quotePattern(topic)}["”]`).test(request) });
  if (topic === '' || new RegExp(`^(?:${writeVerbs})$`, 'i').test(topic)) topic = 'the subject';
  const found = { topic, key: findKey(topic), form };
  return audience === undefined ? found : { ...found, audience };
}

const quotePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** The form is named before the topic: in "How bees talk" nothing is. */
function findForm(request: string, topic: string): string {
  const start = request.toLowerCase().indexOf(topic.toLowerCase());
  const head = start < 0 ? request : request.slice(0, start);
  const named = formPattern.exec(head.replace(/["“][^"”]*["”]/g, ''))?.[1]?.toLowerCase();
  if (named === undefined && /^(?:tell|narrate)\b/i.test(head)) return 'story';
  return (
    named ??
    (/^the (history|biography|comparison|analysis) of/.exec(topic) && isLikelyRequest(request) && start !== 0
      ? (topic.split(' ')[1] as string)
      : 'article')
  );
}

/** The sentence that asks for the text: the first one with a verb of writing or a form, else the first. */
function findRequest(text: string): string {
  let bare = text;
  for (let before = ''; before !== bare; ) {
    before = bare;
    bare = bare.replace(politeness, '');
  }
  const sentences = bare.split(/(?<=[.!?])\s+(?=[A-Z"“])/);
  const asks = new RegExp(`^(?:please )?(?:${writeVerbs})\\b|\\babout\\b`, 'i');
  const names = /\b(?:topic|subject|theme)(?: is| should be| will be|:)/i;
  const found =
    sentences.length > 1
      ? (sentences.find((sentence) => names.test(sentence)) ??
        sentences.find((sentence) => asks.test(sentence) || directVerb.test(sentence)) ??
        sentences[0])
      : bare;
  return (found ?? bare).replace(/[.!?\s]+$/, '');
}

function findTopic(request: string): string {
  const named =
    /(?:^|\b(?:its|the) )(?:topic|subject|theme)(?:\s+(?:is|should be|will be)\s*:?|\s*:)\s*(.+)/i.exec(
      request,
    )?.[1];
  if (named !== undefined) return unquote(named);
  const colon = new RegExp(`^[^:]*\\b(?:title|following|${forms})s?\\s*:\\s*(.+)$`, 'i').exec(request)?.[1];
  if (colon !== undefined) return unquote(colon);
  const story = storyOf.exec(request)?.[1];
  if (story !== undefined) return story;
  const quoted = /["“]([^"”]{3,})["”]/.exec(request)?.[1];
  const about = aboutPattern.exec(request);
  if (quoted !== undefined && (about === null || /["“]/.test((about[1] ?? '').charAt(0)))) {
    const behind = aboutPattern.exec(request.slice(request.indexOf(quoted) + quoted.length))?.[1];
    return behind ?? quoted;
  }
  const direct = directVerb.exec(request)?.[1];
  if (direct !== undefined) {
    const form = new RegExp(
      `^(?:an?|the) .*?\\b(?!history)(?:${forms})\\b\\s*(?:on|of|to|about)\\s+(.+)`,
      'i',
    ).exec(direct)?.[1];
    return form ?? direct;
  }
  const withForm = formWithPreposition.exec(request);
  const isForSomebody =
    /^\S+(?: \S+)?\s+(?:to|for|from|in)\s/.test(withForm?.[0] ?? '') &&
    !/^(?:guide|introduction)/i.test(withForm?.[0] ?? '');
  const isAboutFirst =
    about !== null && (withForm === null || about.index <= withForm.index + 12 || isForSomebody);
  if (isAboutFirst && about?.[1] !== undefined) return dropForm(about[1]);
  if (withForm?.[1] !== undefined && isLikelyRequest(request)) return dropForm(keepHistory(withForm));
  if (about?.[1] !== undefined) return dropForm(about[1]);
  if (!isLikelyRequest(request)) return request.replace(/^on\s+/i, '');
  const clause = /\b(?:in which|where|that|whose)\s+(.+)/i.exec(request)?.[1];
  const question = questionWord.exec(request)?.[1];
  const rest = request
    .replace(new RegExp(`^(?:${writeVerbs})\\b\\s*(?:me|us)?\\s*`, 'i'), '')
    .replace(/^(?:an?|the|some|one)\s+/i, '')
    .replace(
      /^(?:\d[\d,.]*\s*k?[\s-]*(?:words?|pages?)\s*|(?:short|long|detailed|brief|full|complete)\s+)+/i,
      '',
    );
  const bare = rest
    .replace(new RegExp(`\\b(?:${forms})s?\\b`, 'i'), '')
    .replace(/\s+/g, ' ')
    .trim();
  const behindOn = /^on\s+(.+)/i.exec(bare)?.[1];
  return behindOn ?? question ?? clause ?? (bare === '' || /^(?:of|in|with|for)\b/i.test(bare) ? '' : bare);
}

/** "history of X", "biography of X", "portrait of X": the whole phrase is the topic, the rest of the forms are not. */
function keepHistory(match: RegExpExecArray): string {
  const phrase = match[0];
  return /^(?:history|biography|comparison|analysis|plan)\s+of\b/i.test(phrase)
    ? `the ${phrase}`
    : (match[1] as string);
}

const dropForm = (topic: string): string =>
  topic.replace(/^(?:the (?:topic|subject|theme|question|idea|concept) of|the following[^:]*:)\s+/i, '');

const isLikelyRequest = (text: string): boolean =>
  new RegExp(`^(?:please )?(?:${writeVerbs})\\b`, 'i').test(text) ||
  new RegExp(`^(?:an?|the|one|\\d[\\d,.]*[\\s-]*words?)\\b.{0,50}\\b(?:${forms})\\b`, 'i').test(text) ||
  new RegExp(`^(?:(?:short|long|detailed|brief|complete) )?(?:${forms})\\b`, 'i').test(text);

function cutWishes(text: string, { isTitle }: { isTitle: boolean }): string {
  let topic = unquote(text);
  for (const wish of wishes) topic = topic.replace(wish, '');
  topic = topic
    .replace(/^(?:that|the following)\s+(?=\w)/i, '')
    .replace(/[\s,.;:!?"”]+$/, '')
    .replace(/^["“\s]+/, '');
  topic = topic.replace(/^set (?:in|on|at|during) (?=\S)/i, '');
  topic = topic
    .replace(/^(how|why|when|where) (?:do|should|can) (?:i|you|we|one) /i, '$1 to ')
    .replace(/^why to /, 'why we ');
  topic = topic.replace(/^(?:how|why|when|where) does (.+)$/i, (clause) => findKey(clause));
  topic = topic.replace(/^what (?:is|are|was|were) (?=\S+(?: \S+){0,3}$)/i, '');
  topic = topic.replace(/^(why|how|when|where) (?:do|did|can|should) (?=\S+ )/i, '$1 ');
  if (isTitle) return topic;
  return lowerFirst(/[a-z]/.test(text) ? topic : topic.toLowerCase());
}

const unquote = (text: string): string =>
  text
    .replaceAll(/["“”]/g, '')
    .replace(/^'(.*)'/, '$1')
    .trim();
