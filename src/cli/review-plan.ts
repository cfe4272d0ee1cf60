/** A person looks at the plan before it is written. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { askAboutPlan } from './ask.ts';
import type { RunView } from './run-view.ts';

/**
 * Shows the plan file and asks: accept, edit, stop.
 *
 * @returns The file as accepted, undefined to pause the run.
 */
export async function reviewPlan(path: string, view: RunView): Promise<string | undefined> {
  for (;;) {
    const plan = await readFile(path, 'utf8');
    view.rest();
    process.stderr.write(`\n${plan}\n`);
    const answer = await askAboutPlan();
    if (answer === 'accept') return plan;
    if (answer === 'stop') return undefined;
    await edit(path);
  }
}

/** As git does it: the editor's words are a command line for the shell, the file comes last. */
async function edit(path: string): Promise<void> {
  const editor = process.env.VISUAL || process.env.EDITOR || 'vi';
  const isWindows = process.platform === 'win32';
  await new Promise<void>((resolve) => {
    const child = isWindows
      ? spawn(`${editor} "${path}"`, { stdio: 'inherit', shell: true })
      : spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' });
    child.on('error', (error) => {
      process.stderr.write(`Expected to start \`${editor}\`: ${error.message}. Set EDITOR to another one.\n`);
      resolve();
    });
    child.on('exit', () => resolve());
  });
}
