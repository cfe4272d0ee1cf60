/** One finding of `longhand doctor`: `no` keeps every run from starting, `note` is worth knowing. */
export type Check = {
  name: string;
  state: 'ok' | 'note' | 'no';
  found: string;
  /** The exact next step. */
  next?: string;
};
