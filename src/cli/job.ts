/** What a command is to write: instruction, settings and model, from words, files, configuration and questions. */

import { UsageError } from '../errors.ts';
import type { WriteSettings } from '../methods/write-request.ts';
import { detectModel } from '../model/detect-model.ts';
import { readLength } from '../plan/length/read-length.ts';
import type { StyleSheet } from '../plan/style-sheet.ts';
import { detectLanguage } from '../text/language.ts';
import type { Brief } from './brief.ts';
import { readConfig } from './config.ts';
import type { Output } from './output.ts';
import { readInstruction, readTextFile } from './read-instruction.ts';
import { findPlace, renderCommand } from './run-place.ts';
import { isInteractive } from './world.ts';
import { readWordCount, readWriteSettings, type WriteOptions } from './write-options.ts';

export type Job = {
  instruction: string;
  settings: Omit<WriteSettings, 'model'> & { model: string | undefined };
  /** The options with what the configuration says where they say nothing. */
  options: WriteOptions;
};

/**
 * Reads the job. What is missing is asked for on a terminal.
 *
 * @throws {UsageError} There is no instruction and nobody to ask, or a file or value is off.
 */
export async function readJob(given: string | undefined, asked: WriteOptions, output: Output): Promise<Job> {
  const { home } = findPlace(asked, process.env);
  const config = await readConfig(process.cwd(), home);
  const options = withConfig(asked, config);
  const settings = readWriteSettings(options);
  const interactive = isInteractive(output);
  if (options.continue !== undefined) {
    settings.continueFile = {
      path: options.continue,
      text: await readTextFile(options.continue, 'continue'),
    };
  }
  let model = options.model ?? options.writer;
  let brief = await readInstruction(given, options.brief);
  if (brief === undefined && settings.continueFile !== undefined)
    brief = continueIt(settings.continueFile.text);
  if (model === undefined && options.dryRun !== true) {
    const found = await detectModel({ env: process.env, fetch });
    if (found !== undefined) {
      model = found.address;
      output.say(`model: ${found.address} (${found.reason}; name another with --model)`);
    }
  } else if (asked.model === undefined && asked.writer === undefined && model !== undefined) {
    output.say(`model: ${model} (named in ${config.path}; name another with --model)`);
  }
  if (brief === undefined) {
    if (!interactive) {
      throw new UsageError(
        'Expected an instruction, got none. Say what to write: `longhand write "…"`, name a brief, or give `-` for stdin.',
      );
    }
    const { askForJob } = await import('./ask.ts');
    const job = await askForJob({ words: options.words !== undefined, model });
    model = job.model;
    brief = { instruction: job.instruction };
    if (job.words !== undefined) brief.words = readWordCount('words', job.words);
    const words = job.words === undefined ? [] : ['--words', job.words];
    output.say(
      `The same again: ${renderCommand(['write', job.instruction, ...words, '--model', model], options)}`,
    );
  } else if (model === undefined && interactive && options.dryRun !== true) {
    model = await (await import('./ask.ts')).askForModel();
  } else if (model === undefined && options.dryRun !== true) {
    model = 'mini';
    output.say(
      'model: mini (no key, no local server and no downloaded model is found; name another with --model)',
    );
  }
  settings.words ??= brief.words;
  const style = await readStyle(options, brief);
  if (style !== undefined) settings.style = style;
  const reading = settings.words === undefined ? readLength(brief.instruction) : undefined;
  if (reading?.status === 'conflict' && interactive) {
    const { askForLength } = await import('./ask.ts');
    settings.length = await askForLength(reading.candidates);
  }
  return { instruction: brief.instruction, settings: { ...settings, model }, options };
}

function withConfig(asked: WriteOptions, config: Awaited<ReturnType<typeof readConfig>>): WriteOptions {
  const { path: _path, prices = {}, maxCost, tolerance, ...rest } = config;
  const defined = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const listed = Object.entries(prices).map(([address, price]) => `${address}=${price}`);
  return {
    ...rest,
    ...(maxCost !== undefined && { maxCost: String(maxCost) }),
    ...(tolerance !== undefined && { tolerance: String(tolerance) }),
    ...defined,
    // Later ones win: a flag over the file.
    ...((listed.length > 0 || asked.price) && { price: [...listed, ...(asked.price ?? [])] }),
  };
}

/** Flags win over the brief. */
async function readStyle(options: WriteOptions, brief: Brief): Promise<StyleSheet | undefined> {
  const { form, language, audience, tone } = options;
  const files: StyleSheet = {
    ...(options.style !== undefined && { style: await readTextFile(options.style, 'style') }),
    ...(options.avoid !== undefined && { avoid: await readTextFile(options.avoid, 'avoid') }),
  };
  const flags = Object.fromEntries(
    Object.entries({ form, language, audience, tone }).filter(([, value]) => value !== undefined),
  );
  const style = { ...brief.style, ...flags, ...files };
  return Object.keys(style).length === 0 ? undefined : style;
}

/** For a text that is given without a word about it. */
function continueIt(text: string): Brief {
  return {
    instruction:
      detectLanguage(text) === 'zh'
        ? '请把已有正文接着写完，保持其主题、口吻和风格。'
        : 'Continue the text that is already there and bring it to its end, in its own subject, voice and style.',
  };
}
