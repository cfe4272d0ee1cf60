/** Models by address for a command, and whether a practice model was among them. */
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { createRunWorld } from '../methods/world.ts';
import type { RunPlace, RunWorld } from '../methods/write.ts';
import type { Output } from './output.ts';

/** The model that ships; its code and its weights are read only when it is chosen. */
export async function loadMini(): Promise<LanguageModelV4> {
  const { createMiniModel } = await import('../train/mini/mini-model.ts');
  return createMiniModel();
}

/** True on a terminal where a person can be asked something. */
export function isInteractive(output: Output): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY) && output.json === undefined && !output.isQuiet;
}

/** The sentence that opens and closes every run with a practice model. */
export function sayPractice(address: string): string {
  return `practice model: ${address} (its text shows that the process works, nothing about quality)`;
}

/**
 * The world of a command. The first practice model that is resolved is announced at once, so that no line about the
 * run comes before.
 */
export function createModels(
  output: Output,
  place: RunPlace,
): {
  world: RunWorld;
  /** Address of the first practice model resolved so far. */
  readonly practice: string | undefined;
  /** Announces a practice model that was known without resolving it. */
  announce(address: string): void;
} {
  let practice: string | undefined;
  const announce = (address: string): void => {
    if (practice !== undefined) return;
    practice = address;
    output.say(sayPractice(address));
  };
  const world = createRunWorld({ ...place, env: process.env, loadMini });
  return {
    world: {
      ...world,
      async resolveModel(address, card) {
        const model = await world.resolveModel(address, card);
        if (model.isPractice) announce(model.address);
        return model;
      },
    },
    get practice() {
      return practice;
    },
    announce,
  };
}
