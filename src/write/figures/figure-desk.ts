/** What a run with images does with them: looks at each, shows them to planner and writer, sets them into the text. */
import { UsageError } from '../../errors.ts';
import type { Ask, Limits } from '../../model/ask.ts';
import type { ImageRef } from '../../model/images/image.ts';
import { imageLimitsOf } from '../../model/images/image-limits.ts';
import { estimateImageTokens } from '../../model/images/image-tokens.ts';
import type { Plan, Section } from '../../plan/plan.ts';
import type { PromptLanguage } from '../../plan/prompt-language.ts';
import type { Manuscript } from '../manuscript.ts';
import { type Figure, refTo, type Sighting } from './figure.ts';
import { parseLook, renderFigureDigest, renderLook, renderSectionFigures } from './figure-prompts.ts';
import { placeFigures } from './place-figures.ts';
import { tieFigures } from './tie-figures.ts';

/** Images with the words that introduce them. */
type ShownFigures = { text: string; images: readonly ImageRef[] };

export type FigureDesk = {
  figures: readonly Figure[];
  /** Every figure as a request carries it. */
  all: readonly ImageRef[];
  /** Has each image looked at, once in the life of a run: its caption, and what it shows. */
  look(host: {
    ask: Ask;
    warn: (message: string) => Promise<void>;
    each: (tasks: readonly { name: string; work: () => Promise<Sighting> }[]) => Promise<Sighting[]>;
  }): Promise<void>;
  /** For whoever plans: all images in words, and as many of them to see as its endpoint has room for. */
  forPlan(limits: Limits): ShownFigures;
  /** For whoever plans the inside of a section: its own images. */
  forPart(section: Pick<Section, 'contract'>, limits: Limits): ShownFigures | undefined;
  /** The plan, every image in one of its sections. */
  tie(plan: Plan): Plan;
  /** The same inside a section. */
  tieInside(section: Pick<Section, 'contract'>, children: readonly Section[]): readonly Section[];
  /** The images of a section; undefined for one without. A section without a title is the whole text and shows all. */
  forSection(section: Pick<Section, 'title' | 'contract'>, limits: Limits): ShownFigures | undefined;
  /** The manuscript with its figures in place. @param tied - Numbers of figures by section. */
  place(
    manuscript: Manuscript,
    tied: ReadonlyMap<string, readonly number[]>,
    options: { isWhole: boolean },
  ): Manuscript;
};

/** Of the window: images may take so much of a request, and must leave the rest to text and answer. */
const shareOfWindow = 0.5;
const lookTokens = 160;

/** What goes for a sighting where nobody looked, or would not say. */
const nameByFile = (name: string): Sighting => ({
  caption: name.replace(/\.\w+$/, '').replace(/[-_\s]+/g, ' '),
  description: '',
});

/**
 * @param options.planner - Address of the model that plans and looks; `writer`: of the one that writes.
 */
export function createFigureDesk(
  figures: readonly Figure[],
  {
    instruction,
    language,
    planner,
    writer,
  }: { instruction: string; language: PromptLanguage; planner: string; writer: string },
): FigureDesk {
  const sightings = new Map<number, Sighting>();
  const byNumber = new Map(figures.map((figure) => [figure.number, figure]));
  const listed = (section: Pick<Section, 'contract'>): Figure[] =>
    (section.contract?.shows ?? []).flatMap((number) => byNumber.get(number) ?? []);

  /** The first ones that the endpoint takes at once and the window holds. */
  const fitting = (
    wanted: readonly Figure[],
    address: string,
    { contextTokens = Infinity }: Limits,
  ): Figure[] => {
    let room = contextTokens * shareOfWindow;
    const { imagesPerRequest } = imageLimitsOf(address);
    return wanted.slice(0, imagesPerRequest).filter(({ image }) => {
      room -= estimateImageTokens(image, address);
      return room >= 0;
    });
  };
  const planning = (wanted: readonly Figure[], limits: Limits): ShownFigures => {
    const shown = fitting(wanted, planner, limits);
    return {
      // What all can see need not be told at length.
      text: renderFigureDigest(wanted, sightings, {
        language,
        isFull: shown.length < wanted.length,
        shown: shown.length,
      }),
      images: shown.map((figure) => refTo(figure, language)),
    };
  };

  return {
    figures,
    all: figures.map((figure) => refTo(figure, language)),
    async look({ ask, warn, each }) {
      const found = await each(
        figures.map((figure) => ({
          name: `figures/${figure.number}`,
          work: async () => {
            const { number, name } = figure;
            const content = renderLook(instruction, language);
            const answer = await ask(
              {
                messages: [{ role: 'user', content, images: [refTo(figure, language)] }],
                maxOutputTokens: 1_024,
              },
              { step: `figures/${number}/look`, role: 'planner', expectedOutputTokens: lookTokens },
            );
            if (answer.finishReason === 'overflow') {
              throw new UsageError(
                `Expected the window of ${planner} to hold \`${name}\` and a short question, but it does not. ${answer.reason ?? ''} Use a model with a larger window, or a smaller image.`,
              );
            }
            if (answer.finishReason !== 'refused') return parseLook(answer.text);
            await warn(
              `The model would not say what ${name} shows; the figure goes by the name of its file.`,
            );
            return nameByFile(name);
          },
        })),
      );
      for (const [index, sighting] of found.entries())
        sightings.set(figures[index]?.number ?? index + 1, sighting);
    },
    forPlan: (limits) => planning(figures, limits),
    forPart(section, limits) {
      const own = listed(section);
      return own.length === 0 ? undefined : planning(own, limits);
    },
    tie: (plan) => ({ ...plan, sections: tieFigures(plan.sections, figures, sightings) }),
    tieInside: (section, children) => tieFigures(children, listed(section), sightings),
    forSection(section, limits) {
      const own = section.title === '' ? figures : listed(section);
      if (own.length === 0) return undefined;
      const shown = fitting(own, writer, limits);
      return {
        text: renderSectionFigures(own, sightings, { language, shown: shown.length }),
        images: shown.map((figure) => refTo(figure, language)),
      };
    },
    place: (manuscript, tied, { isWhole }) =>
      placeFigures(manuscript, { figures, sightings: named(), tied, isWhole }),
  };

  /** A figure that nobody looked at is named by its file. */
  function named(): ReadonlyMap<number, Sighting> {
    return new Map(figures.map(({ number, name }) => [number, sightings.get(number) ?? nameByFile(name)]));
  }
}
