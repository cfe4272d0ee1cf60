/** What came of the texts of a folder, in three files that only grow: records, pairs and rejected texts. */
import { join } from 'node:path';
import type { Message } from '../../model/request.ts';
import { openRowFile, type RowFile } from '../../run/row-file.ts';
import { chooseCountingRule, countWords } from '../../text/count-words.ts';
import { createRecord, type Provenance, renderRecord } from '../record.ts';
import type { Backtranslation } from './backtranslate-text.ts';
import { renderInstructionPair } from './instruction-pair.ts';
import type { GoldText } from './read-texts.ts';
import { renderInstruction } from './render-instruction.ts';

export type OutcomeFiles = {
  /** Whether a text of this key has all the rows it gets. */
  isSettled(key: string): boolean;
  keep(
    text: GoldText & { key: string },
    found: Backtranslation,
    by: { address: string; isPractice: boolean },
  ): Promise<void>;
  close(): Promise<void>;
};

type Row = Record<string, unknown> & { key: string };

/** Opens `records.jsonl`, `pairs.jsonl` and `rejected.jsonl`, whether they are there or not. */
export async function openOutcomeFiles(folder: string): Promise<OutcomeFiles> {
  const open = (name: string): Promise<RowFile<Row>> =>
    openRowFile<Row>(join(folder, name), { keyOf: ({ key }) => key, isDone: () => true });
  const records = await open('records.jsonl');
  const pairs = await open('pairs.jsonl');
  const rejected = await open('rejected.jsonl');
  return {
    isSettled: (key) => pairs.has(key) || rejected.has(key),
    // The row that settles a text comes last, so that what a kill leaves before it is made again.
    async keep(text, found, by) {
      const { key, id, source } = text;
      if (found.stage !== 'constraints' && !records.has(key))
        await records.append(renderTextRecord(text, found, by));
      if (found.stage === 'done') await pairs.append(renderTextPair(text, found, by));
      else await rejected.append({ key, id, source, stage: found.stage, reason: found.reason });
    },
    async close() {
      await Promise.all([records, pairs, rejected].map((file) => file.close()));
    },
  };
}

type Translated = Exclude<Backtranslation, { stage: 'constraints' }>;
type By = { address: string; isPractice: boolean };

function renderTextRecord(
  { key, id, text, source, licence, provenance }: GoldText & { key: string },
  { assignment, shown, language }: Translated,
  by: By,
): Row {
  const { goal, constraints, dropped } = assignment;
  const words = countText(text);
  const instruction = renderInstruction(
    goal,
    constraints.map((each) => each.text),
    { language, words },
  );
  const record = createRecord({
    id,
    messages: [
      { role: 'user', content: instruction },
      { role: 'assistant', content: text },
    ],
    source,
    requiredWords: words,
    provenance: markProvenance(provenance, by),
    ...(licence !== undefined && { licence }),
  });
  return {
    ...renderRecord(record),
    backtranslation: { model: by.address, goal, constraints, dropped, shown },
    key,
  };
}

function renderTextPair(
  { key, id, text, source, provenance }: GoldText & { key: string },
  { assignment, corrupted, language }: Extract<Backtranslation, { stage: 'done' }>,
  by: By,
): Row {
  const words = countText(text);
  const originals = assignment.constraints.map((each) => each.text);
  const promptOf = (constraints: readonly string[]): Message[] => [
    { role: 'user', content: renderInstruction(assignment.goal, constraints, { language, words }) },
  ];
  const pair = renderInstructionPair({
    id,
    chosenPrompt: promptOf(originals),
    rejectedPrompt: promptOf(corrupted),
    answer: text,
    source,
    requiredWords: words,
    provenance: markProvenance(provenance, by),
  });
  const corruption = originals.map((from, at) => ({ from, to: corrupted[at] ?? '' }));
  return { ...pair, corruption, key };
}

const countText = (text: string): number => countWords(text, chooseCountingRule(text));

/** The text is whoever's it was; what the model wrote is the instruction. */
const markProvenance = (given: Provenance | undefined, { isPractice }: By): Provenance => ({
  ...given,
  method: 'backtranslation',
  ...(isPractice && { isPractice: true }),
});
