/** A capability card for people: a row of the list, a block, and what follows from it for writing. */
import { type CapabilityCard, usableContextTokens } from '../model/card/card.ts';
import { mostWordsAtOnce } from '../model/card/most-words.ts';
import { fitWidth } from '../publish/display-width.ts';
import { formatNumber } from './format.ts';

const unknown = '–';

export const cardHeadings: readonly string[] = [
  'model',
  'window',
  'advertised',
  'longest answer',
  'length',
  'JSON',
  'thinks',
  'speed',
  'probed (UTC)',
];

/** One row under `cardHeadings`; a dash stands for what is not known. */
export function renderCardRow(card: CapabilityCard): string[] {
  return [
    fitWidth(card.key, 48),
    describeWindow(card) ?? unknown,
    card.advertised?.contextTokens === undefined ? unknown : formatNumber(card.advertised.contextTokens),
    card.maxOutputWords === undefined ? unknown : `${formatNumber(card.maxOutputWords)} words`,
    describeBias(card) ?? unknown,
    card.structuredOutput ?? unknown,
    describeThinking(card) ?? unknown,
    card.speed === undefined ? unknown : `${formatNumber(card.speed.tokensPerSecond)}/s`,
    card.probedAt === undefined ? 'never' : formatTime(card.probedAt),
  ];
}

/** Everything the card knows, a line each. */
export function renderCardBlock(card: CapabilityCard): string {
  const { advertised, tokenRatio, speed, stopReasons, languages, structuredOutput } = card;
  const lines: [string, string | undefined][] = [
    ['window', describeWindow(card) && `${describeWindow(card)} tokens, by our count`],
    ['advertised', advertised && describeAdvertised(advertised)],
    ['token count', tokenRatio && `${tokenRatio.map((ratio) => ratio.toFixed(2)).join(' to ')} of ours`],
    [
      'longest answer',
      card.maxOutputWords === undefined ? undefined : `${formatNumber(card.maxOutputWords)} words`,
    ],
    ['length', describeBias(card) && `${describeBias(card)} of what is asked, far from any limit`],
    ['JSON', structuredOutput && jsonWords[structuredOutput]],
    ['streams', describeClaim(card.streams)],
    ['ends told truly', stopReasons && (stopReasons.join(', ') || 'none')],
    ['temperature', describeClaim(card.acceptsTemperature)],
    ['system role', describeClaim(card.acceptsSystem)],
    ['limit is called', card.tokenLimitName],
    ['thinks', describeThinking(card)],
    ['images', describeClaim(card.vision ?? card.advertised?.vision)],
    ['languages', languages && (languages.join(', ') || 'none')],
    [
      'speed',
      speed &&
        `${formatNumber(speed.tokensPerSecond)} tokens a second, the first after ${formatNumber(speed.firstTokenInMs)} ms`,
    ],
    ['probed', card.probedAt && `${formatTime(card.probedAt)} UTC`],
  ];
  const known = lines.filter(([, value]) => value !== undefined);
  return [card.key, ...known.map(([name, value]) => `  ${name.padEnd(17)}${value}`)].join('\n');
}

/** What a run plans with, where the card limits it. */
export function deriveLimits(card: CapabilityCard): {
  contextTokens: number | undefined;
  sectionWords: number | undefined;
} {
  const contextTokens = usableContextTokens(card);
  const room = contextTokens && Math.max(0, contextTokens - (card.reasoningTokens ?? 0));
  const sectionWords = mostWordsAtOnce({
    contextTokens: room,
    maxOutputTokens: card.advertised?.maxOutputTokens,
    maxOutputWords: card.maxOutputWords,
  });
  return { contextTokens, sectionWords };
}

/** The limits as a sentence. */
export function renderLimits(card: CapabilityCard): string {
  const { contextTokens, sectionWords } = deriveLimits(card);
  const prompts =
    contextTokens === undefined
      ? 'no limit of prompts is known'
      : `prompt and answer together stay below ${formatNumber(contextTokens)} tokens`;
  const sections =
    sectionWords === undefined
      ? 'sections of any usual size'
      : `sections of at most ${formatNumber(sectionWords)} words`;
  return `For writing: ${sections}; ${prompts}.`;
}

const jsonWords: Record<NonNullable<CapabilityCard['structuredOutput']>, string> = {
  schema: 'a schema is enforced',
  json: 'comes when asked for; a schema is not enforced',
  none: 'does not come',
};

function describeWindow({ keptTokens, lostTokens }: CapabilityCard): string | undefined {
  if (keptTokens !== undefined) {
    const end = lostTokens === undefined ? ' or more' : ` (${formatNumber(lostTokens)} lost)`;
    return formatNumber(keptTokens) + end;
  }
  return lostTokens === undefined ? undefined : `below ${formatNumber(lostTokens)}`;
}

function describeAdvertised({
  contextTokens,
  maxOutputTokens,
  source,
}: NonNullable<CapabilityCard['advertised']>): string {
  const parts = [
    contextTokens !== undefined && `window ${formatNumber(contextTokens)} tokens`,
    maxOutputTokens !== undefined && `answer ${formatNumber(maxOutputTokens)} tokens`,
  ];
  return `${parts.filter((part) => part !== false).join(', ')} (${source})`;
}

const describeBias = ({ lengthBias }: CapabilityCard): string | undefined =>
  lengthBias === undefined ? undefined : `${Math.round(lengthBias * 100)}%`;

function describeThinking({ reasoningTokens }: CapabilityCard): string | undefined {
  if (reasoningTokens === undefined) return undefined;
  return reasoningTokens === 0 ? 'no' : `about ${formatNumber(reasoningTokens)} tokens`;
}

const describeClaim = (claim: boolean | undefined): string | undefined =>
  claim === undefined ? undefined : claim ? 'yes' : 'no';

const formatTime = (iso: string): string => iso.slice(0, 16).replace('T', ' ');
