/** The files of HelloBench, as published and as they come with a storage pointer resolved. */
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../errors.ts';
import { type DataFile, readDataText } from '../read-data-file.ts';

const origin = 'Quehry/HelloBench on GitHub, commit d403282';
const benchmark = 'hellobench';

/** The tasks, in the order of the published tables. */
export const helloBenchTasks = [
  'open_ended_qa',
  'summarization',
  'chat',
  'text_completion',
  'heuristic_text_generation',
] as const;

/** `main`, or the heuristic task with "no shorter than N words" in place of "long enough". */
export type HelloBenchSet = 'main' | '2k' | '4k' | '8k' | '16k';

/** One published request with all that scoring it needs. */
export type ChecklistTask = {
  id: string;
  set: HelloBenchSet;
  task: (typeof helloBenchTasks)[number];
  /** One of 38; its checklist and its weights are shared by all its requests. */
  subcategory: string;
  instruction: string;
  checklist: readonly string[];
  /** One for each item, summing to 100. */
  weights: readonly number[];
};

const publishedRow = z.object({
  id: z.string().min(1),
  category: z.string().min(1),
  instruction: z.string().min(1),
  checklists: z.array(z.string().min(1)).min(1),
});
const weightTable = z.record(z.string(), z.array(z.number().positive()).min(1));

type WeightTable = z.infer<typeof weightTable>;

/**
 * Reads the requests of the named sets, each with its checklist and weights.
 *
 * @param folder - The repository, its `data` folder, or a folder with `main_data`, `length_constrained_data` and
 *   `checklists`. Weights come from `checklists/weights.json`, else from the table in `results/scripts/compute.py`. The
 *   summarization requests may stand in `summarization.reconstructed.jsonl`.
 * @throws {UsageError} A file is missing, a storage pointer, or not as published; weights do not fit a checklist.
 */
export async function loadHelloBench(
  folder: string | undefined,
  sets: readonly HelloBenchSet[],
): Promise<ChecklistTask[]> {
  const data = await findRoot(folder, 'main_data/open_ended_qa.jsonl', ['', 'data', '..']);
  const loaded: (Omit<ChecklistTask, 'weights'> & { file: string })[] = [];
  for (const set of sets) {
    const tasks = set === 'main' ? helloBenchTasks : (['heuristic_text_generation'] as const);
    for (const task of tasks) {
      const file =
        set === 'main' ? await nameMainFile(data, task) : `length_constrained_data/${task}_${set}.jsonl`;
      for (const { id, category, instruction, checklists } of await readRows(data, file))
        loaded.push({
          id: set === 'main' ? id : `${id}@${set}`,
          set,
          task,
          subcategory: category,
          instruction,
          checklist: checklists,
          file,
        });
    }
  }
  const weights = await loadWeights(data);
  return loaded.map(({ file, ...task }) => {
    const { subcategory, checklist } = task;
    const own = weights[subcategory];
    if (own?.length === checklist.length) return { ...task, weights: own };
    throw new UsageError(
      `Expected ${checklist.length} weights for \`${subcategory}\` of HelloBench, as its checklist in \`${file}\` has items, got ${own?.length ?? 'none'}. Fetch the weights anew from ${origin}.`,
    );
  });
}

async function nameMainFile(root: string | undefined, task: string): Promise<string> {
  const rebuilt = `main_data/${task}.reconstructed.jsonl`;
  const isRebuilt = root !== undefined && (await isThere(join(root, rebuilt)));
  return isRebuilt ? rebuilt : `main_data/${task}.jsonl`;
}

async function readRows(root: string | undefined, file: string): Promise<z.infer<typeof publishedRow>[]> {
  const data: DataFile = { benchmark, file, origin };
  const text = await readDataText(root, data);
  if (text.startsWith('version https://git-lfs'))
    throw new UsageError(
      `Expected \`${file}\` to hold requests, got a pointer to Git large file storage. Run \`git lfs pull\` in the folder of HelloBench.`,
    );
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const read = publishedRow.safeParse(parseJson(line));
    if (read.success) return [read.data];
    const issue = read.error.issues[0];
    throw new UsageError(
      `Expected line ${index + 1} of \`${file}\` to be as published for HelloBench, got another \`${issue?.path.join('.') || 'form'}\` (${issue?.message}). Fetch it anew from ${origin}.`,
    );
  });
}

async function loadWeights(data: string | undefined): Promise<WeightTable> {
  const json = 'checklists/weights.json';
  const script = 'results/scripts/compute.py';
  const places = ['', '..'];
  const withJson = await findRoot(data, json, places);
  if (withJson !== undefined && (await isThere(join(withJson, json)))) {
    const text = await readDataText(withJson, { benchmark, file: json, origin });
    return readWeights(json, parseJson(text));
  }
  const withScript = await findRoot(data, script, places);
  const text = await readDataText(withScript, { benchmark, file: script, origin });
  return readWeights(script, parseJson(jsonOfTable(text)));
}

function readWeights(file: string, value: unknown): WeightTable {
  const read = weightTable.safeParse(value);
  if (read.success) return read.data;
  throw new UsageError(
    `Expected \`${file}\` to hold the weights of HelloBench by subcategory, got another form. Fetch it anew from ${origin}.`,
  );
}

/** The literal `WEIGHT_DICT = {…}` of the published script, made JSON. */
function jsonOfTable(script: string): string {
  const literal = /WEIGHT_DICT\s*=\s*(\{[^{}]*\})/.exec(script)?.[1] ?? '';
  return literal.replaceAll("'", '"').replaceAll(/,(\s*[\]}])/g, '$1');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema says what is wrong with nothing.
    return undefined;
  }
}

/** The first of the places below `folder` that holds the file; `folder` itself where none does. */
async function findRoot(
  folder: string | undefined,
  file: string,
  places: readonly string[],
): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  const base = folder.endsWith('.jsonl') ? dirname(folder) : folder;
  for (const place of places) if (await isThere(join(base, place, file))) return join(base, place);
  return base;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
