/** A scripted model with sight: of an image it tells what its bytes stand for, and of what it is not shown, nothing. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawStripes } from '../src/model/card/probe-image.ts';
import type { Model } from '../src/model/model.ts';
import type { Message } from '../src/model/request.ts';
import { type ScriptedCall, type ScriptedModel, scriptedModel } from '../src/model/scripted-model.ts';

/** What an image stands for: a name that nobody could guess. */
export type Seen = { name: string; sha256: string; path: string };

/** Writes one small picture for each of up to thirty names into a folder; no two are alike. */
export function drawPictures(folder: string, names: readonly string[]): Seen[] {
  return names.map((name, index) => {
    const draws = [(Math.floor(index / 5) + 0.5) / 6, ((index % 5) + 0.5) / 5];
    const { file } = drawStripes(() => draws.shift() ?? 0);
    const path = join(folder, `slide-${index + 1}.png`);
    writeFileSync(path, file.bytes);
    return { name, path, sha256: createHash('sha256').update(file.bytes).digest('hex') };
  });
}

/** Names of the images that came with the last message of a call, found by the bytes themselves. */
export function namesShown({ options }: ScriptedCall, seen: readonly Seen[]): string[] {
  const { content = [] } = options.prompt.findLast(({ role }) => role === 'user') ?? {};
  if (typeof content === 'string') return [];
  return content.flatMap((part) => {
    if (part.type !== 'file' || part.data.type !== 'data') return [];
    const sha256 = createHash('sha256').update(part.data.data).digest('hex');
    return seen.find((each) => each.sha256 === sha256)?.name ?? 'unknown';
  });
}

/** Sentences of which no two are alike, so many words or characters. */
export function fill(words: number, seed: number, language: 'en' | 'zh'): string {
  let at = seed * 17;
  const pick = (list: string, by: number): string => {
    const all = language === 'zh' ? [...list] : list.split(' ');
    return all[Math.floor(at / by) % all.length] ?? '';
  };
  let text = '';
  const count = (): number => (language === 'zh' ? text.length : text.split(/\s+/).length);
  for (; count() < words; at += 1) {
    text +=
      language === 'zh'
        ? `水边的人在${pick('春夏秋冬晨昏', 1)}天里${pick('常少也都总才', 2)}谈起${pick('风雨雪花云月', 3)}和${pick('路桥灯书茶酒', 5)}，心里十分平静。`
        : `${pick('Neighbours Sailors Children Teachers Merchants Painters Visitors Cooks', 1)} ${pick('slowly gladly quietly rarely openly calmly proudly wisely', 3)} speak of ${pick('weather patience bread stories ropes lanterns gardens songs', 7)}, and ${pick('evening morning winter summer habit hope work rest', 5)} gives them reason for it. `;
  }
  return text.trim();
}

/** Plans one section an image, writes what it sees, and fills up to the length asked for. */
export function visionModel(
  seen: readonly Seen[],
  overrides: Partial<Pick<Model, 'address' | 'contextTokens'>> = {},
): ScriptedModel {
  const model = { address: 'scripted:vision', hasStructuredOutput: true, ...overrides };
  return scriptedModel((call) => answer(call, seen), model);
}

function answer(call: ScriptedCall, seen: readonly Seen[]): string {
  const last = call.messages.at(-1)?.content ?? '';
  const names = namesShown(call, seen);
  const language = /[\u4e00-\u9fff]{4}/.test(last) ? 'zh' : 'en';
  if (/^(?:Look at the image|请看图片)/.test(last)) {
    const [name = 'nothing'] = names;
    return language === 'zh'
      ? `图注：${name}的样子\n内容：图中是${name}。`
      : `Caption: The ${name}\nShows: A ${name} among stripes.`;
  }
  if (/^(?:Break the writing|请把下面的写作要求)/.test(last)) {
    const sections = names.map((name, at) => ({
      title: language === 'zh' ? `${name}的故事` : `About the ${name}`,
      mainPoints:
        language === 'zh'
          ? [`${name}怎样`, `配图：图${at + 1}`]
          : [`how the ${name} works`, `Shows: Figure ${at + 1}`],
      words: 400,
    }));
    return JSON.stringify({ title: language === 'zh' ? '灯塔' : 'Lights', sections });
  }
  const asked = /(?:Length of this section|Length|字数|本节长度)\D{0,5}(\d+)/.exec(
    lastParagraph(call.messages),
  )?.[1];
  const words = Number(asked ?? /(\d+)\D*$/.exec(last)?.[1] ?? 40);
  const figures = [...last.matchAll(/(?:Figure |图)(\d)(?=[:：])/g)].map(([, number]) => number);
  const told = names
    .map((name, at) =>
      language === 'zh'
        ? `如图${figures[at] ?? at + 1}所示，这就是${name}。`
        : `Figure ${figures[at] ?? at + 1} shows the ${name}.`,
    )
    .join(' ');
  const rest = words - (language === 'zh' ? told.length : told.split(/\s+/).length);
  return `${told}\n\n${fill(Math.max(10, rest), seedOf(call.messages), language)}`.trim();
}

/** The same request gets the same answer, in whatever process. */
const seedOf = (messages: readonly Message[]): number =>
  Number.parseInt(createHash('sha256').update(JSON.stringify(messages)).digest('hex').slice(0, 4), 16);

const lastParagraph = (messages: readonly Message[]): string =>
  (messages.at(-1)?.content ?? '').split('\n\n').at(-1) ?? '';
