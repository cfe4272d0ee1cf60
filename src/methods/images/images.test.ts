import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { drawPictures, namesShown, visionModel } from '../../../test/vision-model.ts';
import { emptyCard } from '../../model/card/card.ts';
import { estimateTokens } from '../../model/estimate-tokens.ts';
import { estimateImageTokens } from '../../model/images/image-tokens.ts';
import { loadRecordedModel } from '../../model/recorded-model.ts';
import {
  createVolatileContext,
  createVolatileState,
  type VolatileState,
} from '../../run/volatile-context.ts';
import { prepareRequest } from '../prepare-request.ts';
import { createWriteProgram } from '../write-program.ts';
import type { WriteRequest, WriteSettings } from '../write-request.ts';
import type { WriteResult } from '../write-result.ts';

const root = mkdtempSync(join(tmpdir(), 'longhand-images-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const createFolder = (): string => {
  folders += 1;
  const folder = join(root, String(folders));
  mkdirSync(folder);
  return folder;
};

const english = 'Write a 1200-word report about these lights.';

async function prepare(instruction: string, settings: Partial<WriteSettings>) {
  return prepareRequest(instruction, { model: 'scripted:vision', ...settings }, {});
}

async function perform(
  request: WriteRequest,
  model: ReturnType<typeof visionModel>,
  { folder = createFolder(), state = createVolatileState() }: { folder?: string; state?: VolatileState } = {},
) {
  const program = createWriteProgram({ resolveModel: async () => model });
  const { result } = await program(request, createVolatileContext({ folder, state }));
  return { result: result as WriteResult, text: state.files.get('manuscript.md') ?? '', state, folder };
}

describe('writing about images', () => {
  it('shows all to the planner and each section its own, and sets each figure where it is named', async () => {
    const seen = drawPictures(createFolder(), ['fresnel lens', 'oil clock', 'fog bell']);
    const { request, note } = await prepare(english, { images: seen.map(({ path }) => path) });
    expect(note).toContain('It is not known whether scripted:vision sees images');
    const model = visionModel(seen);
    const { result, text, folder } = await perform(request, model);
    const asked = (pattern: RegExp) =>
      model.calls.filter(({ messages }) => pattern.test(messages.at(-1)?.content ?? ''));
    expect(asked(/^Look at the image/).map((call) => namesShown(call, seen))).toEqual(
      seen.map(({ name }) => [name]),
    );
    expect(asked(/^Break the writing/).map((call) => namesShown(call, seen))).toEqual([
      seen.map(({ name }) => name),
    ]);
    for (const [index, { name }] of seen.entries()) {
      const [first] = asked(new RegExp(`Write section ${index + 1}`));
      expect(first && namesShown(first, seen)).toEqual([name]);
      // Earlier sections are really passed on, and their images are not sent again.
      const before = first?.messages
        .slice(0, -1)
        .map(({ content }) => content)
        .join('\n');
      for (const earlier of seen.slice(0, index)) expect(before).toContain(`shows the ${earlier.name}`);
      const images = first?.options.prompt.flatMap(({ content }) =>
        typeof content === 'string' ? [] : content.filter(({ type }) => type === 'file'),
      );
      expect(images).toHaveLength(1);
      const path = new RegExp(
        `Figure ${index + 1} shows the ${name}\\.\\n\\n!\\[Figure ${index + 1}\\. The ${name}\\]\\((images/figure-${index + 1}-[0-9a-f]{8}\\.png)\\)`,
      ).exec(text)?.[1];
      expect(readFileSync(join(folder, path ?? 'none'))).toEqual(readFileSync(seen[index]?.path ?? ''));
    }
    expect(text.match(/!\[/g)).toHaveLength(3);
    expect(result.status).toBe('done');
    expect(result.delivered.bodyWords).toBeGreaterThan(1_130);
  });

  it('does the same in Chinese', async () => {
    const seen = drawPictures(createFolder(), ['透镜', '油钟', '雾号']);
    const { request } = await prepare('写一篇1200字的文章，介绍图中的灯塔', {
      images: seen.map(({ path }) => path),
    });
    const { text, result } = await perform(request, visionModel(seen));
    for (const [index, { name }] of seen.entries()) {
      const number = index + 1;
      expect(text).toMatch(
        new RegExp(
          `如图${number}所示，这就是${name}。\\n\\n!\\[图${number} ${name}的样子\\]\\(images/figure-${number}-`,
        ),
      );
    }
    expect(result.status).toBe('done');
  });

  it('sends all of them with every request as longwriter-v, with the sections before', async () => {
    const seen = drawPictures(createFolder(), ['fresnel lens', 'oil clock', 'fog bell']);
    const images = seen.map(({ path }) => path);
    const { request } = await prepare(english, { images, method: 'longwriter-v' });
    const model = visionModel(seen);
    const { text } = await perform(request, model);
    expect(model.calls).toHaveLength(4);
    for (const call of model.calls) expect(namesShown(call, seen)).toEqual(seen.map(({ name }) => name));
    const third = model.calls[3]?.messages.map(({ content }) => content).join('\n') ?? '';
    expect(third.match(/Figure 1 shows the fresnel lens/g)).toHaveLength(2);
    expect(text.match(/!\[Figure \d\. slide \d\]/g)).toHaveLength(3);
    await expect(prepare(english, { method: 'longwriter-v' })).rejects.toThrow(/`image` .* `longwriter-v`/);
  });

  it('goes on without the files wherever it was killed, with the same text', async () => {
    const folder = createFolder();
    const seen = drawPictures(folder, ['fresnel lens', 'oil clock']);
    const { request } = await prepare('Write an 800-word report about these lights.', { images: [folder] });
    const snapshots: VolatileState[] = [];
    const state = createVolatileState();
    const runFolder = createFolder();
    const context = createVolatileContext({
      folder: runFolder,
      state,
      listener: ({ type }) => type === 'step-end' && snapshots.push(structuredClone(state)),
    });
    const program = (model: ReturnType<typeof visionModel>) =>
      createWriteProgram({ resolveModel: async () => model });
    await program(visionModel(seen))(request, context);
    const whole = state.files.get('manuscript.md');
    rmSync(folder, { recursive: true });
    const [first] = snapshots;
    expect(snapshots.length).toBeGreaterThan(6);
    for (const snapshot of snapshots.filter(({ steps }) => steps.size >= 4)) {
      const again = await perform(request, visionModel(seen), { state: snapshot });
      expect(again.text).toBe(whole);
      expect(again.text).toMatch(/\(images\/figure-1/);
      const path = /\((images\/figure-2[^)]*)\)/.exec(again.text)?.[1] ?? 'none';
      expect(existsSync(join(again.folder, path))).toBe(true);
    }
    // Before it held the second image, the run needs its file.
    await expect(
      perform(request, visionModel(seen), { state: first ?? createVolatileState() }),
    ).rejects.toThrow(
      /Expected the image `.*slide-\d\.png` to be where it was when the run began, found none there\. Put it back and resume\./,
    );
  });

  it('replays from its recording, which holds hashes and no bytes', async () => {
    const seen = drawPictures(createFolder(), ['fresnel lens', 'oil clock']);
    const { request } = await prepare('Write an 800-word report about these lights.', {
      images: seen.map(({ path }) => path),
    });
    const first = await perform(request, visionModel(seen));
    const calls = readFileSync(join(first.folder, 'calls.jsonl'), 'utf8');
    const bytes = readFileSync(seen[0]?.path ?? '').toString('base64');
    expect(calls).not.toContain(bytes.slice(0, 60));
    const asked = [...first.state.steps].filter(([name]) => !name.startsWith('image-'));
    expect(JSON.stringify(asked)).not.toContain(bytes.slice(0, 60));
    const recorded = await loadRecordedModel(first.folder);
    const program = createWriteProgram({ resolveModel: async () => recorded });
    const state = createVolatileState();
    await program(request, createVolatileContext({ folder: createFolder(), state }));
    expect(state.files.get('manuscript.md')).toBe(first.text);
  });

  it('takes images among the sources, and tells a file that is no image', async () => {
    const folder = createFolder();
    const [only] = drawPictures(folder, ['fresnel lens']);
    writeFileSync(join(folder, 'notes.md'), '# Lens\n\nThe lens of Arna was ground in 1822.\n');
    const { request } = await prepare(english, { sources: { paths: [folder] } });
    expect(request.images).toMatchObject([
      { sha256: only?.sha256, name: 'slide-1.png', mediaType: 'image/png' },
    ]);
    expect(request.sources?.files).toHaveLength(1);
    const alone = await prepare(english, { sources: { paths: [only?.path ?? ''] } });
    expect(alone.request.images).toHaveLength(1);
    expect(alone.request.sources).toBeUndefined();
    await expect(prepare(english, { images: [join(folder, 'notes.md')] })).rejects.toThrow(
      /Expected `image` to name a PNG, JPEG, GIF or WebP image or a folder of them, got `.*notes\.md`/,
    );
    await expect(prepare(english, { images: [join(folder, 'none.png')] })).rejects.toThrow(/got none there/);
    await expect(prepare(english, { images: ['https://example.org/a.png'] })).rejects.toThrow(
      /`image` to name a file or folder, got the address .*: images are not fetched\./,
    );
    // A text in a folder is passed over; what is called an image is meant as one.
    expect((await prepare(english, { images: [folder] })).request.images).toHaveLength(1);
    writeFileSync(join(folder, 'saved.png'), '<html>not found</html>');
    await expect(prepare(english, { images: [folder] })).rejects.toThrow(/got `.*saved\.png`, which is none/);
    writeFileSync(join(folder, 'saved.png'), readFileSync(only?.path ?? '').subarray(0, 400));
    await expect(prepare(english, { images: [folder] })).rejects.toThrow(/saved\.png` .*it ends early/);
  });

  it('refuses before anything is paid where nobody would see them', async () => {
    const [only] = drawPictures(createFolder(), ['fresnel lens']);
    const images = [only?.path ?? ''];
    for (const model of ['mini', 'simulated:?seed=1', 'gguf:model.gguf'])
      await expect(prepare(english, { images, model })).rejects.toThrow(
        /^Expected `model` to see images, got `.*`: .* Name a model that does with --model/,
      );
    const blind = { ...emptyCard('compatible:m@http://127.0.0.1:9/v1', new Date(0)), vision: false };
    const opened = prepareRequest(english, { model: blind.key, images }, { openCard: async () => blind });
    await expect(opened).rejects.toThrow(/it did not see the image of a probe/);
    const seeing = { ...blind, vision: true };
    const { note } = await prepareRequest(
      english,
      { model: blind.key, images },
      { openCard: async () => seeing },
    );
    expect(note).toBeUndefined();
    await expect(prepare(english, { images, roles: { planner: 'mini' } })).rejects.toThrow(/got `mini`/);
    await expect(prepare(english, { images, method: 'agentwrite' })).rejects.toThrow(
      /`agentwrite`: it shows none/,
    );
  });

  it('keeps requests with images inside a small window', async () => {
    const names = ['lens', 'clock', 'bell', 'horn', 'lamp', 'tower', 'stair', 'gallery'];
    const seen = drawPictures(createFolder(), names);
    const { request } = await prepare('Write a 2400-word report about these lights.', {
      images: seen.map(({ path }) => path),
    });
    const model = visionModel(seen, { contextTokens: 2_600 });
    const { text } = await perform(request, model);
    for (const { options, messages } of model.calls) {
      const images = options.prompt.flatMap(({ content }) =>
        typeof content === 'string' ? [] : content.filter(({ type }) => type === 'file'),
      );
      const tokens =
        messages.reduce((sum, { content }) => sum + estimateTokens(content), 0) +
        images.length * estimateImageTokens({ width: 288, height: 192 });
      expect(tokens + (options.maxOutputTokens ?? 0)).toBeLessThanOrEqual(2_600);
    }
    const plan = model.calls.find(({ messages }) => /^Break the writing/.test(messages[0]?.content ?? ''));
    expect(plan && namesShown(plan, seen)).toEqual(names);
    expect(text.match(/!\[Figure \d\. The /g)).toHaveLength(8);
  });

  it('quotes what images add', async () => {
    const seen = drawPictures(createFolder(), ['fresnel lens', 'oil clock']);
    const images = seen.map(({ path }) => path);
    const [bare, shown, all] = [
      (await prepare(english, {})).quote,
      (await prepare(english, { images })).quote,
      (await prepare(english, { images, method: 'longwriter-v' })).quote,
    ];
    expect(shown.calls[0]).toBe(bare.calls[0] + 2);
    expect(shown.inputTokens[0]).toBeGreaterThan(bare.inputTokens[0]);
    expect(all.inputTokens[1]).toBeGreaterThan(all.calls[1] * 100);
  });
});
