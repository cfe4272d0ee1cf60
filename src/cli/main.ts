/**
 * The command line: names, options and help. Every command's own file is loaded when it is called, so that
 * `--help` stays quick; nothing heavy may be imported here.
 */

import { Command, CommanderError } from 'commander';
import { addBenchCommands } from './bench-commands.ts';
import { addCeilingCommands } from './ceiling-commands.ts';
import { addDatasetCommands } from './dataset-commands.ts';
import { type Action, addCommand } from './define-command.ts';
import { createOutput, type OutputOptions } from './output.ts';
import { readVersion } from './package-version.ts';
import { addProveCommands } from './prove-commands.ts';
import { addReadCommands } from './read-commands.ts';
import { reportFailure } from './report-failure.ts';
import { addTrainCommands } from './train-commands.ts';
import { readAsUsageError, spellOutJson } from './usage-voice.ts';
import { addWorkerCommands } from './worker-commands.ts';

const exitCodes = `Exit codes: 0 done · 1 failed, what is finished is kept · 2 wrong usage · 3 stopped by a budget, a
refusal or a review, resumable · 4 delivered, but outside the asked length or with a marked gap ·
130 interrupted, resumable.`;

let exitCode = 0;

/** What plans and texts have in common. */
function addWritingOptions(command: Command): Command {
  return command
    .option('--brief <file>', 'Markdown file with the instruction and front matter')
    .option(
      '--source <path...>',
      'write from these files and folders, and cite them: text, Markdown, HTML, PDF, DOCX, EPUB, CSV, JSON',
    )
    .option('--image <path...>', 'write about these images and folders of images: PNG, JPEG, GIF, WebP')
    .option('--allow-http', 'sources may be web addresses, never private ones')
    .option('--citations <style>', 'footnotes (default) or numbered')
    .option(
      '--on-unsupported <policy>',
      'a claim that no source backs, also when written anew: mark it visibly (default), remove it, research (search ' +
        'all sources anew, cite what backs it, ask once more, else remove) or research-mark (the same, else mark)',
    )
    .option('--embeddings <address>', 'find passages of sources by meaning too, with this embedding model')
    .option(
      '--words <n>',
      'length in words, characters for Chinese (default: read from the instruction, else 2000)',
    )
    .option(
      '--model <address>',
      'openai:…, anthropic:…, google:…, openrouter:…, ollama:…, gguf:…, compatible:<model>@<url>, simulated:?seed=1',
    )
    .option('--planner <address>', 'another model for the plan')
    .option('--counting <rule>', 'longbench-write or unicode (default: by the script of the instruction)')
    .option('--form <text>', 'article, report, essay, story, manual …')
    .option('--language <text>', 'language of the text')
    .option('--audience <text>', 'who it is for')
    .option('--tone <text>', 'how it sounds')
    .option('--style <file>', 'a description or a sample of the style')
    .option('--avoid <file>', 'words, phrases and habits to keep out')
    .option('--max-cost <usd>', 'stop before the run costs more; needs known prices')
    .option(
      '--price <in,cached,out>',
      'price of the model in USD per million tokens; <address>=in,cached,out for another one; repeatable',
      (value: string, earlier: string[] = []) => [...earlier, value],
    )
    .option('--yes', 'start without a question, whatever the quote says');
}

function createProgram(perform: (action: Action, options: OutputOptions) => Promise<void>): Command {
  const program = new Command('longhand')
    .description('Makes any language model write book-length text of the asked length, durably.')
    .version(readVersion(), '-v, --version')
    .addHelpText('after', `\n${exitCodes}`)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });

  addWritingOptions(
    addCommand(
      program,
      'write [instruction]',
      'write a document; - reads stdin, a .md or .txt file is a brief',
    ),
  )
    .option(
      '--method <name>',
      'longhand, tree, chain, agentwrite, parallel, native or longwriter-v (default: longhand)',
    )
    .option('--layout <kind>', 'how agentwrite asks: dialogue (default) or published')
    .option('--writer <address>', 'another model for the sections')
    .option('--editor <address>', 'another model for edits')
    .option('--summarizer <address>', 'another model for summaries')
    .option('--judge <address>', 'another model for judgements')
    .option('--out <file>', 'publish to a .md, .txt or .html file')
    .option(
      '--continue <file>',
      'go on from your own text: it stays byte for byte and counts towards the length',
    )
    .option('--plan <file>', 'your own plan: Markdown or JSON; headings are kept to the letter')
    .option('--review', 'show the plan and wait for a yes; without a terminal the run pauses')
    .option(
      '--tolerance <share>',
      'how far "about" may be off, 5% or 0.05 (default: 5%, 1% above 20,000 words)',
    )
    .option('--on-refusal <policy>', 'stop (default), gap, or switch:<model address>')
    .option('--concurrency <n>', 'sections written at once, by longhand and parallel (default: 1)')
    .option('--dry-run', 'only say what it would take; nothing is called, nothing is paid')
    .addHelpText(
      'after',
      `
Without --out the text stays in the home (its place is printed; \`longhand export\` publishes it), and where
stdout is a pipe it is printed there. Ctrl-C stops after the call in flight, a second one at once.

${exitCodes}`,
    )
    .action((instruction, options) =>
      perform(async (output) => (await import('./write.ts')).write(instruction, options, output), options),
    );

  addWritingOptions(
    addCommand(program, 'plan [instruction]', 'the plan alone, as a file to edit and give back'),
  )
    .option('--out <file>', 'a .md or .json file (default: stdout)')
    .action((instruction, options) =>
      perform(async (output) => (await import('./plan.ts')).plan(instruction, options, output), options),
    );

  const runs = addCommand(program, 'runs', 'list the runs of the home, newest first').action((options) =>
    perform(async (output) => (await import('./runs.ts')).runs(options, output), options),
  );
  addCommand(
    runs,
    'pack <run>',
    'a run as one file, without keys: for another computer, or as recorded:<file>',
  )
    .option('--out <file>', 'where it goes (default: <run>.longhand)')
    .action((run, _options, command: Command) => {
      const options = command.optsWithGlobals();
      return perform(
        async (output) => (await import('./runs-pack.ts')).packRun(run, options, output),
        options,
      );
    });
  addCommand(runs, 'unpack <file>', 'takes a packed run into this home; `resume` goes on with it').action(
    (file, _options, command: Command) => {
      const options = command.optsWithGlobals();
      return perform(
        async (output) => (await import('./runs-pack.ts')).unpackRun(file, options, output),
        options,
      );
    },
  );

  const models = addCommand(program, 'models', 'what is known of models, and which are here').action(
    (options) => perform(async (output) => (await import('./models.ts')).models(options, output), options),
  );
  addCommand(
    models,
    'probe <address>',
    'measure what an endpoint really does; short and cheap, kept as its card',
  )
    .option('--limit <tokens>', 'longest prompt to try (default: 32768)')
    .option('--output-words <n>', 'length to ask for when its longest answer is measured (default: 1200)')
    .action((address, _options, command: Command) => {
      const options = command.optsWithGlobals();
      return perform(
        async (output) => (await import('./models.ts')).modelsProbe(address, options, output),
        options,
      );
    });
  addCommand(
    models,
    'pull <address>',
    'download a model for this machine: gguf:hf:<user>/<model>:<quant>',
  ).action((address, _options, command: Command) => {
    const options = command.optsWithGlobals();
    return perform(
      async (output) => (await import('./models.ts')).modelsPull(address, options, output),
      options,
    );
  });

  addCommand(program, 'show <run> [section]', 'a run, or the text of one of its sections')
    .option('--why', 'the exact messages sent, replies, attempts, tokens and cost')
    .action((run, section, options) =>
      perform(async (output) => (await import('./show.ts')).show(run, section, options, output), options),
    );

  addCommand(program, 'resume <run>', 'go on where a run stopped; marked gaps are asked for again')
    .option('--out <file>', 'publish to a .md, .txt or .html file')
    .option('--max-cost <usd>', 'another limit for the whole run')
    .option('--on-refusal <policy>', 'stop, gap, or switch:<model address>')
    .action((run, options) =>
      perform(async (output) => (await import('./resume.ts')).resume(run, options, output), options),
    );

  const edits = (command: Command): Command =>
    command
      .option('--out <file>', 'publish to a .md, .txt or .html file')
      .option('--dry-run', 'only say what becomes stale and what renewing it costs')
      .option('--yes', 'start without a question, whatever the quote says');
  edits(
    addCommand(
      program,
      'rewrite <run> [section] [note]',
      'write one section of a finished text anew, or what a changed plan asks for, with what depends on it',
    ),
  )
    .option('--only', 'this section alone, nothing that depends on it')
    .option('--plan <file>', 'the plan of the text, changed: sections with other points are written anew')
    .action((run, section, note, options) =>
      perform(
        async (output) => (await import('./rewrite.ts')).rewrite(run, section, note, options, output),
        options,
      ),
    );
  edits(addCommand(program, 'resize <run>', 'bring a finished text to another length'))
    .option('--words <n>', 'the new length')
    .action((run, options) =>
      perform(async (output) => (await import('./rewrite.ts')).resize(run, options, output), options),
    );
  for (const [name, isLocked, does] of [
    ['lock', true, 'keep a section as it is, whatever is edited'],
    ['unlock', false, 'let edits touch a section again'],
  ] as const) {
    addCommand(program, `${name} <run> <section>`, does).action((run, section, options) =>
      perform(
        async (output) => (await import('./lock.ts')).lock(run, section, options, output, isLocked),
        options,
      ),
    );
  }

  addCommand(program, 'export <run>', 'publish the text of a run again')
    .option('--out <file>', 'a .md, .txt or .html file')
    .action((run, options) =>
      perform(async (output) => (await import('./export.ts')).exportRun(run, options, output), options),
    );

  addReadCommands(program, perform);
  addTrainCommands(program, perform);
  addBenchCommands(program, perform);
  addProveCommands(program, perform);
  addCeilingCommands(program, perform);
  addDatasetCommands(program, perform);
  addWorkerCommands(program, perform);

  addCommand(program, 'simulate', 'serve the simulated practice model over the OpenAI wire format')
    .option('--port <n>', 'port on 127.0.0.1 (default: 8790)')
    .option('--address <address>', 'parameters of the model (default: simulated:)')
    .option('--log <file>', 'append one JSON line per request')
    .action((options) =>
      perform(async (output) => (await import('./simulate.ts')).simulate(options, output), options),
    );

  addCommand(
    program,
    'doctor',
    'what is here and what lacks: models, keys, servers, disk, versions, home; with the next step',
  ).action((options) =>
    perform(async (output) => (await import('./doctor.ts')).doctor(options, output), options),
  );
  return program;
}

async function main(args: readonly string[]): Promise<void> {
  // A reader that has left (`longhand runs | head`) must not take the run down.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const given = spellOutJson(args);
  const program = createProgram(async (action, options) => {
    const output = createOutput(options);
    try {
      exitCode = await action(output);
    } catch (error) {
      exitCode = reportFailure(error, output);
    }
  });
  try {
    if (given.length === 0) program.outputHelp();
    else await program.parseAsync(given, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const json = given.some((each) => each.startsWith('--json=')) ? 'result' : undefined;
    exitCode = reportFailure(readAsUsageError(error, given), createOutput({ json }));
  }
}

await main(process.argv.slice(2));
// What is written must be out before the end; sockets kept alive must not hold it up.
await Promise.all(
  [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
  ),
);
process.exit(exitCode);
