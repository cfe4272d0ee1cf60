/** llama-server of llama.cpp: one model, `/props`, `timings` in the stream, and a plain refusal of long prompts. */
import {
  countTokens,
  promptOf,
  quoteEnds,
  sendCompletion,
  sendJson,
  startServer,
  type TestServer,
} from './http-server.ts';

export async function startLlamaServer({
  id = 'qwen3-8b',
  slotTokens = 8_192,
  slots = 1,
  hasModelList = true,
}: {
  id?: string;
  /** Context of one slot, which is what one request may fill. */
  slotTokens?: number;
  slots?: number;
  hasModelList?: boolean;
} = {}): Promise<TestServer> {
  return startServer(({ route, body }, response) => {
    if (route === 'GET /props') {
      return sendJson(response, {
        default_generation_settings: { id: 0, n_ctx: slotTokens, params: { temperature: 0.8 } },
        total_slots: slots,
        model_path: `/models/${id}.gguf`,
        chat_template: '{{ messages }}',
      });
    }
    if (route === 'GET /v1/models' && hasModelList) {
      const meta = { n_ctx_train: 131_072, n_params: 8_000_000_000 };
      const data = [{ id, object: 'model', owned_by: 'llamacpp', meta }];
      return sendJson(response, { object: 'list', data });
    }
    if (route !== 'POST /v1/chat/completions') {
      const error = { code: 404, message: 'File Not Found', type: 'not_found_error' };
      return sendJson(response, { error }, 404);
    }
    const prompt = promptOf(body);
    const sent = countTokens(prompt);
    if (sent >= slotTokens) {
      const message = `request (${sent} tokens) exceeds the available context size (${slotTokens} tokens), try increasing it`;
      const counts = { n_prompt_tokens: sent, n_ctx: slotTokens };
      return sendJson(
        response,
        { error: { code: 400, message, type: 'exceed_context_size_error', ...counts } },
        400,
      );
    }
    const content = quoteEnds(prompt);
    const output = countTokens(content);
    sendCompletion(response, {
      model: String(body.model),
      deltas: [{ role: 'assistant', content: '' }, { content }],
      finishReason: 'stop',
      usage: { prompt_tokens: sent, completion_tokens: output },
      last: { timings: { cache_n: 0, prompt_n: sent, predicted_n: output, predicted_per_second: 40 } },
    });
  });
}
