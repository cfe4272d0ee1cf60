/** How many tokens images take in a request, before anybody has counted them. */
import type { ImageRef } from './image.ts';
import { imageLimitsOf, providerOf } from './image-limits.ts';

type Size = Pick<ImageRef, 'width' | 'height'>;

/** An image's size after it is scaled to an edge; never larger than it is. */
export function scaleToEdge({ width, height }: Size, edgeInPixels: number): Size {
  const scale = Math.min(1, edgeInPixels / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Tokens of one image at an endpoint, in the endpoint's own tokens and rather too many: it decides whether a request
 * fits, and what it may cost.
 *
 * Anthropic counts the area by 750; Google 258 for each crop of 768 pixels, newer models 1,120 an image; OpenAI 85 and
 * 170 for each tile of 512 pixels after scaling, its small models up to 1,536 patches of 32 pixels times a factor
 * (each provider's documentation of vision input). Others count by patches of 14 to 28 pixels: 28, and a third more.
 *
 * @param address - Absent: an endpoint nobody knows.
 */
export function estimateImageTokens(image: Size, address = ''): number {
  const { width, height } = scaleToEdge(image, imageLimitsOf(address).edgeInPixels);
  switch (providerOf(address)) {
    case 'anthropic':
      return Math.ceil((width * height) / 750);
    case 'google': {
      const crop = Math.min(768, Math.max(256, Math.floor(Math.min(width, height) / 1.5)));
      const crops = Math.max(width, height) <= 384 ? 1 : Math.ceil(width / crop) * Math.ceil(height / crop);
      return Math.max(1_120, 258 * crops);
    }
    case 'openai':
      return estimateOpenAi({ width, height }, address);
    default:
      return Math.ceil(Math.ceil(width / 28) * Math.ceil(height / 28) * 1.33);
  }
}

function estimateOpenAi({ width, height }: Size, address: string): number {
  const patches = Math.min(1_536, Math.ceil(width / 32) * Math.ceil(height / 32));
  if (/nano/.test(address)) return Math.ceil(patches * 2.46);
  if (/mini/.test(address)) return Math.ceil(patches * 1.72);
  const shorter = Math.min(1, 768 / Math.min(width, height));
  const tiles = Math.ceil((width * shorter) / 512) * Math.ceil((height * shorter) / 512);
  return Math.max(patches, 85 + 170 * tiles);
}

/** `Figure 12:` before an image, and what a chat template puts around it. */
const labelTokens = 8;

/** Tokens of all images that messages carry, with their labels. */
export function countImageTokens(
  messages: readonly { images?: readonly Size[] | undefined }[],
  address?: string,
): number {
  return messages.reduce(
    (sum, { images = [] }) =>
      sum + images.reduce((tokens, image) => tokens + estimateImageTokens(image, address) + labelTokens, 0),
    0,
  );
}
