/** The model of a command that is given none: from the configuration, else the first that is here. */
import { detectModel } from '../model/detect-model.ts';
import { readConfig } from './config.ts';
import type { Output } from './output.ts';
import { findPlace } from './run-place.ts';

/** Says what was chosen and why. */
export async function chooseModel(
  { model, home }: { model?: string; home?: string },
  output: Output,
): Promise<string> {
  if (model !== undefined) return model;
  const config = await readConfig(
    process.cwd(),
    findPlace({ ...(home !== undefined && { home }) }, process.env).home,
  );
  if (config.model !== undefined) {
    output.say(`model: ${config.model} (named in ${config.path}; name another with --model)`);
    return config.model;
  }
  const found = await detectModel({ env: process.env, fetch });
  output.say(
    found === undefined
      ? 'model: mini (no key, no local server and no downloaded model is found; name another with --model)'
      : `model: ${found.address} (${found.reason}; name another with --model)`,
  );
  return found?.address ?? 'mini';
}
