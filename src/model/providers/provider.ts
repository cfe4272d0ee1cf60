/** What every API family offers: the rest of an address in, a model out. */
import type { CapabilityCard } from '../card/card.ts';
import type { Model } from '../model.ts';
import type { Environment } from './keys.ts';

export type ProviderContext = {
  env: Environment;
  fetch?: typeof globalThis.fetch | undefined;
  /** What is known of the endpoint, for settings of the wire such as the name of the token limit. */
  card?: CapabilityCard | undefined;
};

/**
 * Makes a model from the part of the address behind `provider:`. Makes no call.
 *
 * @throws {UsageError} Bad name or base URL, or no key.
 */
export type Provider = (name: string, context: ProviderContext) => Model;
