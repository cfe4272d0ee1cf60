/** The interpreter itself, inside the child process: made or restored, with its clock, and saved. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { JSValueHandle, QuickJS } from 'quickjs-wasi';
import { guest } from './guest.ts';
import type { InterpreterLimits } from './messages.ts';

/** Raised when `guest.ts` changes what it keeps, since a snapshot holds the old one. */
const guestVersion = 1;
const parentId = process.ppid;

export type Machine = {
  vm: QuickJS;
  /** From now on the interpreter may compute for so long; work that goes on is interrupted. */
  allow(durationInMs: number): void;
  /** Whether an interruption has happened since it was last cleared. */
  wasInterrupted: boolean;
  /** Calls one of the controls of `guest.ts` with values. */
  callControl(name: string, given: JSValueHandle[]): string | boolean | undefined;
  /** The same, with texts. */
  control(name: string, ...texts: string[]): string | boolean | undefined;
  takeSnapshot(): Uint8Array;
};

/** A snapshot of another version; the message says which was expected and found. */
export class VersionError extends Error {}

/**
 * @param options.send - Called by the guest for each call out; a text back is a refusal.
 * @param options.onRejection - A promise was rejected unhandled, or handled after all; its handles must be copied.
 * @throws {VersionError} `snapshot` was written by another build of the interpreter.
 */
export async function openMachine({
  library,
  wasm,
  limits,
  snapshot,
  send,
  onRejection,
}: {
  library: typeof import('quickjs-wasi');
  wasm: Uint8Array<ArrayBuffer>;
  limits: InterpreterLimits;
  snapshot: Uint8Array | undefined;
  send(call: number, name: string, argumentsAsJson: string): string | undefined;
  onRejection(promise: JSValueHandle, reason: JSValueHandle, isHandled: boolean): void;
}): Promise<Machine> {
  const { QuickJS, MAX_STACK_SIZE } = library;
  // Starting is our own work; the host watches over it.
  let deadline = Number.POSITIVE_INFINITY;
  let lastLook = 0;
  const interruptHandler = (): boolean => {
    const now = Date.now();
    if (now - lastLook > 250) {
      lastLook = now;
      // A loop keeps the loss of the channel from being noticed.
      if (process.ppid !== parentId) process.exit(1);
    }
    if (now <= deadline) return false;
    machine.wasInterrupted = true;
    return true;
  };
  const options = {
    wasm,
    memoryLimit: limits.memoryInBytes,
    // Above this the interpreter says so itself; the process has stack for it (spawn-interpreter.ts).
    maxStackSize: process.platform === 'win32' ? MAX_STACK_SIZE / 8 : MAX_STACK_SIZE / 2,
    timezoneOffset: 0,
    interruptHandler,
    onUnhandledRejection: onRejection,
  };
  const sendFromGuest = (...given: JSValueHandle[]): JSValueHandle => {
    const [call, name, text] = given as [JSValueHandle, JSValueHandle, JSValueHandle];
    const refusal = send(call.toNumber(), name.toString(), text.toString());
    return refusal === undefined ? vm.undefined : vm.newString(refusal);
  };
  // Another build would read the memory of this one wrongly.
  const made = `quickjs ${createHash('sha256').update(wasm).digest('hex').slice(0, 8)}, guest ${guestVersion}`;

  let vm: QuickJS;
  let controls: JSValueHandle;
  let token: number;
  if (snapshot === undefined) {
    vm = await QuickJS.create(options);
    using create = vm.evalCode(`'use strict';(${guest.toString()})`, 'guest');
    using hostSend = vm.newFunction('send', sendFromGuest);
    using outputCharacters = vm.newNumber(limits.outputCharacters);
    controls = vm.callFunction(create, vm.undefined, hostSend, outputCharacters);
    token = vm.exportHandle(controls);
  } else {
    const bytes = gunzipSync(snapshot);
    const headerEnd = bytes.indexOf(10);
    const header = JSON.parse(bytes.subarray(0, headerEnd).toString()) as { made: string; controls: number };
    if (header.made !== made) throw new VersionError(`${made}, got one of ${header.made}`);
    vm = await QuickJS.restore(QuickJS.deserializeSnapshot(bytes.subarray(headerEnd + 1)), options);
    vm.registerHostCallback('send', sendFromGuest);
    token = header.controls;
    controls = vm.importHandle(token);
  }

  // Not within a scope of handles: those that `onRejection` keeps would end with it.
  const callControl = (name: string, given: JSValueHandle[]): string | boolean | undefined => {
    using method = controls.getProp(name);
    using result = vm.callFunction(method, vm.undefined, ...given);
    if (result.isBool) return result.toBoolean();
    return result.isString ? result.toString() : undefined;
  };
  const machine: Machine = {
    vm,
    wasInterrupted: false,
    allow(durationInMs) {
      deadline = Date.now() + durationInMs;
    },
    callControl,
    control(name, ...texts) {
      const given = texts.map((text) => vm.newString(text));
      try {
        return callControl(name, given);
      } finally {
        for (const handle of given) handle.dispose();
      }
    },
    takeSnapshot() {
      vm.runGC();
      const header = `${JSON.stringify({ made, controls: token })}\n`;
      const state = QuickJS.serializeSnapshot(vm.snapshot());
      return gzipSync(Buffer.concat([Buffer.from(header), state]), { level: 1 });
    },
  };
  return machine;
}

/** Whether the interpreter, or the copying into it, ran out of memory. */
export const isMemoryError = (error: unknown): boolean =>
  error instanceof Error && /out of memory$|wasm_malloc failed/.test(error.message);
