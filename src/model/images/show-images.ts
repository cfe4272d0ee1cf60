/** Puts the bytes of images into a call at the last moment, as its endpoint takes them. */
import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { ModelCallError } from '../../errors.ts';
import type { Model } from '../model.ts';
import { imageHashOf } from '../request.ts';
import { fitImage } from './fit-image.ts';
import type { FindImage, ImageFile } from './image.ts';
import { bytesForEach, imageLimitsOf } from './image-limits.ts';

type Prompt = LanguageModelV4CallOptions['prompt'];

/**
 * Wraps a model so that images named by their hash reach it as bytes, scaled to what its endpoint takes. Everything
 * outside the wrapper (recordings, steps, hashes) sees the hash alone.
 *
 * A call fails with `ModelCallError` (`bad-request`) that would send more images than the endpoint takes, and with
 * `UsageError` for an image that cannot be made to fit; nothing was sent then.
 */
export function showImages(model: Model, find: FindImage): Model {
  const { languageModel, address } = model;
  const limits = imageLimitsOf(address);
  const fitted = new Map<string, Promise<ImageFile>>();
  const fitOnce = (sha256: string, maxBytes: number): Promise<ImageFile> => {
    const key = `${sha256}/${maxBytes}`;
    const found = fitted.get(key) ?? fitImage(find(sha256), { ...limits, maxBytes });
    fitted.set(key, found);
    return found;
  };

  const fill = async (options: LanguageModelV4CallOptions): Promise<LanguageModelV4CallOptions> => {
    const images = countImages(options.prompt);
    if (images === 0) return options;
    if (images > limits.imagesPerRequest) {
      throw new ModelCallError(
        `Expected at most ${limits.imagesPerRequest} images in a request to ${address}, got ${images}. Nothing was sent.`,
        { fault: 'bad-request', address },
      );
    }
    const maxBytes = bytesForEach(limits, images);
    return { ...options, prompt: await fillPrompt(options.prompt, (sha256) => fitOnce(sha256, maxBytes)) };
  };

  const { specificationVersion, provider, modelId, supportedUrls } = languageModel;
  const shown: LanguageModelV4 = {
    specificationVersion,
    provider,
    modelId,
    supportedUrls,
    doStream: async (options) => languageModel.doStream(await fill(options)),
    doGenerate: async (options) => languageModel.doGenerate(await fill(options)),
  };
  return { ...model, languageModel: shown };
}

function countImages(prompt: Prompt): number {
  return prompt.reduce(
    (sum, { content }) =>
      sum +
      (typeof content === 'string' ? 0 : content.filter((part) => imageHashOf(part) !== undefined).length),
    0,
  );
}

async function fillPrompt(prompt: Prompt, load: (sha256: string) => Promise<ImageFile>): Promise<Prompt> {
  return Promise.all(
    prompt.map(async (message) => {
      if (message.role !== 'user') return message;
      const content = await Promise.all(
        message.content.map(async (part) => {
          const sha256 = imageHashOf(part);
          if (sha256 === undefined || part.type !== 'file') return part;
          const { bytes, mediaType } = await load(sha256);
          return { ...part, mediaType, data: { type: 'data' as const, data: bytes } };
        }),
      );
      return { ...message, content };
    }),
  );
}
