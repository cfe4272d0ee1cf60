/** Which reader a file needs: by its first bytes where they tell, else by its name or the server's word. */
import { extname } from 'node:path';
import { UsageError } from '../errors.ts';
import { isBinary } from './decode-text.ts';

export type FileKind =
  | 'text'
  | 'markdown'
  | 'html'
  | 'pdf'
  | 'docx'
  | 'epub'
  | 'csv'
  | 'tsv'
  | 'json'
  | 'jsonl'
  | 'image';

const kindsByExtension: Record<string, readonly [FileKind, string]> = {
  '.md': ['markdown', 'text/markdown'],
  '.markdown': ['markdown', 'text/markdown'],
  '.html': ['html', 'text/html'],
  '.htm': ['html', 'text/html'],
  '.xhtml': ['html', 'application/xhtml+xml'],
  '.csv': ['csv', 'text/csv'],
  '.tsv': ['tsv', 'text/tab-separated-values'],
  '.json': ['json', 'application/json'],
  '.jsonl': ['jsonl', 'application/x-ndjson'],
  '.ndjson': ['jsonl', 'application/x-ndjson'],
};

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const magics: readonly [bytes: string, at: number, kind: FileKind, mediaType: string][] = [
  ['%PDF-', 0, 'pdf', 'application/pdf'],
  ['\x89PNG\r\n', 0, 'image', 'image/png'],
  ['\xff\xd8\xff', 0, 'image', 'image/jpeg'],
  ['GIF8', 0, 'image', 'image/gif'],
  ['WEBP', 8, 'image', 'image/webp'],
];

/** Formats people will try, and the way out. */
const foreign: Record<string, string> = {
  '.doc': 'save it as .docx',
  '.rtf': 'save it as .docx',
  '.odt': 'save it as .docx',
  '.pages': 'export it as .docx',
  '.pptx': 'export it as PDF',
  '.ppt': 'export it as PDF',
  '.key': 'export it as PDF',
  '.xlsx': 'save each sheet as .csv',
  '.xls': 'save each sheet as .csv',
  '.ods': 'save each sheet as .csv',
  '.mobi': 'convert it to .epub',
  '.azw3': 'convert it to .epub',
  '.zip': 'unpack it and name the folder',
  '.svg': 'save it as PNG',
  '.heic': 'save it as PNG or JPEG',
  '.tiff': 'save it as PNG or JPEG',
  '.bmp': 'save it as PNG or JPEG',
};

/**
 * Names the kind of a file.
 *
 * @param name - File name or path of the address; only its extension is used.
 * @param contentType - What a server said; decides where the name does not.
 * @returns undefined for binary data that is nothing known.
 * @throws {UsageError} A known format that is not read; the message names the way out.
 */
export function detectKind(
  name: string,
  bytes: Uint8Array,
  contentType?: string,
): { kind: FileKind; mediaType: string } | undefined {
  const extension = extname(name).toLowerCase();
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const magic = magics.find(([mark, at]) => head.startsWith(mark, at));
  if (magic !== undefined) return { kind: magic[2], mediaType: magic[3] };
  // A PDF may have rubbish before its header, a common fault of mail programs.
  if (extension === '.pdf') return { kind: 'pdf', mediaType: 'application/pdf' };
  if (extension === '.epub') return { kind: 'epub', mediaType: 'application/epub+zip' };
  if (extension === '.docx') return { kind: 'docx', mediaType: docx };
  if (head.startsWith('PK\x03\x04')) {
    const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
    if (start.includes('application/epub+zip')) return { kind: 'epub', mediaType: 'application/epub+zip' };
    if (contentType === docx) return { kind: 'docx', mediaType: docx };
  }
  const wayOut = foreign[extension];
  if (wayOut !== undefined && (isBinary(bytes) || extension === '.rtf' || extension === '.svg')) {
    throw new UsageError(`Expected a readable format, got \`${extension}\`; ${wayOut} and try again.`);
  }
  if (isBinary(bytes)) return undefined;
  const known = kindsByExtension[extension];
  if (known !== undefined) return { kind: known[0], mediaType: known[1] };
  const served = Object.values(kindsByExtension).find(([, mediaType]) => mediaType === contentType);
  return served === undefined
    ? { kind: 'text', mediaType: 'text/plain' }
    : { kind: served[0], mediaType: served[1] };
}
