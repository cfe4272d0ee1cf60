/**
 * Separates thoughts at the start of an answer, `<think>…</think>` and its kin, from the answer, delta by delta.
 *
 * Reasoning models behind servers without a reasoning parser send their thoughts as text.
 */

export type ThinkFilter = {
  /** Takes the next delta; returns the prose in it, '' while thoughts go on or a tag is still incomplete. */
  push(delta: string): string;
  /**
   * Ends the answer and returns what was still held back. Afterwards `text` and `reasoningText` are final.
   *
   * @param options.isCut - The answer broke off: thoughts that have not ended stay thoughts.
   */
  end(options?: { isCut?: boolean }): string;
  text: string;
  reasoningText: string;
  /** The answer began in the middle of thoughts: the chat template had opened them. */
  readonly openedByTemplate: boolean;
};

const names = 'think|thinking|thought|reasoning';
const opening = new RegExp(`^<(${names})(?:\\s[^>]*)?>`, 'i');
/** Everything that may still become an opening tag. */
const mayOpen = new RegExp(`^<(?:$|${prefixesOf(names.split('|')).join('|')})(?:\\s[^>]*)?$`, 'i');
const anyOpening = new RegExp(`<(?:${names})(?:\\s[^>]*)?>`, 'i');
/**
 * A tag that nothing opened, on a line of its own or close behind the end of a sentence: prose that speaks of the tag
 * has it within one.
 */
const lateClosing = new RegExp(
  `^[^\\S\\n]*</(?:${names})>[^\\S\\n]*(?:\\n|$)|(?<=[.!?。！？…][)"'”’」』）]*)</(?:${names})>`,
  'im',
);

/**
 * @param options.startsInside - The answer begins in thoughts that the template opened, as earlier ones did. Nothing
 *   is shown until they end; an answer that ends without having ended them was prose.
 */
export function createThinkFilter({ startsInside = false }: { startsInside?: boolean } = {}): ThinkFilter {
  let state: 'start' | 'inside' | 'thinking' | 'gap' | 'prose' = startsInside ? 'inside' : 'start';
  let held = '';
  let closing = '';
  let openedByTemplate = false;

  const takeHeld = (): string => {
    const taken = held;
    held = '';
    return taken;
  };
  const write = (prose: string): string => {
    filter.text += prose;
    return prose;
  };
  const takeGap = (): string => {
    held = held.trimStart();
    if (held === '') return '';
    // Some think again before they write.
    state = 'start';
    return filter.push('');
  };
  /** Without a closing tag the whole stays held; with one, what comes before it was thought. */
  const takeInside = (): string => {
    const trimmed = held.trimStart();
    if (opening.test(trimmed)) {
      state = 'start';
      const all = takeHeld();
      return filter.push(all);
    }
    const end = lateClosing.exec(held);
    if (end === null) return '';
    openedByTemplate = true;
    filter.reasoningText += held.slice(0, end.index);
    held = held.slice(end.index + end[0].length);
    state = 'gap';
    return takeGap();
  };

  const filter: ThinkFilter = {
    text: '',
    reasoningText: '',
    get openedByTemplate() {
      return openedByTemplate;
    },
    push(delta) {
      if (state === 'prose') return write(delta);
      held += delta;
      if (state === 'inside') return takeInside();
      if (state === 'start') {
        const trimmed = held.trimStart();
        const tag = opening.exec(trimmed);
        if (tag === null) {
          if (trimmed === '' || mayOpen.test(trimmed)) return '';
          state = 'prose';
          return write(takeHeld());
        }
        state = 'thinking';
        closing = `</${tag[1]?.toLowerCase()}>`;
        held = trimmed.slice(tag[0].length);
      }
      if (state === 'thinking') {
        const end = held.toLowerCase().indexOf(closing);
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
      return takeGap();
    },
    end({ isCut = false } = {}) {
      let rest = '';
      if (state === 'thinking' || (state === 'inside' && isCut)) filter.reasoningText += takeHeld();
      if (state === 'start' || state === 'inside') rest = write(takeHeld());
      state = 'prose';
      const late = filter.reasoningText === '' ? lateClosing.exec(filter.text) : null;
      if (late !== null && !showsTags(filter.text.slice(0, late.index))) {
        openedByTemplate = true;
        filter.reasoningText = filter.text.slice(0, late.index);
        filter.text = filter.text.slice(late.index + late[0].length).trimStart();
      }
      return rest;
    },
  };
  return filter;
}

/** A text about thinking models shows their tags in pairs, or in blocks of code. */
function showsTags(before: string): boolean {
  const fences = before.match(/^[^\S\n]*(?:```|~~~)/gm)?.length ?? 0;
  return anyOpening.test(before) || fences % 2 === 1;
}

function prefixesOf(words: readonly string[]): string[] {
  return words.flatMap((word) => Array.from(word, (_letter, index) => word.slice(0, index + 1)));
}
