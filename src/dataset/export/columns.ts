/** The columns of an exported table: what JSON needs no word for, and Parquet does. */
import type { SchemaElement } from 'hyparquet';

/** `texts` are lists of texts, `turns` lists of structs, `turn` is one struct; a struct's fields are texts unless said otherwise. */
export type Column = { name: string } & (
  | { kind: 'text' | 'number' | 'boolean' | 'texts' }
  | { kind: 'turn' | 'turns'; fields: readonly [string, string] }
  | { kind: 'struct'; fields: Readonly<Record<string, 'text' | 'number' | 'boolean'>> }
);

/** Columns of messages as trainers expect them: a list of structs of `role` and `content`. */
export const messagesColumn = (name: string): Column => ({
  name,
  kind: 'turns',
  fields: ['role', 'content'],
});

const leaf = (name: string, kind: 'text' | 'number' | 'boolean', isRequired = false): SchemaElement => ({
  name,
  ...(kind === 'text'
    ? { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }
    : { type: kind === 'number' ? 'DOUBLE' : 'BOOLEAN' }),
  repetition_type: isRequired ? 'REQUIRED' : 'OPTIONAL',
});

/** The schema of a Parquet file: every column may be absent in a row, turns have all their fields. */
export function renderSchema(columns: readonly Column[]): SchemaElement[] {
  return [{ name: 'schema', num_children: columns.length }, ...columns.flatMap(renderColumn)];
}

function renderColumn(column: Column): SchemaElement[] {
  const { name } = column;
  if (column.kind === 'struct') {
    const fields = Object.entries(column.fields).map(([field, kind]) => leaf(field, kind));
    return [{ name, repetition_type: 'OPTIONAL', num_children: fields.length }, ...fields];
  }
  if (column.kind === 'texts') return [...listHead(name), leaf('element', 'text', true)];
  if (column.kind !== 'turn' && column.kind !== 'turns') return [leaf(name, column.kind)];
  const fields = column.fields.map((field) => leaf(field, 'text', true));
  if (column.kind === 'turn') return [{ name, repetition_type: 'OPTIONAL', num_children: 2 }, ...fields];
  return [...listHead(name), { name: 'element', repetition_type: 'REQUIRED', num_children: 2 }, ...fields];
}

/** A list as every reader of Parquet knows it; its element follows. */
const listHead = (name: string): SchemaElement[] => [
  {
    name,
    repetition_type: 'OPTIONAL',
    num_children: 1,
    converted_type: 'LIST',
    logical_type: { type: 'LIST' },
  },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
];
