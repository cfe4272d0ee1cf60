/** Asks the planner for a plan, once, and once more with what is wrong with the first. */
import { OutputFormatError } from '../errors.ts';
import type { Answer, Ask } from '../model/ask.ts';
import { parsePlan } from './parse-plan.ts';
import { createPlan, type Plan } from './plan.ts';
import {
  type PlanPromptInput,
  planSchema,
  renderPlanPrompt,
  renderPlanRepair,
  sizeSections,
} from './plan-prompt.ts';

/**
 * Turns an instruction into a plan whose budgets sum to `targetWords` exactly.
 *
 * @param input.targetWords - Length of the whole text, in words of the run's counting rule.
 * @param options.hasStructuredOutput - Ask for JSON by schema instead of lines.
 * @throws {OutputFormatError} The second reply did not parse either, or the planner declined twice; the replies
 *   are kept in the run.
 *
 * Source: AgentWrite, plan step. Bai et al. 2024, arXiv:2408.07055.
 * Differs: counts are scaled to the target (the paper keeps the model's own), a bad plan is asked for again
 * once instead of being written line by line or skipped, and slots are filled in one pass.
 */
export async function draftPlan(
  input: Omit<PlanPromptInput, 'format'>,
  { ask, address, hasStructuredOutput }: { ask: Ask; address: string; hasStructuredOutput: boolean },
): Promise<Plan> {
  const prompt: PlanPromptInput = { ...input, format: hasStructuredOutput ? 'json' : 'lines' };
  const shape = hasStructuredOutput ? { responseSchema: planSchema } : {};
  // A line of a plan is some eighty tokens; talkative planners take twice that, and some think aloud first.
  const { most } = sizeSections(input.targetWords);
  const maxOutputTokens = 4096 + most * 160;
  const planner = { role: 'planner', expectedOutputTokens: 50 + most * 80 } as const;

  const request = { messages: renderPlanPrompt(prompt), maxOutputTokens, ...shape };
  let first = await ask(request, { step: 'plan', ...planner });
  if (first.finishReason === 'refused') {
    first = await ask({ ...request, seed: 1 }, { step: 'plan/again', ...planner });
  }
  if (first.finishReason === 'refused') {
    throw new OutputFormatError(
      `The planner ${address} declined to plan this instruction twice. ` +
        'Rephrase the instruction, use another planner with --planner, or give a plan of your own with --plan.',
      { text: '', expected: 'a plan' },
    );
  }
  try {
    return finish(first, input);
  } catch (error) {
    if (!(error instanceof OutputFormatError)) throw error;
    const second = await ask(
      { messages: renderPlanRepair(prompt, first.text, error.message), maxOutputTokens, ...shape },
      { step: 'plan/repair', ...planner },
    );
    return finish(second, input);
  }
}

function finish(answer: Answer, { instruction, targetWords }: Omit<PlanPromptInput, 'format'>): Plan {
  const reply = answer.text;
  if (answer.finishReason === 'length') {
    throw new OutputFormatError(
      'Expected a whole plan, but the reply was cut at its output limit; be briefer.',
      {
        text: reply,
        expected: 'a whole plan',
      },
    );
  }
  const { title, sections } = parsePlan(reply);
  if (sections.length > targetWords) {
    throw new OutputFormatError(
      `Expected a plan for ${targetWords} words; it has ${sections.length} sections, more than words.`,
      { text: reply, expected: 'fewer sections' },
    );
  }
  return createPlan({ title: title ?? titleFrom(instruction), sections }, { targetWords });
}

/** For planners that forget the title: what the instruction says the text is about, not longer than a heading. */
function titleFrom(instruction: string): string {
  const first = instruction.trim().split('\n', 1)[0] ?? '';
  const subject =
    /^(?:please\s+)?(?:write|compose|create|draft)\b.*?\b(?:about|on)\s+(.+?)[.!]?$/i.exec(first)?.[1] ??
    /^请?(?:写|撰写|创作).*?(?:介绍|关于|讲述|论述|讨论)(.+?)(?:的文章)?[。！]?$/u.exec(first)?.[1];
  const line = subject === undefined ? first : subject.charAt(0).toUpperCase() + subject.slice(1);
  return line.length <= 80 ? line : `${line.slice(0, 79).replace(/\s+\S*$/, '')}…`;
}
