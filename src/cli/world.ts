/** Models by address for a command, and whether a practice model was among them. */
import type { RunWorld } from '../methods/write.ts';
import { resolveModel } from '../model/resolve-model.ts';
import type { Output } from './output.ts';

/** True on a terminal where a person can be asked something. */
export function isInteractive(output: Output): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY) && output.json === undefined && !output.isQuiet;
}

/** The sentence that opens and closes every run with a practice model. */
export function sayPractice(address: string): string {
  return `practice model: ${address} (its text shows that the process works, nothing about quality)`;
}

/**
 * The models of a run. The first practice model that is resolved is announced at once, so that no line about the
 * run comes before.
 */
export function createModels(output: Output): {
  resolve: RunWorld['resolveModel'];
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
  return {
    async resolve(address) {
      const model = await resolveModel(address, { env: process.env });
      if (model.isPractice) announce(model.address);
      return model;
    },
    get practice() {
      return practice;
    },
    announce,
  };
}
