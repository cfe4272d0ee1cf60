/** The host's end of the talk with a child process: one request at a time, calls out of it answered meanwhile. */
import type { ChildMessage, HostMessage, JsonValue, SandboxFunctions } from './messages.ts';
import { spawnInterpreter } from './spawn-interpreter.ts';

type Failed = Extract<ChildMessage, { type: 'failed' }>;
type WithoutId<T> = T extends { id: number } ? Omit<T, 'id'> : never;

export type Request = WithoutId<HostMessage>;
/** `patienceInMs`: how long the child may be silent while it waits for no call. */
export type RequestOptions = { patienceInMs: number; wallInMs?: number; abortSignal?: AbortSignal };
/** Why a process is gone; `earlier`: it was when the request came. */
type Cause = 'time' | 'memory' | 'exit' | 'abort' | 'earlier';
export type Reply =
  | { type: 'done'; value: unknown }
  | Omit<Failed, 'id'>
  | { type: 'ended'; cause: Cause; message: string };

export type Interpreter = {
  /** Never rejects: a process that is gone or had to be ended is a reply. */
  ask(request: Request, options: RequestOptions): Promise<Reply>;
  /** Kills the process and waits for its end; later requests are told `why`. */
  close(why: string): Promise<void>;
};

/**
 * Starts a child process and answers its calls with `functions`, in parallel.
 *
 * The process is killed when it neither answers nor has a call open for too long, at the end of a request's
 * wall clock, and on abort. It is trusted with nothing: names and arguments are checked again here.
 */
export function connectInterpreter({
  memoryInBytes,
  functions,
}: {
  memoryInBytes: number;
  functions: SandboxFunctions;
}): Interpreter {
  const child = spawnInterpreter({ memoryInBytes });
  let ended: { cause: Cause; message: string } | undefined;
  let current:
    | { id: number; patienceInMs: number; openCalls: number; resolve(reply: Reply): void }
    | undefined;
  let patience: NodeJS.Timeout | undefined;
  let lastId = 0;
  let complaints = '';

  const end = (cause: Cause, message: string): void => {
    if (ended !== undefined) return;
    ended = { cause, message };
    child.kill('SIGKILL');
    current?.resolve({ type: 'ended', cause, message });
  };
  const watch = (): void => {
    clearTimeout(patience);
    if (current === undefined || current.openCalls > 0 || ended !== undefined) return;
    const { patienceInMs } = current;
    patience = setTimeout(
      () => end('time', `the sandbox gave no answer for ${patienceInMs} ms and was ended`),
      patienceInMs,
    );
  };
  const send = (message: HostMessage): void => {
    // A lost channel shows as the end of the process.
    if (child.connected) child.send(message, () => {});
  };

  const call = async ({ call, name, text }: ChildMessage & { type: 'call' }): Promise<void> => {
    const asking = current;
    if (asking === undefined) return;
    asking.openCalls += 1;
    watch();
    const answer = await perform(functions, name, text);
    asking.openCalls -= 1;
    if (asking !== current) return;
    send({ type: 'answer', call, ...answer });
    watch();
  };

  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4_000);
  });
  child.on('message', (message: ChildMessage) => {
    if (message.type === 'call') return void call(message);
    if (message.id === current?.id) current.resolve(message);
  });
  child.on('error', (error) => end('exit', `its process failed: ${error.message}`));
  const closed = new Promise<void>((resolve) => {
    child.on('close', (code, signal) => {
      if (/heap out of memory/.test(complaints))
        end('memory', 'the process of the sandbox ran out of memory');
      end('exit', `the process of the sandbox ended (${signal ?? `code ${code}`})${tail(complaints)}`);
      resolve();
    });
  });

  return {
    async ask(request, { patienceInMs, wallInMs, abortSignal }) {
      if (ended !== undefined) return { type: 'ended', cause: 'earlier', message: ended.message };
      lastId += 1;
      const id = lastId;
      const holds = [child, child.channel, child.stderr as unknown as { ref(): void; unref(): void } | null];
      for (const hold of holds) hold?.ref();
      const abort = (): void => end('abort', 'the cell was aborted');
      abortSignal?.addEventListener('abort', abort);
      const wall =
        wallInMs === undefined
          ? undefined
          : setTimeout(() => end('time', `the cell took over ${wallInMs} ms`), wallInMs);
      try {
        return await new Promise<Reply>((resolve) => {
          current = { id, patienceInMs, openCalls: 0, resolve };
          watch();
          send({ ...request, id });
        });
      } finally {
        current = undefined;
        clearTimeout(wall);
        clearTimeout(patience);
        abortSignal?.removeEventListener('abort', abort);
        for (const hold of holds) hold?.unref();
      }
    },
    close(why) {
      end('exit', why);
      child.ref();
      return closed;
    },
  };
}

async function perform(
  functions: SandboxFunctions,
  name: string,
  text: string,
): Promise<{ isError: boolean; text: string }> {
  try {
    const given = JSON.parse(text) as JsonValue[];
    const perform = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (perform === undefined) throw new TypeError(`${name} is not a function of this sandbox`);
    if (!Array.isArray(given)) throw new TypeError(`the arguments of ${name}() have no JSON form`);
    return { isError: false, text: JSON.stringify(await perform(...given)) ?? '' };
  } catch (error) {
    const told =
      error instanceof Error
        ? { name: error.name, message: error.message }
        : { name: 'Error', message: String(error) };
    return { isError: true, text: JSON.stringify(told) };
  }
}

const tail = (complaints: string): string => {
  const line = complaints.trim().split('\n').at(-1);
  return line === undefined || line === '' ? '' : `: ${line.slice(0, 300)}`;
};
