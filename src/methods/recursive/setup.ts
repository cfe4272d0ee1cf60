/** What a REPL holds before its first cell, as code for the sandbox. */

/**
 * Makes `context` fixed, and gives `answer`, `showVars` and the older finishing forms as functions. Runs after
 * `context` was set. It ends without a value, so that nothing of the material is shown.
 */
export const setupCode = `{
  const material = context;
  if (Array.isArray(material)) {
    for (const source of material) Object.freeze(source);
    Object.freeze(material);
  }
  Object.defineProperty(globalThis, 'context', {
    get: () => material,
    set() { throw new TypeError('context cannot be changed: put the new value into another variable'); },
    enumerable: true,
    configurable: false,
  });
  const known = new Set(Object.getOwnPropertyNames(globalThis));
  known.delete('context');
  const typeOf = (value) => {
    if (typeof value === 'string') return 'string of ' + value.length + ' characters';
    if (Array.isArray(value)) return 'array of ' + value.length;
    return value === null ? 'null' : typeof value;
  };
  const fixed = (name, value) => {
    known.add(name);
    Object.defineProperty(globalThis, name, { value, writable: false, configurable: false });
  };
  fixed('showVars', () => Object.getOwnPropertyNames(globalThis)
    .filter((name) => !known.has(name))
    .map((name) => name + ': ' + typeOf(globalThis[name]))
    .join('\\n'));
  fixed('FINAL', (content) => { globalThis.answer = { content, ready: true }; });
  fixed('FINAL_VAR', (given) => {
    const isVariable = typeof given === 'string' && Object.hasOwn(globalThis, given);
    globalThis.answer = { content: isVariable ? globalThis[given] : given, ready: true };
  });
}
globalThis.answer = { content: '', ready: false };
undefined;`;
