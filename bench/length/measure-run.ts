/** One run of the real write program on a context in memory, and what is measured of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPlanned } from '../../src/methods/manuscript-index.ts';
import { createWriteProgram } from '../../src/methods/write-program.ts';
import { createWriteRequest } from '../../src/methods/write-request.ts';
import type { Usage } from '../../src/model/model.ts';
import { addUsage, noUsage } from '../../src/model/usage.ts';
import { createVolatileContext } from '../../src/run/volatile-context.ts';
import { countWords } from '../../src/text/count-words.ts';
import { type Manuscript, renderMarkdown } from '../../src/write/manuscript.ts';
import { countBeats } from './beats.ts';
import type { LengthPrompt } from './prompts.ts';
import { createQuality, type Quality } from './qualities.ts';
import { countKeptWords } from './wasted-words.ts';

export type MeasuredRun = {
  prompt: string;
  kind: LengthPrompt['length']['kind'];
  askedWords: number;
  /** Of a run that failed: what ended it. The rest is then undefined. */
  failure?: string;
  delivered?: {
    /** Of the whole Markdown. */
    words: number;
    /** Whether the command would have ended with exit code 4. */
    isOutside: boolean;
    /** Of English and of Chinese sections. */
    beats: Record<'en' | 'zh', { planned: number; present: number }>;
    /** Words of writer and editor, and those of them that stand in the text. */
    answers: { written: number; kept: number };
    calls: number;
    inputTokens: number;
  };
};

export async function measureRun(
  { name, instruction, length }: LengthPrompt,
  method: string,
  quality: Quality,
): Promise<MeasuredRun> {
  const measured = { prompt: name, kind: length.kind, askedWords: length.words };
  const model = await createQuality(quality);
  // Prompts may name several lengths; what counts here is the one of the data.
  const { request } = createWriteRequest(instruction, { model: model.address, method, length });
  let manuscript: Manuscript | undefined;
  const program = createWriteProgram({
    resolveModel: async () => model,
    onManuscript: (latest) => {
      manuscript = latest;
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'longhand-length-'));
  const context = createVolatileContext({ folder });
  try {
    const { status } = await program(request, context);
    if (manuscript === undefined) throw new Error('The run ended without a manuscript.');
    const markdown = renderMarkdown(manuscript);
    const planned = await loadPlanned(context.memory);
    const beats = { en: { planned: 0, present: 0 }, zh: { planned: 0, present: 0 } };
    for (const { id, text } of manuscript.sections) {
      const section = planned.get(id);
      // Points of a section that only gathers others are left to those inside it.
      if (section === undefined || section.targetWords === 0) continue;
      const found = countBeats(section, text, instruction);
      const sum = beats[/\p{Script=Han}/u.test(text) ? 'zh' : 'en'];
      sum.planned += found.planned;
      sum.present += found.present;
    }
    const details = await context.listCallDetails();
    const answers = details.filter(({ role }) => role === 'writer' || role === 'editor');
    const usage = details.reduce((sum: Usage, detail) => addUsage(sum, detail.usage as Usage), noUsage());
    return {
      ...measured,
      delivered: {
        words: countWords(markdown),
        isOutside: status === 'outside-contract',
        beats,
        answers: countKeptWords(
          answers.map(({ text }) => (typeof text === 'string' ? text : '')),
          markdown,
        ),
        calls: usage.calls,
        inputTokens: usage.inputTokens,
      },
    };
  } catch (error) {
    return { ...measured, failure: (error as Error).message };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
