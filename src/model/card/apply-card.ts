/** What a card changes about a model. */
import type { Model } from '../model.ts';
import { type CapabilityCard, usableContextTokens } from './card.ts';

/** The model as its card shows it: window and structured output replaced by what is known of them. */
export function applyCard(model: Model, card: CapabilityCard): Model {
  const contextTokens = usableContextTokens(card);
  return {
    ...model,
    card,
    ...(contextTokens !== undefined && {
      contextTokens: Math.min(contextTokens, model.contextTokens ?? contextTokens),
    }),
    ...(card.structuredOutput !== undefined && { hasStructuredOutput: card.structuredOutput === 'schema' }),
  };
}
