import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';
import { detectKind, type FileKind } from './file-kind.ts';
import { readBytes } from './read-bytes.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, kind: FileKind) => readBytes(bytesOf(text), kind, { maxUnpackedBytes: 1e6 });
const textOf = async (text: string, kind: FileKind): Promise<string> => (await read(text, kind)).text;

describe('readBytes', () => {
  it('shows an HTML page as it is read, with its headings, lists and tables', async () => {
    const page = await read(
      `<!doctype html><title> The  Keeper </title><script>track()</script><nav>Home</nav>
      <h1>Log <em>of</em> 1874</h1><p>The tide_came in,<br>and&nbsp;left &lt;again&gt;. <a href="x">More</a></p>
      <ol start="3"><li><p>Oil</p></li><li>Wick</li></ol><ul><li>潮水<ul><li>inner</li></ul></li></ul>
      <table><tr><th>Year<th>Ships</tr><tr><td></td><td>2,000</td></tr></table><pre>a  b
  c</pre><img alt="A map"><p hidden>no</p>`,
      'html',
    );
    expect(page.title).toBe('The Keeper');
    expect(page.text).toBe(
      '# Log of 1874\n\nThe tide_came in,\nand\u00a0left <again>. More\n\n3. Oil\n4. Wick\n\n- 潮水\n- inner\n\nYear | Ships\n | 2,000\n\na  b\n  c\n\nA map',
    );
    expect(page.parts).toEqual([{ label: 'Log of 1874', from: 0, to: page.text.length }]);
  });

  it('keeps Markdown to the letter and names its sections', async () => {
    const text = 'Before.\n# One\nA.\n```\n# code\n```\n## Two ##\nB.';
    const page = await read(text, 'markdown');
    expect(page.text).toBe(text);
    expect(page.title).toBe('One');
    expect(page.parts?.map(({ label, from, to }) => [label, text.slice(from, to)])).toEqual([
      ['start', 'Before.\n'],
      ['One', '# One\nA.\n```\n# code\n```\n'],
      ['Two', '## Two ##\nB.'],
    ]);
  });

  it('shows each row of a table under its columns', async () => {
    const table = 'name;age;note\nAnn;34;"two\nlines; yes"\n\n李雷;;\nBo;1;a;b\n';
    const { text, parts } = await read(table, 'csv');
    expect(text).toBe(
      'columns: name; age; note\nrow 2: name: Ann; age: 34; note: two lines; yes\nrow 3: name: 李雷\nrow 4: name: Bo; age: 1; note: a; column 4: b',
    );
    expect(parts?.map(({ label }) => label)).toEqual(['columns', 'row 2', 'row 3', 'row 4']);
    expect(text.slice(parts?.[2]?.from, parts?.[2]?.to)).toBe('row 3: name: 李雷');
    expect(await textOf('a\tb\n"x\ty\n', 'tsv')).toBe('columns: a; b\nrow 2: a: "x; b: y');
    expect((await textOf(`a\nx${' '.repeat(200_000)}y`, 'csv')).length).toBeGreaterThan(200_000);
    await expect(read('a,b\n"open,1\n', 'csv')).rejects.toThrow('Expected a CSV table, got broken quoting');
  });

  it('shows JSON as paths with the digits it was written with', async () => {
    const { text, parts } = await read(
      '{"ship":{"tons":[1.50,12345678901234567890]},"crew":[],"at":null}',
      'json',
    );
    expect(text).toBe('ship.tons[0]: 1.50\nship.tons[1]: 12345678901234567890\ncrew: []\nat: null');
    expect(parts?.map(({ label }) => label)).toEqual(['ship', 'crew', 'at']);
    expect(await textOf('[{"a":1},2]', 'json')).toBe('[0].a: 1\n[1]: 2');
    expect(await textOf('"words"', 'json')).toBe('words');
    await expect(read('{"a":', 'json')).rejects.toThrow('Expected JSON, got:');
    await expect(read(`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'json')).rejects.toThrow();
  });

  it('shows JSON lines by line, and names a broken one', async () => {
    const { text, parts } = await read('{"a":1}\n\n{"b":{"c":"潮"}}', 'jsonl');
    expect(text).toBe('line 1:\na: 1\nline 3:\nb.c: 潮');
    expect(parts?.map(({ label }) => label)).toEqual(['line 1', 'line 3']);
    await expect(read('{}\n{', 'jsonl')).rejects.toThrow('Expected JSON in line 2');
  });

  it('measures images', async () => {
    const header = [...bytesOf('GIF89a'), 7, 0, 5, 0, 0, 0, 0];
    const gif = new Uint8Array([...header, 0x2c, 0, 0, 0, 0, 7, 0, 5, 0, 0, 2, 1, 0x4c, 0, 0x3b]);
    expect(detectKind('x', gif)).toEqual({ kind: 'image', mediaType: 'image/gif' });
    const { image, text } = await readBytes(gif, 'image', { maxUnpackedBytes: 1 });
    expect({ image, text }).toEqual({ image: { width: 7, height: 5 }, text: '' });
    await expect(readBytes(bytesOf('\x89PNG'), 'image', { maxUnpackedBytes: 1 })).rejects.toThrow('damaged');
    const cut = readBytes(new Uint8Array(header), 'image', { maxUnpackedBytes: 1 });
    await expect(cut).rejects.toThrow(/damaged one \(it ends early\)\. Download or export it again/);
  });
});

describe('decodeText', () => {
  const gb18030 = Uint8Array.of(0xb3, 0xb1, 0xcb, 0xae, 0xc0, 0xb4, 0xc1, 0xcb, 0xa1, 0xa3);
  const latin = Uint8Array.of(...bytesOf('Le caf'), 0xe9, ...bytesOf(' ferm'), 0xe9, ...bytesOf('e.'));
  const utf16 = Uint8Array.of(0xff, 0xfe, 0x6e, 0x6f, 0x34, 0x6c);

  it.each([
    ['UTF-8 with a mark', bytesOf('\ufeff潮水'), 'utf-8', '潮水'],
    ['UTF-16 with a mark', utf16, 'utf-16le', '潮水'],
    ['GB18030', gb18030, 'gb18030', '潮水来了。'],
    ['a Western encoding', latin, 'windows-1252', 'Le café fermée.'],
    ['other line breaks and NUL', bytesOf('a\r\nb\rc\0'), 'utf-8', 'a\nb\nc\uFFFD'],
  ])('reads %s', (_what, bytes, encoding, text) => {
    expect(decodeText(bytes)).toEqual({ encoding, text });
  });

  it('follows the server where the bytes are not UTF-8, unless it names nothing known', () => {
    const shiftJis = Uint8Array.of(0x92, 0xaa, 0x90, 0x85);
    expect(decodeText(shiftJis, 'shift_jis').text).toBe('潮水');
    expect(decodeText(gb18030, 'x-nothing').text).toBe('潮水来了。');
    expect(decodeText(bytesOf('潮'), 'gbk').text).toBe('潮');
  });
});

describe('detectKind', () => {
  it('goes by the first bytes before the name', () => {
    expect(detectKind('report.txt', bytesOf('%PDF-1.7'))?.kind).toBe('pdf');
    expect(detectKind('main.rs', bytesOf('fn main() {}'))).toEqual({ kind: 'text', mediaType: 'text/plain' });
    expect(detectKind('page', bytesOf('<p>'), 'text/html')?.kind).toBe('html');
    expect(detectKind('tool', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0))).toBeUndefined();
  });

  it('tells the way out of formats it does not read', () => {
    expect(() => detectKind('table.xlsx', bytesOf('PK\x03\x04\0'))).toThrow('save each sheet as .csv');
  });
});
