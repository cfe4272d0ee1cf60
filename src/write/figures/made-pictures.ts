/** Pictures that a model puts into its text by itself: their addresses lead nowhere, or to a server nobody asked for. */

/** Code is left alone; what is in front of a picture says which it is. */
const codeOrPicture =
  /(?<=^|\n) {0,3}(`{3,}|~{3,})[^\n]*\n(?:[\s\S]*?\n {0,3}\1|[\s\S]*$)|(`+)[^`\n]+\2(?!`)|!\[(?<name>[^\]\n]*)\]\([^)\n]*\)|<img\b[^<>]*>/gi;

/**
 * The text with its pictures disarmed: one in a line of its own stays as a place without an address, `![Figure 1]()`,
 * where `placeFigures` may set the figure it names; one inside a sentence becomes its words.
 */
export function disarmPictures(text: string): string {
  return text.replace(codeOrPicture, (found, ...rest) => {
    if (!/^(?:!\[|<img)/i.test(found)) return found;
    const { name = '' } = rest.at(-1) as { name?: string };
    const at = rest.at(-3) as number;
    const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
    const after = text.slice(at + found.length).split('\n', 1)[0] ?? '';
    return before.trim() === '' && after.trim() === '' ? `![${name}]()` : name;
  });
}

/** Whether a paragraph is such a place. */
export const isDisarmed = (paragraph: string): boolean => /^\s*!\[[^\]\n]*\]\(\)\s*$/.test(paragraph);
