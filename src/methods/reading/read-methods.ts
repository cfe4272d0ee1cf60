/** The methods of reading, by the name `--method` takes. */
import { chainOfAgents } from '../chain-of-agents.ts';
import { directReading } from '../direct-reading.ts';
import { nexussum } from '../nexussum.ts';
import { recursive } from '../recursive.ts';
import type { ReadMethod } from './read-method.ts';

export const readMethods = {
  direct: directReading,
  'chain-of-agents': chainOfAgents,
  nexussum,
  recursive,
} satisfies Record<string, ReadMethod>;

export type ReadMethodName = keyof typeof readMethods;
