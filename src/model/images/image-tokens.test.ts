import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesForEach, imageLimitsOf } from './image-limits.ts';
import { countImageTokens, estimateImageTokens } from './image-tokens.ts';

describe('tokens of an image', () => {
  it.each([
    // Worked by hand from each provider's rule.
    ['anthropic:claude-sonnet-4-5', 1_000, 1_000, 1_334],
    ['anthropic:claude-sonnet-4-5', 3_136, 3_136, 3_279],
    ['openai:gpt-4o', 1_024, 1_024, 1_024],
    ['openai:gpt-4o', 400, 400, 255],
    ['openai:gpt-4.1-nano', 320, 320, 246],
    ['google:gemini-2.5-pro', 300, 300, 1_120],
    ['google:gemini-2.5-pro', 2_304, 2_304, 2_322],
  ])('%s counts %i × %i as %i', (address, width, height, tokens) => {
    expect(estimateImageTokens({ width, height }, address)).toBe(tokens);
  });

  it('is never nothing, and never more than for the largest image that is sent', () => {
    const sizes = fc.integer({ min: 1, max: 20_000 });
    const addresses = fc.constantFrom(
      'anthropic:a',
      'openai:gpt-4o',
      'openai:x-mini',
      'google:g',
      'ollama:o',
      '',
    );
    fc.assert(
      fc.property(sizes, sizes, addresses, (width, height, address) => {
        const edge = imageLimitsOf(address).edgeInPixels;
        const tokens = estimateImageTokens({ width, height }, address);
        expect(tokens).toBeGreaterThan(0);
        const largest = estimateImageTokens({ width: edge, height: edge }, address);
        expect(tokens).toBeLessThanOrEqual(Math.max(largest * 1.02, 6_300));
      }),
    );
  });

  it('sums the images of all messages', () => {
    const image = { width: 750, height: 100 };
    const messages = [{ images: [image] }, {}, { images: [image, image] }];
    expect(countImageTokens(messages, 'anthropic:a')).toBe(300 + 3 * 8);
  });
});

describe('limits of images', () => {
  it('share a request between its images', () => {
    const limits = imageLimitsOf('google:gemini-2.5-pro');
    expect(bytesForEach(limits, 1)).toBe(14_000_000);
    expect(bytesForEach(limits, 100)).toBe(140_000);
    // Base64 makes four bytes of three: all of them, and room for the text.
    expect((bytesForEach(limits, 100) * 100 * 4) / 3).toBeLessThan(limits.bytesPerRequest);
  });
});
