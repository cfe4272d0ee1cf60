import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createProject, untilSaid } from './cli.ts';

const project = createProject();
afterAll(() => project[Symbol.dispose]());
const read = (file: string): string => readFileSync(join(project.folder, file), 'utf8');
const linesOf = (file: string): Record<string, unknown>[] =>
  read(file)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const model = 'simulated:?seed=1&lengthBias=0.85&lengthSigma=0.25&capWords=700';
const study = ['--model', model, '--method', 'native,longhand', '--limit', '4', '--out', 'study'];

describe('longhand bench', () => {
  it('generates, scores and reports, and marks practice models', async () => {
    const run = await project.run(['bench', 'run', 'starter', ...study, '--json']);
    expect(run.exitCode).toBe(0);
    const { cells, status } = run.json();
    expect(status).toBe('done');
    expect(
      cells.map(({ method, answers, practice }: Record<string, unknown>) => [method, answers, practice]),
    ).toEqual([
      ['native', 4, true],
      ['longhand', 4, true],
    ]);
    expect(cells[1].estimates.S_l.value).toBeGreaterThan(95);
    // Nobody judged: unscored, and no number.
    expect(cells[1].estimates.S_q?.value ?? null).toBeNull();
    const report = read('study/report.md');
    expect(report).toContain('**Practice model:**');
    expect(report).toContain('No judge was asked');
    expect(read('study/report.html')).toContain('<svg');
    expect(linesOf('study/answers.jsonl')).toHaveLength(8);
  });

  it('judges without generating again, and generates nothing twice', async () => {
    const before = read('study/answers.jsonl');
    const judged = await project.run(['bench', 'judge', 'study', '--judge', 'simulated:?seed=2', '--json']);
    expect(judged.exitCode).toBe(0);
    expect(judged.json().cells[0].estimates.S_q.value).toBeGreaterThan(0);
    expect(linesOf('study/verdicts.jsonl')).toHaveLength(8);
    const again = await project.run([
      'bench',
      'run',
      'starter',
      ...study,
      '--judge',
      'simulated:?seed=2',
      '--json',
    ]);
    expect(again.json().generated).toMatchObject({ done: 0, skipped: 8 });
    expect(read('study/answers.jsonl')).toBe(before);
    expect(linesOf('study/verdicts.jsonl')).toHaveLength(8);
  });

  it('goes on after kill -9, with the answers of an undisturbed study', async () => {
    const slow = `${model}&ttftMs=60`;
    const of = (out: string): string[] => [
      'bench',
      'run',
      'starter',
      ...['--model', slow, '--method', 'longhand', '--limit', '4', '--concurrency', '2', '--out', out],
    ];
    const killed = project.start(of('killed'));
    await untilSaid(killed, /1 of 4/);
    killed.child.kill('SIGKILL');
    await killed.result;
    writeFileSync(
      join(project.folder, 'killed/answers.jsonl'),
      `${read('killed/answers.jsonl')}{"key":"half`,
    );
    expect((await project.run(of('killed'))).exitCode).toBe(0);
    expect((await project.run(of('whole'))).exitCode).toBe(0);
    const texts = (file: string): [unknown, unknown][] =>
      linesOf(file)
        .map(({ key, text }): [unknown, unknown] => [key, text])
        .sort((a, b) => String(a[0]).localeCompare(String(b[0])));
    expect(texts('killed/answers.jsonl')).toEqual(texts('whole/answers.jsonl'));
  });

  it('goes on after kill -9 while it judges and compares, and judges nothing twice', async () => {
    const before = read('killed/answers.jsonl');
    for (const [command, file, wanted] of [
      [['judge', 'killed'], 'killed/verdicts.jsonl', 4],
      [['pairs', 'study'], 'study/pairs.jsonl', 8],
    ] as const) {
      const judging = ['bench', ...command, '--judge', 'simulated:?seed=5&ttftMs=150', '--concurrency', '1'];
      const killed = project.start(judging);
      await untilSaid(killed, /judged 1 of|compared 1,/);
      killed.child.kill('SIGKILL');
      await killed.result;
      const kept = linesOf(file);
      expect(kept.length).toBeLessThan(wanted);
      expect((await project.run(judging)).exitCode).toBe(0);
      const all = linesOf(file);
      expect(all.slice(0, kept.length)).toEqual(kept);
      expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
      expect(all).toHaveLength(wanted);
    }
    expect(read('killed/answers.jsonl')).toBe(before);
  });

  it('refuses another study in the same folder, and a comparison of unlike ones', async () => {
    const other = await project.run([
      'bench',
      'run',
      'starter',
      '--model',
      model,
      '--limit',
      '3',
      '--out',
      'study',
    ]);
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toContain('`methods` was ["native","longhand"] and is ["native"]');
    const compared = await project.run(['bench', 'compare', 'study', 'whole']);
    expect(compared.exitCode).toBe(0);
    const unlike = await project.run([
      'bench',
      'run',
      'starter',
      '--model',
      model,
      '--limit',
      '2',
      '--out',
      'two',
    ]);
    expect(unlike.exitCode).toBe(0);
    const refused = await project.run(['bench', 'compare', 'study', 'two']);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('`samples`');
  });

  it('scores what another tool wrote', async () => {
    const prompts = linesOf('study/answers.jsonl').filter(({ method }) => method === 'native');
    const rows = prompts.map(({ sample, text }) => JSON.stringify({ id: sample, response: text }));
    writeFileSync(join(project.folder, 'other.jsonl'), `${rows.join('\n')}\n{"prompt":"?","response":"x"}\n`);
    const options = ['--benchmark', 'starter', '--model', 'other', '--limit', '4', '--out', 'other'];
    const run = await project.run(['bench', 'score', 'other.jsonl', ...options, '--json']);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain('1 line left out');
    const native = await project.run(['bench', 'report', 'study', '--json']);
    expect(run.json().cells[0].estimates.S_l.value).toBe(native.json().cells[0].estimates.S_l.value);
  });

  it('says before what a study will take, and holds the whole of it to a limit', async () => {
    const of = [
      ...['bench', 'run', 'starter', '--model', model, '--method', 'longhand', '--limit', '4'],
      ...['--concurrency', '1', '--out', 'limited'],
    ];
    const unpriced = await project.run([...of, '--max-cost', '1']);
    expect(unpriced.exitCode).toBe(2);
    expect(unpriced.stderr).toContain(`--price ${model}=`);
    const quoted = await project.run([...of, '--price', '2,0.2,10', '--dry-run', '--json']);
    const { usd } = quoted.json().quote;
    expect(usd[0]).toBeGreaterThan(0);
    expect(quoted.stderr).toContain('quote: 4 answers');
    const limit = usd[1] / 2;
    const some = await project.run([...of, '--price', '2,0.2,10', '--max-cost', String(limit), '--json']);
    expect(some.exitCode).toBe(3);
    const { done, usd: spent } = some.json().generated;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(4);
    expect(spent).toBeLessThanOrEqual(limit);
    // The limit is of the study, not of a command: what was spent before counts.
    const again = await project.run([...of, '--price', '2,0.2,10', '--max-cost', String(limit), '--json']);
    expect(again.json().generated.usd).toBeLessThanOrEqual(limit - spent);
    const rest = await project.run([...of, '--price', '2,0.2,10', '--json']);
    expect(rest.exitCode).toBe(0);
  });

  it("judges by a prompt of the user's, records it, and mixes it with no other", async () => {
    writeFileSync(
      join(project.folder, 'judge.txt'),
      'Grade 1 to 5 as JSON: Relevance, Accuracy, Coherence, Clarity, Breadth and Depth, Reading Experience.\n{instruction}\n{answer}',
    );
    const judging = ['bench', 'judge', 'study', '--judge', 'simulated:?seed=2'];
    const judged = await project.run([...judging, '--judge-prompt', 'judge.txt', '--json']);
    expect(judged.exitCode).toBe(0);
    const manifest = JSON.parse(read('study/manifest.json'));
    expect(manifest.judging.prompt.name).toBe('judge.txt');
    expect(manifest.judging.rubrics.map(({ name }: { name: string }) => name)).toEqual([
      `writing-quality+${manifest.judging.prompt.sha256.slice(0, 12)}`,
    ]);
    expect(judged.json().judged.done + judged.json().judged.unscored).toBe(8);
    // The prompt is kept with the study, and reported without the file.
    const reported = await project.run(['bench', 'report', 'study', '--json']);
    expect(reported.json().cells[0].estimates).toEqual(judged.json().cells[0].estimates);
    // What was counted compares with a study that nobody judged; verdicts by another prompt do not.
    expect((await project.run(['bench', 'compare', 'study', 'whole'])).exitCode).toBe(0);
    await project.run(['bench', 'judge', 'whole', '--judge', 'simulated:?seed=2']);
    const refused = await project.run(['bench', 'compare', 'study', 'whole']);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('`judging`');
    const back = await project.run([...judging, '--judge-prompt', 'none', '--json']);
    expect(back.json().judged).toMatchObject({ done: 0, skipped: 8 });
  });

  it('fails where the lower bound of a figure is below its threshold', async () => {
    const run = await project.run(['bench', 'report', 'study', '--at-least', 'S_l>=99.99']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('lower bound of `S_l`');
    expect(read('study/junit.xml')).toContain('<failure');
  });
});
