/**
 * How long a person waits: `--help`, and `write` from the command to its first model call, on a home that exists,
 * on a new one, and on a new one without a prepared database. Medians of five, whole processes; the first call is
 * timed where it arrives, at an HTTP server in this process.
 *
 * `npm run bench start [node]`: the Node that runs the launcher; default the one that runs this bench.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const cache = join(root, 'node_modules/.cache/longhand');
const rounds = 5;

export async function run(parameters: string[]): Promise<void> {
  const node = parameters[0] ?? process.execPath;
  const folder = mkdtempSync(join(tmpdir(), 'longhand-start-'));
  let onCall = (): void => {};
  const server = createServer((request, response) => {
    // What the endpoint says of itself is asked with GET; the model is called with POST.
    if (request.method === 'POST') onCall();
    response.writeHead(401).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;

  const longhand = (...words: string[]): Promise<{ totalMs: number; callMs: number | undefined }> =>
    new Promise((resolve) => {
      const startedAt = performance.now();
      let callMs: number | undefined;
      onCall = () => {
        callMs ??= performance.now() - startedAt;
      };
      spawn(node, [join(root, 'bin/longhand.js'), ...words], { cwd: folder, stdio: 'ignore' }).on(
        'close',
        () => resolve({ totalMs: performance.now() - startedAt, callMs }),
      );
    });
  const write = (home: string) =>
    longhand('write', 'Write 500 words', '--model', `compatible:none@${url}`, '--home', join(folder, home));

  const help: number[] = [];
  const known: number[] = [];
  const fresh: number[] = [];
  const bare: number[] = [];
  await write('warm-up');
  for (let round = 0; round < rounds; round += 1) {
    help.push((await longhand('--help')).totalMs);
    known.push((await write('warm-up')).callMs ?? Number.NaN);
    fresh.push((await write(`new-${round}`)).callMs ?? Number.NaN);
  }
  renameSync(cache, `${cache}.aside`);
  try {
    for (let round = 0; round < 3; round += 1) {
      rmSync(cache, { recursive: true, force: true });
      bare.push((await write(`bare-${round}`)).callMs ?? Number.NaN);
    }
  } finally {
    rmSync(cache, { recursive: true, force: true });
    renameSync(`${cache}.aside`, cache);
  }
  console.log(`launcher run by ${node}`);
  say('longhand --help', help);
  say('write to first model call, home exists', known);
  say('write to first model call, new home', fresh);
  say('write to first model call, new home, no prepared database', bare);
  server.close();
  rmSync(folder, { recursive: true, force: true });
}

function say(name: string, times: number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  console.log(
    `${name}: median ${Math.round(median)} ms (${Math.round(sorted[0] ?? 0)} to ${Math.round(sorted.at(-1) ?? 0)}, n=${times.length})`,
  );
}
