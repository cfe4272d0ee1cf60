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
    chunks.map((chunk) => ({
      name: `notes-${chunk.index + 1}`,
      work: () => takeNotes(chain, chunk, `notes-${chunk.index + 1}`, chain.budget.unitTokens),
    })),
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

/** Notes on one chunk; what the endpoint turns out not to take is read in pieces, their notes one after the other. */
async function takeNotes(chain: Chain, chunk: Stretch, name: string, unitTokens: number): Promise<Notes> {
  const { task, host, joined } = chain;
  const messages = renderNotes(task, joined.text.slice(chunk.from, chunk.to));
  const answer = await host.ask(
    { messages, maxOutputTokens: unitTokens, temperature: 0, seed: task.seed },
    { step: `${name}/text`, role: 'summarizer', expectedOutputTokens: unitTokens },
  );
  if (answer.finishReason === 'overflow') {
    const pieces = await chain.split(`${name}/text`, chunk, unitTokens, answer.reason);
    const notes: Notes[] = [];
    for (const piece of pieces.pieces)
      notes.push(await takeNotes(chain, piece, `${name}/${piece.index + 1}`, pieces.unitTokens));
    return {
      text: notes
        .map((each) => each.text)
        .join('\n')
        .trim(),
      isSkipped: notes.every((each) => each.isSkipped),
    };
  }
  const text = trimUnit(answer.text.trim(), unitTokens, host.countTokens);
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
    const batch = [notes[next++] ?? ''];
    while (next < notes.length) {
      if (host.countTokens([...batch, notes[next]].join('\n\n')) > room) break;
      batch.push(notes[next++] ?? '');
    }
    round += 1;
    unit = await mergeBatch(batch, unit, `merge-${round}`, Math.max(1, room));
    await host.progress(next, notes.length, 'notes');
  }
  return unit;

  /** Merges some notes into those so far; too many for the endpoint: half of them, then the other half. */
  async function mergeBatch(
    batch: readonly string[],
    before: string,
    name: string,
    mostTokens: number,
  ): Promise<string> {
    const fitted = trimUnit(batch.join('\n\n'), mostTokens, host.countTokens);
    const answer = await host.ask(
      {
        messages: renderMerge(task, { notes: fitted, unit: before, names }),
        maxOutputTokens: budget.unitTokens,
        temperature: 0,
        seed: task.seed,
      },
      { step: name, role: 'summarizer', expectedOutputTokens: budget.unitTokens },
    );
    if (answer.finishReason === 'overflow') {
      if (batch.length < 2) throw refuseWindow(name, answer.reason, host.address('summarizer'));
      // Says to whoever resumes that this request was asked in another way.
      await host.step(`${name}/split`, async () => batch.length);
      const half = Math.ceil(batch.length / 2);
      const first = await mergeBatch(batch.slice(0, half), before, `${name}/1`, mostTokens);
      return mergeBatch(batch.slice(half), first, `${name}/2`, mostTokens);
    }
    const said = answer.text.trim();
    // Notes that nobody merged are kept as they are, as far as there is room.
    const merged = said === '' ? `${before}\n\n${fitted}`.trim() : said;
    const unit = trimUnit(merged, budget.unitTokens, host.countTokens);
    await host.keepUnit({ id: name, kind: 'merge', spans: [], text: unit, status: 'done' });
    return unit;
  }
}

/** `Ada Byron (4); Thames (2)`: every name with the number of stretches it stands in, the most frequent first. */
export function tableOfNames(notes: readonly string[]): string {
  const counts = new Map<string, { name: string; count: number }>();
  for (const text of notes) {
    const listed = text.split('\n').flatMap((line) => namesLine.exec(line)?.[1]?.split(/[;；]/) ?? []);
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
