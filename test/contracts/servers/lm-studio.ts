/** LM Studio: its own model list beside the OpenAI routes, and a good status for every path it does not know. */
import {
  countTokens,
  promptOf,
  quoteEnds,
  sendCompletion,
  sendJson,
  startServer,
  type TestServer,
} from './http-server.ts';

type StudioModel = {
  id: string;
  type?: 'llm' | 'vlm' | 'embeddings';
  /** Absent: not loaded. */
  loadedTokens?: number;
  maxTokens?: number;
};

export async function startLmStudio(models: readonly StudioModel[]): Promise<TestServer> {
  return startServer(({ route, body }, response) => {
    if (route === 'GET /api/v0/models') {
      const data = models.map(({ id, type = 'llm', loadedTokens, maxTokens = 131_072 }) => ({
        id,
        object: 'model',
        type,
        arch: 'qwen3',
        quantization: 'Q4_K_M',
        state: loadedTokens === undefined ? 'not-loaded' : 'loaded',
        max_context_length: maxTokens,
        ...(loadedTokens !== undefined && { loaded_context_length: loadedTokens }),
      }));
      return sendJson(response, { object: 'list', data });
    }
    if (route === 'GET /v1/models') {
      const data = models.map(({ id }) => ({ id, object: 'model', owned_by: 'organization_owner' }));
      return sendJson(response, { object: 'list', data });
    }
    if (route !== 'POST /v1/chat/completions')
      return sendJson(response, { error: `Unexpected endpoint or method. (${route})` });

    const model = String(body.model);
    const contextTokens = models.find(({ id }) => id === model)?.loadedTokens ?? 4_096;
    const prompt = promptOf(body);
    if (countTokens(prompt) > contextTokens) {
      const error = `The number of tokens to keep from the initial prompt is greater than the context length (n_keep: ${countTokens(prompt)} >= n_ctx: ${contextTokens}).`;
      return sendJson(response, { error }, 400);
    }
    const content = quoteEnds(prompt);
    sendCompletion(response, {
      model,
      deltas: [{ role: 'assistant', content }],
      finishReason: 'stop',
      usage: { prompt_tokens: countTokens(prompt), completion_tokens: countTokens(content) },
    });
  });
}
