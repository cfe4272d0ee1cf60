/**
 * A tokenizer as `tokenizer.json`, the file of the tokenizers and transformers libraries. We write and read the one
 * kind that we train: byte-level BPE without normaliser, unknown token or prefix space.
 */
import { z } from 'zod';
import { UsageError } from '../../errors.ts';
import { byteToCharacter } from './byte-alphabet.ts';
import type { Digits } from './split-text.ts';
import { createTokenizer, type SpecialToken, type Tokenizer, type TokenizerParts } from './tokenizer.ts';

const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
const preTokenizers: Record<Digits, object> = {
  runs: byteLevel,
  single: {
    type: 'Sequence',
    pretokenizers: [{ type: 'Digits', individual_digits: true }, byteLevel],
  },
};

/**
 * Renders `tokenizer.json`. Merges stand as `left right`, which old and new versions of the library read.
 *
 * The library always turns special tokens that are written out in a text into those tokens; our own `encode` does so
 * only when asked.
 */
export function renderTokenizerFile({ tokens, merges, special, digits }: TokenizerParts): string {
  const addedTokens = special.map(({ id, content }) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const file = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens,
    normalizer: null,
    pre_tokenizer: preTokenizers[digits],
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      // A map's entries keep their order, and so do those of an object unless a key looks like an array index.
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

const splitterSchema = z.object({
  type: z.string(),
  add_prefix_space: z.boolean().optional(),
  use_regex: z.boolean().optional(),
  individual_digits: z.boolean().optional(),
});

const fileSchema = z.object({
  added_tokens: z.array(
    z.object({ id: z.int().nonnegative(), content: z.string().min(1), special: z.boolean() }),
  ),
  normalizer: z.null(),
  pre_tokenizer: z.union([
    z.object({ type: z.literal('Sequence'), pretokenizers: z.array(splitterSchema) }),
    splitterSchema,
  ]),
  model: z.object({
    type: z.literal('BPE'),
    unk_token: z.null().optional(),
    continuing_subword_prefix: z.union([z.null(), z.literal('')]).optional(),
    end_of_word_suffix: z.union([z.null(), z.literal('')]).optional(),
    ignore_merges: z.literal(false).optional(),
    byte_fallback: z.literal(false).optional(),
    vocab: z.custom<Record<string, number>>(isVocabulary, 'a record of ids'),
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
  }),
});

/**
 * Reads `tokenizer.json` back, ours or any file of the same kind: `ByteLevel`, alone or after `Digits` with
 * `individual_digits`, no normaliser.
 *
 * @param path - Named in errors.
 * @throws {UsageError} The text is no JSON, another kind of tokenizer, or its parts do not fit together.
 */
export function parseTokenizerFile(text: string, path: string): Tokenizer {
  const fail = (field: string, expected: string, found: string): never => {
    throw new UsageError(
      `Expected \`${field}\` of ${path} to be ${expected}, got ${found}. Give a tokenizer.json made by \`longhand train tokenizer\`.`,
    );
  };
  const parsed = fileSchema.safeParse(parseJson(text, path));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fail(issue?.path.join('.') || 'tokenizer.json', 'byte-level BPE', `“${issue?.message}”`);
  }
  const { added_tokens: addedTokens, pre_tokenizer: preTokenizer, model } = parsed.data;
  const digits = readDigits(preTokenizer);
  if (!digits)
    return fail(
      'pre_tokenizer',
      '`ByteLevel` or `Digits` before `ByteLevel`',
      `\`${JSON.stringify(preTokenizer)}\``,
    );

  const ids = new Map(Object.entries(model.vocab));
  const special: SpecialToken[] = [];
  for (const { id, content, special: isSpecial } of addedTokens) {
    if (!isSpecial) return fail('added_tokens', 'special tokens only', `\`${content}\``);
    if ((ids.get(content) ?? id) !== id)
      return fail('model.vocab', `${id} for \`${content}\``, `\`${ids.get(content)}\``);
    ids.set(content, id);
    special.push({ id, content });
  }
  const tokens: string[] = [];
  for (const [token, id] of ids) {
    if (id >= ids.size) return fail('model.vocab', 'ids without a gap', `\`${id}\` for ${ids.size} tokens`);
    if (tokens[id] !== undefined)
      return fail('model.vocab', 'an id for each token', `${id} for \`${tokens[id]}\` and \`${token}\``);
    tokens[id] = token;
  }
  for (let byte = 0; byte < 256; byte += 1)
    if (!ids.has(byteToCharacter(byte))) return fail('model.vocab', 'all 256 bytes', `none for ${byte}`);
  const merges = model.merges.map((merge) => (typeof merge === 'string' ? merge : merge.join(' ')));
  const stranger = merges.find((merge) => {
    const parts = merge.split(' ');
    return parts.length !== 2 || ![...parts, parts.join('')].every((token) => ids.has(token));
  });
  if (stranger !== undefined)
    return fail('model.merges', 'pairs of tokens that make a token', `\`${stranger}\``);
  return createTokenizer({ tokens, merges, special, digits });
}

/** By hand, because a record of zod leaves out a token called `__proto__`. */
function isVocabulary(value: unknown): boolean {
  return (
    value !== null &&
    typeof value === 'object' &&
    Object.values(value).every((id) => Number.isInteger(id) && id >= 0)
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`Expected ${path} to be JSON: ${(error as Error).message}.`, { cause: error });
  }
}

function readDigits(preTokenizer: z.infer<typeof fileSchema>['pre_tokenizer']): Digits | undefined {
  const splitters = 'pretokenizers' in preTokenizer ? preTokenizer.pretokenizers : [preTokenizer];
  const last = splitters.at(-1);
  if (last?.type !== 'ByteLevel' || last.add_prefix_space || last.use_regex === false) return undefined;
  if (splitters.length === 1) return 'runs';
  const [first] = splitters;
  return splitters.length === 2 && first?.type === 'Digits' && first.individual_digits ? 'single' : undefined;
}
