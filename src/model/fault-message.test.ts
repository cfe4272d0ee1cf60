import { describe, expect, it } from 'vitest';
import { createCallError } from './fault-message.ts';

const tell = (detail: string): string =>
  createCallError(
    { fault: 'bad-request', status: 400, detail },
    { address: 'compatible:m@http://127.0.0.1:9/v1', attempts: 1, waitedInMs: 0, partialText: '' },
  ).message;

describe('the sentence about a request that was not accepted', () => {
  it.each(['this model does not support image input', 'image_url is only supported by certain models'])(
    'says what to do where the endpoint takes no images: %s',
    (detail) => {
      expect(tell(detail)).toContain(
        'If it does not see images, start again with a model that does (--model).',
      );
      expect(tell(detail)).toContain(`The endpoint said: "${detail}"`);
    },
  );

  it('does not speak of images where nobody did', () => {
    expect(tell('max_tokens: imagined limit exceeded')).not.toContain('images');
  });
});
