/** The agents of NexusSum at work: many pieces side by side, each a durable step, stand-ins counted. */
import { UsageError } from '../../errors.ts';
import type { Message } from '../../model/request.ts';
import type { ReadingHost } from '../reading/read-method.ts';
import type { SceneChunk } from './chunks.ts';
import { type Part, packParts } from './parts.ts';
import { askPiece, leadSentences, type PieceAnswer, type PieceQuestion } from './piece.ts';
import {
  renderPiece,
  renderProse,
  renderStrategy,
  renderWeave,
  type SummaryBrief,
  type SummaryPiece,
} from './prompts.ts';

type Stage = 'prose' | 'summary' | 'pass' | 'readability' | 'length';

export type Agents = {
  /** Most tokens of a piece of text that a request of this kind holds beside its answer. */
  room(job: 'prose' | 'summary' | 'condense'): number;
  /** Tells chunks as prose, those alone that `isDialogue` names; packs all of them into parts. */
  tell(chunks: readonly SceneChunk[], isDialogue: (chunk: SceneChunk) => boolean): Promise<Part[]>;
  /** Sums parts up, each in its words. */
  summarize(
    parts: readonly Part[],
    askedWords: readonly number[],
    job: 'summary' | 'fuller',
  ): Promise<string[]>;
  /** Says pieces in fewer words. `step` names this round of pieces. */
  condense(pieces: readonly SummaryPiece[], step: string): Promise<string[]>;
  /** Writes one window anew; undefined where nothing came that `isGood`. */
  rewrite(window: string, step: string, isGood: (text: string) => boolean): Promise<string | undefined>;
  /** Works points into passages; '' where nothing came that is longer. */
  weave(passages: readonly (SummaryPiece & { points: readonly string[] })[], step: string): Promise<string[]>;
  /** How many pieces of each stage the model gave nothing of use for, twice. */
  standIns: Record<Stage, number>;
};

/** Most tokens of a piece where the window would hold more; small pieces keep more of their details. */
const mostTokens = { prose: 2_000, summary: 6_000, condense: 600 };
/** Answer by text, in tokens, with room to spare. */
const answerShare = { prose: 1.4, summary: 1.2, condense: 1.2 };
/** Below it no strategy is made and the compact prompts are used. */
const smallWindow = 2_048;
const [marginTokens, strategyTokens, leastTokens] = [64, 500, 100];
const mostStrategySigns = 1_500;
const excerptTokens = 1_500;
/** Prose made of a scene has so much of its words: with less things were left out, with more some were made up. */
const [leastProse, mostProse] = [0.5, 1.5];
/** A summary so much longer than its text is none; more than 1, since one may be counted in another script. */
const mostSummary = 1.5;

export function createAgents(task: Omit<SummaryBrief, 'profile'>, host: ReadingHost): Agents {
  const { countWords } = host;
  const isSmall = host.limits('summarizer').windowTokens < smallWindow;
  const brief: SummaryBrief = { ...task, profile: isSmall ? 'compact' : 'standard' };
  const standIns = { prose: 0, summary: 0, pass: 0, readability: 0, length: 0 };
  const lead: PieceQuestion['standIn'] = (text, words) => leadSentences(text, words, countWords);

  function room(job: keyof typeof mostTokens): number {
    const { windowTokens, maxOutputTokens = Infinity } = host.limits('summarizer');
    const empty =
      job === 'prose'
        ? renderProse(brief, '', '')
        : renderPiece(job === 'summary' ? 'fuller' : job, brief, { text: '', askedWords: 1_000 });
    const prompt =
      countMessages(empty, host) + marginTokens + (job === 'prose' && !isSmall ? strategyTokens : 0);
    const left = Math.floor((windowTokens - prompt) / (1 + answerShare[job]));
    const tokens = Math.min(left, Math.floor(maxOutputTokens / answerShare[job]), mostTokens[job]);
    if (tokens >= leastTokens) return tokens;
    throw new UsageError(
      `Expected the question to leave room for the text in a window of ${windowTokens} tokens; its request alone takes ` +
        `${prompt}, which leaves ${Math.max(0, tokens)} of at least ${leastTokens}. Shorten the question, or use a model with a larger window.`,
    );
  }

  /** Asks all questions, at most so many at once as the host allows. */
  async function askAll(
    stage: Stage,
    questions: readonly PieceQuestion[],
    unit: string,
    onAnswer: (answer: PieceAnswer, index: number) => Promise<void> = async () => {},
  ): Promise<PieceAnswer[]> {
    let done = 0;
    const tasks = questions.map((question, index) => ({
      name: question.step,
      work: async () => ({ index, answer: await askPiece(question, host) }),
    }));
    const answers = await host.parallel(tasks, host.concurrency, async () => {
      done += 1;
      await host.progress(done, questions.length, unit);
    });
    for (const { index, answer } of answers) await onAnswer(answer, index);
    const declined = answers.filter(({ answer }) => answer.isStandIn);
    standIns[stage] += declined.length;
    if (declined.length > 0)
      await host.warn(
        `${declined.length} of ${questions.length} ${unit} came to nothing twice; ` +
          `${stage === 'prose' || stage === 'length' ? 'they stay as they were' : 'their first sentences stand in'}. ` +
          `First: ${declined[0]?.answer.reason ?? ''}`,
      );
    return answers.map(({ answer }) => answer);
  }

  return {
    room,
    standIns,
    async tell(chunks, isDialogue) {
      const wanted = chunks.filter(isDialogue);
      const texts = new Map<SceneChunk, string>();
      if (wanted.length > 0) {
        const strategy = isSmall ? '' : await askStrategy(wanted[0]?.text ?? '');
        const told = await askAll(
          'prose',
          wanted.map(({ text }, index) => ({
            step: `prose-${index + 1}`,
            text,
            askedWords: countWords(text),
            render: (piece) => renderProse(brief, piece, strategy),
            standIn: (piece) => piece,
            isGood: (answer, piece) => {
              const share = countWords(answer) / Math.max(1, countWords(piece));
              return share >= leastProse && share <= mostProse;
            },
            mustBeWhole: true,
          })),
          'scenes to tell',
        );
        for (const [index, { text }] of told.entries()) {
          const chunk = wanted[index];
          if (chunk !== undefined) texts.set(chunk, text);
        }
      }
      return packParts(chunks, (chunk) => texts.get(chunk) ?? chunk.text, room('summary'), host);
    },
    async summarize(parts, askedWords, job) {
      const answers = await askAll(
        'summary',
        parts.map(({ text }, index) => ({
          step: `${job}-${index + 1}`,
          text,
          askedWords: askedWords[index] ?? 1,
          render: (piece, words) => renderPiece(job, brief, { text: piece, askedWords: words }),
          standIn: lead,
          isGood: (answer, piece) => countWords(answer) <= countWords(piece) * mostSummary,
        })),
        'parts',
        async ({ text, isStandIn, reason }, index) => {
          await host.keepUnit({
            id: `${job}-${index + 1}`,
            kind: 'summary',
            spans: parts[index]?.spans ?? [],
            text,
            status: isStandIn ? 'skipped' : 'done',
            ...(reason !== undefined && { reason }),
          });
        },
      );
      return answers.map(({ text }) => text);
    },
    async condense(pieces, step) {
      const answers = await askAll(
        step.startsWith('pass') ? 'pass' : 'length',
        pieces.map((piece, index) => ({
          ...piece,
          step: `${step}/piece-${index + 1}`,
          render: (text, askedWords) => renderPiece('condense', brief, { text, askedWords }),
          standIn: step.startsWith('pass') ? lead : (text) => text,
        })),
        'pieces',
      );
      return answers.map(({ text }) => text);
    },
    async rewrite(window, step, isGood) {
      const { text, isStandIn } = await askPiece(
        {
          step,
          text: window,
          askedWords: countWords(window),
          render: (piece, askedWords) => renderPiece('smooth', brief, { text: piece, askedWords }),
          standIn: () => '',
          isGood: (answer, piece) => piece !== window || isGood(answer),
          mustBeWhole: true,
        },
        host,
      );
      if (isStandIn) standIns.readability += 1;
      return isStandIn ? undefined : text;
    },
    async weave(passages, step) {
      const answers = await askAll(
        'length',
        passages.map(({ text, askedWords, points }, index) => ({
          step: `${step}/passage-${index + 1}`,
          text,
          askedWords,
          render: (piece, words) => renderWeave(brief, { text: piece, askedWords: words, points }),
          standIn: (piece) => piece,
          isGood: (answer, piece) => countWords(answer) > countWords(piece),
        })),
        'passages',
      );
      return answers.map(({ text, isStandIn }) => (isStandIn ? '' : text));
    },
  };

  async function askStrategy(text: string): Promise<string> {
    const excerpt = leadSentences(text, excerptTokens, host.countTokens);
    const { text: strategy } = await askPiece(
      {
        step: 'strategy',
        text: excerpt,
        askedWords: 200,
        render: (piece) => renderStrategy(brief, piece),
        standIn: () => '',
      },
      host,
    );
    return leadSentences(strategy.slice(0, mostStrategySigns), strategyTokens, host.countTokens);
  }
}

const tokensAroundMessage = 4;
const countMessages = (
  messages: readonly Message[],
  { countTokens }: Pick<ReadingHost, 'countTokens'>,
): number => messages.reduce((sum, { content }) => sum + countTokens(content) + tokensAroundMessage, 0);
