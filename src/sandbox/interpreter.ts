/**
 * The child process of a sandbox: one QuickJS interpreter, and the messages to and from it.
 *
 * Runs as plain Node, started by `spawn-interpreter.ts` with the address of the interpreter's library and the path
 * of its WebAssembly. It may read those and its own files, and ends when its parent does.
 */
import { readFileSync } from 'node:fs';
import type { ChildMessage, HostMessage, InterpreterLimits } from './messages.ts';
import { isMemoryError, type Machine, openMachine, VersionError } from './open-machine.ts';
import { type CellRunner, createCellRunner } from './run-cells.ts';

const [libraryUrl, wasmPath] = process.argv.slice(2) as [string, string];
const library = (await import(libraryUrl)) as typeof import('quickjs-wasi');

let machine: Machine;
let cells: CellRunner;
let limits: InterpreterLimits;

process.on('disconnect', () => process.exit(0));
process.on('message', (message: HostMessage) => void receive(message));

async function receive(message: HostMessage): Promise<void> {
  if (message.type === 'answer') return cells.settle(message);
  if (message.type === 'run') return cells.run(message);
  try {
    reply({ type: 'done', id: message.id, value: await perform(message) });
  } catch (error) {
    reply({ type: 'failed', id: message.id, ...explain(error) });
  }
}

async function perform(message: Exclude<HostMessage, { type: 'run' | 'answer' }>): Promise<unknown> {
  if (message.type === 'open') return open(message.limits, message.snapshot);
  machine.wasInterrupted = false;
  machine.allow(limits.computeInMs);
  if (message.type === 'snapshot') return machine.takeSnapshot();
  if (message.type === 'names') return machine.control('names');
  if (message.type === 'set')
    return machine.control(message.isText ? 'setText' : 'setJson', message.name, message.text);
  const text = machine.control('get', message.name) as string | undefined;
  if (text !== undefined && text.length > limits.messageCharacters)
    throw new RangeError(`it takes ${text.length} characters, over ${limits.messageCharacters}`);
  return text;
}

async function open(given: InterpreterLimits, snapshot: Uint8Array | undefined): Promise<void> {
  limits = given;
  const wasm = readFileSync(wasmPath);
  machine = await openMachine({
    library,
    wasm,
    limits,
    snapshot,
    send: (...call) => cells.send(...call),
    onRejection: (...rejection) => cells.noteRejection(...rejection),
  });
  cells = createCellRunner(machine, { library, limits, reply });
}

function explain(error: unknown): { reason: 'memory' | 'version' | 'value' | 'broken'; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof VersionError) return { reason: 'version', message };
  if (isMemoryError(error)) return { reason: 'memory', message };
  const isValue = error instanceof library.JSException || error instanceof RangeError;
  return { reason: isValue ? 'value' : 'broken', message };
}

function reply(message: ChildMessage): void {
  process.send?.(message);
}
