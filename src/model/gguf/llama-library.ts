/**
 * The part of node-llama-cpp that we use, and how it is loaded. The package is an optional peer: these types stand
 * for its own, so that everything else compiles and runs without it.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';

export type Token = number & { __token: never };

/** Text whose template parts and contents are told apart: a plain string never becomes a control token. */
export type TemplateText = { values: readonly unknown[]; tokenize(tokenizer: Tokenizer): Token[] };

type Tokenizer = (text: string, specialTokens?: boolean) => Token[];

export type ChatItem =
  | { type: 'system' | 'user'; text: string }
  | { type: 'model'; response: readonly string[] };

export type ChatWrapper = {
  generateContextState(options: { chatHistory: readonly ChatItem[] }): {
    contextText: TemplateText;
    stopGenerationTriggers: readonly TemplateText[];
  };
};

export type Grammar = { stopGenerationTriggers: readonly (string | TemplateText | readonly unknown[])[] };

export type LlamaModel = {
  tokenizer: Tokenizer;
  tokens: { bos: Token | null; shouldPrependBosToken: boolean };
  trainContextSize: number;
  fileInfo: { metadata: { tokenizer?: { chat_template?: string } } };
  detokenize(tokens: readonly Token[], specialTokens?: boolean, lastTokens?: readonly Token[]): string;
  createContext(options: { contextSize: number; threads: number }): Promise<LlamaContext>;
  dispose(): Promise<void>;
};

type LlamaContext = {
  contextSize: number;
  getSequence(): LlamaSequence;
  dispose(): Promise<void>;
};

export type LlamaSequence = {
  /** How many tokens it holds. */
  nextTokenIndex: number;
  adaptStateToTokens(tokens: Token[], allowShift: boolean): Promise<void>;
  clearHistory(): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: Token[]): Promise<void>;
  evaluate(
    tokens: Token[],
    options: {
      temperature: number;
      topK?: number;
      topP?: number;
      minP?: number;
      seed?: number;
      grammarEvaluationState?: object;
    },
  ): AsyncGenerator<Token, void, void>;
};

export type Llama = {
  cpuMathCores: number;
  loadModel(options: { modelPath: string; loadSignal?: AbortSignal | undefined }): Promise<LlamaModel>;
  createGrammarForJsonSchema(schema: object): Promise<Grammar>;
  getGrammarFor(type: 'json'): Promise<Grammar>;
};

export type LlamaLibrary = {
  getLlama(options: {
    build: 'never';
    gpu: 'auto' | false;
    maxThreads: number;
    logLevel: string;
    logger(level: string, message: string): void;
    progressLogs: boolean;
    skipDownload: boolean;
  }): Promise<Llama>;
  JinjaTemplateChatWrapper: new (options: {
    template: string;
    reasoning: null;
    trimLeadingWhitespaceInResponses: boolean;
  }) => ChatWrapper;
  resolveChatWrapper(model: LlamaModel): ChatWrapper;
  LlamaGrammarEvaluationState: new (options: { model: LlamaModel; grammar: Grammar }) => object;
};

const packageName = 'node-llama-cpp';

/** @throws {UsageError} The package is not installed; says how to get it. */
export async function importLlama(
  load = (name: string): Promise<unknown> => import(name),
): Promise<LlamaLibrary> {
  try {
    return (await load(packageName)) as LlamaLibrary;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw missing(error);
  }
}

/** @throws {UsageError} The package is not installed. Loads nothing: it is asked before a run exists. */
export function requireLlama(): void {
  if (findLlama() === undefined) throw missing();
}

/** Path of the installed package's `package.json`; undefined where it is not installed. */
export function findLlama(): string | undefined {
  const folders = createRequire(import.meta.url).resolve.paths(packageName) ?? [];
  return folders.map((folder) => join(folder, packageName, 'package.json')).find((file) => existsSync(file));
}

function missing(cause?: unknown): UsageError {
  return new UsageError(
    'Expected the optional package `node-llama-cpp`, which runs GGUF files, found none. In a checkout install it with `npm run setup:native`, beside the npm package with `npm install node-llama-cpp@3.22.1`.',
    { cause },
  );
}
