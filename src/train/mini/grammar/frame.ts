/**
 * Sentence frames: `[a|b]` is a choice (an empty alternative is allowed), `{name}` a slot, both nest.
 *
 * A slot of the prompt (`{key}`) is written behind its control token, a slot of a scene (`{people}`) is an alternative
 * drawn from a fixed list. Frames are parsed once.
 */
import type { Random } from '../../../model/simulated/random.ts';

type Node = string | { slot: string } | { choices: Node[][] };

export type Frame = {
  /** As authored. */
  source: string;
  nodes: readonly Node[];
  /** Names of the slots it can have. */
  slots: ReadonlySet<string>;
};

/** Gives the text of a slot. */
export type FillSlot = (name: string) => string;

/**
 * Parses a frame.
 *
 * @throws {SyntaxError} A bracket is not closed; the message shows the frame.
 */
export function parseFrame(source: string): Frame {
  const slots = new Set<string>();
  let at = 0;
  const readNodes = (isInside: boolean): Node[] => {
    const nodes: Node[] = [];
    let text = '';
    const flush = (): void => {
      if (text !== '') nodes.push(text);
      text = '';
    };
    while (at < source.length) {
      const letter = source.charAt(at);
      if (isInside && (letter === '|' || letter === ']')) break;
      at += 1;
      if (letter === '[') {
        flush();
        nodes.push({ choices: readChoices() });
      } else if (letter === '{') {
        flush();
        const end = source.indexOf('}', at);
        if (end < 0) throw new SyntaxError(`Expected "}" in the frame "${source}".`);
        const slot = source.slice(at, end);
        slots.add(slot);
        nodes.push({ slot });
        at = end + 1;
      } else text += letter;
    }
    flush();
    return nodes;
  };
  const readChoices = (): Node[][] => {
    const choices: Node[][] = [];
    for (;;) {
      choices.push(readNodes(true));
      const mark = source.charAt(at);
      at += 1;
      if (mark === ']') return choices;
      if (mark !== '|') throw new SyntaxError(`Expected "]" in the frame "${source}".`);
    }
  };
  const nodes = readNodes(false);
  return { source, nodes, slots };
}

/** Parses a list of frames, one on each line; empty lines are left out. */
export const parseFrames = (lines: string): Frame[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(parseFrame);

/**
 * Expands a frame to a sentence: choices drawn, slots filled, its first letter a capital.
 *
 * A slot filled with '' takes the space before it away. The first letter is left alone where a control token stands
 * first.
 */
export function expandFrame(frame: Frame, fill: FillSlot, random: Random): string {
  let text = '';
  const write = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (typeof node === 'string') text += node;
      else if ('slot' in node) {
        const filled = fill(node.slot);
        // A control token brings its own space: "of<|key|> bees".
        text = filled.startsWith('<|') || filled === '' ? text.replace(/ $/, '') + filled : text + filled;
      } else write(random.pick(node.choices));
    }
  };
  write(frame.nodes);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Every fixed piece of text of a frame, for word lists. */
export function listTexts(frame: Frame): string[] {
  const texts: string[] = [];
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (typeof node === 'string') texts.push(node);
      else if ('choices' in node) for (const choice of node.choices) visit(choice);
    }
  };
  visit(frame.nodes);
  return texts;
}
