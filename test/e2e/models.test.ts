/** What models do to people, with the commands a person types: refusals, filters, thinking, quotas, cuts, changes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatServer, countTokens, sectionText, startChatServer } from './chat-server.ts';
import { createProject } from './cli.ts';

const project = createProject();
let server: ChatServer;
let isGentle = false;
let servedBy = 'served-2026-01-01';
let hasCredit = false;

beforeAll(async () => {
  server = await startChatServer({
    refuser: (_request, section) =>
      section === 2 && !isGentle ? { text: "I'm sorry, but I can't help with that." } : {},
    filtered: (_request, section) => (section === 3 ? { text: '', finish: 'content_filter' } : {}),
    thinker: (request, section) =>
      section === undefined
        ? { reasoning: 'Let me plan this. '.repeat(20), reasoningTokens: 3000 }
        : // Thinks its 3,000 tokens first: a limit that leaves no room for them leaves none for text.
          (request.max_tokens ?? 0) > 3000 + 100
          ? { reasoning: 'SECRET THOUGHT. '.repeat(20), reasoningTokens: 3000 }
          : { text: '', reasoning: 'SECRET THOUGHT. ', reasoningTokens: 3000, finish: 'length' },
    poor: (_request, section) =>
      section === 2 && !hasCredit
        ? {
            error: {
              status: 429,
              body: { error: { message: 'You exceeded your current quota.', code: 'insufficient_quota' } },
            },
          }
        : {},
    moving: (_request, section) =>
      section === 3 && !hasCredit
        ? { error: { status: 402, body: { error: { message: 'Payment required' } } } }
        : { model: servedBy },
    cutter: (request, section) => {
      const tokens = countTokens(request);
      const text = section === undefined ? {} : { text: `${sectionText(section)} `.repeat(30) };
      return tokens > 6000 ? { ...text, promptTokens: 5800 } : text;
    },
  });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  project[Symbol.dispose]();
});

const modelOf = (name: string): string => `compatible:${name}@${server.url}`;
const job = (name: string, ...more: string[]): string[] => [
  'write',
  'Write 200 words on four lamps',
  '--model',
  modelOf(name),
  '--method',
  'agentwrite',
  '--tolerance',
  '20%',
  '--json',
  ...more,
];
const read = (file: string): string => readFileSync(join(project.folder, file), 'utf8');

describe('a model that declines a section', () => {
  it('stops the run (exit 3), says how to go on, and a gap is filled by resume alone', async () => {
    const stopped = await project.run(job('refuser'));
    expect(stopped.exitCode).toBe(3);
    expect(stopped.json()).toMatchObject({ status: 'stopped', error: { fault: 'refusal' } });
    expect(stopped.stderr).toContain('--on-refusal gap');
    expect(stopped.stderr).not.toContain("can't help");

    const { runId } = stopped.json();
    const gap = await project.run(['resume', runId, '--on-refusal', 'gap', '--out', 'gap.md', '--json']);
    expect(gap.exitCode).toBe(4);
    expect(gap.json()).toMatchObject({ quality: { gaps: 1 } });
    expect(read('gap.md')).toContain('A section is missing here');
    expect(read('gap.md')).not.toContain("can't help");

    isGentle = true;
    const before = server.requests.length;
    const whole = await project.run(['resume', runId, '--out', 'gap.md', '--json']);
    expect(whole.exitCode).toBe(0);
    expect(server.requests.length - before).toBe(1);
    expect(read('gap.md')).toContain(sectionText(2));
  });

  it('by a filter leaves a marked gap (exit 4) where asked to', async () => {
    const run = await project.run(job('filtered', '--on-refusal', 'gap', '--out', 'filtered.md'));
    expect(run.exitCode).toBe(4);
    expect(run.json().sections.map(({ status }: { status: string }) => status)).toEqual([
      'done',
      'done',
      'gap',
      'done',
    ]);
  });
});

describe('a model that thinks', () => {
  it('gets room for it, pays it apart, and none of it reaches the text', async () => {
    const run = await project.run(job('thinker', '--out', 'thinker.md', '--price', '1,0.1,2'));
    expect(run.exitCode).toBe(0);
    expect(read('thinker.md')).not.toMatch(/SECRET|Let me plan/);
    const { usage, cost } = run.json();
    expect(usage).toMatchObject({ calls: 5, reasoningTokens: 15_000 });
    expect(cost.usd).toBeGreaterThan((15_000 * 2) / 1e6);
    expect(run.stderr).toContain('15,000 of them thinking');
    const again = await project.run([...job('thinker', '--price', '1,0.1,2'), '--dry-run']);
    expect(again.json().quote.reasoningTokens[0]).toBeGreaterThanOrEqual(6_000);
  });
});

describe('money', () => {
  it('without a known price is said, and cannot be limited (exit 2)', async () => {
    const free = await project.run(job('plain'));
    expect(free.stderr).toContain(`price of ${modelOf('plain')} unknown`);
    const limited = await project.run(job('plain', '--max-cost', '1'));
    expect(limited.exitCode).toBe(2);
    expect(limited.stderr).toContain('--price');
  });

  it('that is used up stops the run (exit 3), and resume goes on when there is more', async () => {
    const run = await project.run(job('poor'));
    expect(run.exitCode).toBe(3);
    expect(run.json()).toMatchObject({
      error: { fault: 'quota' },
      resume: expect.stringContaining('resume'),
    });
    hasCredit = true;
    const before = server.requests.length;
    expect((await project.run(['resume', run.json().runId])).exitCode).toBe(0);
    expect(server.requests.length - before).toBe(3);
    hasCredit = false;
  });
});

describe('an endpoint that changes under a run', () => {
  it('is told on resume', async () => {
    const run = await project.run(job('moving'));
    expect(run.exitCode).toBe(3);
    hasCredit = true;
    servedBy = 'served-2026-06-30';
    const resumed = await project.run(['resume', run.json().runId]);
    expect(resumed.exitCode).toBe(0);
    expect(resumed.stderr).toContain('served-2026-01-01 before and is now answered by served-2026-06-30');
  });

  it('that drops the start of long requests ends in context-cut, and resume keeps within what it reads', async () => {
    const run = await project.run([...job('cutter'), '--words', '6000']);
    expect(run.exitCode).toBe(1);
    expect(run.json()).toMatchObject({ error: { fault: 'context-cut' } });
    const resumed = await project.run(['resume', run.json().runId, '--json']);
    expect(resumed.stderr).not.toContain('dropped');
    expect(resumed.exitCode).toBe(0);
    const sizes = server.requests.filter(({ model }) => model === 'cutter').map(countTokens);
    expect(sizes.at(-1)).toBeLessThan(5800);
  });
});

describe('a text of one’s own', () => {
  it('is continued byte for byte, in the style that was asked for', async () => {
    const own = '# My Lamps\n\n## Candles\n\nI made   candles\tmyself — 五支.\n';
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(project.folder, 'own.md'), own);
    writeFileSync(join(project.folder, 'never.txt'), 'delve\ntapestry\n');
    const before = server.requests.length;
    const run = await project.run(
      job('plain', '--continue', 'own.md', '--out', 'all.md', '--tone', 'dry', '--avoid', 'never.txt'),
    );
    expect(run.exitCode).toBe(0);
    expect(read('all.md').startsWith(own)).toBe(true);
    expect(read('all.md')).toContain('## Oil');
    for (const { messages } of server.requests.slice(before)) {
      expect(messages[0]?.content).toContain('Tone: dry\nAvoid:\ndelve\ntapestry');
    }
  });
});
