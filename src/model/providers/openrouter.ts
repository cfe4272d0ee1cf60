/** OpenRouter: Chat Completions for the models of many vendors. */
import { cachedPositions } from '../convert-request.ts';
import type { Message } from '../request.ts';
import { createCompatible } from './compatible.ts';
import type { Provider } from './provider.ts';

/** `openrouter:<vendor>/<model>`; key in `OPENROUTER_API_KEY`. */
export const openrouter: Provider = (name, context) =>
  createCompatible(
    `openrouter:${name}`,
    name,
    'https://openrouter.ai/api/v1',
    context,
    // Other vendors find shared beginnings by themselves; Anthropic's models want them marked.
    name.startsWith('anthropic/') ? markCached : undefined,
  );

function markCached(body: Record<string, unknown>): Record<string, unknown> {
  const messages = body.messages as Message[];
  const marked = cachedPositions(messages);
  return {
    ...body,
    messages: messages.map(({ content, ...message }, index) => ({
      ...message,
      content: marked.has(index)
        ? [{ type: 'text', text: content, cache_control: { type: 'ephemeral' } }]
        : content,
    })),
  };
}
