/** From a model address to a model. */
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { UsageError } from '../errors.ts';
import { applyCard } from './card/apply-card.ts';
import type { CapabilityCard } from './card/card.ts';
import type { Delay } from './delay.ts';
import { miniCard } from './mini-card.ts';
import type { Model } from './model.ts';
import { providers } from './providers/index.ts';
import type { Environment } from './providers/keys.ts';
import { redact } from './redact.ts';

export type ResolveModelOptions = {
  /** What is known of the endpoint; shapes requests and limits. */
  card?: CapabilityCard | undefined;
  /** Where keys and base URLs are looked up. */
  env: Environment;
  fetch?: typeof globalThis.fetch;
  /** Unix time in milliseconds, for the simulated model. */
  now?: () => number;
  delay?: Delay;
  /** Loads the model that ships with Longhand; absent where nobody handed it in. */
  loadMini?: (() => Promise<LanguageModelV4>) | undefined;
};

/**
 * Resolves `provider:model`. Loads only what the address needs and makes no call.
 *
 * @throws {UsageError} Unknown provider, bad address, no key, or a recording that cannot be read.
 */
export async function resolveModel(address: string, options: ResolveModelOptions): Promise<Model> {
  const model = await resolveAddress(address, options);
  // A recording knows what its caller knew; anything else would lead to other requests.
  if (options.card === undefined || address.startsWith('recorded:')) return model;
  // What is learnt of `mini` adds to what it was made for.
  return applyCard(model, { ...model.card, ...options.card });
}

async function resolveAddress(
  address: string,
  { card, env, fetch, now, delay, loadMini }: ResolveModelOptions,
): Promise<Model> {
  const colon = address.indexOf(':');
  const scheme = colon < 0 ? address : address.slice(0, colon);
  const rest = colon < 0 ? '' : address.slice(colon + 1);
  if (address === 'mini' && loadMini !== undefined) return resolveMini(loadMini);
  if (scheme === 'simulated' && colon >= 0) return resolveSimulated(address, { now, delay });
  const isKnown = scheme === 'recorded' || Object.hasOwn(providers, scheme);
  if (!isKnown || rest.trim() === '') throw new UsageError(describeForms(address));
  if (scheme === 'recorded') return (await import('./recorded-model.ts')).loadRecordedModel(rest);
  const provider = await providers[scheme]?.load();
  if (provider === undefined) throw new UsageError(describeForms(address));
  const model = provider(rest.trim(), { env, fetch, card });
  if (scheme === 'gguf') (await import('./gguf/llama-library.ts')).requireLlama();
  return model;
}

async function resolveSimulated(
  address: string,
  { now, delay }: Pick<ResolveModelOptions, 'now' | 'delay'>,
): Promise<Model> {
  const [{ parseSimulatedAddress }, { createSimulatedModel }] = await Promise.all([
    import('./simulated/parameters.ts'),
    import('./simulated/simulated-model.ts'),
  ]);
  const parameters = parseSimulatedAddress(address);
  return {
    address,
    languageModel: createSimulatedModel(parameters, { now, delay }),
    isPractice: true,
    hasStructuredOutput: true,
    contextTokens: parameters.contextTokens,
  };
}

async function resolveMini(loadMini: () => Promise<LanguageModelV4>): Promise<Model> {
  const model = {
    address: 'mini',
    languageModel: await loadMini(),
    isPractice: true,
    hasStructuredOutput: false,
  };
  return applyCard(model, miniCard);
}

function describeForms(address: string): string {
  const forms = [
    'mini',
    ...Object.values(providers).map(({ form }) => form),
    'simulated:?…',
    'recorded:<path>',
  ];
  return `Expected a model address in one of the forms ${forms.map((form) => `\`${form}\``).join(', ')}, got \`${redact(address)}\`.`;
}
