/** What of ours runs inside the interpreter: calls out, printing, reading and writing of variables. */

/** Hands a call to the process around the interpreter; a text back is the reason why it was refused. */
type Send = (call: number, name: string, argumentsAsJson: string) => string | undefined;

/**
 * Sets up the inside of an interpreter and gives the only handle on it.
 *
 * Its source text is evaluated in the interpreter, so that it uses nothing from outside itself. It keeps its own
 * references to what it needs of the language and stores nothing where a changed prototype could see it: code
 * that has changed `Object.prototype` can spoil its own cell, not the way its end is reported.
 *
 * @param outputCharacters - How much of each stream of a cell is kept; what was dropped is said.
 */
export function guest(send: Send, outputCharacters: number): Record<string, unknown> {
  const world = globalThis as unknown as Record<PropertyKey, unknown>;
  const { parse, stringify } = JSON;
  const { apply, defineProperty, ownKeys, getPrototypeOf } = Reflect;
  const { create, keys, freeze } = Object;
  const { isArray } = Array;
  const { slice } = String.prototype;
  const forEachOfMap = Map.prototype.forEach;
  const forEachOfSet = Set.prototype.forEach;
  const describeSymbol = Symbol.prototype.toString;
  const describeDate = Date.prototype.toString;
  const NativeDate = Date;
  const NativePromise = Promise;
  const NativeError = Error;
  const NativeTypeError = TypeError;
  const NativeMap = Map;
  const NativeSet = Set;

  type Waiting = { resolve(value: unknown): void; reject(reason: unknown): void };
  let waiting = create(null) as Record<number, Waiting | undefined>;
  let nextCall = 1;
  const callers = create(null) as Record<string, unknown>;
  let output = create(null) as {
    stdout: string;
    stderr: string;
    stdoutDropped: number;
    stderrDropped: number;
  };

  const cut = (text: string, length: number): string => apply(slice, text, [0, length]);
  const define = (target: object, name: string, value: unknown): boolean =>
    defineProperty(target, name, {
      __proto__: null,
      value,
      writable: true,
      configurable: true,
    } as PropertyDescriptor);

  const makeCaller = (name: string): unknown => {
    const caller = (...given: unknown[]): Promise<unknown> =>
      new NativePromise((resolve, reject) => {
        for (let index = 0; index < given.length; index += 1)
          if (given[index] instanceof NativePromise)
            throw new NativeTypeError(`argument ${index + 1} of ${name}() is a promise: await it first`);
        const text = stringify(given);
        if (typeof text !== 'string')
          throw new NativeTypeError(`the arguments of ${name}() have no JSON form`);
        const call = nextCall;
        nextCall += 1;
        const refusal = send(call, name, text);
        if (refusal !== undefined) throw new NativeError(refusal);
        waiting[call] = { __proto__: null, resolve, reject } as unknown as Waiting;
      });
    define(caller, 'name', name);
    return caller;
  };

  /** Characters that `show` may still use. */
  let room = 0;
  type Parents = { value: object; parents: Parents | undefined; depth: number } | undefined;

  const show = (value: unknown, parents: Parents, isNested: boolean): string => {
    const roomBefore = room;
    const text = showWhole(value, parents, isNested);
    room = roomBefore - text.length;
    return text;
  };
  const showWhole = (value: unknown, parents: Parents, isNested: boolean): string => {
    if (typeof value === 'string') return isNested ? stringify(cut(value, room + 1)) : value;
    if (typeof value === 'symbol') return apply(describeSymbol, value, []);
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'function') return `[function ${value.name}]`;
    if (typeof value !== 'object' || value === null) return `${value as string}`;
    if (room <= 0) return '…';
    for (let above = parents; above !== undefined; above = above.parents)
      if (above.value === value) return '[circular]';
    const depth = parents === undefined ? 0 : parents.depth + 1;
    if (depth > 8) return '…';
    const here: Parents = { value, parents, depth };
    if (value instanceof NativePromise) return '[promise: await it to see its value]';
    if (value instanceof NativeDate) return apply(describeDate, value, []);
    if (value instanceof NativeError) return `${value.name}: ${value.message}`;
    if (isArray(value) || ArrayBuffer.isView(value)) {
      const list = value as unknown as unknown[];
      let text = '';
      for (let index = 0; index < list.length; index += 1) {
        if (room <= 0) return `[${text}, … ${list.length - index} more]`;
        text += (index === 0 ? '' : ', ') + show(list[index], here, true);
      }
      return `[${text}]`;
    }
    let text = '';
    const add = (label: string, item: unknown): void => {
      if (room <= 0) return;
      text += `${(text === '' ? ' ' : ', ') + label}: ${show(item, here, true)}`;
    };
    let title = '';
    if (value instanceof NativeMap) {
      title = 'Map ';
      apply(forEachOfMap, value, [(item: unknown, key: unknown) => add(show(key, here, true), item)]);
    } else if (value instanceof NativeSet) {
      title = 'Set ';
      apply(forEachOfSet, value, [(item: unknown) => add('', item)]);
    } else {
      const names = keys(value);
      for (let index = 0; index < names.length; index += 1) {
        const name = names[index] as string;
        add(name, (value as Record<string, unknown>)[name]);
      }
    }
    return text === '' ? `${title}{}` : `${title}{${text}${room <= 0 ? ', …' : ''} }`;
  };
  const showSafely = (value: unknown): string => {
    // The rest is for closing what is open.
    room = outputCharacters - 200;
    try {
      return show(value, undefined, false);
    } catch {
      // A getter or proxy of the cell's own threw; its message would not help.
      return '[value that cannot be shown]';
    }
  };

  const write = (stream: 'stdout' | 'stderr', values: unknown[]): void => {
    let text = '';
    for (let index = 0; index < values.length; index += 1)
      text += (index === 0 ? '' : ' ') + showSafely(values[index]);
    text += '\n';
    const free = outputCharacters - output[stream].length;
    output[stream] += cut(text, free);
    if (text.length > free) output[`${stream}Dropped`] += text.length - free;
  };
  const print = (...values: unknown[]): void => write('stdout', values);
  const warn = (...values: unknown[]): void => write('stderr', values);
  const reset = (): void => {
    output = {
      __proto__: null,
      stdout: '',
      stderr: '',
      stdoutDropped: 0,
      stderrDropped: 0,
    } as unknown as typeof output;
  };
  const ended = (text: string, dropped: number): string =>
    dropped === 0 ? text : `${text}\n[${dropped} characters dropped: a cell may print ${outputCharacters}]`;

  const builtIn = create(null) as Record<PropertyKey, boolean>;
  const own = ownKeys(world);
  for (let index = 0; index < own.length; index += 1) builtIn[own[index] as PropertyKey] = true;

  const typeOf = (value: unknown): string => {
    if (value === null) return 'null';
    if (isArray(value)) return 'array';
    return typeof value;
  };
  const read = (value: unknown, name: string): string => {
    try {
      const text = (value as Record<string, unknown>)[name];
      return typeof text === 'string' ? cut(text, outputCharacters) : '';
    } catch {
      return '';
    }
  };

  reset();
  return freeze({
    __proto__: null,
    /** Empties the streams and puts our functions back, whatever the last cell made of their names. */
    begin(functionsAsJson: string): void {
      reset();
      const functions = parse(functionsAsJson) as string[];
      for (let index = 0; index < functions.length; index += 1) {
        const name = functions[index] as string;
        callers[name] ??= makeCaller(name);
        builtIn[name] = true;
        define(world, name, callers[name]);
      }
      const console = create(null) as object;
      define(console, 'log', print);
      define(console, 'info', print);
      define(console, 'debug', print);
      define(console, 'warn', warn);
      define(console, 'error', warn);
      define(world, 'console', console);
      define(world, 'print', print);
      builtIn.console = true;
      builtIn.print = true;
    },
    settle(call: number, isError: boolean, text: string): void {
      const waiter = waiting[call];
      if (waiter === undefined) return;
      delete waiting[call];
      try {
        if (!isError) {
          waiter.resolve(text === '' ? undefined : parse(text));
          return;
        }
        const told = parse(text) as { name: string; message: string };
        const error = new NativeError(told.message);
        define(error, 'name', told.name);
        waiter.reject(error);
      } catch (error) {
        waiter.reject(error);
      }
    },
    /** Gives up every call still open: late answers change nothing. */
    forget(): void {
      waiting = create(null) as typeof waiting;
    },
    // Texts one by one, since the interpreter's JSON.stringify can be made to throw by a changed Array.prototype.
    printed: (stream: 'stdout' | 'stderr'): string => ended(output[stream], output[`${stream}Dropped`]),
    show(value: unknown): string | undefined {
      if (value === undefined) return undefined;
      const text = showSafely(value);
      return ended(
        cut(text, outputCharacters),
        text.length > outputCharacters ? text.length - outputCharacters : 0,
      );
    },
    warn,
    /** One field of what was thrown: `name`, `message` or `stack`. */
    describe(error: unknown, field: string): string {
      const isObject = typeof error === 'object' && error !== null;
      const text = isObject ? read(error, field) : '';
      if (text !== '' || field === 'stack') return text;
      if (field === 'name') return 'Error';
      return isObject && read(error, 'name') !== '' ? '' : cut(showSafely(error), outputCharacters);
    },
    setText(name: string, text: string): void {
      define(world, name, text);
    },
    setJson(name: string, text: string): void {
      define(world, name, parse(text));
    },
    get(name: string): string | undefined {
      return stringify(world[name]);
    },
    names(): string {
      let text = '';
      const present = ownKeys(world);
      for (let index = 0; index < present.length; index += 1) {
        const name = present[index];
        if (typeof name !== 'string' || builtIn[name]) continue;
        let type = 'unknown';
        try {
          type = typeOf(world[name]);
        } catch {
          // A getter of the cell's own threw: the variable exists, its type stays unknown.
        }
        text += `${text === '' ? '' : ','}${stringify({ __proto__: null, name, type })}`;
      }
      return `[${text}]`;
    },
    isWhole: (): boolean =>
      getPrototypeOf([]) === Array.prototype && new ArrayBuffer(1_048_576).byteLength > 0,
  });
}
