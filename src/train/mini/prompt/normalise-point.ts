/** Main points come in any form; mini's frames take a noun phrase or a clause with a question word. */
import { lowerFirst } from './lower-first.ts';

const imperative =
  /^(?:explain|describe|discuss|introduce|show|compare|list|outline|explore|examine|mention|present|define|summari[sz]e|cover|consider|give|state|highlight|emphasi[sz]e|note|analy[sz]e|identify|illustrate|establish|argue|address|look at|talk about|reflect on|focus on|touch on|end with|open with|close with|start with|begin with|set out|point out|trace|detail|tell)\s+(?:(?:in detail|briefly|clearly)\s+)?/i;
const questionWord = /^(?:how|why|when|where|what|whether|who|which)\b/i;
const finiteVerb =
  /^(?:is|are|was|were|has|have|had|can|could|will|would|should|may|might|must|did|does|do|became|becomes|made|makes|needs?|helps?|helped|gives?|gave|took|takes|brought|brings|led|leads|shows|showed|remains?|remained|began|begins|changed|changes|means|meant|allowed|allows|forced|saved|spread|replaced)$/i;
const subordinate = /^(?:that|which|who|whose|where|when|how|why|what|whether|if|because)$/i;

/**
 * Makes a point fit into "One part of the story is {point}": lower-cased at its start, without its end mark, without
 * an opening "Explain" or "Describe".
 *
 * A whole statement ("Oil lamps replaced coal fires") becomes "the fact that oil lamps replaced coal fires"; whether it
 * is one is guessed from a list of finite verbs. Everything else stays as it is, word for word.
 */
export function normalisePoint(point: string): string {
  const bare = point
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^(?:[-*•]|\d+[.)])\s+/, '')
    .replace(/[.;:,!?\s]+$/, '');
  const body = lowerFirst(bare).replace(imperative, (verb) =>
    /^(?:argue|note|show|state)\s/i.test(verb) ? 'the claim ' : '',
  );
  const fitted = lowerFirst(body.replace(/^the claim (?!that\b)/, '').replace(/^that\b/, 'the fact that'));
  if (questionWord.test(fitted) || /^the (?:claim|fact) that\b/.test(fitted)) return fitted;
  const words = fitted.split(' ');
  const verb = words.findIndex((word) => finiteVerb.test(word));
  const isStatement = verb > 0 && !words.slice(0, verb).some((word) => subordinate.test(word));
  return isStatement ? `the fact that ${fitted}` : fitted;
}
