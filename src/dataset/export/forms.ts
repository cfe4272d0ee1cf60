/** What a form of an exported row is: its columns, and how a row is made. */
import type { Column } from './columns.ts';

export type Form<Item> = {
  columns: readonly Column[];
  /** @returns The row; or why the item cannot be written in this form without losing a part of it. */
  render(item: Item): { row: Record<string, unknown> } | { unfit: string };
};

/** `from` and `value`, as ShareGPT names its turns. */
export const shareGptTurn = { user: 'human', assistant: 'gpt', system: 'system' } as const;
export const shareGptFields = ['from', 'value'] as const;
