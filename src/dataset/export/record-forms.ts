/** The forms in which trainers read conversations. */
import { type DatasetRecord, renderRecord } from '../record.ts';
import { messagesColumn } from './columns.ts';
import { type Form, shareGptFields, shareGptTurn } from './forms.ts';

export const recordForms = {
  /** Every fact of a record beside its messages; only where the row was read from stays behind. */
  messages: {
    columns: [
      messagesColumn('messages'),
      { name: 'id', kind: 'text' },
      { name: 'plan', kind: 'text' },
      { name: 'requiredWords', kind: 'number' },
      { name: 'images', kind: 'texts' },
      { name: 'language', kind: 'text' },
      { name: 'isMarkedToxic', kind: 'boolean' },
      {
        name: 'provenance',
        kind: 'struct',
        fields: { dataset: 'text', model: 'text', method: 'text', runId: 'text', isPractice: 'boolean' },
      },
      { name: 'cost', kind: 'struct', fields: { usd: 'number' } },
      { name: 'licence', kind: 'text' },
    ],
    render: (record) => {
      // Paths of somebody's machine are nothing to publish.
      const { source: _source, ...row } = renderRecord(record);
      return { row };
    },
  },
  sharegpt: {
    columns: [{ name: 'conversations', kind: 'turns', fields: shareGptFields }],
    render: ({ messages }) => ({
      row: {
        conversations: messages.map(({ role, content }) => ({ from: shareGptTurn[role], value: content })),
      },
    }),
  },
  alpaca: {
    columns: [
      { name: 'instruction', kind: 'text' },
      { name: 'input', kind: 'text' },
      { name: 'output', kind: 'text' },
      { name: 'system', kind: 'text' },
    ],
    render: (record) => {
      const unfit = findUnfit(record);
      if (unfit !== undefined) return { unfit };
      const system = record.messages.find(({ role }) => role === 'system')?.content;
      const row = { instruction: record.instruction, input: '', output: record.answer };
      return { row: system === undefined ? row : { ...row, system } };
    },
  },
  'prompt-completion': {
    columns: [
      { name: 'prompt', kind: 'text' },
      { name: 'completion', kind: 'text' },
    ],
    render: (record) => {
      const hasSystem = record.messages.some(({ role }) => role === 'system');
      const unfit = findUnfit(record) ?? (hasSystem ? 'It has a system message.' : undefined);
      return unfit === undefined
        ? { row: { prompt: record.instruction, completion: record.answer } }
        : { unfit };
    },
  },
} as const satisfies Record<string, Form<DatasetRecord>>;

/** Forms with room for one question and one answer. */
function findUnfit({ messages, answer }: DatasetRecord): string | undefined {
  if (answer === '') return 'It has no answer.';
  const turns = messages.filter(({ role }) => role !== 'system').length;
  return turns > 2 ? `It has ${turns} turns.` : undefined;
}
