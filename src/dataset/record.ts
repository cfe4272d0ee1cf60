/** One training row: a conversation, and all that is known of where it comes from. */
import type { Message } from '../model/request.ts';
import { detectLanguage, type Language } from '../text/language.ts';

/** Who made a row. Whatever is not known is left out. */
export type Provenance = {
  /** The set it was taken from. */
  dataset?: string;
  /** Address or name of the model that wrote the answer. */
  model?: string;
  /** How the answer was written, such as `agentwrite`. */
  method?: string;
  runId?: string;
  /** Written by a practice model: says nothing about quality. */
  isPractice?: boolean;
};

export type DatasetRecord = {
  /** As the row names it, else file name and line. */
  id: string;
  messages: readonly Message[];
  /** The plan the answer was written from. */
  plan?: string;
  /** Line, or row of a table, from 1. */
  source: { file: string; line: number };
  /** The last user message before the answer. */
  instruction: string;
  /** Paths or addresses of the pictures the instruction is about, in order. */
  images?: readonly string[];
  /** The last message where an assistant wrote it; '' where nothing has been written yet. */
  answer: string;
  /** Asked length where the row carries it as a number, in words as `countWords` counts them. */
  requiredWords?: number;
  /** Of the answer, or of the instruction where there is no answer. */
  language: Language;
  /** The set it was taken from had marked it as toxic. */
  isMarkedToxic?: boolean;
  provenance?: Provenance;
  cost?: { usd: number };
  licence?: string;
};

/** Characters that are enough to tell a language; more would only take time. */
const languageSample = 20_000;

/** Reads instruction, answer and language off the messages. `messages` must hold a user message. */
export function createRecord(
  fields: Omit<DatasetRecord, 'instruction' | 'answer' | 'language'>,
): DatasetRecord {
  const { messages } = fields;
  const last = messages.at(-1);
  const answer = last?.role === 'assistant' ? last.content : '';
  const instruction = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const sample = (answer.trim() === '' ? instruction : answer).slice(0, languageSample);
  return { ...fields, instruction, answer, language: detectLanguage(sample) };
}

/** The record as a row of JSON that `readRecords` reads back: `messages` first, as trainers expect them. */
export function renderRecord({
  instruction: _read,
  answer: _too,
  ...row
}: DatasetRecord): Record<string, unknown> {
  const { messages, id, ...rest } = row;
  return { messages, id, ...rest };
}
