/** From a request to the whole text of the reply. Pure: parameters and request decide every character. */
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { countWords } from '../../text/count-words.ts';
import { composeProse } from './compose-prose.ts';
import { asksYesOrNo } from './cues.ts';
import { findExampleSchema } from './example-json.ts';
import { composeJson } from './json-reply.ts';
import { aimWords } from './length-law.ts';
import { composeOutline } from './outline.ts';
import type { SimulatedParameters } from './parameters.ts';
import { composePlan } from './plan-reply.ts';
import { createRandom, type Random } from './random.ts';
import { type ReadRequest, readRequest } from './read-request.ts';
import { answerFromText, condenseText, findShownText, reviseText, summarizeText } from './revise-reply.ts';
import { readScoreKeys } from './score-range.ts';
import { createSentenceSource } from './statements.ts';

/** Continuing gives at least this, whatever is asked. */
const leastContinuedWords = 40;
/** A text shorter than this is not material to work on. */
const leastShownWords = 30;

const refusals = {
  en: [
    "I'm sorry, but I can't help with that request.",
    "I'm not able to write this. I'd be glad to help with something else.",
    "I can't assist with that, but I can suggest a different approach if you like.",
    "Sorry, I'm unable to continue with this content.",
  ],
  zh: [
    '很抱歉，我无法协助完成这个请求。',
    '对不起，我不能撰写这类内容。如果您有其他问题，我很乐意帮忙。',
    '抱歉，这个请求我无法处理，您可以换一个主题。',
  ],
};

/**
 * Writes the reply to a request; '' where a preset draws an empty answer.
 *
 * Depends on the seed, the length law, `repeatRate` and `refuseRate` and on the request: not on time, order,
 * rate limit, cache or faults. A refusal is an ordinary text, as most models give it.
 *
 * @param requestHash - The hash of the canonical request: what the draws of this reply are keyed by.
 */
export function composeReply(
  parameters: SimulatedParameters,
  options: LanguageModelV4CallOptions,
  requestHash: string,
): string {
  const { seed, v } = parameters;
  const draw = (purpose: string): Random => createRandom(purpose, v, seed, requestHash);
  const request = readRequest(options.prompt);
  if (draw('refusal').next() < parameters.refuseRate)
    return draw('refusal text').pick(refusals[request.language]);

  const random = draw('reply');
  const aim = aimWords(request.askedWords, parameters, draw('length'));
  const prose = (leastWords = 0): string => composeText(parameters, request, { aim, leastWords, random });

  const format = options.responseFormat;
  if (format?.type === 'json' || request.kind === 'plan' || request.kind === 'judge') {
    const given = format?.type === 'json' ? format.schema : undefined;
    const isStated = given !== undefined && Object.keys(given).length > 0;
    const schema = isStated ? given : findExampleSchema(request.lastMessage);
    if (schema !== undefined) return composeJson(schema, request, random, prose);
    if (request.kind === 'plan' && format?.type !== 'json') return composePlan(request, random);
    const keys = request.kind === 'judge' ? readScoreKeys(request.lastMessage) : ['text'];
    const properties = Object.fromEntries(keys.map((key) => [key, propertyOf(key, request)]));
    return composeJson({ type: 'object', properties }, request, random, prose);
  }
  return composeText(parameters, request, { aim, leastWords: 0, random });
}

function propertyOf(key: string, request: ReadRequest): { type: 'string' | 'integer' } {
  const isText =
    request.kind !== 'judge' || /analysis|reason|comment|explanation|feedback|分析|理由|评语|说明/i.test(key);
  return { type: isText ? 'string' : 'integer' };
}

function composeText(
  parameters: SimulatedParameters,
  request: ReadRequest,
  { aim, leastWords, random }: { aim: number; leastWords: number; random: Random },
): string {
  const { language, kind } = request;
  const nextSentence = createSentenceSource(
    {
      seed: parameters.seed,
      language,
      instructionTopics: request.instructionTopics,
      focusTopics: request.focusTopics,
      visibleText: request.wholeText,
      repeatRate: parameters.repeatRate,
    },
    random,
  );
  const isYesOrNo = kind === 'answer' && asksYesOrNo(request.lastMessage);
  const worksOnText = kind === 'condense' || kind === 'summary' || kind === 'revise' || kind === 'answer';
  const shown = worksOnText ? findShownText(request) : '';
  if (countWords(shown) >= leastShownWords) {
    const shownWords = countWords(shown);
    // Without a number, "shorter" is half, a summary a fifth (150 words at most), and a revision as long.
    const { askedWords, statesLength } = request;
    if (kind === 'condense') return condenseText(shown, statesLength ? askedWords : shownWords / 2);
    if (kind === 'revise') return reviseText(shown, statesLength ? aim : shownWords, nextSentence);
    if (kind === 'summary') {
      return summarizeText(request, shown, statesLength ? askedWords : Math.min(150, shownWords / 5), random);
    }
    if (!isYesOrNo) return answerFromText(request, shown);
  }
  if (isYesOrNo) {
    const isYes = random.next() < 0.7;
    return language === 'zh' ? (isYes ? '是' : '否') : isYes ? 'Yes' : 'No';
  }
  const title = (): string => composeOutline(1, request.instructionTopics, language, random)[0]?.title ?? '';
  if (kind === 'title') return title();
  // A preset that drew an empty answer.
  if (aim === 0) return '';
  const heading = request.wantsHeading ? `## ${title()}\n\n` : '';
  const text = composeProse(nextSentence, {
    aimWords: aim - countWords(heading),
    leastWords: kind === 'continue' ? Math.max(leastContinuedWords, leastWords) : leastWords,
    language,
    random,
  });
  return heading + text;
}
