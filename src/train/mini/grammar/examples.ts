/** Training examples for mini: endless, never stored, the same for the same seed. */
import { createRandom, type Random } from '../../../model/simulated/random.ts';
import { countWords } from '../../../text/count-words.ts';
import { chooseHero } from '../prompt/heroes.ts';
import { readProse, removeTokens, renderPlanLines, renderProse } from '../prompt/mini-output.ts';
import type { MiniRegister, MiniSectionTask, MiniTask } from '../prompt/mini-task.ts';
import { placeOf, renderMiniPrompt, styleOf } from '../prompt/render-mini-prompt.ts';
import { endToken, outToken } from '../prompt/special-tokens.ts';
import { condense } from './condense.ts';
import { heldOutTopics } from './held-out-topics.ts';
import { drawFact, drawFreePoint, drawFreeTitle, drawKey, drawRow, drawTopic } from './prompt-strings.ts';
import { summarise } from './summarise.ts';
import { createPointSource, writePlan } from './write-plan.ts';
import { type GrammarSentence, writeSection } from './write-section.ts';

export type MiniExample = {
  /** Ends with `<|out|>`. */
  prompt: string;
  /** Ends with `<|end|>`. */
  output: string;
};

/** Share of each kind among the examples; `copy` says a row of random strings once more. */
const mixture: readonly { kind: MiniTask['kind'] | 'copy'; share: number }[] = [
  { kind: 'section', share: 0.46 },
  { kind: 'more', share: 0.09 },
  { kind: 'plan', share: 0.17 },
  { kind: 'article', share: 0.07 },
  { kind: 'condense', share: 0.06 },
  { kind: 'summary', share: 0.06 },
  { kind: 'copy', share: 0.09 },
];

const registers: readonly MiniRegister[] = [
  'expository',
  'expository',
  'expository',
  'narrative',
  'report',
  'how-to',
];
/** Texts end this near to their length: half a short sentence, as the decoder ends them. */
const endSlackWords = 7;

const heldOut = new RegExp(`\\b(?:${heldOutTopics.map(({ key }) => key).join('|')})\\b`, 'i');

/**
 * Creates an endless stream of examples. The same seed gives the same stream; held-out keys never occur in it.
 *
 * A whole example stays under 1,024 tokens at 1.9 tokens a word.
 */
export function* createMiniExamples(seed: number | string): Generator<MiniExample, never> {
  const random = createRandom('mini examples', seed);
  for (;;) {
    const example = createExample(random);
    if (!heldOut.test(example.prompt) && !heldOut.test(example.output)) yield example;
  }
}

function createExample(random: Random): MiniExample {
  const kind = drawKind(random);
  switch (kind) {
    case 'copy': {
      const row = drawRow(random);
      return { prompt: `<|copy|> ${row}${outToken}`, output: ` ${row}${endToken}` };
    }
    case 'plan': {
      const subject = drawSubject(random);
      const sections = 2 + random.integer(random.next() < 0.8 ? 9 : 15);
      const sectionWords = 40 + random.integer(460);
      const task = { kind, ...subject, sections, words: sections * sectionWords } as const;
      const hero = chooseHero(subject.topic);
      const lines = writePlan({ ...subject, hero, sections, sectionWords }, random);
      return { prompt: renderMiniPrompt(task), output: renderPlanLines(lines) };
    }
    case 'article': {
      const subject = drawSubject(random);
      const points = drawPoints(subject, random.integer(4), random);
      const draft = writeSection(
        {
          ...subject,
          place: 'only',
          hero: chooseHero(subject.topic),
          points,
          facts: [],
          words: 120 + random.integer(230),
        },
        random,
      );
      return finishProse({ kind, ...subject, points, words: 0 }, draft, random);
    }
    case 'section':
    case 'more': {
      const { task, draft } = drawSection(kind, random, 40 + random.integer(kind === 'more' ? 160 : 310));
      return finishProse(task, draft, random);
    }
    case 'condense': {
      const { task, draft } = drawSection('section', random, 80 + random.integer(180));
      const { kept, points } = condense(draft, task.points, 0.45 + 0.45 * random.next(), random);
      const passage = passageOf(draft);
      return finishProse({ kind, points, words: 0, passage }, kept, random);
    }
    case 'summary': {
      const { task, draft } = drawSection('section', random, 60 + random.integer(290));
      return finishProse(
        { kind, title: task.title, words: 30, passage: passageOf(draft) },
        [summarise(draft, task, random)],
        random,
      );
    }
  }
}

function drawKind(random: Random): MiniTask['kind'] | 'copy' {
  let left = random.next();
  for (const { kind, share } of mixture) {
    left -= share;
    if (left < 0) return kind;
  }
  return 'section';
}

function drawSubject(random: Random): { topic: string; key: string; register: MiniRegister } {
  const key = drawKey(random);
  return { topic: drawTopic(key, random), key, register: random.pick(registers) };
}

/** Points to copy: a bit more than half of them of words in no order, the rest as plans have them. */
function drawPoints(subject: ReturnType<typeof drawSubject>, count: number, random: Random): string[] {
  const source = createPointSource({ ...subject, hero: chooseHero(subject.topic) }, random);
  return Array.from({ length: count }, () =>
    random.next() < 0.55 ? drawFreePoint(subject.key, random) : removeTokens(source.next()),
  );
}

function drawSection(
  kind: 'section' | 'more',
  random: Random,
  words: number,
): { task: MiniSectionTask; draft: GrammarSentence[][] } {
  const subject = drawSubject(random);
  const hero = chooseHero(subject.topic);
  const most = Math.min(4, Math.ceil(words / 50));
  const points = drawPoints(
    subject,
    kind === 'more' ? random.integer(Math.min(3, most + 1)) : 1 + random.integer(most),
    random,
  );
  const facts =
    random.next() < 0.25 ? Array.from({ length: 1 + random.integer(3) }, () => drawFact(random)) : [];
  const sections = 1 + random.integer(12);
  const section = random.next() < 0.2 ? sections : 1 + random.integer(sections);
  const [planned] = writePlan({ ...subject, hero, sections: 3, sectionWords: words }, random).slice(1);
  const title = random.next() < 0.5 ? drawFreeTitle(subject.key, random) : removeTokens(planned?.title ?? '');
  const shared = { ...subject, section, sections, title, points, facts, notAgain: [] };
  const place = placeOf(shared);
  const spec = { ...subject, place, hero, points, facts };
  const before =
    kind === 'more'
      ? writeSection(
          { ...spec, points: [], facts: [], style: styleOf({ kind: 'section', section }), words: 40 },
          random,
        )
          .flat()
          .slice(-2)
      : [];
  const soFar = before.map(({ text }) => removeTokens(text)).join(' ');
  const task: MiniSectionTask = { kind, ...shared, soFar, words };
  return {
    task,
    draft: writeSection({ ...spec, style: styleOf(task), isMore: kind === 'more', words }, random),
  };
}

/** The task's words become those of its draft, give or take what the decoder gives and takes. */
function finishProse(
  task: MiniTask,
  draft: readonly (readonly GrammarSentence[])[],
  random: Random,
): MiniExample {
  const paragraphs = draft.map((sentences) => sentences.map(({ text }) => text));
  const length = countWords(readProse(renderProse(paragraphs, { words: 0 })));
  const words = Math.max(10, length + Math.round((2 * random.next() - 1) * endSlackWords));
  return { prompt: renderMiniPrompt({ ...task, words }), output: renderProse(paragraphs, { words }) };
}

const passageOf = (draft: readonly (readonly GrammarSentence[])[]): string =>
  draft.map((sentences) => sentences.map(({ text }) => removeTokens(text)).join(' ')).join(' ');
