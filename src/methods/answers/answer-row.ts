/** One answer, or what ended it. Text of a failure is never scored. */
export type AnswerRow = {
  key: string;
  model: string;
  method: string;
  sample: string;
  /** From 1. */
  repeat: number;
  text: string;
  /** Of the whole run: `done`, `outside-contract`; absent for a failure. */
  status?: string;
  practice: boolean;
  words: number;
  usage: {
    calls: number;
    inputTokens: number;
    cachedInputTokens: number;
    outputTokens: number;
    reasoningTokens: number;
  };
  usd: number | null;
  ms: number;
  /** Answers it was chosen from. */
  tries?: number;
  /** How the last call of a single-call answer ended. */
  finishReason?: string;
  /** Model ids that the endpoint returned. */
  returnedIds: readonly string[];
  failure?: { fault: string; message: string };
};

export const answersFile = 'answers.jsonl';

/** What calls took together; the cost is unknown where that of one is. */
export function sumCalls(details: readonly Record<string, unknown>[]): Pick<AnswerRow, 'usage' | 'usd'> {
  const usage = { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  let usd: number | null = 0;
  for (const detail of details) {
    const used = detail.usage as Partial<typeof usage> | undefined;
    for (const name of Object.keys(usage) as (keyof typeof usage)[]) usage[name] += used?.[name] ?? 0;
    usd = usd === null || typeof detail.usd !== 'number' ? null : usd + detail.usd;
  }
  return { usage, usd };
}
