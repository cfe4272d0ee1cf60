/** Hears every call of a run: tokens sent, and how much of them is plan. */
import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { CapabilityCard } from '../src/model/card/card.ts';
import { estimateTokens } from '../src/model/estimate-tokens.ts';
import type { Model } from '../src/model/model.ts';
import { resolveModel } from '../src/model/resolve-model.ts';

export type SeenCall = { inputTokens: number; planBytes: number; isSection: boolean };

/** Models by address whose calls are told to `onCall` before they are made. */
export function watchCalls(
  onCall: (call: SeenCall) => void,
): (address: string, card?: CapabilityCard) => Promise<Model> {
  return async (address, card) => {
    const model = await resolveModel(address, { env: {}, card });
    const { languageModel } = model;
    const watched: LanguageModelV4 = {
      ...languageModel,
      specificationVersion: 'v4',
      async doStream(options) {
        const text = options.prompt
          .map(({ content }) =>
            typeof content === 'string'
              ? content
              : content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
          )
          .join('\n');
        onCall({
          inputTokens: estimateTokens(text),
          planBytes: planOf(text).length,
          isSection: /Length of this (?:section|passage): \d|Still to write: about/.test(text.slice(-400)),
        });
        return languageModel.doStream(options);
      },
    };
    return { ...model, languageModel: watched };
  };
}

/** What a writer, or a planner, is shown of the plan. */
function planOf(text: string): string {
  return (
    /# (?:Plan around this part|Parts of the whole text)\n\n[\s\S]*?(?=\n\n# |\n\nPlan now|$)/.exec(
      text,
    )?.[0] ?? ''
  );
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]): number => sum(values) / Math.max(1, values.length);

/** Values in ten parts of equal size, in their order. */
export function tenths<T>(values: readonly T[]): T[][] {
  return Array.from({ length: 10 }, (_each, index) =>
    values.slice(Math.round((index * values.length) / 10), Math.round(((index + 1) * values.length) / 10)),
  );
}
