/**
 * The ways in which published sets write a conversation, and how each becomes messages.
 *
 * - `messages`: `{"messages": [{"role", "content"}]}`
 * - `sharegpt`: `{"conversations": [{"from": "human" | "gpt" | "system", "value"}]}`
 * - `wildchat`: `{"conversation": [{"role", "content", "toxic"}], "conversation_hash", "model"}`
 * - `alpaca`: `{"instruction", "input", "output"}`
 * - `prompt`: `{"prompt", "completion" | "response"}`, as texts or as lists of messages
 */
import type { Message } from '../../model/request.ts';
import type { Fault } from './bad-row.ts';

export const layouts = ['messages', 'sharegpt', 'wildchat', 'alpaca', 'prompt'] as const;
export type Layout = (typeof layouts)[number];

export type Row = Record<string, unknown>;
type Read = { messages: Message[] } | { fault: Fault };

/** Tells the layout by the fields of a row; undefined where none fits. */
export function findLayout(row: Row): Layout | undefined {
  if (Array.isArray(row.messages)) return 'messages';
  if (Array.isArray(row.conversations)) return 'sharegpt';
  if (Array.isArray(row.conversation)) return 'wildchat';
  if ('instruction' in row) return 'alpaca';
  if ('prompt' in row) return 'prompt';
  return undefined;
}

/**
 * Reads the messages of a row. A conversation without a user message is a fault, and so is a message that is no text:
 * images, tools and calls of tools are not read. Of a WildChat conversation only the first exchange is taken, since
 * later turns lean on earlier ones.
 */
export function readLayout(row: Row, layout: Layout): Read {
  const read = readers[layout](row);
  if ('fault' in read) return read;
  const list = listOf[layout];
  if (read.messages.some(({ role, content }) => role === 'user' && content.trim() !== '')) return read;
  return {
    fault: {
      field: list ?? (layout === 'alpaca' ? 'instruction' : 'prompt'),
      expected: list ? 'a conversation with something that a user said' : 'a text that is not empty',
      found: list ? read.messages.slice(0, 2) : row[layout === 'alpaca' ? 'instruction' : 'prompt'],
    },
  };
}

/** The field with the turns, where a layout has one. */
const listOf: Partial<Record<Layout, string>> = {
  messages: 'messages',
  sharegpt: 'conversations',
  wildchat: 'conversation',
};

const readers: Record<Layout, (row: Row) => Read> = {
  messages: (row) => readTurns(row.messages, 'messages'),
  sharegpt: (row) => readTurns(row.conversations, 'conversations'),
  wildchat: (row) => {
    const read = readTurns(row.conversation, 'conversation');
    if ('fault' in read) return read;
    const answered = read.messages.findIndex(({ role }) => role === 'assistant');
    return answered < 0 ? read : { messages: read.messages.slice(0, answered + 1) };
  },
  alpaca: (row) => {
    const texts = readTexts(row, ['system', 'instruction', 'input', 'output']);
    if ('fault' in texts) return texts;
    const [system, instruction, input, output] = texts.values;
    return {
      messages: joinMessages(system, [instruction, input].filter(Boolean).join('\n\n'), output),
    };
  },
  prompt: (row) => {
    const field = row.completion === undefined ? 'response' : 'completion';
    if (!Array.isArray(row.prompt) && !Array.isArray(row[field])) {
      const texts = readTexts(row, ['system', 'prompt', field]);
      return 'fault' in texts ? texts : { messages: joinMessages(...texts.values) };
    }
    const prompt = readTurns(row.prompt, 'prompt');
    const answer = row[field] == null ? { messages: [] } : readTurns(row[field], field);
    if ('fault' in prompt) return prompt;
    return 'fault' in answer ? answer : { messages: [...prompt.messages, ...answer.messages] };
  },
};

const roles: Record<string, Message['role']> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  chatgpt: 'assistant',
  bard: 'assistant',
  bing: 'assistant',
  model: 'assistant',
};

/** Reads a list of turns, with `role` and `content` or with `from` and `value`. */
export function readTurns(turns: unknown, field: string): Read {
  if (!Array.isArray(turns)) return { fault: { field, expected: 'a list of messages', found: turns } };
  const messages: Message[] = [];
  for (const [index, turn] of turns.entries()) {
    const at = `${field}[${index}]`;
    if (typeof turn !== 'object' || turn === null)
      return { fault: { field: at, expected: 'a message', found: turn } };
    const { role, content, from, value } = turn as Row;
    const roleField = role === undefined && from !== undefined ? 'from' : 'role';
    const known = roles[String(role ?? from).toLowerCase()];
    if (known === undefined) {
      const expected = 'a system, a user (human) or an assistant (gpt)';
      return { fault: { field: `${at}.${roleField}`, expected, found: role ?? from } };
    }
    const text = readText(content ?? value);
    if (text === undefined) {
      const textField = roleField === 'from' ? 'value' : 'content';
      return { fault: { field: `${at}.${textField}`, expected: 'a text', found: content ?? value } };
    }
    messages.push({ role: known, content: text });
  }
  return { messages };
}

/** A text, or a list of parts that are all text. */
function readText(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const parts = content.map((part) => (part as Row | null)?.text);
  return parts.every((part) => typeof part === 'string') ? parts.join('\n') : undefined;
}

/** The fields as texts, '' where one is absent. */
function readTexts(row: Row, fields: readonly string[]): { values: string[] } | { fault: Fault } {
  const wrong = fields.find((field) => row[field] != null && typeof row[field] !== 'string');
  return wrong === undefined
    ? { values: fields.map((field) => (row[field] as string | null | undefined) ?? '') }
    : { fault: { field: wrong, expected: 'a text', found: row[wrong] } };
}

const joinMessages = (system = '', user = '', assistant = ''): Message[] =>
  (
    [
      { role: 'system', content: system },
      { role: 'user', content: user },
      { role: 'assistant', content: assistant },
    ] as const
  ).filter(({ role, content }) => role === 'user' || content !== '');
