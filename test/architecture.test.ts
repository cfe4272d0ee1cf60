/** Holds the rank table of docs/architecture.md: imports go down, never sideways or up, and no ring of files. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ranks: Record<string, number> = {
  text: 0,
  model: 1,
  run: 1,
  sandbox: 1,
  plan: 2,
  read: 2,
  judge: 2,
  write: 3,
  methods: 4,
  publish: 4,
  dataset: 5,
  bench: 6,
  train: 6,
  lab: 7,
  studio: 8,
  cli: 8,
};

/** Public entry points only re-export and wire; they stand outside the table. */
const entries = new Set(['index.ts']);
const source = resolve(import.meta.dirname, '../src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => file.replaceAll('\\', '/'));

const importPattern =
  /(?:^|[\s;])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|[\s;])import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g;

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8');
  return [...text.matchAll(importPattern)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(source, resolve(source, dirname(file), specifier)).replaceAll('\\', '/'));
}

const roomOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] as string) : file);
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);

describe('architecture', () => {
  it('knows every room', () => {
    const unknown = files
      .map(roomOf)
      .filter((room) => !(room in ranks) && room !== 'errors.ts' && !entries.has(room));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('lets imports go down the rank table only', () => {
    const offences: string[] = [];
    for (const file of files) {
      const room = roomOf(file);
      if (entries.has(room) || isTest(file)) continue;
      for (const target of importsOf(file)) {
        const targetRoom = roomOf(target);
        if (targetRoom === room || targetRoom === 'errors.ts') continue;
        const allowed =
          room in ranks && targetRoom in ranks && (ranks[targetRoom] ?? 99) < (ranks[room] ?? -1);
        if (!allowed) {
          const rooms = Object.keys(ranks).filter((name) => (ranks[name] ?? 99) < (ranks[room] ?? -1));
          offences.push(`${file} imports ${target}; ${room} may import: ${rooms.join(', ') || 'nothing'}`);
        }
      }
    }
    expect(offences).toEqual([]);
  });

  it('has no ring of files', () => {
    const state = new Map<string, 'open' | 'done'>();
    const rings: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        rings.push([...path.slice(path.indexOf(file)), file].join(' -> '));
        return;
      }
      state.set(file, 'open');
      for (const target of importsOf(file)) if (files.includes(target)) visit(target, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);
    expect(rings).toEqual([]);
  });

  it('keeps the durable engine and its databases inside run/', () => {
    const engines = /['"](@dbos-inc\/|@electric-sql\/|pg['"]|kysely)/;
    const offenders = files.filter(
      (file) => roomOf(file) !== 'run' && engines.test(readFileSync(join(source, file), 'utf8')),
    );
    expect(offenders).toEqual([]);
  });

  it('resolves every relative import to a file that exists', () => {
    const missing = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => /\.tsx?$/.test(target) && !target.startsWith('..') && !files.includes(target))
        .map((target) => `${file} -> ${target}`),
    );
    expect(missing).toEqual([]);
  });
});
