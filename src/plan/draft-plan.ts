/** Asks the planner for a plan, whole or in pieces, and once more with what is wrong with a bad reply. */
import { ModelCallError, OutputFormatError } from '../errors.ts';
import type { Answer, Ask, Limits } from '../model/ask.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import { countImageTokens } from '../model/images/image-tokens.ts';
import { type PromptProfile, parseCompactPlan, renderCompactPlan } from './compact-prompt.ts';
import { parsePlan } from './parse-plan.ts';
import { createPlan, type Plan, type Section, type SectionDraft } from './plan.ts';
import {
  type PlanPromptInput,
  planSchema,
  renderPlanPrompt,
  renderPlanRepair,
  type SectionSizes,
  sizeSections,
} from './plan-prompt.ts';
import { titleFrom } from './title.ts';

type PlanInput = Omit<PlanPromptInput, 'format' | 'size' | 'part'> & {
  /**
   * `whole`, the default: every section before the first word is written. `skeleton`: where the sections are more than
   * one reply carries, only the parts; `expandPart` plans each when it is reached.
   */
  depth?: 'whole' | 'skeleton' | undefined;
};

export type Planner = {
  ask: Ask;
  /** Of the planner's model, for messages. */
  address: string;
  hasStructuredOutput: boolean;
  profile: PromptProfile;
  /** What the planner takes and gives. */
  limits: () => Limits;
  /** Most words worth asking the writer for in one answer. */
  maxSectionWords: () => number | undefined;
};

/** A line of a plan is some eighty tokens; talkative planners take twice that. */
const usualTokens = 80;
const mostTokens = 160;
/** The same in the compact profile, whose points are short and whose repair shows no earlier reply. */
const compactTokens = 32;
const compactPromptTokens = 100;
/** More sections than this in one reply lose their way, and their counts. */
const mostAtOnce = 50;
const mostInPiece = 12;
/** Planners like sections somewhat smaller than the largest allowed. */
const slack = 1.2;

/**
 * Turns an instruction into a plan whose budgets sum to `targetWords` exactly.
 *
 * Where the window does not hold a plan of so many sections, it is made in pieces: the parts first, then the sections
 * of each part, with the outline of all parts in sight; the plan is then a tree, as deep as it must be. A window that turns out to be
 * smaller than thought leads there too, once.
 *
 * @param input.targetWords - Length of what is to be planned, in words of the run's counting rule.
 * @throws {OutputFormatError} The second reply did not parse either, or the planner declined twice; the replies
 *   are kept in the run.
 * @throws {ModelCallError} Fault `context-overflow`: not even one part's plan fits the window.
 *
 * Source: AgentWrite, plan step. Bai et al. 2024, arXiv:2408.07055.
 * Differs: counts are scaled to the target (the paper keeps the model's own), a bad plan is asked for again
 * once instead of being written line by line or skipped, slots are filled in one pass, and large plans come in pieces.
 */
export async function draftPlan(input: PlanInput, planner: Planner): Promise<Plan> {
  // Refused as too long, the window is known from then on: a second try may fit, or pieces will.
  for (const step of ['plan', 'plan/refit']) {
    const size = sizeOf(input, planner);
    const atOnce = countSectionsAtOnce(input, planner);
    if (size.fewest > mostAtOnce || size.fewest * slack > atOnce) break;
    const most = Math.max(size.fewest, Math.min(size.most, atOnce));
    const draft = await askForPlan({ ...input, size: { ...size, most } }, step, planner);
    if (draft !== 'overflow') return finish(draft, input, planner.maxSectionWords());
  }
  if (input.depth === 'skeleton') return finish(await draftParts(input, 'plan/parts', planner), input);
  return finish(await draftInPieces(input, 'plan', planner), input, planner.maxSectionWords());
}

/**
 * Plans what is inside one part of a text, one level deep: sections to write, or, where they would be more than one
 * reply carries, smaller parts.
 *
 * @param input.targetWords - Length of the part; the budgets sum to it exactly.
 * @param input.part - Outline of what stands around it, its points, and what stands just before.
 * @param step - Name of the durable step, unique in the run.
 * @throws As `draftPlan`.
 */
export async function expandPart(
  input: PlanInput & Required<Pick<PlanPromptInput, 'part'>>,
  step: string,
  planner: Planner,
): Promise<readonly Section[]> {
  const { isLeaf, asked } = sizePiece(input, planner);
  const draft = await askForPlan({ ...input, size: asked }, step, planner);
  if (draft === 'overflow') throw tooLong(planner);
  return finish(draft, input, isLeaf ? planner.maxSectionWords() : undefined).sections;
}

async function draftParts(input: PlanInput, step: string, planner: Planner): Promise<Draft> {
  const draft = await askForPlan({ ...input, size: sizePiece(input, planner).asked }, step, planner);
  if (draft === 'overflow') throw tooLong(planner);
  return draft;
}

/** How one reply divides so many words: into sections, or into parts that are divided again. */
function sizePiece(input: PlanInput, planner: Planner): { isLeaf: boolean; asked: SectionSizes } {
  const size = sizeOf(input, planner);
  const inPiece = Math.max(2, Math.min(mostInPiece, countSectionsAtOnce(input, planner)));
  const usual = Math.ceil(size.fewest * slack);
  if (usual <= inPiece)
    return {
      isLeaf: true,
      asked: { ...size, most: Math.max(size.fewest, Math.min(size.most, inPiece)) },
    };
  const count = Math.max(2, Math.min(inPiece, Math.ceil(usual / inPiece)));
  return { isLeaf: false, asked: sizesOfParts(input.targetWords, count) };
}

/** How many section lines the window has room for, after the prompt. */
function countSectionsAtOnce(
  input: PlanInput,
  { limits, hasStructuredOutput, profile, address }: Planner,
): number {
  const { contextTokens } = limits();
  if (contextTokens === undefined) return Number.POSITIVE_INFINITY;
  if (profile === 'compact')
    return Math.floor(
      (contextTokens - estimateTokens(input.instruction) - compactPromptTokens) / compactTokens,
    );
  const format = hasStructuredOutput ? 'json' : 'lines';
  const prompt = renderPlanPrompt({ ...input, format });
  const promptTokens = estimateTokens(prompt[0]?.content ?? '') + countImageTokens(prompt, address);
  // The repair round sends prompt and reply again.
  return Math.floor((contextTokens - promptTokens) / (2.2 * usualTokens));
}

/** The parts, then the sections of each; parts that are still too large come in pieces themselves. */
async function draftInPieces(
  input: PlanInput & Pick<PlanPromptInput, 'part'>,
  step: string,
  planner: Planner,
): Promise<Draft> {
  const { isLeaf, asked } = sizePiece(input, planner);
  const draft = await askForPlan(
    { ...input, size: asked },
    isLeaf || input.part === undefined ? `${step}${isLeaf ? '' : '/parts'}` : `${step}-parts`,
    planner,
  );
  if (draft === 'overflow') throw tooLong(planner);
  if (isLeaf) return draft;

  // Budgets of the parts first: what a part is given does not depend on how its own sections are counted.
  const parts = finish(draft, input);
  const outline = parts.sections
    .map(({ id, title, targetWords }) => `${id}. ${title} (${targetWords})`)
    .join('\n');
  const sections: SectionDraft[] = [];
  for (const { id, title, mainPoints, targetWords } of parts.sections) {
    const before = (sections.at(-1)?.children ?? []).map((child) => child.title);
    const part = { outline: input.part?.outline ?? outline, title, mainPoints, before };
    const name = input.part === undefined ? `${step}/part-${id}` : `${step}.${id}`;
    const inner = await draftInPieces({ ...input, targetWords, part }, name, planner);
    const scaled = createPlan({ title, sections: inner.sections }, { targetWords });
    sections.push({ title, children: scaled.sections.map(toDraft) });
  }
  return { title: draft.title, sections };
}

function sizesOfParts(targetWords: number, count: number): SectionSizes {
  const words = targetWords / count;
  return { fewest: count, most: count, minWords: Math.floor(words / 2), maxWords: Math.ceil(words * 1.5) };
}

const toDraft = ({ title, mainPoints, targetWords, children, contract }: Section): SectionDraft => ({
  title,
  mainPoints,
  contract,
  ...(targetWords > 0 && { words: targetWords }),
  children: children.map(toDraft),
});

const sizeOf = ({ targetWords }: PlanInput, { maxSectionWords }: Planner): SectionSizes =>
  sizeSections(targetWords, { maxOutputWords: maxSectionWords() });

type Draft = { title: string | undefined; sections: SectionDraft[] };

/** One plan, asked for, repaired once; `overflow` when the request does not fit. */
async function askForPlan(
  input: Omit<PlanPromptInput, 'format'> & { size: SectionSizes },
  step: string,
  { ask, address, hasStructuredOutput, profile }: Planner,
): Promise<Draft | 'overflow'> {
  if (profile === 'compact') return askForCompactPlan(input, step, ask);
  const prompt: PlanPromptInput = { ...input, format: hasStructuredOutput ? 'json' : 'lines' };
  const shape = hasStructuredOutput ? { responseSchema: planSchema } : {};
  const { most } = input.size;
  // Some planners think aloud first.
  const maxOutputTokens = 4096 + most * mostTokens;
  const options = { role: 'planner', expectedOutputTokens: 50 + most * usualTokens } as const;

  const request = { messages: renderPlanPrompt(prompt), maxOutputTokens, ...shape };
  let first = await ask(request, { step, ...options });
  if (first.finishReason === 'refused') {
    first = await ask({ ...request, seed: 1 }, { step: `${step}/again`, ...options });
  }
  if (first.finishReason === 'overflow') return 'overflow';
  if (first.finishReason === 'refused') {
    throw new OutputFormatError(
      `The planner ${address} declined to plan this instruction twice. ` +
        'Rephrase the instruction, use another planner with --planner, or give a plan of your own with --plan.',
      { text: '', expected: 'a plan' },
    );
  }
  try {
    return readDraft(first, input.targetWords);
  } catch (error) {
    if (!(error instanceof OutputFormatError)) throw error;
    const second = await ask(
      { messages: renderPlanRepair(prompt, first.text, error.message), maxOutputTokens, ...shape },
      { step: `${step}/repair`, ...options },
    );
    if (second.finishReason === 'overflow') throw error;
    return readDraft(second, input.targetWords);
  }
}

/** A bad reply is asked for again in another draw: to be shown it would help no model that needs this profile. */
async function askForCompactPlan(
  { instruction, style, part, size, targetWords }: Omit<PlanPromptInput, 'format'> & { size: SectionSizes },
  step: string,
  ask: Ask,
): Promise<Draft | 'overflow'> {
  const sections = Math.min(
    size.most,
    Math.max(size.fewest, Math.ceil((targetWords / size.maxWords) * slack)),
  );
  const request = {
    messages: renderCompactPlan({
      instruction,
      title: part?.title,
      form: style?.form,
      sections,
      targetWords,
    }),
    maxOutputTokens: 256 + sections * usualTokens,
  };
  const options = { role: 'planner', expectedOutputTokens: sections * compactTokens } as const;
  const first = await ask(request, { step, ...options });
  if (first.finishReason === 'overflow') return 'overflow';
  try {
    return readCompactDraft(first, targetWords, sections);
  } catch (error) {
    if (!(error instanceof OutputFormatError)) throw error;
    const second = await ask({ ...request, seed: 1 }, { step: `${step}/again`, ...options });
    return readCompactDraft(second, targetWords, sections);
  }
}

/** Small models write the lines well and do not count them: what is above the asked number is left out. */
function readCompactDraft(answer: Answer, targetWords: number, most: number): Draft {
  const found = parseCompactPlan(answer.text);
  return found === undefined
    ? readDraft(answer, targetWords)
    : { title: undefined, sections: found.sections.slice(0, most) };
}

function readDraft({ text: reply, finishReason }: Answer, targetWords: number): Draft {
  if (finishReason === 'length') {
    throw new OutputFormatError(
      'Expected a whole plan, but the reply was cut at its output limit; be briefer.',
      { text: reply, expected: 'a whole plan' },
    );
  }
  const { title, sections } = parsePlan(reply);
  if (sections.length > targetWords) {
    throw new OutputFormatError(
      `Expected a plan for ${targetWords} words; it has ${sections.length} sections, more than words.`,
      { text: reply, expected: 'fewer sections' },
    );
  }
  return { title, sections };
}

function finish(
  { title, sections }: Draft,
  { instruction, targetWords }: PlanInput,
  mostWords?: number,
): Plan {
  return createPlan({ title: title ?? titleFrom(instruction), sections }, { targetWords, mostWords });
}

function tooLong({ address, limits }: Planner): ModelCallError {
  return new ModelCallError(
    `The instruction leaves no room for a plan in the ${limits().contextTokens ?? 'few'} tokens that ${address} takes. ` +
      'Shorten the instruction or the style sheet, use another planner with --planner, or give a plan with --plan.',
    { fault: 'context-overflow', address },
  );
}
