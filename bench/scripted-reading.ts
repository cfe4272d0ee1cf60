/** Reads a made task through the real program, in memory: no database, no files but the record of calls. */
import { createHash } from 'node:crypto';
import type { ReadMethodName } from '../src/methods/reading/read-methods.ts';
import { createReadProgram } from '../src/methods/reading/read-program.ts';
import {
  createReadRequest,
  type ReadRequest,
  type ReadSettings,
} from '../src/methods/reading/read-request.ts';
import type { ReadResult } from '../src/methods/reading/read-result.ts';
import { estimateTokens, loadTokenizer } from '../src/model/estimate-tokens.ts';
import type { Model } from '../src/model/model.ts';
import type { Source } from '../src/read/source.ts';
import type { RunContext } from '../src/run/run-context.ts';

/** A request over given texts, as `prepareReading` makes it of files. */
export async function requestReading(
  texts: readonly string[],
  settings: Omit<ReadSettings, 'model' | 'method'> & { method: ReadMethodName },
): Promise<{ request: ReadRequest; texts: Map<string, Source> }> {
  await loadTokenizer();
  const request = createReadRequest({ ...settings, model: 'scripted:reader' });
  const sources = texts.map((text, index): Source => {
    const sha256 = createHash('sha256').update(text).digest('hex');
    const id = `${sha256.slice(0, 12)}${index === 0 ? '' : `-${index + 1}`}`;
    const place = { path: `text-${index + 1}.txt`, url: undefined, title: `Text ${index + 1}` };
    const rest = { mediaType: 'text/plain', sha256, bytes: text.length, text, language: 'en' as const };
    return { id, ...place, ...rest, encoding: 'utf-8', parts: [], image: undefined };
  });
  return {
    request: {
      ...request,
      method: settings.method,
      why: 'as asked',
      sources: sources.map(({ id, path = '', title, mediaType, sha256, language, text }) => ({
        ...{ id, path, title, mediaType, sha256, language },
        characters: text.length,
        tokens: estimateTokens(text),
      })),
    },
    texts: new Map(sources.map((source) => [source.id, source])),
  };
}

/** Plays the program to its end. */
export async function playReading(
  { request, texts }: Awaited<ReturnType<typeof requestReading>>,
  model: Model,
  context: RunContext,
): Promise<ReadResult> {
  const program = createReadProgram({ resolveModel: async () => model, texts });
  return (await program(request, context)).result as ReadResult;
}
