/** One walk of workers over the chunks: each gets the notes of the one before it. */
import { chunkText } from '../../read/chunk-text.ts';
import { splitSentences } from '../../text/sentences.ts';
import { refuseWindow } from '../reading/read-answer.ts';
import { tokensOfMessages } from '../reading/read-budget.ts';
import type { ReadingHost, ReadingTask } from '../reading/read-method.ts';
import type { JoinedSources } from '../reading/read-text.ts';
import { type ChainBudget, planChain } from './budget.ts';
import type { WalkPlan } from './order.ts';
import { renderWorker } from './prompts.ts';

/** A stretch of the joined text; `to` is exclusive. */
export type Stretch = { index: number; from: number; to: number };

/** What a walk ends with. */
export type Walked = {
  /** The last notes; '' where nobody wrote any. */
  unit: string;
  /** Workers that gave nothing. */
  skipped: number;
};

export type Chain = {
  task: ReadingTask;
  host: ReadingHost;
  joined: JoinedSources;
  chunks: readonly Stretch[];
  budget: ChainBudget;
  walk(plan: WalkPlan): Promise<Walked>;
  /**
   * Pieces of a stretch that the endpoint did not take, for the window as it is known by now, at most half as long each;
   * kept as a step.
   *
   * @throws {ModelCallError} It cannot be made smaller.
   */
  split(
    name: string,
    stretch: Stretch,
    unitTokens: number,
    reason: string | undefined,
  ): Promise<{ pieces: Stretch[]; unitTokens: number }>;
};

export function createChain(
  task: ReadingTask,
  host: ReadingHost,
  joined: JoinedSources,
  { chunks, budget }: Pick<Chain, 'chunks' | 'budget'>,
): Chain {
  const { countTokens } = host;

  /** Asks one worker; a chunk the endpoint turns out not to take is read piece by piece, with shorter notes. */
  async function work(
    plan: WalkPlan,
    name: string,
    stretch: Stretch,
    before: Walked,
    unitTokens: number,
  ): Promise<Walked> {
    const chunk = joined.text.slice(stretch.from, stretch.to);
    const messages = renderWorker(task, { chunk, unit: trimUnit(before.unit, unitTokens, countTokens) });
    const answer = await host.ask(
      { messages, maxOutputTokens: unitTokens, temperature: plan.temperature, seed: plan.seed },
      { step: name, role: 'summarizer', expectedOutputTokens: unitTokens },
    );
    if (answer.finishReason === 'overflow') {
      const pieces = await split(name, stretch, unitTokens, answer.reason);
      let walked = before;
      for (const piece of pieces.pieces)
        walked = await work(plan, `${name}/${piece.index + 1}`, piece, walked, pieces.unitTokens);
      return walked;
    }
    const said = answer.text.trim();
    const isSkipped = answer.finishReason === 'refused' || said === '';
    const unit = isSkipped ? before.unit : trimUnit(said, unitTokens, countTokens);
    const spans = joined.spansOf(stretch.from, stretch.to);
    await host.keepUnit({
      id: name,
      kind: 'worker',
      spans,
      text: unit,
      ...(isSkipped ? { status: 'skipped', reason: answer.reason ?? 'an empty answer' } : { status: 'done' }),
    });
    return { unit, skipped: before.skipped + (isSkipped ? 1 : 0) };
  }

  const split: Chain['split'] = async (name, stretch, unitTokens, reason) => {
    const found = await host.step(`${name}/split`, async () => splitStretch(stretch, unitTokens));
    if (found.pieces.length < 2) throw refuseWindow(name, reason, host.address('summarizer'));
    return found;
  };

  function splitStretch(
    { from, to }: Stretch,
    unitTokens: number,
  ): { pieces: Stretch[]; unitTokens: number } {
    const chunk = joined.text.slice(from, to);
    const frame = tokensOfMessages(renderWorker(task, { chunk: '', unit: '' }), countTokens);
    const smaller = planChain(host.limits('summarizer'), frame, { kind: 'answer' });
    const chunkTokens = Math.min(smaller.chunkTokens, Math.ceil(countTokens(chunk) / 2));
    const pieces = chunkText(chunk, { chunkTokens, countTokens }).map((piece) => ({
      index: piece.index,
      from: from + piece.from,
      to: from + piece.to,
    }));
    return { pieces, unitTokens: Math.min(smaller.unitTokens, unitTokens) };
  }

  return {
    task,
    host,
    joined,
    chunks,
    budget,
    split,
    async walk(plan) {
      let walked: Walked = { unit: '', skipped: 0 };
      const unit = plan.name === 'walk' ? 'chunks' : `chunks of ${plan.name}`;
      for (const [place, index] of plan.order.entries()) {
        const stretch = chunks[index];
        if (stretch === undefined) continue;
        walked = await work(plan, `${plan.name}/worker-${place + 1}`, stretch, walked, budget.unitTokens);
        await host.progress(place + 1, plan.order.length, unit);
      }
      return walked;
    },
  };
}

/**
 * Brings notes into their room: whole sentences from the head, where notes put what weighs most, and from the tail.
 *
 * @returns Never more than `mostTokens`; the notes as they are where they fit.
 */
export function trimUnit(text: string, mostTokens: number, countTokens: (text: string) => number): string {
  if (countTokens(text) <= mostTokens) return text;
  const gap = '\n[…]\n';
  const sentences = splitSentences(text);
  const kept: { head: string; tail: string } = { head: '', tail: '' };
  const fits = (head: string, tail: string): boolean => countTokens(head + gap + tail) <= mostTokens;
  const headShare = 0.6;
  let [first, last] = [0, sentences.length - 1];
  while (first <= last) {
    const head = kept.head + (sentences[first] ?? '');
    if (countTokens(head) > mostTokens * headShare || !fits(head, '')) break;
    kept.head = head;
    first += 1;
  }
  while (last >= first) {
    const tail = (sentences[last] ?? '') + kept.tail;
    if (!fits(kept.head, tail)) break;
    kept.tail = tail;
    last -= 1;
  }
  if (kept.head !== '' || kept.tail !== '')
    return `${kept.head.trimEnd()}${gap}${kept.tail.trimStart()}`.trim();
  // One sentence longer than the room.
  let length = text.length;
  while (length > 0 && countTokens(text.slice(0, length)) > mostTokens) length = Math.floor(length * 0.8);
  return text.slice(0, length);
}
