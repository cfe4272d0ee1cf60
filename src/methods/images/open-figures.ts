/** The images of a writing run: kept with it, shown to its models, laid out as figures. */
import type { FindImage, ImageFile } from '../../model/images/image.ts';
import { showImages } from '../../model/images/show-images.ts';
import type { RunContext } from '../../run/run-context.ts';
import { type Figure, pathOf } from '../../write/figures/figure.ts';
import { createFigureDesk, type FigureDesk } from '../../write/figures/figure-desk.ts';
import type { MethodHost } from '../method.ts';
import type { WriteWorld } from '../run-models.ts';
import type { WriteRequest } from '../write-request.ts';
import { showsAllImages } from './image-request.ts';
import { keepImage, projectImage } from './keep-images.ts';

type Opened<World> = {
  /** Undefined for a run without images. */
  figures: FigureDesk | undefined;
  /** The world whose models are shown the images that requests name. */
  world: World;
};

/**
 * Opens the images of a run: their bytes come from the run itself where it holds them, and lie beside its manuscript.
 *
 * @throws {UsageError} A run that was stopped before it held an image finds its file gone or changed.
 */
export async function openFigures<World extends Pick<WriteWorld, 'resolveModel'>>(
  { images, instruction, language, models }: WriteRequest,
  world: World,
  context: Pick<RunContext, 'step' | 'folder' | 'isWithoutFiles'>,
): Promise<Opened<World>> {
  if (images === undefined || images.length === 0) return { figures: undefined, world };
  const files = new Map<string, ImageFile>();
  const figures: Figure[] = [];
  for (const [index, record] of images.entries()) {
    const file = await keepImage(record, context);
    const { sha256, name, mediaType } = record;
    const path = pathOf(index + 1, { sha256, mediaType: file.mediaType });
    if (!context.isWithoutFiles) await projectImage(context.folder, path, file.bytes);
    files.set(sha256, file);
    const { width, height } = file;
    figures.push({ number: index + 1, image: { sha256, mediaType, width, height }, name, path });
  }
  const find: FindImage = (sha256) => {
    const file = files.get(sha256);
    if (file === undefined)
      throw new Error(`A request names the image ${sha256}, which this run does not have.`);
    return file;
  };
  const planner = models.planner ?? models.writer;
  return {
    figures: createFigureDesk(figures, { instruction, language, planner, writer: models.writer }),
    world: {
      ...world,
      resolveModel: async (address, card) => showImages(await world.resolveModel(address, card), find),
    },
  };
}

/** Has the images looked at, for methods whose sections are shown their own. */
export async function lookAtFigures(
  { method, concurrency }: Pick<WriteRequest, 'method' | 'concurrency'>,
  { figures, ask, warn, parallel }: Pick<MethodHost, 'figures' | 'ask' | 'warn' | 'parallel'>,
): Promise<void> {
  if (figures === undefined || showsAllImages(method)) return;
  await figures.look({ ask, warn, each: (tasks) => parallel(tasks, concurrency) });
}
