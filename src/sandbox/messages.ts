/** What a sandbox and its child process say to each other. Values cross as JSON text, never as live objects. */

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** Functions that cells may call; they run out here and decide themselves about money, concurrency and depth. */
export type SandboxFunctions = Record<string, (...given: JsonValue[]) => Promise<JsonValue>>;

/** Ceilings the child keeps by itself; the host holds the wall clock. */
export type InterpreterLimits = {
  memoryInBytes: number;
  computeInMs: number;
  outputCharacters: number;
  callsPerCell: number;
  messageCharacters: number;
};

/** From the host. Every request but `answer` gets exactly one `done` or `failed` with its `id`. */
export type HostMessage =
  | { type: 'open'; id: number; limits: InterpreterLimits; snapshot: Uint8Array | undefined }
  | { type: 'set'; id: number; name: string; isText: boolean; text: string }
  | { type: 'run'; id: number; code: string; functions: string[] }
  | { type: 'get'; id: number; name: string }
  | { type: 'names'; id: number }
  | { type: 'snapshot'; id: number }
  | { type: 'answer'; call: number; isError: boolean; text: string };

/** How one cell ended, as the child saw it. */
export type CellReport = {
  kind: 'done' | 'error' | 'time' | 'memory' | 'crashed';
  stdout: string;
  stderr: string;
  value: string | undefined;
  error: { name: string; message: string; line?: number } | undefined;
  pendingCalls: string[];
  /** False where the interpreter may be damaged or full, so that the host ends it. */
  isAlive: boolean;
};

/** From the child. */
export type ChildMessage =
  | { type: 'call'; call: number; name: string; text: string }
  | { type: 'done'; id: number; value: unknown }
  | { type: 'failed'; id: number; reason: 'memory' | 'version' | 'value' | 'broken'; message: string };
