/**
 * Models of many qualities. `tuning` is for whoever turns the screws of the controller; only `reported` goes into
 * tables by default, so that no number rests on a model the controller was fitted to.
 */

import type { Model } from '../../src/model/model.ts';
import { resolveModel } from '../../src/model/resolve-model.ts';
import { type Hearing, misreadLengths } from './misreading-model.ts';

export type Quality = {
  name: string;
  set: 'tuning' | 'reported';
  /** A simulated model. */
  address: string;
  /** What it hears instead of the asked length. */
  hear?: Hearing;
};

/** Tires: hears 1.1 of the first lengths, and 1 % less with every answer, down to a half. */
const drifting: Hearing = (words, ordinal) => words * Math.max(0.5, 1.1 - 0.01 * ordinal);
/** A third of its answers are half of what was asked. */
const bimodal: Hearing = (words, _ordinal, random) => (random.next() < 1 / 3 ? words / 2 : words);
/** Has a length of its own: 180 words, and then three for every five asked. */
const affine: Hearing = (words) => 180 + 0.6 * words;
/** Thinks in paragraphs of 120 words, never less than one. */
const paragraphs: Hearing = (words) => 120 * Math.max(1, Math.round(words / 120));

const tuning: Omit<Quality, 'set'>[] = [
  { name: 'tuned-0.7', address: 'simulated:?seed=101&lengthBias=0.7&lengthSigma=0.2' },
  { name: 'tuned-1.15', address: 'simulated:?seed=102&lengthBias=1.15&lengthSigma=0.35' },
  { name: 'tuned-cap', address: 'simulated:?seed=103&lengthBias=0.9&lengthSigma=0.2&capWords=700' },
  { name: 'tuned-soft', address: 'simulated:?seed=104&lengthSigma=0.2&capWords=1500&lengthCurve=soft' },
  {
    name: 'tuned-rising',
    address: 'simulated:?seed=105&lengthSigma=0.15',
    hear: (words, ordinal) => words * Math.min(1.4, 0.8 + 0.02 * ordinal),
  },
  {
    name: 'tuned-affine',
    address: 'simulated:?seed=106&lengthSigma=0.1',
    hear: (words) => 90 + 0.75 * words,
  },
];

const reported: Omit<Quality, 'set'>[] = [
  { name: 'usual', address: 'simulated:?seed=1&lengthBias=0.85&lengthSigma=0.25' },
  { name: 'exact', address: 'simulated:?seed=2&lengthSigma=0.1' },
  { name: 'brief', address: 'simulated:?seed=3&lengthBias=0.4&lengthSigma=0.2' },
  { name: 'wordy', address: 'simulated:?seed=4&lengthBias=1.3&lengthSigma=0.3' },
  { name: 'erratic', address: 'simulated:?seed=5&lengthBias=0.85&lengthSigma=0.7' },
  { name: 'capped', address: 'simulated:?seed=6&lengthBias=0.85&lengthSigma=0.25&capWords=400' },
  { name: 'soft', address: 'simulated:?seed=7&lengthSigma=0.25&capWords=1000&lengthCurve=soft' },
  { name: 'repeating', address: 'simulated:?seed=8&lengthBias=0.85&lengthSigma=0.25&repeatRate=0.1' },
  { name: 'cutting', address: 'simulated:?seed=9&lengthBias=0.85&lengthSigma=0.25&cutRate=0.03' },
  { name: 'gpt-4o', address: 'simulated:?seed=10&as=gpt-4o-2024-08-06' },
  { name: 'qwen2', address: 'simulated:?seed=11&as=qwen2-72b' },
  { name: 'longwriter', address: 'simulated:?seed=12&as=longwriter-9b' },
  { name: 'drifting', address: 'simulated:?seed=13&lengthSigma=0.15', hear: drifting },
  { name: 'bimodal', address: 'simulated:?seed=14&lengthSigma=0.15', hear: bimodal },
  { name: 'affine', address: 'simulated:?seed=15&lengthSigma=0.1', hear: affine },
  { name: 'paragraphs', address: 'simulated:?seed=16', hear: paragraphs },
];

/** Every quality, tuning ones first. */
export const qualities: readonly Quality[] = [
  ...tuning.map((each) => ({ ...each, set: 'tuning' as const })),
  ...reported.map((each) => ({ ...each, set: 'reported' as const })),
];

/** A model as fresh as a server that has just started: what it has heard before does not reach into another run. */
export async function createQuality({ address, hear }: Quality): Promise<Model> {
  const model = await resolveModel(address, { env: {} });
  return hear === undefined ? model : { ...model, languageModel: misreadLengths(model.languageModel, hear) };
}
