/**
 * Separates `<think>…</think>` at the start of an answer from the answer, delta by delta.
 *
 * Reasoning models behind servers without a reasoning parser send their thoughts as text.
 */

export type ThinkFilter = {
  /** Takes the next delta; returns the prose in it, '' while thoughts go on or a tag is still incomplete. */
  push(delta: string): string;
  /** Ends the answer and returns what was still held back. Afterwards `text` and `reasoningText` are final. */
  end(): string;
  text: string;
  reasoningText: string;
};

const opening = '<think>';
const closing = '</think>';
/** A chat template may have opened the tag in the prompt, so that only its end is sent. */
const lateClosing = /^\s*<\/think>[^\S\n]*\n/m;

export function createThinkFilter(): ThinkFilter {
  let state: 'start' | 'thinking' | 'gap' | 'prose' = 'start';
  let held = '';

  const write = (prose: string): string => {
    filter.text += prose;
    return prose;
  };

  const filter: ThinkFilter = {
    text: '',
    reasoningText: '',
    push(delta) {
      if (state === 'prose') return write(delta);
      held += delta;
      if (state === 'start') {
        const trimmed = held.trimStart();
        if (opening.startsWith(trimmed.slice(0, opening.length)) && trimmed.length < opening.length)
          return '';
        if (trimmed.startsWith(opening)) {
          state = 'thinking';
          held = trimmed.slice(opening.length);
        } else {
          state = 'prose';
          return write(takeHeld());
        }
      }
      if (state === 'thinking') {
        const end = held.indexOf(closing);
        if (end < 0) {
          const safe = Math.max(0, held.length - closing.length + 1);
          filter.reasoningText += held.slice(0, safe);
          held = held.slice(safe);
          return '';
        }
        filter.reasoningText += held.slice(0, end);
        held = held.slice(end + closing.length);
        state = 'gap';
      }
      held = held.trimStart();
      if (held === '') return '';
      state = 'prose';
      return write(takeHeld());
    },
    end() {
      let rest = '';
      if (state === 'thinking') filter.reasoningText += takeHeld();
      if (state === 'start') rest = write(takeHeld());
      state = 'prose';
      const late = filter.reasoningText === '' ? lateClosing.exec(filter.text) : null;
      if (late !== null) {
        filter.reasoningText = filter.text.slice(0, late.index);
        filter.text = filter.text.slice(late.index + late[0].length).trimStart();
      }
      return rest;
    },
  };

  const takeHeld = (): string => {
    const taken = held;
    held = '';
    return taken;
  };
  return filter;
}
