/** Makes the declarations of a cell outlast it. */

/** After these words an expression begins, so that a slash opens a regular expression. */
const wordsBeforeExpression = new Set(
  'return typeof instanceof in of new delete void throw case do else await yield'.split(' '),
);
const identifier = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const numeral = /\.?\d[\w.]*/y;
const quoted = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const regularExpression = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const templateText = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;

/**
 * Rewrites the top-level `const`, `let` and `class` of a cell to `var`, which a later cell can read and declare
 * again; all else stays as written, line by line.
 *
 * A scanner, not a parser: it knows strings, templates, comments, regular expressions and brackets. Code it
 * cannot follow comes back changed in nothing but those words, and the interpreter reports the syntax error.
 */
export function prepareCell(code: string): string {
  let result = '';
  let at = 0;
  /** Open brackets; '`' is a template, '${' an expression in one, 'class' the body of a top-level class. */
  const open: string[] = [];
  let previous = '';
  let isClassHead = false;

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const text = pattern.exec(code)?.[0];
    if (text !== undefined) at += text.length;
    return text;
  };

  while (at < code.length) {
    if (open.at(-1) === '`') {
      result += take(templateText) ?? '';
      const isExpression = code.startsWith('${', at);
      if (isExpression) open.push('${');
      else open.pop();
      result += code.slice(at, isExpression ? at + 2 : at + 1);
      at += isExpression ? 2 : 1;
      previous = isExpression ? '(' : ')';
      continue;
    }
    const skipped = take(comment);
    if (skipped !== undefined) {
      result += skipped;
      continue;
    }
    const literal =
      take(quoted) ?? take(numeral) ?? (startsExpression(previous) ? take(regularExpression) : undefined);
    if (literal !== undefined) {
      result += literal;
      previous = ')';
      continue;
    }
    const word = take(identifier);
    if (word !== undefined) {
      const isStatement = open.length === 0 && startsStatement(previous, result);
      if (
        isStatement &&
        (word === 'const' || (word === 'let' && /\s*[\p{ID_Start}$_[{]/uy.test(code.slice(at, at + 200))))
      )
        result += 'var';
      else if (isStatement && word === 'class') {
        const name = /^\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(code.slice(at, at + 200))?.[1];
        result += name === undefined ? word : `var ${name} = class`;
        isClassHead = name !== undefined;
      } else result += word;
      previous = previous === '.' ? ')' : word;
      continue;
    }
    const character = code[at] as string;
    at += 1;
    result += character;
    if (/\s/.test(character)) continue;
    previous = character;
    if (character === '`') open.push('`');
    else if (character === '{' && isClassHead && open.length === 0) {
      open.push('class');
      isClassHead = false;
    } else if ('({['.includes(character)) open.push(character);
    else if (')}]'.includes(character) && open.pop() === 'class') {
      result += ';';
      previous = ';';
    }
  }
  return result;
}

function startsExpression(previous: string): boolean {
  return previous === '' || wordsBeforeExpression.has(previous) || /^[^\w$)\]}\p{L}]$/u.test(previous);
}

/** A declaration begins the cell, follows a statement's end, or stands on a line of its own. */
function startsStatement(previous: string, before: string): boolean {
  return previous === '' || ';}'.includes(previous) || (previous !== '.' && /\n[^\S\n]*$/.test(before));
}
