/** An answer that is read out of a text: the request of a reading run, and what it will take. */
import type { CapabilityCard } from '../../model/card/card.ts';
import { estimateTokens, loadTokenizer } from '../../model/estimate-tokens.ts';
import type { Source } from '../../read/source.ts';
import type { BudgetLimits } from '../../run/budget.ts';
import { detectLanguage } from '../../text/language.ts';
import type { Quote } from '../quote.ts';
import { toReadingLimits } from '../reading/read-host.ts';
import type { ReadMethodName } from '../reading/read-methods.ts';
import { taskOf } from '../reading/read-program.ts';
import { quoteReading } from '../reading/read-quote.ts';
import { createReadRequest, type ReadRequest } from '../reading/read-request.ts';
import type { SourcedPrice } from '../write-request.ts';

/** A text that is to be read. */
export type AskedSource = {
  title: string;
  /** Of its text; of its file, where that is not read yet. */
  characters: number;
  sha256: string;
  readText: () => Promise<string>;
};

type ReadingAttempt = {
  model: string;
  method: string;
  sample: { instruction: string; source: AskedSource };
};

type Known = {
  prices?: Readonly<Record<string, SourcedPrice>> | undefined;
  card?: CapabilityCard | undefined;
  budget?: BudgetLimits | undefined;
};

/** English prose; a quote needs no more. */
const charactersPerToken = 4.2;

/** @throws {UsageError} The method is none that reads. */
function createRequest({ model, method, sample }: ReadingAttempt, known: Known): ReadRequest {
  const { prices = {}, card, budget } = known;
  const asked = { ask: sample.instruction, model, method, ...(budget && { budget }) };
  // No data set asks for a length: a number in a title is none.
  const { contract: _contract, ...request } = createReadRequest(asked);
  return {
    ...request,
    targetWords: 0,
    prices,
    cards: card === undefined ? {} : { [model]: card },
    method: method as ReadMethodName,
    why: 'as asked',
  };
}

/** The request and the text of a reading run, as `longhand read` makes them of a file. */
export async function createReadingAttempt(
  attempt: ReadingAttempt,
  known: Known,
): Promise<{ request: ReadRequest; texts: Map<string, Source> }> {
  const request = createRequest(attempt, known);
  await loadTokenizer();
  const { title, sha256, readText } = attempt.sample.source;
  const text = await readText();
  const [id, language, mediaType] = [sha256.slice(0, 12), detectLanguage(text), 'text/plain'];
  const origin = { id, path: title, title, mediaType, sha256, language };
  return {
    request: {
      ...request,
      sources: [{ ...origin, characters: text.length, tokens: estimateTokens(text) }],
    },
    texts: new Map([
      [
        id,
        {
          ...origin,
          url: undefined,
          bytes: text.length,
          text,
          encoding: undefined,
          parts: [],
          image: undefined,
        },
      ],
    ]),
  };
}

/** Quotes it from the size of the text, without reading it. */
export function quoteReadingAttempt(attempt: ReadingAttempt, known: Known): Quote {
  const request = createRequest(attempt, known);
  const { sources: _sources, ...task } = taskOf(request, []);
  const advertised = known.card?.advertised;
  return quoteReading(request, task, {
    sourceTokens: Math.ceil(attempt.sample.source.characters / charactersPerToken),
    limits: toReadingLimits(advertised?.contextTokens, advertised?.maxOutputTokens),
  });
}
