import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, untilSaid } from './cli.ts';

const project = createProject();
afterAll(() => project[Symbol.dispose]());
const read = (file: string): string => readFileSync(join(project.folder, file), 'utf8');
const partsOf = (text: string): string[] => text.replace(/^---\n[\s\S]*?\n---\n\n/, '').split(/^(?=## )/m);
/** Without the closing line that says a practice model wrote it. */
const bodiesOf = (file: string): string[] =>
  partsOf(read(file)).map((part) => part.replace(/\n---\n[\s\S]*$/, '').trim());

const plan = `# Ferries

## Hulls

- Planks of tarred oak
- Nails of copper

## Routes

- Crossings in winter fog
- Builds on: Hulls

## Crews

- Wages of young deckhands

## Harbours

- Moles of local granite
`;

let runId = '';
beforeAll(async () => {
  writeFileSync(join(project.folder, 'ferries.md'), plan);
  const run = await project.run([
    ...[
      'write',
      'Write a 1600-word report on ferries',
      '--model',
      'simulated:?seed=3&lengthBias=0.85&lengthSigma=0.2',
    ],
    ...['--plan', 'ferries.md', '--out', 'before.md', '--json'],
  ]);
  expect(run.exitCode).toBe(0);
  runId = run.json().runId;
});

describe('longhand rewrite', () => {
  it('says what becomes stale and what it costs, and does nothing with --dry-run', async () => {
    const run = await project.run(['rewrite', runId, '1', '--dry-run', '--json']);
    expect(run.exitCode).toBe(0);
    expect(run.json().order).toEqual({ kind: 'rewrite', sections: ['1', '2'], note: '' });
    expect(run.stderr).toContain('everything else stays byte for byte');
    expect(run.stderr).toMatch(/\d+ calls, price unknown/);
  });

  it('renews the section and what builds on it, and nothing else', async () => {
    const run = await project.run([
      'rewrite',
      runId,
      '1',
      'More about the nails.',
      '--out',
      'after.md',
      '--json',
    ]);
    expect(run.exitCode).toBe(0);
    const [before, after] = [bodiesOf('before.md'), bodiesOf('after.md')];
    expect(after.map((part, index) => part === before[index])).toEqual([true, false, false, true, true]);
    expect((await project.run(['show', runId, '3'])).stdout.trim()).toBe(
      before[3]?.replace(/^## Crews\n\n/, ''),
    );
  });

  it('leaves a locked section alone, and refuses to rewrite it', async () => {
    expect((await project.run(['lock', runId, '2'])).exitCode).toBe(0);
    const before = bodiesOf('after.md');
    const run = await project.run(['rewrite', runId, '1', '--out', 'locked.md', '--json']);
    expect(run.stderr).toContain('locked, left as they are: 2');
    const after = bodiesOf('locked.md');
    expect(after.map((part, index) => part === before[index])).toEqual([true, false, true, true, true]);
    const refused = await project.run(['rewrite', runId, '2']);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(`longhand unlock ${runId} 2`);
    await project.run(['unlock', runId, '2']);
  });

  it('keeps what a person changed by hand', async () => {
    const file = `.longhand/runs/${runId}/manuscript.md`;
    const mine = 'The crews were paid in salt. Nobody wrote that down but me.';
    writeFileSync(
      join(project.folder, file),
      read(file).replace(/(## Crews\n\n)[\s\S]*?(\n\n## Harbours)/, `$1${mine}$2`),
    );
    const run = await project.run(['rewrite', runId, '4', '--out', 'mine.md', '--json']);
    expect([0, 4]).toContain(run.exitCode);
    expect(bodiesOf('mine.md')[3]).toBe(`## Crews\n\n${mine}`);
    expect(read(file)).toContain(mine);
  });

  it('renews what a changed plan makes stale, and only heads anew what it only renames', async () => {
    const file = `.longhand/runs/${runId}/plan.md`;
    const before = bodiesOf('mine.md');
    const changed = read(file)
      .replace('Wages of young deckhands', 'Songs of the night watch')
      .replace('## Harbours', '## Harbours and moles');
    writeFileSync(join(project.folder, 'changed.md'), changed);
    const dry = await project.run(['rewrite', runId, '--plan', 'changed.md', '--dry-run', '--json']);
    expect(dry.json().order.sections).toEqual(['3']);
    const run = await project.run([
      'rewrite',
      runId,
      '--plan',
      'changed.md',
      '--out',
      'replanned.md',
      '--json',
    ]);
    expect([0, 4]).toContain(run.exitCode);
    const after = bodiesOf('replanned.md');
    expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
    expect(after[3]).not.toBe(before[3]);
    expect(after[4]).toBe(before[4]?.replace('## Harbours', '## Harbours and moles'));
  });

  it('names the sections there are when asked for another', async () => {
    const run = await project.run(['rewrite', runId, '9']);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('It has 1, 2, 3, 4.');
  });
});

describe('longhand resize', () => {
  it('brings the text to another length, and goes on after a kill', async () => {
    const slow = await project.run([
      ...['write', 'Write a 1500-word report on canals', '--model', 'simulated:?seed=5&ttftMs=150'],
      ...['--method', 'tree', '--json'],
    ]);
    const id = slow.json().runId;
    const child = project.start(['resize', id, '--words', '2400', '--json']);
    await untilSaid(child, /brought to the new length|words: \d+ section/);
    await new Promise((resolve) => setTimeout(resolve, 700));
    child.child.kill('SIGKILL');
    await child.result;
    const run = await project.run(['resume', id, '--out', 'longer.md', '--json']);
    expect(run.exitCode).toBe(0);
    expect(Math.abs(run.json().delivered.words / 2_400 - 1)).toBeLessThanOrEqual(0.05);
  });
});
