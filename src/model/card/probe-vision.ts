/** The step of a probe that shows an image. */
import { ModelCallError } from '../../errors.ts';
import { showImages } from '../images/show-images.ts';
import { findSight } from '../images/sight.ts';
import { type Probe, Unknown } from './probe-call.ts';
import { drawStripes, readColours } from './probe-image.ts';
import { renderStripesPrompt } from './probe-prompts.ts';

/** Three words, and what a talkative model puts around them. */
const answerTokens = 100;

/**
 * Whether the model tells the colours of an image it is shown. A server that drops images in silence gets no better
 * mark than one that refuses them.
 */
export async function probeVision(probe: Probe): Promise<string> {
  const { sees, reason } = findSight(probe.model.address);
  if (sees === false || probe.model.address.startsWith('recorded:'))
    throw new Unknown(`not tried: ${reason}`);
  const { ref, file, colours } = drawStripes(probe.random);
  const model = showImages(probe.model, () => file);
  try {
    const { text } = await probe.ask(renderStripesPrompt(ref), answerTokens, { model });
    const seen = readColours(text).slice(0, colours.length);
    const vision = seen.join() === colours.join();
    probe.put({ vision });
    return vision ? 'an image is seen' : 'an image is accepted and not seen';
  } catch (error) {
    const isRefused =
      error instanceof ModelCallError &&
      (error.fault === 'bad-request' || error.fault === 'unknown-model') &&
      /image|vision|multi-?modal|content|mmproj/i.test(error.message);
    if (!isRefused) throw error;
    probe.put({ vision: false });
    return 'images are refused';
  }
}
