/** Where words go: results to stdout, everything else to stderr. With `--json`, stdout holds JSON only. */

export type OutputOptions = { json?: string; quiet?: boolean };

export type Output = {
  /** `result`: one object at the end; `events`: every event before it; undefined: for people. */
  json: 'result' | 'events' | undefined;
  isQuiet: boolean;
  /** A line for whoever watches; silent with `--quiet`. */
  say(line: string): void;
  /** A line that `--quiet` does not silence. */
  complain(line: string): void;
  /** Text for stdout; nothing with `--json`. */
  print(text: string): void;
  /** The object at the end; nothing without `--json`. */
  printResult(value: unknown): void;
  /** One event as a line; nothing unless `--json=events`. */
  printEvent(event: unknown): void;
};

/** An unknown kind of `--json` counts as `result` here; `readAsUsageError` and the commands refuse it. */
export function createOutput({ json, quiet = false }: OutputOptions): Output {
  const kind = json === undefined ? undefined : json === 'events' ? 'events' : 'result';
  const put = (stream: NodeJS.WriteStream, text: string): void => {
    stream.write(text.endsWith('\n') ? text : `${text}\n`);
  };
  return {
    json: kind,
    isQuiet: quiet,
    say: (line) => (quiet ? undefined : put(process.stderr, line)),
    complain: (line) => put(process.stderr, line),
    print: (text) => (kind === undefined ? put(process.stdout, text) : undefined),
    printResult: (value) => (kind === undefined ? undefined : put(process.stdout, JSON.stringify(value))),
    printEvent: (event) => (kind === 'events' ? put(process.stdout, JSON.stringify(event)) : undefined),
  };
}
