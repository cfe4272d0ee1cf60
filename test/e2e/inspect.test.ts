import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { methods } from '../../src/methods/index.ts';
import { createProject } from './cli.ts';

const project = createProject();
afterAll(() => project[Symbol.dispose]());
let runId = '';
let text = '';

beforeAll(async () => {
  const args = ['write', 'A 1500-word guide to lighthouses', '--model', 'simulated:?seed=1', '--json'];
  runId = (await project.run(args)).json().runId;
  text = readFileSync(join(project.folder, '.longhand', 'runs', runId, 'manuscript.md'), 'utf8');
});

describe('longhand help', () => {
  it('lists the commands, and the methods there are', async () => {
    const help = await project.run(['--help']);
    expect(help.exitCode).toBe(0);
    for (const command of ['write', 'plan', 'runs', 'show', 'resume', 'export', 'simulate', 'doctor']) {
      expect(help.stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
    const write = (await project.run(['write', '--help'])).stdout.replace(/\s+/g, ' ');
    const names = /--method <name> (.*?) \(default/.exec(write)?.[1];
    expect(names?.split(/, | or /).sort()).toEqual(Object.keys(methods).sort());
  });
});

describe('longhand runs', () => {
  it('lists runs, newest first, plans among them', async () => {
    const plan = await project.run([
      'plan',
      'A 500-word essay',
      '--model',
      'simulated:',
      '--json',
      '--out',
      'p.json',
    ]);
    expect(plan.exitCode).toBe(0);
    const { runs } = (await project.run(['runs', '--json'])).json();
    expect(runs).toHaveLength(2);
    expect(runs[0]).toMatchObject({ runId: plan.json().runId, method: 'plan', status: 'done' });
    expect(Object.keys(runs[1])).toEqual([
      ...['runId', 'status', 'method', 'model', 'instruction', 'targetWords', 'deliveredWords'],
      ...['startedAt', 'updatedAt', 'out'],
    ]);
    expect(runs[1]).toMatchObject({ runId, status: 'done', targetWords: 1500, out: null });
    const table = await project.run(['runs']);
    expect(table.stdout).toContain('A 1500-word guide to lighthouses');
    // The plan of one command is the plan of the next.
    const quote = await project.run([
      'write',
      'An essay',
      '--words',
      '500',
      '--plan',
      'p.json',
      '--dry-run',
      '--json',
    ]);
    const sections = plan.json().plan.sections.length;
    const [least, most] = quote.json().quote.calls;
    expect(least).toBeGreaterThanOrEqual(sections);
    expect(most).toBeLessThanOrEqual(3 * sections + 3);
  });

  it('takes a home that is not there for an empty one, and makes nothing', async () => {
    const run = await project.run(['runs', '--json', '--home', 'nowhere']);
    expect(run.json()).toEqual({ runs: [] });
    expect(existsSync(join(project.folder, 'nowhere'))).toBe(false);
  });
});

describe('longhand show', () => {
  it('shows a run, the text of a section, and why it is what it is', async () => {
    const shown = (await project.run(['show', runId, '--json'])).json();
    expect(shown.result.status).toBe('done');
    expect(shown.sections[0]).toMatchObject({ id: '1', status: 'done' });
    const { section } = (await project.run(['show', runId, '2', '--json'])).json();
    expect(text).toContain(section.text);
    const why = (await project.run(['show', runId, '2', '--why', '--json'])).json();
    expect(why.calls.length).toBeGreaterThan(0);
    expect(why.calls[0].messages.at(-1).content).toContain(section.title);
    // What the model was shown before section 2, and what it answered.
    expect(why.calls[0].messages.map(({ role }: { role: string }) => role)).toEqual([
      'user',
      'assistant',
      'user',
    ]);
    expect(section.text).toContain(why.calls[0].text.trim().split('\n')[0]);
    expect(why.calls[0].usage.outputTokens).toBeGreaterThan(0);
    expect((await project.run(['show', runId, '7'])).exitCode).toBe(2);
  });
});

describe('longhand export', () => {
  it('publishes again in any format, without opening the engine', async () => {
    for (const extension of ['md', 'txt', 'html']) {
      const run = await project.run(['export', runId, '--out', `again.${extension}`]);
      expect(run.exitCode).toBe(0);
      expect(readFileSync(join(project.folder, `again.${extension}`), 'utf8')).toContain('practice model');
    }
    expect(readFileSync(join(project.folder, 'again.md'), 'utf8')).toMatch(
      /^---\npractice: true[\s\S]*\n---\n\n# /,
    );
  });
});

describe('longhand doctor', () => {
  it('says that writing is possible, and names no value of any key', async () => {
    const run = await project.run(['doctor', '--json']);
    expect(run.exitCode).toBe(0);
    const { ready, checks } = run.json();
    expect(ready).toBe(true);
    expect(checks.map(({ name }: { name: string }) => name)).toEqual([
      ...['longhand', 'node', 'gguf', 'home', 'database', 'disk', 'keys', 'local servers', 'model', 'prices'],
    ]);
  });
});
