import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LoadOptions, loadSources } from './load-sources.ts';
import type { Source, SourceProblem } from './source.ts';

type Folder = AsyncDisposable & { path: (name: string) => string };

/** A folder of its own for a test, gone with the test. */
async function makeFolder(files: Record<string, string | Uint8Array>): Promise<Folder> {
  const root = await mkdtemp(join(tmpdir(), 'longhand-read-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return {
    path: (name) => join(root, name),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
}

async function load(paths: readonly string[], options?: LoadOptions): Promise<(Source | SourceProblem)[]> {
  const rows: (Source | SourceProblem)[] = [];
  for await (const row of loadSources(paths, options)) rows.push(row);
  return rows;
}

const titlesOf = (rows: readonly (Source | SourceProblem)[]): string[] =>
  rows.map((row) => (row.problem === undefined ? row.title : `! ${row.path}`));

describe('loadSources', () => {
  it('gives a file its hash, its language and its text', async () => {
    await using folder = await makeFolder({ '潮.txt': '潮水来了，渔船都回到了港口。' });
    const bytes = Buffer.from('潮水来了，渔船都回到了港口。');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = folder.path('潮.txt');
    expect(await load([path])).toEqual([
      {
        id: sha256.slice(0, 12),
        path,
        url: undefined,
        title: '潮.txt',
        mediaType: 'text/plain',
        sha256,
        bytes: bytes.length,
        text: '潮水来了，渔船都回到了港口。',
        language: 'zh',
        encoding: 'utf-8',
        parts: [],
        image: undefined,
      },
    ]);
  });

  it('walks a folder in a fixed order and passes over what is not for reading', async () => {
    await using folder = await makeFolder({
      'b.md': '# Second',
      'a/z.ts': 'export {};',
      'a/kept.log': 'kept',
      'a/.gitignore': '!kept.log',
      'B.txt': 'Capital.',
      '.gitignore': '*.log\nbuild/',
      'out.log': 'ignored',
      'build/x.js': 'ignored',
      'node_modules/m/index.js': 'ignored',
      '.env': 'KEY=secret',
      '.git/config': 'ignored',
      'tool.bin': Uint8Array.of(1, 0, 2),
      'empty.py': '',
    });
    await symlink(folder.path('.env'), folder.path('link.txt'));
    expect(titlesOf(await load([folder.path('')]))).toEqual(['B.txt', 'a/kept.log', 'a/z.ts', 'Second']);
  });

  it('reads a file named twice once, and tells two copies apart', async () => {
    await using folder = await makeFolder({ 'a.txt': 'Same words.', 'b.txt': 'Same words.' });
    const rows = await load([folder.path('a.txt'), folder.path('')]);
    expect(titlesOf(rows)).toEqual(['a.txt', 'b.txt']);
    const [first, second] = rows as Source[];
    expect(second?.id).toBe(`${first?.id}-2`);
  });

  it('gives what cannot be read as rows beside what can', async () => {
    await using folder = await makeFolder({
      'bad.pdf': 'no pdf',
      'good.txt': 'Words.',
      'blank.txt': ' \n',
      'tool.bin': Uint8Array.of(1, 0, 2),
      'deep.html': '<div>'.repeat(60_000),
    });
    const names = ['bad.pdf', 'good.txt', 'blank.txt', 'missing.txt', 'tool.bin', 'deep.html'];
    const rows = await load(names.map(folder.path));
    expect(rows.map(({ problem }) => problem?.replace(/^`.*?` could not be read. /, ''))).toEqual([
      expect.stringMatching(/^Expected a whole PDF.*Download or export it again\.$/),
      undefined,
      expect.stringMatching(/^Expected text, got an empty document\./),
      'Expected a file or folder, got none there.',
      expect.stringMatching(/^Expected text, Markdown.*Convert it to one of these\.$/),
      expect.stringMatching(/^Expected a document a parser can hold/),
    ]);
    for (const row of rows) if (row.problem !== undefined) expect(row.problem).toContain(row.path);
  });

  it('throws every reason where nothing could be read', async () => {
    await using folder = await makeFolder({ 'a.txt': '', 'b.json': '{' });
    const all = load([folder.path('a.txt'), folder.path('b.json')]);
    await expect(all).rejects.toMatchObject({ code: 'usage' });
    await expect(all).rejects.toThrow(/a\.txt.*empty document.*\n.*b\.json.*Expected JSON/);
    await expect(load([])).rejects.toThrow('Expected at least one source that can be read, got none.');
  });

  it('refuses a file over the limit before reading it', async () => {
    await using folder = await makeFolder({ 'a.txt': 'Too many words.' });
    await expect(load([folder.path('a.txt')], { maxBytes: 5 })).rejects.toThrow('Split the file');
  });

  it('fetches nothing unless asked, and nothing from inside when asked', async () => {
    await expect(load(['https://example.com/a'])).rejects.toThrow('Allow web addresses');
    const inner = load(['http://127.0.0.1:9/secret'], { allowHttp: true });
    await expect(inner).rejects.toThrow(
      '`http://127.0.0.1:9/secret` could not be read. Expected a public address',
    );
  });

  it('stops between two files when aborted', async () => {
    await using folder = await makeFolder({ 'a.txt': 'One.', 'b.txt': 'Two.' });
    const controller = new AbortController();
    const rows = loadSources([folder.path('')], { abortSignal: controller.signal });
    await rows.next();
    controller.abort();
    await expect(rows.next()).rejects.toMatchObject({ name: 'AbortError' });
  });
});
