/** What a run may spend, checked before each call and kept over resumes. */
import { BudgetError } from '../errors.ts';

/** Upper limits of a run; an absent one does not bind. */
export type BudgetLimits = {
  /** Input and output tokens of all calls together. */
  tokens?: number;
  costInUsd?: number;
  /** Time spent in model calls, over all processes that worked on the run. */
  timeInMs?: number;
};

export type Spend = { tokens: number; usd: number; ms: number };

export type Budget = {
  /** What is used up so far, by finished calls and failed attempts alike. */
  readonly spent: Readonly<Spend>;
  /**
   * Sets `estimate` aside for the next call, so that calls running beside it cannot spend the same money.
   *
   * @returns A function to call when the call has ended and its real spend was added.
   * @throws {BudgetError} The estimate does not fit into a limit; nothing was spent or set aside.
   */
  reserve(estimate: Spend): () => void;
  add(spend: Spend): void;
  /** Whether so much more stays within every limit, what is set aside included. */
  hasRoomFor(estimate: Spend): boolean;
};

/** A budget that starts with what earlier processes of the same run have spent. */
export function createBudget(limits: BudgetLimits, already: Spend): Budget {
  const spent = { ...already };
  const reserved = { tokens: 0, usd: 0, ms: 0 };
  const rules = [
    {
      unit: 'tokens',
      limit: limits.tokens,
      key: 'tokens',
      say: (value: number) => `${Math.round(value)} tokens`,
    },
    { unit: 'usd', limit: limits.costInUsd, key: 'usd', say: sayUsd },
    { unit: 'ms', limit: limits.timeInMs, key: 'ms', say: (value: number) => `${Math.round(value)} ms` },
  ] as const;
  return {
    spent,
    reserve(estimate) {
      for (const { unit, limit, key, say } of rules) {
        if (limit === undefined || spent[key] + reserved[key] + estimate[key] <= limit) continue;
        throw new BudgetError(
          `The budget of ${say(limit)} does not reach for the next call: ${say(spent[key])} used, ` +
            `about ${say(estimate[key])} needed. Resume with a higher limit.`,
          { limit, used: spent[key], needed: estimate[key], unit },
        );
      }
      change(reserved, estimate, 1);
      return () => change(reserved, estimate, -1);
    },
    add(spend) {
      change(spent, spend, 1);
    },
    hasRoomFor: (estimate) =>
      rules.every(
        ({ limit, key }) => limit === undefined || spent[key] + reserved[key] + estimate[key] <= limit,
      ),
  };
}

/** Four digits, and more where those would be nothing but zeros. */
const sayUsd = (value: number): string =>
  `${value === 0 || value >= 0.001 ? value.toFixed(4) : value.toPrecision(2)} USD`;

function change(total: Spend, by: Spend, sign: 1 | -1): void {
  total.tokens += sign * by.tokens;
  total.usd += sign * by.usd;
  total.ms += sign * by.ms;
}
