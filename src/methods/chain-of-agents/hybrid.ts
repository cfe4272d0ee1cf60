/**
 * Hybrid reading: all chunks are read side by side, then their notes are merged in order with one table of the names
 * in the whole text. The part that waits for itself is as long as the notes, not as the text.
 */

import { refuseWindow } from '../reading/read-answer.ts';
import { renderMerge, renderNotes } from './prompts.ts';
import { type Chain, type Stretch, trimUnit, type Walked } from './walk.ts';

type Notes = { text: string; isSkipped: boolean };

const mostNameShare = 0.1;
/** What a merging request says more than a worker's. */
const extraFrameTokens = 40;
const namesLine = /^\s*(?:names|名称)\s*[:：](.*)$/i;

export async function readHybrid(chain: Chain): Promise<Walked> {
  const { host, chunks } = chain;
  let done = 0;
  const notes = await host.parallel(
    chunks.map((chunk) => ({ name: `notes-${chunk.index + 1}`, work: () => takeNotes(chain, chunk) })),
    host.concurrency,
    async () => {
      done += 1;
      await host.progress(done, chunks.length, 'chunks');
    },
  );
  const names = tableOfNames(notes.map(({ text }) => text));
  const unit = await merge(
    chain,
    notes.filter(({ isSkipped }) => !isSkipped).map(({ text }) => dropNames(text)),
    names,
  );
  return { unit, skipped: notes.filter(({ isSkipped }) => isSkipped).length };
}

async function takeNotes({ task, host, joined, budget }: Chain, chunk: Stretch): Promise<Notes> {
  const name = `notes-${chunk.index + 1}`;
  const messages = renderNotes(task, joined.text.slice(chunk.from, chunk.to));
  const answer = await host.ask(
    { messages, maxOutputTokens: budget.unitTokens, temperature: 0, seed: task.seed },
    { step: `${name}/text`, role: 'summarizer', expectedOutputTokens: budget.unitTokens },
  );
  if (answer.finishReason === 'overflow') throw refuseWindow(name, answer.reason, host.address('summarizer'));
  const text = trimUnit(answer.text.trim(), budget.unitTokens, host.countTokens);
  const isSkipped = text === '';
  const spans = joined.spansOf(chunk.from, chunk.to);
  await host.keepUnit({
    id: name,
    kind: 'notes',
    spans,
    text,
    ...(isSkipped ? { status: 'skipped', reason: answer.reason ?? 'an empty answer' } : { status: 'done' }),
  });
  return { text, isSkipped };
}

/** As many notes a call as the window holds beside the notes so far; one at least. */
async function merge(
  { task, host, budget }: Chain,
  notes: readonly string[],
  table: string,
): Promise<string> {
  // By the budget that was kept, not by what is learnt of the window meanwhile: a replay must pack alike.
  const names = cutNames(table, Math.floor(budget.chunkTokens * mostNameShare), host.countTokens);
  const room = budget.chunkTokens - host.countTokens(names) - extraFrameTokens;
  let unit = '';
  let round = 0;
  for (let next = 0; next < notes.length; ) {
    let batch = notes[next++] ?? '';
    while (next < notes.length) {
      const longer = `${batch}\n\n${notes[next]}`;
      if (host.countTokens(longer) > room) break;
      batch = longer;
      next += 1;
    }
    round += 1;
    const name = `merge-${round}`;
    const fitted = trimUnit(batch, Math.max(1, room), host.countTokens);
    const answer = await host.ask(
      {
        messages: renderMerge(task, { notes: fitted, unit, names }),
        maxOutputTokens: budget.unitTokens,
        temperature: 0,
        seed: task.seed,
      },
      { step: name, role: 'summarizer', expectedOutputTokens: budget.unitTokens },
    );
    if (answer.finishReason === 'overflow')
      throw refuseWindow(name, answer.reason, host.address('summarizer'));
    const said = answer.text.trim();
    // Notes that nobody merged are kept as they are, as far as there is room.
    unit = trimUnit(said === '' ? `${unit}\n\n${fitted}`.trim() : said, budget.unitTokens, host.countTokens);
    await host.keepUnit({ id: name, kind: 'merge', spans: [], text: unit, status: 'done' });
    await host.progress(next, notes.length, 'notes');
  }
  return unit;
}

/** `Ada Byron (4); Thames (2)`: every name with the number of stretches it stands in, the most frequent first. */
export function tableOfNames(notes: readonly string[]): string {
  const counts = new Map<string, { name: string; count: number }>();
  for (const text of notes) {
    const line = text.split('\n').findLast((each) => namesLine.test(each));
    const listed = namesLine.exec(line ?? '')?.[1]?.split(/[;；]/) ?? [];
    const names = new Map(
      listed.map((each) => each.trim().replace(/[.。]$/, '')).map((name) => [name.toLowerCase(), name]),
    );
    for (const [key, name] of names) {
      if (name === '') continue;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { name, count: 1 });
      else known.count += 1;
    }
  }
  const sorted = [...counts.values()].sort((a, b) => b.count - a.count);
  return sorted.map(({ name, count }) => `${name} (${count})`).join('; ');
}

const dropNames = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !namesLine.test(line))
    .join('\n')
    .trim();

/** The first names that fit. */
function cutNames(table: string, mostTokens: number, countTokens: (text: string) => number): string {
  let kept = '';
  for (const name of table.split('; ')) {
    const longer = kept === '' ? name : `${kept}; ${name}`;
    if (countTokens(longer) > mostTokens) break;
    kept = longer;
  }
  return kept;
}
