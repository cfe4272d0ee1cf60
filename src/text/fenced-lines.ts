/** Lines of a text with the one thing about Markdown that prose rules must know: what stands in a code fence. */

export type FencedLine = {
  /** The line with its line break. */
  text: string;
  /** Part of a fenced code block, its opening and closing line included. */
  isFenced: boolean;
  /** This line closes the fence it belongs to. */
  closesFence: boolean;
};

/** Splits a text into lines and marks those of fenced code blocks. The lines joined are the text. */
export function splitFencedLines(text: string): FencedLine[] {
  const lines: FencedLine[] = [];
  let fence: string | undefined;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)/.exec(line);
    const run = mark?.[1] ?? '';
    const rest = mark?.[2]?.trim() ?? '';
    if (fence === undefined) {
      const opens = run !== '' && !(run.startsWith('`') && rest.includes('`'));
      if (opens) fence = run;
      lines.push({ text: line, isFenced: opens, closesFence: false });
      continue;
    }
    const closes = run.startsWith(fence) && rest === '';
    if (closes) fence = undefined;
    lines.push({ text: line, isFenced: true, closesFence: closes });
  }
  return lines;
}
