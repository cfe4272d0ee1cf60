/** What a proof consists of: every attempt that is planned, from the manifest alone. */
import type { MethodName } from '../../methods/index.ts';
import { renderKitPrompt } from './kit-prompts.ts';
import type { ProofManifest } from './proof-manifest.ts';

export const comparedMethods = ['native', 'agentwrite', 'longhand'] as const satisfies MethodName[];

/** One text that is asked for. */
export type AnswerAttempt = {
  /** Names the attempt in every file. */
  key: string;
  purpose: 'compared' | 'long' | 'ruler';
  method: MethodName;
  prompt: string;
  language: 'en' | 'zh';
  instruction: string;
  words: number;
};

/** Two texts that are compared; `a` is always the one by longhand. */
export type PairAttempt = {
  key: string;
  against: 'native' | 'agentwrite';
  prompt: string;
  language: 'en' | 'zh';
  instruction: string;
  words: number;
  /** Keys of the answers. */
  a: string;
  b: string;
};

/** Name of the calls that measured the card. */
export const probeKey = 'probe';

export function listAnswerAttempts({
  prompts,
  rulerPrompts,
  sizes,
}: Pick<ProofManifest, 'prompts' | 'rulerPrompts' | 'sizes'>): AnswerAttempt[] {
  const make = (
    purpose: AnswerAttempt['purpose'],
    method: MethodName,
    prompt: ProofManifest['prompts'][number],
    words: number,
  ): AnswerAttempt => ({
    key: `${purpose === 'ruler' ? 'ruler' : method} ${prompt.id} ${words}`,
    purpose,
    method,
    prompt: prompt.id,
    language: prompt.language,
    instruction: renderKitPrompt(prompt, words),
    words,
  });
  const [first] = prompts;
  return [
    ...rulerPrompts.flatMap((prompt) =>
      sizes.rulerWords.map((words) => make('ruler', 'native', prompt, words)),
    ),
    ...sizes.lengths.flatMap((words) =>
      prompts.flatMap((prompt) => comparedMethods.map((method) => make('compared', method, prompt, words))),
    ),
    ...(sizes.longWords === null || first === undefined
      ? []
      : [make('long', 'longhand', first, sizes.longWords)]),
  ];
}

export function listPairAttempts({
  prompts,
  sizes,
}: Pick<ProofManifest, 'prompts' | 'sizes'>): PairAttempt[] {
  return sizes.lengths.flatMap((words) =>
    prompts.flatMap((prompt) =>
      (['native', 'agentwrite'] as const).map((against) => ({
        key: `pair longhand-${against} ${prompt.id} ${words}`,
        against,
        prompt: prompt.id,
        language: prompt.language,
        instruction: renderKitPrompt(prompt, words),
        words,
        a: `longhand ${prompt.id} ${words}`,
        b: `${against} ${prompt.id} ${words}`,
      })),
    ),
  );
}

/** The text whose process is killed: by longhand, the first prompt, at the second length where there is one. */
export function keyOfKilled({ prompts, sizes }: Pick<ProofManifest, 'prompts' | 'sizes'>): string {
  return `longhand ${prompts[0]?.id} ${sizes.lengths[1] ?? sizes.lengths[0]}`;
}
