import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { readInstruction, readTextFile } from './read-instruction.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhand-input-'));
});
afterAll(() => rm(folder, { recursive: true }));

const write = async (name: string, bytes: Uint8Array | string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};
const littleEndian = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

describe('readTextFile', () => {
  it.each([
    ['UTF-8', Buffer.from('写灯塔 ✓')],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF写灯塔 ✓')],
    ['UTF-16, little end first', littleEndian('写灯塔 ✓')],
    ['UTF-16, big end first', littleEndian('写灯塔 ✓').swap16()],
  ])('reads %s', async (_name, bytes) => {
    expect(await readTextFile(await write('brief.md', bytes), 'brief')).toBe('写灯塔 ✓');
  });

  it.each([
    ['a picture', 'photo.md', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x00, 0x01])],
    ['bytes of another encoding', 'latin.txt', Buffer.from('Über das Meer', 'latin1')],
    ['UTF-16 without a byte order mark', 'wide.txt', Buffer.from('Write.', 'utf16le')],
    ['half a UTF-16 character', 'half.txt', Buffer.from([0xff, 0xfe, 0x41])],
  ])('refuses %s and names the file', async (_name, name, bytes) => {
    const path = await write(name, bytes);
    const reading = readTextFile(path, 'plan');
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(
      `Expected \`plan\` to name a text file in UTF-8 or UTF-16, got \`${path}\``,
    );
  });

  it('says that a file is missing, or a folder', async () => {
    await expect(readTextFile(join(folder, 'none.md'), 'brief')).rejects.toThrow('there is no such file');
    await expect(readTextFile(folder, 'brief')).rejects.toThrow('it cannot be read (EISDIR)');
  });
});

describe('readInstruction', () => {
  it('reads a brief in UTF-16 as any other', async () => {
    const path = await write('wide.md', littleEndian('---\r\nwords: 500\r\n---\r\nWrite about the sea.\r\n'));
    expect(await readInstruction(path, undefined)).toEqual({
      instruction: 'Write about the sea.',
      words: 500,
    });
    expect(await readInstruction(undefined, path)).toEqual({
      instruction: 'Write about the sea.',
      words: 500,
    });
  });
});
