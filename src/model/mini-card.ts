/** What is known of `mini`, the small model that ships with Longhand; it was trained to be asked like this. */
import type { CapabilityCard } from './card/card.ts';

/** Of its 1,024 tokens, in tokens of our own tokenizer: its own are shorter. */
const contextTokens = 750;

export const miniCard: CapabilityCard = {
  key: 'mini',
  updatedAt: '1970-01-01T00:00:00.000Z',
  keptTokens: contextTokens,
  /** The longest sections it was trained on. */
  maxOutputWords: 250,
  lengthBias: 1,
  structuredOutput: 'none',
  streams: true,
  reasoningTokens: 0,
  promptProfile: 'compact',
  vision: false,
  languages: ['en'],
};
