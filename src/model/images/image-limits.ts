/**
 * What providers take of images, from their own documentation of vision input (read November 2026), and what we send
 * where nobody says. Servers of one's own (vLLM's `limit-mm-per-prompt`, llama-server, gateways) are set up by whoever
 * runs them and publish nothing: for them these are careful values, not facts.
 */

export type ImageLimits = {
  imagesPerRequest: number;
  /** Of one image before base64. */
  bytesPerImage: number;
  /** Of a whole request, base64 included. */
  bytesPerRequest: number;
  /** Longest edge that is sent, in pixels: more is refused, or scaled down by the provider and paid for in waiting. */
  edgeInPixels: number;
  mediaTypes: readonly string[];
};

const common = ['image/png', 'image/jpeg'];
const megabyte = 1_000_000;

/**
 * - `anthropic`: 100 images and 32 MB a request; 5 MB an image as base64; beyond 1,568 pixels it is scaled by the
 *   provider, and beyond 2,000 refused once there are more than 20.
 * - `openai`: 500 images and 50 MB a request; 20 MB an image; scaled to fit 2,048 × 2,048.
 * - `google`: 20 MB a request with images inside it, 3,000 images, scaled to 3,072 pixels; no GIF.
 * - `ollama`: decodes PNG and JPEG in every version.
 */
const published: Record<string, ImageLimits> = {
  anthropic: {
    imagesPerRequest: 100,
    bytesPerImage: 3.7 * megabyte,
    bytesPerRequest: 32 * megabyte,
    edgeInPixels: 1_568,
    mediaTypes: [...common, 'image/gif', 'image/webp'],
  },
  openai: {
    imagesPerRequest: 500,
    bytesPerImage: 20 * megabyte,
    bytesPerRequest: 50 * megabyte,
    edgeInPixels: 2_048,
    mediaTypes: [...common, 'image/gif', 'image/webp'],
  },
  google: {
    imagesPerRequest: 3_000,
    bytesPerImage: 15 * megabyte,
    bytesPerRequest: 20 * megabyte,
    edgeInPixels: 3_072,
    mediaTypes: [...common, 'image/webp'],
  },
};

const careful: ImageLimits = {
  imagesPerRequest: 100,
  bytesPerImage: 3.7 * megabyte,
  bytesPerRequest: 20 * megabyte,
  edgeInPixels: 1_568,
  mediaTypes: common,
};

/** The provider part of a model address. */
export const providerOf = (address: string): string => address.slice(0, Math.max(0, address.indexOf(':')));

/** What the endpoint behind an address takes. */
export function imageLimitsOf(address: string): ImageLimits {
  return published[providerOf(address)] ?? careful;
}

/** Bytes that each of so many images may have, so that together they leave room in a request for its text. */
export function bytesForEach({ bytesPerImage, bytesPerRequest }: ImageLimits, images: number): number {
  // Base64 makes four bytes of three.
  return Math.min(bytesPerImage, Math.floor((bytesPerRequest * 0.7) / Math.max(1, images)));
}
