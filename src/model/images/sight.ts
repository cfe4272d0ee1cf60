/** Whether a model sees images, as far as it is known before it is asked. */
import type { CapabilityCard } from '../card/card.ts';

export type Sight = {
  /** Undefined: nobody knows. */
  sees: boolean | undefined;
  /** Why, for people; '' where nobody knows. */
  reason: string;
};

/** Families whose every model takes images, as their makers' overviews of models say. */
const seeing = /^(?:anthropic:claude-(?:3|4|5|opus|sonnet|haiku)|google:gemini-)/;

/**
 * What was measured counts most, then what the endpoint says of itself, then what holds for a whole family. Models that
 * run in this process, and practice models, read text alone.
 */
export function findSight(address: string, card?: Pick<CapabilityCard, 'vision' | 'advertised'>): Sight {
  if (/^(?:mini$|simulated:)/.test(address)) {
    return { sees: false, reason: 'it is a practice model, which reads text alone' };
  }
  if (address.startsWith('gguf:'))
    return { sees: false, reason: 'models of this kind are run on text alone' };
  // It answers what it was asked before, and nothing is shown to it.
  if (address.startsWith('recorded:')) return { sees: true, reason: 'it replays answers' };
  if (card?.vision !== undefined) {
    const reason = card.vision ? 'it saw the image of a probe' : 'it did not see the image of a probe';
    return { sees: card.vision, reason };
  }
  const { vision, source } = card?.advertised ?? {};
  if (vision !== undefined) return { sees: vision, reason: `so says ${source}` };
  if (seeing.test(address)) return { sees: true, reason: 'as every model of its family' };
  return { sees: undefined, reason: '' };
}
