/** The short steps of a probe: manners, settings, JSON, Chinese. Each returns what it found, as a sentence. */
import { z } from 'zod';
import { ModelCallError } from '../../errors.ts';
import { detectLanguage } from '../../text/language.ts';
import { endsOnSentence } from '../../text/sentences.ts';
import type { CapabilityCard } from './card.ts';
import { type Probe, Unknown } from './probe-call.ts';
import {
  chinesePrompt,
  colourPrompt,
  createMarker,
  explainPrompt,
  longListPrompt,
  luringPrompt,
  plainJsonPrompt,
  renderOrderPrompt,
  renderSystemPrompt,
} from './probe-prompts.ts';

/** Room for a few sentences. */
const shortTokens = 300;
const fewTokens = 16;
/** A server that counts a little differently still keeps the limit. */
const limitSlack = 2;

const addTo = <T>(list: readonly T[] | undefined, value: T): T[] => [...new Set([...(list ?? []), value])];

/** Whether text streams, how fast, whether the model thinks, and whether a natural end is called one. */
export async function probeShortAnswer(probe: Probe): Promise<string> {
  const { text, pieces, finishReason } = await probe.ask(explainPrompt, shortTokens);
  const isEnglish = detectLanguage(text) === 'en';
  const endsWell = finishReason === 'stop' && endsOnSentence(text);
  probe.put({
    streams: pieces > 2,
    ...(isEnglish && { languages: addTo(probe.card.languages, 'en' as const) }),
    ...(endsWell && { stopReasons: addTo(probe.card.stopReasons, 'stop' as const) }),
  });
  const { speed, reasoningTokens = 0 } = probe.card;
  return [
    pieces > 2 ? 'text arrives in pieces' : 'text arrives all at once',
    speed === undefined ? 'speed could not be told' : `${speed.tokensPerSecond} tokens a second`,
    reasoningTokens > 0 ? `thinks about ${reasoningTokens} tokens` : 'does not think',
  ].join(', ');
}

/** Whether a reply cut at the output limit says so. */
export async function probeOutputLimit(probe: Probe): Promise<string> {
  if ((probe.card.reasoningTokens ?? 0) > 0) {
    throw new Unknown('the model thinks first, so a small limit would cut thoughts and not text');
  }
  const { finishReason, usage } = await probe.ask(longListPrompt, fewTokens);
  if (usage.outputTokens > fewTokens + limitSlack) {
    throw new Unknown(`${usage.outputTokens} tokens came although at most ${fewTokens} were allowed`);
  }
  if (finishReason !== 'length') return 'an answer cut at the limit is not marked as cut';
  probe.put({ stopReasons: addTo(probe.card.stopReasons, 'length' as const) });
  return 'an answer cut at the limit says so';
}

/** Whether the system role is accepted and reaches the model. */
export async function probeSystemRole(probe: Probe): Promise<string> {
  const marker = createMarker(probe.random);
  try {
    const { text } = await probe.ask(renderSystemPrompt(marker), 40);
    if (text.toLowerCase().includes(marker)) {
      probe.put({ acceptsSystem: true });
      return 'the system role is obeyed';
    }
  } catch (error) {
    if (!isAbout(error, /system|role/i)) throw error;
    probe.put({ acceptsSystem: false });
    return 'the system role is refused';
  }
  // Whoever does not obey the same order from the user tells nothing about the role.
  const { text } = await probe.ask(renderOrderPrompt(marker), 40);
  if (!text.toLowerCase().includes(marker)) throw new Unknown('the model follows no such order in any role');
  probe.put({ acceptsSystem: false });
  return 'the system role is accepted and not read';
}

/** Whether a temperature is accepted. */
export async function probeTemperature(probe: Probe): Promise<string> {
  try {
    const { warnings } = await probe.ask({ ...colourPrompt, temperature: 0.5 }, 40);
    // The call layer may have left it out by itself, and then says so.
    const isLeftOut = warnings.some((warning) => /temperature/i.test(warning));
    if (!isLeftOut && probe.card.acceptsTemperature !== false) {
      probe.put({ acceptsTemperature: true });
      return 'a temperature is accepted';
    }
  } catch (error) {
    if (!isAbout(error, /temperature/i)) throw error;
  }
  probe.put({ acceptsTemperature: false });
  return 'a temperature is not accepted';
}

const workShape = z.strictObject({ nameOfWork: z.string(), sheets: z.int() });
const bookShape = z.strictObject({ title: z.string(), pages: z.int() });

/** Whether a schema is enforced against a prompt that leads away from it; else whether JSON comes when asked for. */
export async function probeStructuredOutput(probe: Probe): Promise<string> {
  const put = (structuredOutput: CapabilityCard['structuredOutput']): void => probe.put({ structuredOutput });
  try {
    // The schema must go out, whatever was known before.
    const model = { ...probe.model, hasStructuredOutput: true };
    const { text } = await probe.ask(luringPrompt, shortTokens, { model });
    if (isShape(text, workShape)) {
      put('schema');
      return 'a JSON schema is enforced';
    }
  } catch (error) {
    if (!isAbout(error, /./)) throw error;
  }
  const { text } = await probe.ask(plainJsonPrompt, shortTokens);
  if (isShape(text, bookShape)) {
    put('json');
    return 'a JSON schema is not enforced; JSON comes when asked for';
  }
  put('none');
  return 'no JSON comes, with a schema or without';
}

/** JSON of this shape and nothing else; a code fence around it is forgiven. */
function isShape(text: string, shape: z.ZodType): boolean {
  const json = /^\s*(?:```(?:json)?\s*\n)?(\{[\s\S]*\})\s*(?:```)?\s*$/.exec(text)?.[1];
  if (json === undefined) return false;
  try {
    return shape.safeParse(JSON.parse(json)).success;
  } catch {
    // Braces around something else.
    return false;
  }
}

/** Whether Chinese is answered in Chinese. English was seen before. */
export async function probeChinese(probe: Probe): Promise<string> {
  const { text } = await probe.ask(chinesePrompt, shortTokens);
  const isChinese = detectLanguage(text) === 'zh';
  if (isChinese) probe.put({ languages: addTo(probe.card.languages, 'zh' as const) });
  return isChinese ? 'answers Chinese in Chinese' : 'does not answer Chinese in Chinese';
}

/** A request the endpoint did not accept, for a reason that names this. */
function isAbout(error: unknown, pattern: RegExp): boolean {
  return error instanceof ModelCallError && error.fault === 'bad-request' && pattern.test(error.message);
}
