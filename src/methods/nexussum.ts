/**
 * NexusSum: a summary of a text of any length by agents in a row. Dialogue is told as prose, scenes are summed up a
 * few at a time, and the whole is compressed pass by pass; then it is made readable and brought into its length
 * contract. Texts without scenes take the same way by sections, which is plain hierarchical summarisation.
 *
 * Source: Kim and Kim 2025, "NexusSum", ACL 2025, arXiv:2505.24575.
 * Differs: dialogue is told only where there is enough of it, by one strategy for the whole text; pieces are asked for
 * their share of the length; the loop also ends at an upper bound; a readability pass and a length contract follow; one
 * made-up example a job in place of several of real summaries.
 */
import { boundsOf, isWithinContract } from '../plan/length/length-contract.ts';
import { chunkText } from '../read/chunk-text.ts';
import { splitParagraphs } from '../text/paragraphs.ts';
import { type Agents, createAgents } from './nexussum/agents.ts';
import { chunkScenes, isNarrative, measureDialogue } from './nexussum/chunks.ts';
import { type Compression, compress, joinPieces, mixVersions } from './nexussum/compress.ts';
import type { Part } from './nexussum/parts.ts';
import { findDropped, listPoints } from './nexussum/points.ts';
import { settleSummary } from './nexussum/settle.ts';
import { type Smoothing, smooth } from './nexussum/smooth.ts';
import type { ReadingHost, ReadingTask, ReadMethod } from './reading/read-method.ts';

type Goal = { leastWords: number; aimWords: number; mostWords: number };

/** Telling costs as many words as it reads; below this share of speech it is not worth it. */
const leastDialogue = 0.25;
/** What the first summaries hold of what is wanted at the end, so that there is something to choose from. */
const firstByAim = 2;
/** What the first summary of a part takes of the part's words. */
const [leastSummaryShare, mostSummaryShare] = [0.1, 0.6];
const leastSummaryWords = 40;
/** A first summary below the length wanted is asked for once more, with this to spare. */
const fullerSpare = 1.4;
const windowWords = 600;
/** Without a contract: a hundredth of the sources, within these bounds. */
const [leastUnasked, mostUnasked, shareUnasked] = [300, 1_500, 0.01];
const freedom = 0.1;

export const nexussum: ReadMethod = async (task, host) => {
  const sourceText = task.sources.map(({ text }) => text).join('\n\n');
  const sourceWords = host.countWords(sourceText);
  const genre = isNarrative(sourceText) ? 'narrative' : 'document';
  const goal = goalOf(task, sourceWords);
  const agents = createAgents({ language: task.language, ask: task.ask, genre }, host);

  const chunkTokens = Math.min(agents.room('prose'), agents.room('summary'));
  const { countTokens, countWords } = host;
  const chunks = task.sources.flatMap((source) => chunkScenes(source, { chunkTokens, countTokens }));
  const isDialogue = ({ text }: { text: string }): boolean =>
    genre === 'narrative' && measureDialogue(text) >= leastDialogue;
  const parts = await agents.tell(chunks, isDialogue);

  const summaries = await summarizeParts(parts, goal, agents, host);
  const points = listPoints(joinPieces(summaries), countWords);
  const split = (text: string): string[] =>
    sliceText(text, agents.room('condense'), host).map((slice) => slice.trim());
  const compression = await compress(joinPieces(summaries), {
    ...goal,
    enoughWords: goal.mostWords,
    countWords,
    split,
    async condense(pieces, pass) {
      const shorter = await agents.condense(pieces, `pass-${pass}`);
      await host.keepUnit({
        id: `pass-${pass}`,
        kind: 'pass',
        spans: [],
        text: joinPieces(shorter),
        status: 'done',
      });
      return shorter;
    },
  });
  const kept = mixRejected(compression, goal, countWords);

  // What one call wrote needs no joining.
  const isOnePiece = parts.length === 1 && compression.words.length === 1;
  const readable: Smoothing = isOnePiece
    ? { text: kept, windows: 0, unchanged: 0 }
    : await smooth(kept, {
        windowWords: Math.min(windowWords, Math.floor(agents.room('summary') / 2)),
        leastWords: goal.leastWords,
        countWords,
        async rewrite(window, { window: number, of, isGood }) {
          const rewritten = await agents.rewrite(window, `readability-${number}`, isGood);
          await host.progress(number, of, 'windows');
          return rewritten;
        },
      });
  const settled = await settleSummary(readable.text, {
    ...goal,
    countWords,
    split: (text, mostTokens) => sliceText(text, Math.min(mostTokens, agents.room('condense')), host),
    points,
    condense: (pieces, round) => agents.condense(pieces, `shorter-${round}`),
    weave: (passages, round) => agents.weave(passages, `points-${round}`),
  });

  const words = countWords(settled.text);
  const isMet =
    task.contract === undefined
      ? words >= goal.leastWords && words <= goal.mostWords
      : isWithinContract(task.contract, words);
  if (task.contract !== undefined && !isMet)
    await host.warn(
      `The summary has ${words} words where ${goal.leastWords} to ${goal.mostWords} were to be met` +
        `${words < goal.leastWords ? '; the sources gave no more points' : '; the model did not shorten it further'}.`,
    );
  return {
    text: settled.text,
    report: {
      genre,
      sourceWords,
      scenes: chunks.reduce((sum, { scenes }) => sum + scenes, 0),
      chunks: chunks.length,
      toldAsProse: chunks.filter(isDialogue).length - agents.standIns.prose,
      parts: parts.length,
      passes: compression.words.length - 1 + (compression.end === 'below' ? 1 : 0),
      wordsPerPass: compression.words,
      passesEnded: compression.end,
      readability: { windows: readable.windows, unchanged: readable.unchanged },
      length: {
        ...goal,
        words,
        isMet,
        condensedRounds: settled.condensed,
        pointsWoven: settled.woven,
        pointsRestored: settled.restored,
      },
      points: { of: points.length, kept: points.length - findDropped(points, settled.text).length },
      standIns: agents.standIns,
    },
  };
};

function goalOf({ contract, targetWords }: ReadingTask, sourceWords: number): Goal {
  const unasked = Math.round(Math.min(mostUnasked, Math.max(leastUnasked, sourceWords * shareUnasked)));
  const aimWords = targetWords ?? Math.min(unasked, Math.max(1, Math.round(sourceWords / 2)));
  const { low, high } =
    contract === undefined
      ? { low: aimWords * (1 - freedom), high: aimWords * (1 + freedom) }
      : boundsOf(contract);
  return { leastWords: Math.ceil(low), aimWords, mostWords: Math.floor(high) };
}

/** The first summaries; fuller ones where they fall short of what is wanted at the end. */
async function summarizeParts(
  parts: readonly Part[],
  { aimWords, leastWords }: Goal,
  agents: Agents,
  { countWords }: ReadingHost,
): Promise<string[]> {
  const all = parts.reduce((sum, { words }) => sum + words, 0);
  const share = Math.min(
    mostSummaryShare,
    Math.max(leastSummaryShare, (aimWords * firstByAim) / Math.max(1, all)),
  );
  const asked = parts.map(({ words }) => Math.round(Math.max(leastSummaryWords, words * share)));
  const first = await agents.summarize(parts, asked, 'summary');
  const delivered = countWords(joinPieces(first));
  if (delivered >= leastWords) return first;
  const factor = Math.max(1, (aimWords * fullerSpare) / Math.max(1, delivered));
  const more = parts.map(({ words }, index) =>
    Math.round(Math.max(asked[index] ?? 1, Math.min(words, (asked[index] ?? 1) * factor))),
  );
  const fuller = await agents.summarize(parts, more, 'fuller');
  return first.map((summary, index) => {
    const longer = fuller[index] ?? '';
    return countWords(longer) > countWords(summary) ? longer : summary;
  });
}

/** The version kept, with as much of the pass that went too far as the length can bear. */
function mixRejected(
  { text, rejected }: Compression,
  { leastWords, aimWords, mostWords }: Goal,
  countWords: (text: string) => number,
): string {
  if (rejected === undefined || countWords(text) <= mostWords) return text;
  return joinPieces(mixVersions(rejected.before, rejected.after, { countWords, leastWords, aimWords }));
}

/** Slices of whole sentences, up to so many tokens; a paragraph's end is the better border. Joined they are the text. */
function sliceText(text: string, mostTokens: number, { countTokens }: ReadingHost): string[] {
  const borders: number[] = [];
  let at = 0;
  for (const paragraph of splitParagraphs(text)) {
    if (at > 0) borders.push(at);
    at += paragraph.length;
  }
  const chunkTokens = Math.max(1, Math.floor(mostTokens));
  return chunkText(text, { chunkTokens, countTokens, borders }).map(({ from, to }) => text.slice(from, to));
}
