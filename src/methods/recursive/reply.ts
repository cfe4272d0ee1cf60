/**
 * What a reply of the root model says: code to run, and a final answer in the older form, `FINAL(text)` or
 * `FINAL_VAR(name)` outside code.
 *
 * Source: Zhang et al. 2025, "Recursive Language Models", arXiv:2512.24601; its first protocol, in which the answer is
 * marked in prose and which models often get wrong.
 */

export type Final = { kind: 'text'; text: string } | { kind: 'variable'; name: string };

export type ParsedReply = {
  /** In order. */
  cells: string[];
  /** The last block of code has no end: the reply was probably cut. */
  isOpen: boolean;
  /** What stands outside code. */
  prose: string;
  final: Final | undefined;
};

const fenceStart = /^\s{0,3}(`{3,}|~{3,})[ \t]*([\w+-]*)[^\n`]*$/;
const runnable = new Set(['repl', 'js', 'javascript']);

/** Reads a reply, however untidy; what is neither code nor a final answer is thinking aloud. */
export function parseReply(text: string): ParsedReply {
  const { cells, prose, isOpen } = splitFences(text);
  return { cells, isOpen, prose, final: isOpen ? undefined : findFinal(prose, cells.length > 0) };
}

function splitFences(text: string): { cells: string[]; prose: string; isOpen: boolean } {
  const cells: string[] = [];
  const prose: string[] = [];
  let fence: { mark: string; isCode: boolean; lines: string[] } | undefined;
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    if (fence === undefined) {
      const [, mark, tag = ''] = fenceStart.exec(line) ?? [];
      if (mark === undefined) prose.push(line);
      else fence = { mark, isCode: runnable.has(tag.toLowerCase()), lines: [] };
      continue;
    }
    const closing = line.trim();
    if (closing.length >= fence.mark.length && closing === (fence.mark[0] ?? '').repeat(closing.length)) {
      if (fence.isCode) cells.push(fence.lines.join('\n'));
      fence = undefined;
    } else fence.lines.push(line);
  }
  const isOpen = fence?.isCode === true;
  if (fence?.isCode) cells.push(fence.lines.join('\n'));
  return { cells: cells.filter((code) => code.trim() !== ''), prose: prose.join('\n'), isOpen };
}

const lineStart = String.raw`(?:^|\n)[\s>*_\x60#-]*`;
const atLineStart = new RegExp(`${lineStart}(?:final answer:?\\s*)?FINAL(_VAR)?[ \\t]*\\(`, 'i');
const variableAnywhere = /FINAL_VAR[ \t]*\([ \t]*["'`]?([\p{ID_Start}$_][\p{ID_Continue}$]*)["'`]?[ \t]*\)/u;
const atLastLineEnd = /FINAL[ \t]*\(([^\n]+)\)[\s.!*_`。！]*$/;

/**
 * Beside code only a variable counts, since a text was written before its output was seen. In the middle of a sentence
 * a form counts where no code comes with it: with code it is a plan.
 */
function findFinal(prose: string, hasCode: boolean): Final | undefined {
  const start = atLineStart.exec(prose);
  if (start !== null) {
    const rest = prose.slice(start.index + start[0].length);
    const inner = unquote(takeArgument(rest));
    if (start[1] !== undefined) return isName(inner) ? { kind: 'variable', name: inner } : undefined;
    if (!hasCode && inner !== '') return { kind: 'text', text: inner };
  }
  if (hasCode) return undefined;
  const name = variableAnywhere.exec(prose)?.[1];
  if (name !== undefined) return { kind: 'variable', name };
  const inline = atLastLineEnd.exec(prose)?.[1];
  return inline === undefined ? undefined : { kind: 'text', text: unquote(inline) };
}

/** Up to the bracket that closes the first one and ends its line; else the last that ends a line; else everything. */
function takeArgument(rest: string): string {
  let depth = 1;
  for (let at = 0; at < rest.length; at += 1) {
    if (rest[at] === '(') depth += 1;
    if (rest[at] === ')') depth -= 1;
    if (depth === 0 && /^[ \t.*_`]*(?:\n|$)/.test(rest.slice(at + 1))) return rest.slice(0, at);
    if (depth < 0) break;
  }
  const last = [...rest.matchAll(/\)[ \t.*_`]*(?=\n|$)/g)].at(-1);
  return last === undefined ? rest : rest.slice(0, last.index);
}

function unquote(text: string): string {
  const inner = text.trim();
  return /^(["'`])(?:(?!\1)[\s\S])*\1$/.test(inner) || /^"""[\s\S]*"""$/.test(inner)
    ? inner.replace(/^(?:"""|["'`])|(?:"""|["'`])$/g, '').trim()
    : inner;
}

/** Whether a text can be the name of a variable. */
export const isName = (text: string): boolean => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
