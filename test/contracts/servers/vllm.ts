/** vLLM: its window in the model list, thoughts in `reasoning_content`, and a refusal of what does not fit. */
import {
  countTokens,
  promptOf,
  quoteEnds,
  sendCompletion,
  sendJson,
  startServer,
  type TestServer,
} from './http-server.ts';

export async function startVllm({
  id = 'Qwen/Qwen3-8B',
  windowTokens = 32_768,
  thinking,
  key,
}: {
  id?: string;
  windowTokens?: number;
  thinking?: string;
  /** As given with `--api-key`: every route of `/v1` asks for it. */
  key?: string;
} = {}): Promise<TestServer> {
  return startServer(({ route, headers, body }, response) => {
    if (key !== undefined && headers.authorization !== `Bearer ${key}`)
      return sendJson(response, { error: 'Unauthorized' }, 401);
    if (route === 'GET /v1/models') {
      const model = { id, object: 'model', owned_by: 'vllm', root: id, max_model_len: windowTokens };
      return sendJson(response, { object: 'list', data: [model] });
    }
    if (route !== 'POST /v1/chat/completions') return sendJson(response, { detail: 'Not Found' }, 404);
    const prompt = promptOf(body);
    const sent = countTokens(prompt);
    const asked = Number(body.max_tokens ?? 1);
    if (sent + asked > windowTokens) {
      const message = `This model's maximum context length is ${windowTokens} tokens. However, you requested ${asked} output tokens and your prompt contains ${sent} input tokens.`;
      return sendJson(response, { error: { message, type: 'BadRequestError', param: null, code: 400 } }, 400);
    }
    const content = quoteEnds(prompt);
    sendCompletion(response, {
      model: id,
      deltas: [
        { role: 'assistant', content: '' },
        ...(thinking === undefined ? [] : [{ reasoning_content: thinking }]),
        { content },
      ],
      finishReason: 'stop',
      usage: { prompt_tokens: sent, completion_tokens: countTokens(content) + countTokens(thinking ?? '') },
    });
  });
}
