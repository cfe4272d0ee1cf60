/**
 * One HTML page on which people compare pairs, blind: works from a file, loads nothing, sends nothing.
 *
 * Texts come from models and are not trusted: each is sanitised by the publisher and shown in a frame of its own in
 * which no script runs.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AnswerIndex } from '../../methods/answers/answer-index.ts';
import { html } from '../../publish/html.ts';
import type { Sample } from '../benchmark.ts';
import type { AnnotationKey } from './annotation-key.ts';
import { annotationScript } from './annotation-script.ts';

/** Writes pair by pair: one pair is in memory at a time. The page names no author. */
export async function writeAnnotationPage(
  path: string,
  key: AnnotationKey,
  { samples, index }: { samples: ReadonlyMap<string, Sample>; index: AnswerIndex },
): Promise<void> {
  const isPractice = key.pairs
    .flatMap(({ a, b }) => [a, b])
    .some((answer) => index.answers.get(answer)?.practice === true);
  await pipeline(
    Readable.from(
      (async function* () {
        yield renderHead(isPractice);
        yield renderData('page', { set: key.set, pairs: key.pairs.map(({ id }) => id) });
        for (const { id, a, b, isSwapped } of key.pairs) {
          const { instruction = '', language = 'en' } = samples.get(index.answers.get(a)?.sample ?? '') ?? {};
          const show = async (answer: string): Promise<string> =>
            html.publish({ markdown: await index.readText(answer), title: '', language, gaps: 0 });
          const [first, second] = isSwapped ? [b, a] : [a, b];
          const texts = { a: await show(first), b: await show(second) };
          yield renderData(`pair-${id}`, { language, instruction, ...texts });
        }
        yield `<script>${annotationScript}</script>\n</body>\n</html>\n`;
      })(),
    ),
    createWriteStream(path),
  );
}

const scriptHash = createHash('sha256').update(annotationScript).digest('base64');

/** JSON that holds no `<` cannot end its element. */
const renderData = (id: string, value: unknown): string =>
  `<script type="application/json" id="${id}">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>\n`;

const practiceNote =
  'Texts of a practice model are among these: they show that the process works, nothing about quality. 其中有练习模型的文本：只用来试运行，不代表任何写作水平。';

const renderHead = (isPractice: boolean): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; base-uri 'none'; form-action 'none'">
<title>Which text is better? 哪一篇更好？</title>
<style>
body { margin: 0 auto; max-width: 110rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; }
h1 { font-size: 1.2rem; margin: 0; }
h2 { font-size: 1rem; margin: 0.5rem 0; }
header, .choices, footer { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; margin: 0.75rem 0; }
#instruction { white-space: pre-wrap; max-height: 12rem; overflow: auto; border-left: 3px solid #888; padding-left: 0.75rem; }
.texts { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem; }
iframe { width: 100%; height: 65vh; border: 1px solid #888; box-sizing: border-box; background: #fff; }
button, input { font: inherit; padding: 0.5rem 1rem; }
button[aria-pressed=true] { background: #14532d; color: #fff; }
.note, #problem { color: #8a1c1c; }
</style>
</head>
<body>
${isPractice ? `<p class="note">${practiceNote}</p>\n` : ''}<header><h1 id="title"></h1><span id="at"></span><span id="done" role="status"></span></header>
<h2 id="task"></h2>
<div id="instruction" tabindex="0"></div>
<div class="texts">
<section><h2 id="head-a"></h2><iframe id="text-a" sandbox></iframe></section>
<section><h2 id="head-b"></h2><iframe id="text-b" sandbox></iframe></section>
</div>
<div class="choices"><button id="first"></button><button id="tie"></button><button id="second"></button></div>
<div class="choices"><button id="back"></button><button id="next"></button></div>
<footer><label for="name" id="label"></label><input id="name" autocomplete="name"><button id="save"></button><span id="problem" role="alert"></span></footer>
`;
