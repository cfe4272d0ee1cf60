/** The methods of writing, by the name `--method` takes. */
import { agentwrite } from './agentwrite.ts';
import type { Method } from './method.ts';
import { native } from './native.ts';
import { parallel } from './parallel.ts';

export const methods = { agentwrite, parallel, native } satisfies Record<string, Method>;

export type MethodName = keyof typeof methods;
