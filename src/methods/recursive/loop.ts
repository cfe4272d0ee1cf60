/** Turns of one REPL: the root model writes code, sees what it printed, and in the end gives an answer. */
import type { Message } from '../../model/request.ts';
import { askFirmly } from '../reading/read-answer.ts';
import { answerTokens } from '../reading/read-budget.ts';
import type { ReadingTask } from '../reading/read-method.ts';
import { startCalls } from './calls.ts';
import { createHistory } from './history.ts';
import { type NoteName, renderNote, renderOutput } from './output.ts';
import { renderBeginning, renderClosing, renderRules, renderTurn } from './prompts.ts';
import { createRepl, type Repl } from './repl.ts';
import { type Final, isName, parseReply } from './reply.ts';
import { cutOutput, requireRoom, surroundingsOf, type TurnRoom, turnRoomOf } from './room.ts';
import type { Node, Solved, Tree } from './tree.ts';

/** So many replies without code or answer in a row, and the answer is asked for. */
const mostIdleTurns = 3;

export type SolvedNode = Solved & { messages: Message[] };

/**
 * Lets the root model work until it gives an answer or its turns are used up; then it is asked for the answer once.
 *
 * @throws {UsageError} The window does not hold the rules and one turn.
 */
export async function solve(tree: Tree, node: Node): Promise<SolvedNode> {
  const { host, options } = tree;
  const language = tree.task.language;
  const task: Omit<ReadingTask, 'sources'> | undefined = node.depth === 0 ? tree.task : undefined;
  const opening: [Message, Message] = [
    { role: 'system', content: renderRules(language, surroundingsOf(tree, node)) },
    {
      role: 'user',
      content: renderBeginning(language, task, { context: node.context, iterations: options.iterations }),
    },
  ];
  requireRoom(tree, opening);
  const history = createHistory(tree, opening);
  const repl = createRepl(tree, node, (cell) => startCalls(tree, node, cell, solve));
  let idle = 0;
  try {
    for (let turn = 1; turn <= options.iterations && idle < mostIdleTurns; turn += 1) {
      const step = `${node.path}turn-${turn}`;
      const room = turnRoomOf(tree);
      await history.fit(`${step}/notes`, room);
      if (node.depth === 0) await host.progress(turn - 1, options.iterations, 'turns');
      const messages = history.messages();
      const reply = await tree.calling(() =>
        askFirmly(
          { messages, maxOutputTokens: room.replyTokens, temperature: 0, seed: tree.task.seed },
          { step, role: 'writer', expectedOutputTokens: room.replyTokens },
          { ask: host.ask, address: host.address('writer') },
        ),
      );
      const taken = await takeReply(
        tree,
        repl,
        { step, text: reply.text, isCut: reply.finishReason === 'length' },
        room,
      );
      await tree.trajectory.add({
        type: 'turn',
        ...placeOf(node),
        turn,
        reply: reply.text,
        cells: taken.cells,
      });
      if (taken.answer !== undefined) return { ...taken.answer, turns: turn, messages };
      idle = taken.isIdle ? idle + 1 : 0;
      const isLast = turn === options.iterations;
      const next = isLast ? '' : `\n\n${renderTurn(language, turn + 1, options.iterations)}`;
      history.add(reply.text, taken.shown + next);
    }
    const text = await close(tree, node, repl, history, task);
    return { text, end: 'closing', turns: options.iterations, messages: history.messages() };
  } finally {
    await repl.close();
  }
}

type Taken = {
  answer: Pick<Solved, 'text' | 'end'> | undefined;
  /** For the model. */
  shown: string;
  /** For the trajectory. */
  cells: Record<string, unknown>[];
  isIdle: boolean;
};

/** Runs the code of a reply in order, up to the first answer or failure; then looks for an answer beside it. */
async function takeReply(
  tree: Tree,
  repl: Repl,
  { step, text, isCut }: { step: string; text: string; isCut: boolean },
  room: TurnRoom,
): Promise<Taken> {
  const language = tree.task.language;
  const { cells, isOpen, final } = parseReply(text);
  const shown: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const say = (note: NoteName): void => void shown.push(renderNote(language, note));
  const taken = (answer?: Taken['answer']): Taken => ({
    answer,
    shown: shown.join('\n\n'),
    cells: lines,
    isIdle: cells.length === 0,
  });
  // Half a program may do the opposite of the whole one.
  if (isOpen && isCut) {
    say('wasCut');
    return taken();
  }
  for (const [index, code] of cells.entries()) {
    const id = `${step}/cell-${index + 1}`;
    const record = await repl.run(id, code);
    const { patch: _patch, state: _state, ...line } = record;
    lines.push({ ...line, step: id });
    const output = renderOutput(language, record, (long) =>
      cutOutput(tree, long, room.outputTokens / cells.length),
    );
    await tree.host.keepUnit({ id, kind: 'cell', spans: [], text: output, status: 'done' });
    shown.push(output);
    if (record.answer !== null) return taken({ text: record.answer, end: 'answer' });
    if (record.kind === 'done') continue;
    if (index + 1 < cells.length) say('skipped');
    return taken();
  }
  if (final !== undefined) {
    const answer = await readFinal(repl, `${step}/final`, final);
    if (answer !== undefined) return taken({ text: answer, end: 'final' });
    say('unknownVariable');
  } else if (cells.length === 0) say('noCode');
  return taken();
}

/** A text that is the name of a variable means the variable. */
async function readFinal(repl: Repl, step: string, final: Final): Promise<string | undefined> {
  if (final.kind === 'variable') return repl.read(step, final.name);
  if (!isName(final.text)) return final.text;
  return (await repl.read(step, final.text)) ?? (final.text === 'answer' ? undefined : final.text);
}

async function close(
  tree: Tree,
  node: Node,
  repl: Repl,
  history: ReturnType<typeof createHistory>,
  task: Omit<ReadingTask, 'sources'> | undefined,
): Promise<string> {
  const { host } = tree;
  const step = `${node.path}closing`;
  const outputTokens = answerTokens(task ?? {}, host.limits('writer'));
  await history.fit(`${step}/notes`, { replyTokens: outputTokens, outputTokens: 0 });
  const messages = history.messages();
  const last = messages.pop() as Message;
  messages.push({ role: 'user', content: `${last.content}\n\n${renderClosing(tree.task.language, task)}` });
  const reply = await tree.calling(() =>
    askFirmly(
      { messages, maxOutputTokens: outputTokens, temperature: 0, seed: tree.task.seed },
      { step, role: 'writer', expectedOutputTokens: outputTokens },
      { ask: host.ask, address: host.address('writer') },
    ),
  );
  await tree.trajectory.add({ type: 'closing', ...placeOf(node), reply: reply.text });
  const { final, prose } = parseReply(reply.text);
  const named = final && (await readFinal(repl, `${step}/final`, final));
  if (named !== undefined) return named;
  // Code again instead of an answer: what the REPL holds as the answer so far is nearer to one.
  return prose.trim() || ((await repl.read(`${step}/answer`, 'answer')) ?? reply.text.trim());
}

const placeOf = ({ path, depth }: Node): { path: string; depth: number } => ({ path, depth });
