/** A JSON schema as a grammar that the sampler cannot leave. */
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { Grammar, Llama, TemplateText } from './llama-library.ts';

/**
 * Creates the grammar of a call; undefined where plain text is asked for.
 *
 * A schema with parts the library has no grammar for still gives JSON, of any shape: whoever asked checks the reply.
 */
export async function createGrammar(
  llama: Pick<Llama, 'createGrammarForJsonSchema' | 'getGrammarFor'>,
  format: LanguageModelV4CallOptions['responseFormat'],
): Promise<{ grammar: Grammar; stopTexts: string[] } | undefined> {
  if (format?.type !== 'json') return undefined;
  const grammar = await createForSchema(llama, format.schema);
  const stopTexts = grammar.stopGenerationTriggers.map((trigger) => {
    if (typeof trigger === 'string') return trigger;
    return (isTemplateText(trigger) ? trigger.values : trigger).join('');
  });
  return { grammar, stopTexts };
}

// Lists have a `values` too, which is a function.
const isTemplateText = (trigger: TemplateText | readonly unknown[]): trigger is TemplateText =>
  !Array.isArray(trigger);

async function createForSchema(
  llama: Pick<Llama, 'createGrammarForJsonSchema' | 'getGrammarFor'>,
  schema: object | undefined,
): Promise<Grammar> {
  if (schema === undefined) return llama.getGrammarFor('json');
  try {
    return await llama.createGrammarForJsonSchema(schema);
  } catch {
    // Only schemas are turned down here, so a wider grammar is the best that can be done.
    return llama.getGrammarFor('json');
  }
}
