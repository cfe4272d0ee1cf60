/**
 * Chain of Agents: workers read a long input chunk by chunk, each handing its notes to the next; a manager answers
 * from the last notes alone.
 *
 * Source: Zhang et al. 2024, "Chain of Agents", arXiv:2406.02818.
 * Differs: the window keeps room for notes and answer; a worker that declines or says nothing hands the notes before
 * it on; a judge names one of several walks and the manager writes the answer; hybrid reading in chain-of-agents-hybrid.ts.
 */

import { chunkText } from '../read/chunk-text.ts';
import { type ChainBudget, planChain } from './chain-of-agents/budget.ts';
import { chooseWalk } from './chain-of-agents/choice.ts';
import { readHybrid } from './chain-of-agents/hybrid.ts';
import { listWalks, type WalkPlan } from './chain-of-agents/order.ts';
import { renderManager, renderWorker } from './chain-of-agents/prompts.ts';
import { type Chain, createChain, trimUnit, type Walked } from './chain-of-agents/walk.ts';
import { askFirmly } from './reading/read-answer.ts';
import { answerTokens, marginOf, tokensOfMessages } from './reading/read-budget.ts';
import { settleAnswer } from './reading/read-length.ts';
import type { ReadMethod } from './reading/read-method.ts';
import { joinSources } from './reading/read-text.ts';

type Layout = ChainBudget & { offsets: number[] };

export const chainOfAgents: ReadMethod = async (task, host) => {
  const joined = joinSources(task.sources);
  // Kept, for what is learnt of the window later must not shift what was read already.
  const layout = await host.step('chunks', async (): Promise<Layout> => {
    const frame = tokensOfMessages(renderWorker(task, { chunk: '', unit: '' }), host.countTokens);
    const budget = planChain(host.limits('summarizer'), frame, task);
    const { countTokens } = host;
    const { text, borders } = joined;
    const chunks = chunkText(text, { chunkTokens: budget.chunkTokens, countTokens, borders });
    return { ...budget, offsets: chunks.map(({ from }) => from) };
  });
  const chunks = layout.offsets.map((from, index) => ({
    index,
    from,
    to: layout.offsets[index + 1] ?? joined.text.length,
  }));
  const chain = createChain(task, host, joined, { chunks, budget: layout });
  const walks = listWalks(task.chain, chunks.length, task.seed);
  const answer = (walked: Walked, path: string) => manage(chain, walked, path);

  if (task.chain.isHybrid) {
    const walked = await readHybrid(chain);
    return { text: await answer(walked, 'manager'), report: reportOf(chain, walks.length, [walked]) };
  }
  const walked = await walkAll(chain, walks);
  const first = walked[0];
  if (first === undefined) throw new Error('A chain has at least one walk.');
  if (walked.length === 1)
    return { text: await answer(first, 'manager'), report: reportOf(chain, 1, walked) };
  const chosen = await chooseWalk(chain, walked, answer);
  return { text: chosen.text, report: { ...reportOf(chain, walks.length, walked), ...chosen.report } };
};

/** Walks are independent of each other: side by side where the person allows it. */
async function walkAll(chain: Chain, walks: readonly WalkPlan[]): Promise<Walked[]> {
  const only = walks[0];
  if (only !== undefined && walks.length === 1) return [await chain.walk(only)];
  return chain.host.parallel(
    walks.map((plan) => ({ name: plan.name, work: () => chain.walk(plan) })),
    chain.host.concurrency,
  );
}

/** The manager sees the last notes and nothing of the text. */
async function manage({ task, host, budget }: Chain, { unit }: Walked, step: string): Promise<string> {
  const limits = host.limits('writer');
  const outputTokens = answerTokens(task, limits);
  const frame = tokensOfMessages(renderManager(task, ''), host.countTokens);
  const room = Math.min(
    budget.unitTokens,
    limits.windowTokens - frame - outputTokens - marginOf(budget.unitTokens),
  );
  const messages = renderManager(task, trimUnit(unit, Math.max(1, room), host.countTokens));
  const answer = await askFirmly(
    { messages, maxOutputTokens: outputTokens, temperature: 0, seed: task.seed },
    { step, role: 'writer', expectedOutputTokens: outputTokens },
    { ask: host.ask, address: host.address('writer') },
  );
  const { text } = await settleAnswer({ messages, text: answer.text.trim() }, step, task, host);
  await host.keepUnit({ id: step, kind: 'manager', spans: [], text, status: 'done' });
  return text;
}

function reportOf(chain: Chain, walks: number, walked: readonly Walked[]): Record<string, unknown> {
  return {
    chunks: chain.chunks.length,
    chunkTokens: chain.budget.chunkTokens,
    unitTokens: chain.budget.unitTokens,
    walks,
    skippedWorkers: walked.reduce((sum, { skipped }) => sum + skipped, 0),
    ...(chain.task.chain.order && { order: chain.task.chain.order }),
    ...(chain.task.chain.ensemble && { ensemble: chain.task.chain.ensemble }),
    ...(chain.task.chain.isHybrid && { isHybrid: true }),
  };
}
