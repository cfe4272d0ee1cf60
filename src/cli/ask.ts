/** Questions to a person on a terminal. All of it goes to stderr: stdout is for results. */
import { isCancel, select, text } from '@clack/prompts';
import type { AskedLength } from '../plan/length/length-contract.ts';
import type { FoundLength } from '../plan/length/read-length.ts';
import { formatNumber } from './format.ts';

const output = process.stderr;

/** Whoever leaves a question leaves the command, as with Ctrl-C. */
async function orLeave<T>(answer: Promise<T>): Promise<Exclude<T, symbol>> {
  const value = await answer;
  if (isCancel(value)) throw new DOMException('The question was left.', 'AbortError');
  return value as Exclude<T, symbol>;
}

/** What to write, how long, with which model; only what is not known yet is asked. */
export async function askForJob(known: {
  words: boolean;
  model: string | undefined;
}): Promise<{ instruction: string; words: string | undefined; model: string }> {
  const instruction = await orLeave(
    text({
      message: 'What shall be written?',
      placeholder: 'A guide to the lighthouses of the west coast',
      validate: (value) => (value?.trim() ? undefined : 'Say what to write.'),
      output,
    }),
  );
  const words = known.words
    ? undefined
    : await orLeave(
        text({
          message: 'How many words? (empty: as the text above says, else 2000)',
          defaultValue: '',
          validate: (value) => (/^\d*$/.test(value ?? '') ? undefined : 'A whole number, such as 5000.'),
          output,
        }),
      );
  return { instruction, words: words || undefined, model: known.model ?? (await askForModel()) };
}

export async function askForModel(): Promise<string> {
  const way = await orLeave(
    select({
      message: 'Which model shall write?',
      options: [
        { value: 'compatible', label: 'A server I name', hint: 'vLLM, llama-server, LM Studio, Ollama …' },
        { value: 'provider', label: 'A provider whose key is set', hint: 'openai:, anthropic:, google:' },
        { value: 'practice', label: 'Practise with mini', hint: 'small, offline, free; no quality' },
      ],
      output,
    }),
  );
  if (way === 'practice') return 'mini';
  return orLeave(
    text({
      message: 'Its address',
      placeholder: way === 'compatible' ? 'compatible:<model>@http://127.0.0.1:8080/v1' : 'openai:<model>',
      validate: (value) => (value?.includes(':') ? undefined : 'An address is provider:model.'),
      output,
    }),
  );
}

/** Which of several lengths in an instruction holds. */
export async function askForLength(candidates: readonly FoundLength[]): Promise<AskedLength | undefined> {
  const index = await orLeave(
    select<number>({
      message: 'The instruction names lengths that exclude one another. Which one holds?',
      options: candidates.map(({ evidence, note, words }, value) => ({
        value,
        label: evidence,
        hint: note ?? `${[words].flat().map(formatNumber).join(' to ')} words`,
      })),
      output,
    }),
  );
  const found = candidates[index];
  if (found === undefined) return undefined;
  return found.kind === 'range'
    ? { kind: found.kind, words: found.words }
    : { kind: found.kind, words: found.words };
}

/** Whether to pay for what was quoted. */
export async function askAboutCost(quoted: string): Promise<boolean> {
  const answer = await select<boolean>({
    message: `This run is quoted at ${quoted}. Start it?`,
    options: [
      { value: true, label: 'Yes, write' },
      { value: false, label: 'No', hint: 'nothing has been paid' },
    ],
    output,
  });
  return answer === true;
}

/** What to do with a plan. */
export async function askAboutPlan(): Promise<'accept' | 'edit' | 'stop'> {
  const answer = await select<'accept' | 'edit' | 'stop'>({
    message: 'Write by this plan?',
    options: [
      { value: 'accept', label: 'Yes, write' },
      { value: 'edit', label: 'Edit it first', hint: process.env.VISUAL || process.env.EDITOR || 'vi' },
      { value: 'stop', label: 'Stop here; the run can be resumed' },
    ],
    output,
  });
  return isCancel(answer) ? 'stop' : answer;
}
