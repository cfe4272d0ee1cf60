/** PDF, DOCX and EPUB, from documents made here by hand. */
import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readDocx } from './read-docx.ts';
import { readEpub } from './read-epub.ts';
import { readPdf } from './read-pdf.ts';
import type { Reading } from './source.ts';

const plenty = 10_000_000;
const partsOf = ({ text, parts = [] }: Reading): Record<string, string> =>
  Object.fromEntries(parts.map(({ label, from, to }) => [label, text.slice(from, to)]));

/** A PDF with one line of text per page; `trailer` goes into its trailer dictionary. */
function makePdf(pages: readonly string[], trailer = ''): Uint8Array {
  const kids = pages.map((_page, index) => `${4 + index * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((page, index) => {
      const stream = page === '' ? '' : `BT /F1 12 Tf 72 720 Td (${page}) Tj ET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ];
    }),
    '<< /Title (Harbour report) >>',
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const end = `trailer\n<< /Size ${size} /Root 1 0 R /Info ${objects.length} 0 R ${trailer} >>\nstartxref\n${file.length}\n%%EOF\n`;
  return strToU8(`${file}xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}${end}`, true);
}

function makeDocx(body: string, more: Zippable = {}): Uint8Array {
  const document = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;
  const types =
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
  const relations =
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
  return zipSync({
    '[Content_Types].xml': strToU8(types),
    '_rels/.rels': strToU8(relations),
    'word/document.xml': strToU8(document),
    ...more,
  });
}

const paragraph = (text: string, style = ''): string =>
  `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;

function makeEpub(chapters: Record<string, string>, spine: string, more: Zippable = {}): Uint8Array {
  const items = Object.keys(chapters).map((id) => `<item id="${id}" href="text/${id}%20page.xhtml#top"/>`);
  const pages = Object.entries(chapters).map(([id, body]) => [
    `book/text/${id} page.xhtml`,
    strToU8(`<?xml version="1.0"?><html><head><title/></head><body>${body}</body></html>`),
  ]);
  return zipSync({
    mimetype: strToU8('application/epub+zip'),
    'META-INF/container.xml': strToU8(
      '<container><rootfiles><rootfile full-path="book/content.opf"/></rootfiles></container>',
    ),
    'book/content.opf': strToU8(
      `<package xmlns:dc="d"><metadata><dc:title>The Keeper</dc:title></metadata><manifest>${items.join('')}</manifest><spine>${spine}</spine></package>`,
    ),
    ...Object.fromEntries(pages),
    ...more,
  });
}

/** A PDF whose font names its letters in a Unicode table, as Chinese ones do; `codes` are in hex. */
function makeUnicodePdf(codes: string, table: string): Uint8Array {
  const map = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar ${table} endbfchar endcmap end end`;
  const file = new TextDecoder().decode(makePdf(['?'], ''));
  const font =
    '<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /ToUnicode 90 0 R /DescendantFonts [91 0 R] >>';
  const more = `90 0 obj\n<< /Length ${map.length} >>\nstream\n${map}\nendstream\nendobj\n91 0 obj\n<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 92 0 R >>\nendobj\n92 0 obj\n<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>\nendobj\n`;
  const drawing = /<< \/Length \d+ >>\nstream\nBT .*? Td \(\?\) Tj ET/s;
  const stream = `BT /F1 12 Tf 72 720 Td <${codes}> Tj ET`;
  const changed = file
    .replace('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>', font)
    .replace(drawing, `<< /Length ${stream.length} >>\nstream\n${stream}`)
    .replace('xref\n0', `${more}xref\n0`);
  // The table of offsets no longer fits, so this also shows that a file with a broken one is read.
  return strToU8(changed, true);
}

describe('readPdf', () => {
  it('reads Chinese from a font with a Unicode table, in a file whose offsets are wrong', async () => {
    const reading = await readPdf(makeUnicodePdf('00010002', '<0001> <6F6E> <0002> <6C34>'));
    expect(reading.text).toBe('潮水');
  });

  it('gives each page its place', async () => {
    const reading = await readPdf(makePdf(['The tide came in.', '', 'It left again.']));
    expect(reading.title).toBe('Harbour report');
    expect(reading.text).toBe('The tide came in.\n\n\n\nIt left again.');
    expect(partsOf(reading)).toEqual({
      'page 1': 'The tide came in.',
      'page 2': '',
      'page 3': 'It left again.',
    });
  });

  it('reads what a file is read into, and leaves it as it is', async () => {
    const file = Buffer.from(makePdf(['The tide came in.']));
    expect((await readPdf(file)).text).toBe('The tide came in.');
    expect(file.toString('latin1', 0, 5)).toBe('%PDF-');
  });

  it.each([
    [
      'is protected by a password',
      makePdf(
        ['Secret.'],
        `/ID [<${'00'.repeat(16)}> <${'00'.repeat(16)}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> >>`,
      ),
      'protected by a password',
    ],
    ['holds only pictures', makePdf(['']), 'Run text recognition (OCR)'],
    ['is cut', makePdf(['The tide came in.']).subarray(0, 40), 'Download or export it again'],
    ['is something else', strToU8('no such thing'), 'Download or export it again'],
  ])('says what to do with a file that %s', async (_what, bytes, message) => {
    await expect(readPdf(bytes)).rejects.toThrow(message);
  });
});

describe('readDocx', () => {
  it('keeps headings and tables, and names sections', async () => {
    const table = `<w:tbl><w:tr><w:tc>${paragraph('Year')}</w:tc><w:tc>${paragraph('1874')}</w:tc></w:tr></w:tbl>`;
    const body = `${paragraph('灯塔', 'Heading1')}${paragraph('建于一八七四年。')}${paragraph('Table', 'Heading2')}${table}`;
    const reading = await readDocx(makeDocx(body), plenty);
    expect(partsOf(reading)).toEqual({
      灯塔: '# 灯塔\n\n建于一八七四年。\n\n',
      Table: '## Table\n\nYear | 1874',
    });
  });

  it.each([
    ['has a password', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), 'without a password'],
    ['is no archive', strToU8('not an archive at all, only words'), 'whole archive'],
    [
      'holds another kind of document',
      zipSync({ 'ppt/slides.xml': strToU8('<a/>') }),
      'Save it as .docx again',
    ],
    ['has broken XML', makeDocx('<w:p'), 'Save it as .docx again'],
  ])('says what to do with a file that %s', async (_what, bytes, message) => {
    await expect(readDocx(bytes, plenty)).rejects.toThrow(message);
  });

  it('refuses an archive made to explode before it is unpacked', async () => {
    const bomb = makeDocx(paragraph('Boom.'), { 'word/more.xml': new Uint8Array(20_000_000) });
    expect(bomb.length).toBeLessThan(50_000);
    await expect(readDocx(bomb, plenty)).rejects.toThrow('Expected at most 10 MB');
  });

  it('does not believe an archive that names a smaller size', async () => {
    const bomb = makeDocx(paragraph('Boom.'), { 'word/more.xml': new Uint8Array(20_000_000) });
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    for (let at = 0; at + 30 < bomb.length; at += 1) {
      const isCentral = view.getUint32(at, true) === 0x02014b50;
      if (isCentral && view.getUint32(at + 24, true) === 20_000_000) view.setUint32(at + 24, 1_000, true);
    }
    const reading = await readDocx(bomb, plenty);
    expect(reading.text).toBe('Boom.');
  });
});

describe('readEpub', () => {
  const chapters = {
    one: '<h1>Arrival</h1><p>The tide<br/>came in.</p>',
    two: '<p>第二章 离开</p>',
    notes: '<p>Aside.</p>',
  };

  it('follows the spine, not the table of files', () => {
    const spine = '<itemref idref="two"/><itemref idref="notes" linear="no"/><itemref idref="one"/>';
    const reading = readEpub(makeEpub(chapters, spine), plenty);
    expect(reading.title).toBe('The Keeper');
    expect(partsOf(reading)).toEqual({
      'chapter 1': '第二章 离开',
      Arrival: '# Arrival\n\nThe tide\ncame in.',
    });
  });

  it('says which chapter is missing', () => {
    const file = makeEpub(chapters, '<itemref idref="one"/>', {
      'book/content.opf': strToU8('<package><item id="x" href="x.html"/><itemref idref="x"/></package>'),
    });
    expect(() => readEpub(file, plenty)).toThrow('got none at `book/x.html`');
  });

  it('says that a book is protected', () => {
    const encryption = '<encryption><CipherReference URI="book/text/one.xhtml"/></encryption>';
    const file = makeEpub(chapters, '', { 'META-INF/encryption.xml': strToU8(encryption) });
    expect(() => readEpub(file, plenty)).toThrow('copy-protected');
  });

  it('says that an archive is no book', () => {
    expect(() => readEpub(zipSync({ a: strToU8('a') }), plenty)).toThrow(
      '`META-INF/container.xml`, got none',
    );
  });
});
