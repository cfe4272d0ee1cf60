/** A real browser for tests, spoken to over its debugging protocol; none where none is installed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

type Reply = Record<string, unknown>;

export type Tab = {
  evaluate(expression: string): Promise<unknown>;
  /** What a person reads in the frames of the page. */
  readFrames(): Promise<string[]>;
  untilDownloaded(name: string): Promise<string>;
  /** Addresses that the page asked for. */
  requests: string[];
};

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** @returns undefined where no Chromium is on the path. */
export async function openChromium(): Promise<
  { open(file: string, downloads: string): Promise<Tab>; close(): Promise<void> } | undefined
> {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
  if (path === undefined) return undefined;
  const profile = mkdtempSync(join(tmpdir(), 'longhand-chromium-'));
  const options = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'];
  // Frames in the same process can be read over the same connection.
  const sameProcess = ['--disable-features=IsolateSandboxedIframes', '--disable-site-isolation-trials'];
  const child = spawn(
    path,
    [...options, ...sameProcess, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise((done) => child.on('close', done));
  const connection = await connect(await readAddress(child));
  return {
    open: (file, downloads) => openTab(connection, file, downloads),
    async close() {
      connection.close();
      child.kill('SIGKILL');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function readAddress(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((done, fail) => {
    child.stderr?.on('data', (text: Buffer) => {
      said += text.toString();
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) done(address);
    });
    child.on('close', () => fail(new Error(`Chromium ended: ${said}`)));
  });
}

type Connection = {
  send(method: string, params?: Reply, sessionId?: string): Promise<Reply>;
  onEvent(listener: (method: string, params: Reply) => void): void;
  close(): void;
};

async function connect(address: string): Promise<Connection> {
  const socket = new WebSocket(address);
  await new Promise((done, fail) => {
    socket.onopen = done;
    socket.onerror = fail;
  });
  const pending = new Map<number, { done: (reply: Reply) => void; fail: (error: Error) => void }>();
  const listeners: ((method: string, params: Reply) => void)[] = [];
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as {
      id?: number;
      result?: Reply;
      error?: { message: string };
      method?: string;
      params?: Reply;
    };
    if (message.method !== undefined)
      for (const listener of listeners) listener(message.method, message.params ?? {});
    const waiting = pending.get(message.id ?? -1);
    if (message.error !== undefined) waiting?.fail(new Error(message.error.message));
    else waiting?.done(message.result ?? {});
  };
  let last = 0;
  return {
    send(method, params = {}, sessionId) {
      last += 1;
      const id = last;
      socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
      return new Promise((done, fail) => pending.set(id, { done, fail }));
    },
    onEvent: (listener) => listeners.push(listener),
    close: () => socket.close(),
  };
}

async function openTab(connection: Connection, file: string, downloads: string): Promise<Tab> {
  const requests: string[] = [];
  const { targetId } = await connection.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method: string, params: Reply = {}): Promise<Reply> =>
    connection.send(method, params, sessionId as string);
  let isLoaded = (): void => undefined;
  const loaded = new Promise<void>((done) => {
    isLoaded = done;
  });
  connection.onEvent((method, params) => {
    if (method === 'Network.requestWillBeSent') requests.push((params.request as { url: string }).url);
    if (method === 'Page.loadEventFired') isLoaded();
  });
  await connection.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  await Promise.all([send('Network.enable'), send('Page.enable')]);
  await send('Page.navigate', { url: pathToFileURL(file).href });
  await loaded;
  const evaluate = async (expression: string, contextId?: unknown): Promise<unknown> => {
    const reply = await send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      ...(contextId !== undefined && { contextId }),
    });
    if (reply.exceptionDetails !== undefined) throw new Error(JSON.stringify(reply.exceptionDetails));
    return (reply.result as { value?: unknown }).value;
  };
  return {
    evaluate,
    requests,
    async readFrames() {
      const { frameTree } = (await send('Page.getFrameTree')) as {
        frameTree: { childFrames?: { frame: { id: string } }[] };
      };
      const texts: string[] = [];
      for (const { frame } of frameTree.childFrames ?? []) {
        const world = await send('Page.createIsolatedWorld', { frameId: frame.id });
        texts.push(String(await evaluate('document.body.innerText', world.executionContextId)));
      }
      return texts;
    },
    async untilDownloaded(name) {
      for (let tries = 0; tries < 200; tries += 1) {
        if (readdirSync(downloads).includes(name)) return join(downloads, name);
        await wait(50);
      }
      throw new Error(`Expected a download \`${name}\`, found ${readdirSync(downloads).join(', ')}.`);
    },
  };
}
