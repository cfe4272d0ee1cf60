import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countWords } from '../../src/text/count-words.ts';
import { createProject } from './cli.ts';

const model = ['--model', 'simulated:?seed=1'];
const project = createProject();
afterAll(() => project[Symbol.dispose]());
const read = (file: string): string => readFileSync(join(project.folder, file), 'utf8');

describe('longhand write', () => {
  it('writes the asked length and tells everything in one object', async () => {
    const run = await project.run([
      'write',
      'Write a 900-word guide to lighthouses',
      ...model,
      '--out',
      'guide.md',
      '--json',
    ]);
    expect(run.exitCode).toBe(0);
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(1);
    const result = run.json();
    expect(Object.keys(result)).toEqual([
      ...['runId', 'status', 'method', 'model', 'practice', 'instruction', 'contract', 'target', 'delivered'],
      ...['lengthScore', 'sections', 'usage', 'cost', 'quality', 'timings', 'counting', 'out'],
    ]);
    expect(result).toMatchObject({
      status: 'done',
      method: 'longhand',
      model: 'simulated:?seed=1',
      practice: true,
      contract: { kind: 'about', words: 900, tolerance: 0.05 },
      target: { words: 900 },
      cost: { usd: null, priced: false, quoted: null },
      counting: 'longbench-write',
      out: 'guide.md',
    });
    const [, frontMatter, text] = /^---\n([\s\S]*?)\n---\n\n([\s\S]*)$/.exec(read('guide.md')) ?? [];
    expect(frontMatter).toMatch(/^practice: true\nmodel: "simulated:\?seed=1"\nnote: /);
    expect(result.delivered.words).toBe(countWords(text ?? ''));
    const lines = run.stderr.trimEnd().split('\n');
    expect(lines.at(0)).toMatch(/^practice model: simulated:\?seed=1/);
    expect(lines.at(-1)).toMatch(/^practice model: simulated:\?seed=1/);
    expect(run.stderr).toContain('plan ready: ');
    expect(run.stderr).toMatch(/section 1\/\d+ ".+": \d+ of \d+ words/);
  });

  it('writes Chinese, prints every event with --json=events, and nothing else to stdout', async () => {
    const args = ['write', '写一篇不少于600字的文章，介绍海边的灯塔', ...model, '--out', '灯塔.html'];
    const run = await project.run([...args, '--json=events', '--quiet']);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toBe('');
    const lines = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const result = lines.pop();
    expect(result.contract).toMatchObject({ kind: 'atLeast', words: 600 });
    expect(result.delivered.words).toBeGreaterThanOrEqual(600);
    expect(lines.every((event) => event.runId === result.runId && event.at && event.seq)).toBe(true);
    expect(lines.at(0).type).toBe('run-start');
    expect(lines.at(-1)).toMatchObject({ type: 'run-end', status: 'done' });
    expect(read('灯塔.html')).toContain('<html lang="zh">');
    expect(read('灯塔.html')).toContain('练习模型（practice model');
  });

  it('keeps the headings of a plan to the letter, and prints Markdown into a pipe', async () => {
    const headings = ['## 1. Early *lights* — & why?', '## Later: gas/oil', '## THE END #1'];
    writeFileSync(join(project.folder, 'plan.md'), `# My Coast\n\n${headings.join('\n\n- a point\n\n')}\n`);
    const run = await project.run(['write', 'An essay of 500 words', ...model, '--plan', 'plan.md']);
    expect(run.exitCode).toBe(0);
    expect(run.stdout.split('\n').filter((line) => line.startsWith('#'))).toEqual([
      '# My Coast',
      ...headings,
    ]);
    expect(run.stderr).toMatch(/publish it with: longhand export \w+ --out FILE/);
  });

  it('takes a brief, and stdin', async () => {
    writeFileSync(
      join(project.folder, 'brief.md'),
      '---\nwords: 300\ntone: dry\nmustNot: [jokes]\n---\nThe keepers of the coast.\n',
    );
    const brief = await project.run(['write', 'brief.md', '--dry-run', '--json']);
    expect(brief.json()).toMatchObject({
      target: { words: 300 },
      instruction: 'The keepers of the coast.',
      style: { tone: 'dry', mustNot: ['jokes'] },
    });
    const piped = await project.run(['write', '-', '--dry-run', '--json'], {
      stdin: 'A note of 250 words\n',
    });
    expect(piped.json().target.words).toBe(250);
  });

  it('quotes without opening a home', async () => {
    const args = ['write', 'An essay of 800 words', '--price', '1,0.1,10', '--dry-run', '--json'];
    const run = await project.run(args, { home: 'never' });
    expect(run.exitCode).toBe(0);
    expect(run.json()).toMatchObject({ dryRun: true, target: { words: 800 }, cost: { priced: true } });
    expect(run.json().quote.calls[0]).toBeGreaterThan(1);
    expect(existsSync(join(project.folder, 'never'))).toBe(false);
  });

  it('ends with 4 when the length is missed, and delivers the text', async () => {
    const short = 'simulated:?lengthBias=0.5';
    const run = await project.run([
      'write',
      'An essay of 500 words',
      '--model',
      short,
      '--method',
      'agentwrite',
      '--out',
      'short.txt',
      '--json',
    ]);
    expect(run.exitCode).toBe(4);
    expect(run.json().status).toBe('outside-contract');
    expect(read('short.txt').trimEnd().split('\n').at(-1)).toContain('practice model');
  });

  it('ends with 4 on a marked gap, and says so in the first line', async () => {
    writeFileSync(join(project.folder, 'many.md'), ['# Coast', ...'abcdefgh'].join('\n\n## Part '));
    const refusing = 'simulated:?refuseRate=0.6&seed=4';
    const args = [
      'write',
      'An essay of 800 words',
      '--model',
      refusing,
      '--plan',
      'many.md',
      '--out',
      'gaps.md',
    ];
    const run = await project.run([...args, '--on-refusal', 'gap', '--json']);
    expect(run.exitCode).toBe(4);
    const { gaps } = run.json().quality;
    expect(gaps).toBeGreaterThan(0);
    expect(read('gaps.md').split('\n', 1)[0]).toBe(
      `> This text is unfinished: ${gaps} section${gaps === 1 ? ' is' : 's are'} missing and marked in the text.`,
    );
    // The default policy stops instead: nobody decided that a gap is good enough.
    const stopped = await project.run([...args.slice(0, -1), 'stopped.md', '--json']);
    expect(stopped.exitCode).toBe(3);
    expect(stopped.json()).toMatchObject({
      status: 'stopped',
      error: { code: 'model-call', fault: 'refusal' },
    });
  });

  it('ends with 3 at the cost limit, keeps what is written, and names the command that goes on', async () => {
    const limits = ['--price', '1,1,10', '--max-cost', '0.03'];
    const args = ['write', 'An essay of 2000 words on lighthouses', '--model', 'simulated:', ...limits];
    const run = await project.run([...args, '--out', 'cost.md', '--json']);
    expect(run.exitCode).toBe(3);
    const { error, resume, runId } = run.json();
    expect(error.code).toBe('budget');
    expect(resume).toBe(`longhand resume ${runId} --max-cost 0.06`);
    expect(run.stderr).toContain(`Go on with: ${resume}`);
    expect(read('cost.md').split('\n', 1)[0]).toMatch(
      /^> This text is unfinished: \d of \d sections are written\.$/,
    );
    expect(read('cost.md')).not.toContain(runId);
    const rest = await project.run([...resume.split(' ').slice(1), '--json']);
    expect(rest.exitCode).toBe(0);
    expect(rest.json().out).toBe('cost.md');
    expect(read('cost.md')).toMatch(/^---\npractice: true/);
  });
});

describe('wrong usage', () => {
  it.each([
    [['write', '--bogus'], 'Expected a known option, got `--bogus`.'],
    [['wriet'], 'Did you mean write?'],
    [['write'], 'Expected an instruction, got none.'],
    [
      ['write', 'An essay', '--words', '-3', ...model],
      'Expected `--words` to be a positive integer such as 3000 or 3k, got `-3`.',
    ],
    [['write', 'An essay', '--out', 'a.docx', ...model], 'Expected `--out` to end in .md, .txt, .html'],
    [['write', 'An essay', '--plan', 'none.md', ...model], 'there is no such file'],
    [['write', 'An essay of 1000 words, 4 chapters of 900 words each', ...model], 'exclude one another'],
    [['write', 'An essay', '--model', 'openai:some'], 'OPENAI_API_KEY'],
    [['show', 'nosuchrun'], 'Expected the id of a run, got `nosuchrun`.'],
  ])('ends with 2 and one clear message: %j', async (args, message) => {
    const run = await project.run([...args, '--json'], { home: 'unused' });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(run.json()).toMatchObject({ status: 'usage', error: { code: 'usage' }, exitCode: 2 });
  });
});
