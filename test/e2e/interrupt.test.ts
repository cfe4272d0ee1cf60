import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createProject, untilSaid } from './cli.ts';

const project = createProject();
afterAll(() => project[Symbol.dispose]());
const read = (file: string): string => readFileSync(join(project.folder, file), 'utf8');
const slow = ['--model', 'simulated:?ttftMs=1200', '--method', 'agentwrite'];

describe('a run that is held up', () => {
  it('waits for a review, takes the plan as it is then, and writes by it', async () => {
    const args = [
      'write',
      'An essay of 500 words',
      '--model',
      'simulated:',
      '--review',
      '--out',
      'r.md',
      '--json',
    ];
    const paused = await project.run(args);
    expect(paused.exitCode).toBe(3);
    const { runId, resume, error } = paused.json();
    expect(error.code).toBe('pause');
    expect(resume).toBe(`longhand resume ${runId}`);
    const plan = `.longhand/runs/${runId}/plan.md`;
    expect(paused.stderr).toContain(plan);
    writeFileSync(join(project.folder, plan), '# Mine\n\n## First of all\n\n- a point\n\n## And then\n');
    const resumed = await project.run(['resume', runId, '--json']);
    expect(resumed.exitCode).toBe(0);
    expect(read('r.md').match(/^#+ .*$/gm)).toEqual(['# Mine', '## First of all', '## And then']);
  });

  it('stops softly on Ctrl-C, tells a second process who is at work, and resumes where it was', async () => {
    const args = ['write', 'An essay of 2000 words on lighthouses', ...slow, '--out', 's.md', '--json'];
    const first = project.start(args);
    await untilSaid(first, /section 1\//);

    const second = await project.run(['write', 'A note', '--model', 'simulated:']);
    expect(second.exitCode).toBe(1);
    expect(second.stderr).toContain(`process ${first.child.pid} is writing in it`);
    const { runs, live } = (await project.run(['runs', '--json'])).json();
    expect(live).toEqual({ pid: first.child.pid });
    expect(runs[0].status).toBe('running');

    first.child.kill('SIGINT');
    const stopped = await first.result;
    expect(stopped.exitCode).toBe(130);
    const { runId, resume, status } = stopped.json();
    expect(status).toBe('interrupted');
    expect(stopped.stderr).toContain(`Go on later with: ${resume}`);
    const [, done, of] = /^> This text is unfinished: (\d) of (\d) sections/.exec(read('s.md')) ?? [];
    expect(Number(done)).toBeGreaterThan(0);
    expect(Number(done)).toBeLessThan(Number(of));

    const resumed = await project.run(['resume', runId, '--json']);
    expect(resumed.exitCode).toBe(0);
    // The plan and every section once, over both processes.
    // Sections are counted over the whole text, not from where this process began.
    expect(resumed.stderr).toContain(`section ${of}/${of}`);
    expect(resumed.json().usage.calls).toBe(Number(of) + 1);
    expect(read('s.md')).toMatch(/^---\npractice: true/);
  });

  it('ends at once on a second Ctrl-C', async () => {
    const waiting = project.start(['write', 'An essay of 900 words', '--model', 'simulated:?ttftMs=60000']);
    await untilSaid(waiting, /^run /m);
    waiting.child.kill('SIGINT');
    await untilSaid(waiting, /Ctrl-C again/);
    waiting.child.kill('SIGINT');
    expect((await waiting.result).exitCode).toBe(130);
  });
});

const oldNode = findOldNode();

describe.skipIf(oldNode === undefined)('the launcher on an older Node', () => {
  it('passes on arguments, output and exit code', async () => {
    const run = await project.start(['write', '--bogus', '--json'], { node: oldNode }).result;
    expect(run.exitCode).toBe(2);
    expect(run.json().error.message).toContain('`--bogus`');
  });

  it('passes Ctrl-C on once, and takes the command with it when it is killed', async () => {
    const args = ['write', 'An essay of 2000 words', ...slow, '--out', 'l.md', '--home', 'launched'];
    const stopped = project.start(args, { node: oldNode });
    await untilSaid(stopped, /section 1\//);
    stopped.child.kill('SIGINT');
    expect((await stopped.result).exitCode).toBe(130);
    expect(read('l.md')).toMatch(/^> This text is unfinished/);

    const killed = project.start(args, { node: oldNode });
    await untilSaid(killed, /section 1\//);
    killed.child.kill('SIGKILL');
    await killed.result;
    // The streams close when the last process that holds them has ended.
    const { live } = (await project.run(['runs', '--json', '--home', 'launched'])).json();
    expect(live).toBeUndefined();
  });
});

/** A Node before 26 on the path; the launcher then starts a newer one as a child. */
function findOldNode(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'node');
    if (!existsSync(path)) continue;
    const major = Number(/^v(\d+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' }))?.[1]);
    if (major >= 20 && major < 26) return path;
  }
  console.log('skipped: the launcher on an older Node (none is on the path)');
  return undefined;
}
