import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPictures, fill, type Seen } from '../vision-model.ts';
import { type Behaviour, type ChatServer, startChatServer } from './chat-server.ts';
import { createProject } from './cli.ts';

const names = ['fresnel lens', 'oil clock', 'fog bell'];
const project = createProject();
const slides = join(project.folder, 'slides');
let seen: Seen[] = [];
let server: ChatServer;
let isStopped = false;

/** Names of the images that came with the last message, by their bytes. */
const namesOf = (images: readonly string[] = []): string[] =>
  images.map((url) => {
    const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return seen.find((each) => each.sha256 === sha256)?.name ?? 'unknown';
  });

/** It says only what it is shown. */
const eye: Behaviour = ({ messages }) => {
  const last = messages.at(-1);
  const content = last?.content ?? '';
  const shown = namesOf(last?.images);
  if (content.startsWith('Look at the image'))
    return { text: `Caption: The ${shown[0]}\nShows: A ${shown[0]}.` };
  if (content.startsWith('Break the writing')) {
    const lines = shown.map(
      (name, at) =>
        `Section ${at + 1} - Title: The ${name} - Main Points: how it works. Shows: Figure ${at + 1} - Word Count: 300 words`,
    );
    return { text: ['Title: Three lights', ...lines].join('\n') };
  }
  const section = Number(/Write section (\d)/.exec(content)?.[1] ?? 0);
  if (isStopped && section === 2) return { error: { status: 401, body: { error: { message: 'no' } } } };
  const words = Number(/(\d+) words/.exec(content.split('\n\n').at(-1) ?? '')?.[1] ?? 60);
  const told = shown.map((name) => `Figure ${section} shows the ${name}.`).join(' ');
  const seed = Number.parseInt(createHash('sha256').update(content).digest('hex').slice(0, 4), 16);
  return { text: `${told}\n\n${fill(Math.max(10, words - 5), seed, 'en')}` };
};

beforeAll(async () => {
  mkdirSync(slides);
  seen = drawPictures(slides, names);
  server = await startChatServer({
    eye,
    // It makes pictures up besides.
    painter: (request, section, call) => {
      const { text = '', ...rest } = eye(request, section, call);
      const made = '![a view](https://pictures.example/a.png)';
      return { ...rest, text: section === undefined ? text : `${made}\n\n${text} So ${made} ends it.` };
    },
  });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  project[Symbol.dispose]();
});

const by = (name: string) => ['--model', `compatible:${name}@${server.url}`, '--yes'];
const instruction = 'Write a 900-word report about these lights';
const asked = (pattern: RegExp) =>
  server.requests.filter(({ messages }) => pattern.test(messages.at(-1)?.content ?? ''));

describe('longhand write --image', () => {
  it('shows the planner all images and each section its own, and publishes them with their captions', async () => {
    const run = await project.run([
      'write',
      instruction,
      ...by('eye'),
      '--image',
      'slides',
      '--out',
      'lights.md',
      '--json',
    ]);
    expect(run.stderr).toContain('It is not known whether compatible:eye@');
    expect(run.exitCode, run.stderr).toBe(0);
    expect(namesOf(asked(/^Break the writing/)[0]?.messages.at(-1)?.images)).toEqual(names);
    for (const [index, name] of names.entries()) {
      const first = asked(new RegExp(`Write section ${index + 1}`))[0];
      expect(namesOf(first?.messages.at(-1)?.images)).toEqual([name]);
      expect(first?.messages.flatMap(({ images = [] }) => images)).toHaveLength(1);
      if (index > 0)
        expect(JSON.stringify(first?.messages)).toContain(`Figure ${index} shows the ${names[index - 1]}`);
    }
    const text = readFileSync(join(project.folder, 'lights.md'), 'utf8');
    const paths = [...text.matchAll(/!\[Figure (\d)\. The (.*)\]\((images\/figure-\d-[0-9a-f]{8}\.png)\)/g)];
    expect(paths.map(([, number, name]) => [number, name])).toEqual(
      names.map((name, at) => [String(at + 1), name]),
    );
    for (const [index, [, , , path = '']] of paths.entries())
      expect(readFileSync(join(project.folder, path))).toEqual(readFileSync(seen[index]?.path ?? ''));

    const { runId } = run.json();
    await project.run(['export', runId, '--out', 'page/lights.html']);
    const page = readFileSync(join(project.folder, 'page/lights.html'), 'utf8');
    const bytes = readFileSync(seen[0]?.path ?? '').toString('base64');
    expect(page).toContain(
      `<figure><img src="data:image/png;base64,${bytes}" alt="Figure 1. The fresnel lens">`,
    );
    expect(page).toContain('<figcaption>Figure 1. The fresnel lens</figcaption>');
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    expect(readdirSync(join(project.folder, 'page'))).toEqual(['lights.html']);

    await project.run(['runs', 'pack', runId, '--out', 'lights.longhand']);
    const far = { home: join(project.folder, 'far') };
    await project.run(['runs', 'unpack', 'lights.longhand'], far);
    const exported = await project.run(['export', runId, '--out', 'moved/lights.md'], far);
    expect(exported.exitCode, exported.stderr).toBe(0);
    expect(readdirSync(join(project.folder, 'moved/images'))).toHaveLength(3);
    expect(readFileSync(join(project.folder, 'moved/lights.md'), 'utf8')).toBe(text);

    // Pictures never go where a link leads.
    mkdirSync(join(project.folder, 'trap'));
    symlinkSync(slides, join(project.folder, 'trap/images'));
    const trapped = await project.run(['export', runId, '--out', 'trap/lights.md']);
    expect(trapped.exitCode).toBe(2);
    expect(trapped.stderr).toContain('got a link that leads to');
    expect(readdirSync(slides)).toHaveLength(3);
  });

  it('takes out pictures that a model makes up, and leaves those that a person puts in', async () => {
    const args = [instruction, ...by('painter'), '--image', 'slides', '--out', 'made.md', '--json'];
    const { runId } = (await project.run(['write', ...args])).json();
    const read = (): string => readFileSync(join(project.folder, 'made.md'), 'utf8');
    expect(read()).not.toContain('pictures.example');
    expect(read()).toContain('So a view ends it.');
    const manuscript = join(project.folder, '.longhand/runs', runId, 'manuscript.md');
    const own = '![Mine](photos/mine.jpg)\n\nSee ![this](photos/this.jpg) too.';
    const text = readFileSync(manuscript, 'utf8');
    writeFileSync(manuscript, text.replace(/(Figure 1 shows[^\n]*)/, `$1\n\n${own}`));
    const edited = await project.run(['rewrite', runId, '2', 'More.', '--out', 'made.md']);
    expect([0, 4], edited.stderr).toContain(edited.exitCode);
    expect(read()).toContain(own);
    expect(read()).not.toContain('pictures.example');
    expect(read().match(/!\[Figure \d\. /g)).toHaveLength(3);
  });

  it('resumes without the files, and says so where it never held them', async () => {
    const gone = join(project.folder, 'gone');
    mkdirSync(gone);
    for (const { path } of seen) writeFileSync(join(gone, path.split('/').at(-1) ?? ''), readFileSync(path));
    isStopped = true;
    const stopped = await project.run([
      'write',
      instruction,
      ...by('eye'),
      '--image',
      'gone',
      '--out',
      'again.md',
    ]);
    expect(stopped.exitCode).toBe(1);
    isStopped = false;
    rmSync(gone, { recursive: true });
    const runId = /resume (\S+)/.exec(stopped.stderr)?.[1] ?? '';
    const before = server.requests.length;
    const resumed = await project.run(['resume', runId, '--out', 'again.md']);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    const since = server.requests.slice(before);
    expect(since.some(({ messages }) => messages.at(-1)?.content.startsWith('Look at'))).toBe(false);
    const [second] = since.filter(({ messages }) => /Write section 2/.test(messages.at(-1)?.content ?? ''));
    expect(namesOf(second?.messages.at(-1)?.images)).toEqual(['oil clock']);
    const countFigures = (): number =>
      readFileSync(join(project.folder, 'again.md'), 'utf8').match(/!\[Figure \d\. The /g)?.length ?? 0;
    expect(countFigures()).toBe(3);

    const rewritten = await project.run(['rewrite', runId, '2', 'More about oil.', '--out', 'again.md']);
    expect([0, 4], rewritten.stderr).toContain(rewritten.exitCode);
    const [anew] = asked(/More about oil/);
    expect(namesOf(anew?.messages.at(-1)?.images)).toEqual(['oil clock']);
    expect(countFigures()).toBe(3);
  });

  it('refuses a model that does not see, before anything is asked', async () => {
    for (const model of ['mini', 'simulated:?seed=1']) {
      const run = await project.run([
        'write',
        instruction,
        '--model',
        model,
        '--image',
        'slides',
        '--out',
        'no.md',
      ]);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain(
        `Expected \`model\` to see images, got \`${model}\`: it is a practice model`,
      );
    }
    const blind = `compatible:blind@${server.url}`;
    const probed = await project.run([
      'models',
      'probe',
      blind,
      '--limit',
      '300',
      '--output-words',
      '50',
      '--json',
    ]);
    expect(probed.json().card?.vision ?? probed.json().vision).toBe(false);
    const before = server.requests.length;
    const run = await project.run([
      'write',
      instruction,
      '--model',
      blind,
      '--image',
      'slides',
      '--out',
      'no.md',
    ]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('it did not see the image of a probe');
    expect(server.requests).toHaveLength(before);
    expect(existsSync(join(project.folder, 'no.md'))).toBe(false);
  });

  it('sends all images with every request as longwriter-v, and quotes them in a dry run', async () => {
    const before = server.requests.length;
    const args = ['write', instruction, ...by('eye'), '--image', 'slides', '--method', 'longwriter-v'];
    const dry = await project.run([...args, '--dry-run', '--json']);
    expect(dry.json().quote.calls[0]).toBeGreaterThan(1);
    expect(server.requests).toHaveLength(before);
    const run = await project.run([...args, '--out', 'all.md', '--json']);
    expect([0, 4]).toContain(run.exitCode);
    const since = server.requests.slice(before);
    expect(since.map(({ messages }) => namesOf(messages.at(-1)?.images))).toEqual(since.map(() => names));
    expect(run.json().method).toBe('longwriter-v');
  });
});
