/** The forms in which trainers read preferences. */
import type { Message } from '../../model/request.ts';
import type { PreferencePair } from '../preference-pair.ts';
import { messagesColumn } from './columns.ts';
import { type Form, shareGptFields, shareGptTurn } from './forms.ts';

const assistant = (content: string): Message => ({ role: 'assistant', content });
const gpt = (value: string): { from: string; value: string } => ({ from: 'gpt', value });

export const pairForms = {
  /** TRL, and `train dpo|orpo` here. */
  trl: {
    columns: [
      messagesColumn('prompt'),
      messagesColumn('chosen'),
      messagesColumn('rejected'),
      { name: 'id', kind: 'text' },
      { name: 'scores', kind: 'struct', fields: { chosen: 'number', rejected: 'number' } },
      {
        name: 'provenance',
        kind: 'struct',
        fields: { dataset: 'text', model: 'text', method: 'text', runId: 'text', isPractice: 'boolean' },
      },
    ],
    render: ({ prompt, chosen, rejected, id, scores, provenance }) => ({
      row: {
        prompt,
        chosen: [assistant(chosen)],
        rejected: [assistant(rejected)],
        id,
        ...(scores && { scores }),
        ...(provenance && { provenance }),
      },
    }),
  },
  /** LLaMA-Factory, sharegpt formatting with `ranking`. */
  'llama-factory': {
    columns: [
      { name: 'conversations', kind: 'turns', fields: shareGptFields },
      { name: 'chosen', kind: 'turn', fields: shareGptFields },
      { name: 'rejected', kind: 'turn', fields: shareGptFields },
    ],
    render: ({ prompt, chosen, rejected }) => ({
      row: {
        conversations: prompt.map(({ role, content }) => ({ from: shareGptTurn[role], value: content })),
        chosen: gpt(chosen),
        rejected: gpt(rejected),
      },
    }),
  },
  /** axolotl, `chat_template.default`. */
  axolotl: {
    columns: [
      messagesColumn('messages'),
      { name: 'chosen', kind: 'turn', fields: ['role', 'content'] },
      { name: 'rejected', kind: 'turn', fields: ['role', 'content'] },
    ],
    render: ({ prompt, chosen, rejected }) => ({
      row: { messages: prompt, chosen: assistant(chosen), rejected: assistant(rejected) },
    }),
  },
  /** Hosted fine-tuning by preference. Only JSONL has room for its nested `input`. */
  'preferred-output': {
    columns: [],
    render: ({ prompt, chosen, rejected }) => ({
      row: {
        input: { messages: prompt, tools: [], parallel_tool_calls: true },
        preferred_output: [assistant(chosen)],
        non_preferred_output: [assistant(rejected)],
      },
    }),
  },
} as const satisfies Record<string, Form<PreferencePair>>;
