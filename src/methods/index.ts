/** The methods of writing, by the name `--method` takes. */
import { agentwrite } from './agentwrite.ts';
import { chain } from './chain.ts';
import { longhand } from './longhand.ts';
import { longwriterV } from './longwriter-v.ts';
import type { Method } from './method.ts';
import { native } from './native.ts';
import { parallel } from './parallel.ts';
import { tree } from './tree.ts';

export const methods = {
  longhand,
  tree,
  chain,
  agentwrite,
  parallel,
  native,
  'longwriter-v': longwriterV,
} satisfies Record<string, Method>;

export type MethodName = keyof typeof methods;
