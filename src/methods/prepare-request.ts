/** A request with what is known of its endpoints: cards, prices, and what the run will take. */
import { UsageError } from '../errors.ts';
import type { CapabilityCard } from '../model/card/card.ts';
import { loadTokenizer } from '../model/estimate-tokens.ts';
import type { Model } from '../model/model.ts';
import type { Plan } from '../plan/plan.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import type { Source } from '../read/source.ts';
import { checkSight, readImages, recordImages, withoutCopies } from './images/image-request.ts';
import { type Quote, quoteRun } from './quote.ts';
import { type EmbedWorld, prepareEmbeddings } from './reading/durable-embed.ts';
import { type ReadTexts, readFiles } from './reading/read-sources.ts';
import {
  createWriteRequest,
  type SourcedPrice,
  type WriteRequest,
  type WriteSettings,
} from './write-request.ts';

/** Where a run looks up what is known of an endpoint. Absent: nothing is known, and nothing is kept. */
export type Knowledge = {
  openCard?: (address: string) => Promise<CapabilityCard>;
  /** Keeps what a run has learnt. */
  saveCard?: (card: CapabilityCard) => Promise<void>;
  findPrice?: (address: string) => Promise<SourcedPrice | undefined>;
};

export type PreparedRequest = {
  request: WriteRequest;
  /** Of the sources, for the process that starts the run. */
  texts: ReadTexts;
  /** How the length was understood, for people. */
  note: string | undefined;
  quote: Quote;
  /** Addresses without a price; then there is no cost either. */
  unpriced: string[];
};

/**
 * Settles a request before anything is paid. Looks endpoints up, calls no model.
 *
 * @throws {UsageError} A setting is off, or a cost limit cannot be held because a price is not known.
 */
export async function prepareRequest(
  instruction: string,
  settings: WriteSettings,
  {
    openCard,
    findPrice,
    resolveModel,
    resolveEmbedder,
  }: Knowledge & EmbedWorld & { resolveModel?: (address: string, card?: CapabilityCard) => Promise<Model> },
): Promise<PreparedRequest> {
  const { request: drafted, note } = createWriteRequest(instruction, settings);
  const cited = await readCited(drafted, settings);
  const { asked, texts } = await addImages(cited, settings);
  const addresses = listAddresses(asked).filter((address) => address !== '');
  const { cards, prices: listed } = await lookUp(addresses, asked, { openCard, findPrice });
  const { writer } = asked.models;
  // A wrong address is told where the run begins; a quote can do without its window.
  const model = await resolveModel?.(writer, cards[writer]).catch(() => undefined);
  // The model may know more of itself than its stored card.
  const known = model?.card === undefined ? cards : { ...cards, [writer]: model.card };
  const notes = [...cited.notes, ...checkSight(asked, known)];
  const quoted = quoteRun(
    { ...asked, cards: known, prices: listed },
    { plan: readOwnPlan(asked), contextTokens: model?.contextTokens },
  );
  const sourceTokens = asked.sources?.files.reduce((sum, { tokens }) => sum + tokens, 0) ?? 0;
  const { quote, prices, ...embedding } = await prepareEmbeddings(
    asked.sources?.embeddings,
    { quote: quoted, prices: listed, sourceTokens },
    { resolveEmbedder, findPrice },
  );
  const unpriced = [...addresses.filter((address) => prices[address] === undefined), ...embedding.unpriced];
  requirePrices(asked.limits.costInUsd, unpriced);
  const request = { ...asked, cards, prices };
  const notesOnAll = [note, ...notes].filter((each) => each !== undefined);
  return {
    request,
    texts,
    note: notesOnAll.length === 0 ? undefined : notesOnAll.join(' '),
    quote,
    unpriced,
  };
}

/** The sources of a request, read; nothing is done for a request without any. */
async function readCited(
  drafted: WriteRequest,
  { sources }: WriteSettings,
): Promise<{ asked: WriteRequest; texts: ReadTexts; notes: string[]; found: Source[] }> {
  if (drafted.sources === undefined || sources === undefined)
    return { asked: drafted, texts: new Map(), notes: [], found: [] };
  const { allowHttp } = drafted.sources;
  await loadTokenizer();
  const { records, texts, notes, images } = await readFiles(sources.paths, { allowHttp, takesImages: true });
  const { sources: cited, ...rest } = drafted;
  const asked = records.length === 0 ? rest : { ...rest, sources: { ...cited, files: records } };
  return { asked, texts, notes, found: images };
}

/** The request with its images: those named as such, then those among the sources. */
async function addImages(
  { asked, texts, found }: Awaited<ReturnType<typeof readCited>>,
  settings: WriteSettings,
): Promise<{ asked: WriteRequest; texts: ReadTexts }> {
  const named = settings.images === undefined ? [] : await readImages(settings.images);
  const images = withoutCopies([...named, ...(await recordImages(found))]);
  return { asked: images.length === 0 ? asked : { ...asked, images }, texts };
}

/** What is known of every address, beside what the request knows already. */
export async function lookUp(
  addresses: readonly string[],
  known: Pick<WriteRequest, 'cards' | 'prices'>,
  { openCard, findPrice }: Knowledge,
): Promise<Pick<WriteRequest, 'cards' | 'prices'>> {
  const cards = { ...known.cards };
  const prices = { ...known.prices };
  await Promise.all(
    addresses.map(async (address) => {
      const [card, price] = await Promise.all([openCard?.(address), prices[address] ?? findPrice?.(address)]);
      if (card !== undefined) cards[address] = card;
      if (price !== undefined) prices[address] = price;
    }),
  );
  return { cards, prices };
}

/** A person's plan says how many sections there will be. */
function readOwnPlan({ planFile, targetWords, opening, instruction }: WriteRequest): Plan | undefined {
  if (planFile === undefined) return undefined;
  const words = targetWords - (opening?.words ?? 0);
  const { text, path } = planFile;
  return readPlanFile(text, { targetWords: words, fallbackWords: words, defaultTitle: instruction, path });
}

/** Every model a run may call, each once. */
export function listAddresses({
  models,
  onRefusal,
}: Pick<WriteRequest, 'models'> & Partial<Pick<WriteRequest, 'onRefusal'>>): string[] {
  const standIn = onRefusal?.kind === 'switch' ? [onRefusal.address] : [];
  return [...new Set([...Object.values(models), ...standIn])];
}

/** @throws {UsageError} There is a limit, and no way to know when it is reached. */
export function requirePrices(limitInUsd: number | undefined, unpriced: readonly string[]): void {
  const [first] = unpriced;
  if (limitInUsd === undefined || first === undefined) return;
  throw new UsageError(
    `Expected a price for ${first} to hold a limit of ${limitInUsd} USD, but none is known. ` +
      'Give it in USD per million tokens: --price input,cached,output (0,0,0 for a server of your own; ' +
      '--price <address>=input,cached,output for a second model).',
  );
}
