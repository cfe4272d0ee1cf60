/**
 * Papers of invented hospitals, and a report on them with planted errors, by an author who knows neither the code of
 * the checker nor the other planters. Each hospital has two papers that name each other: a yearbook, and a review that
 * is of the same day or of a later year.
 */
import { UsageError } from '../../../src/errors.ts';
import { type ClaimKind, createRandom } from '../planted-claims.ts';
import type { ReportDocument } from '../second-author/plant-report.ts';
import { tellChineseCare } from './chinese-care.ts';
import { tellChineseHouse } from './chinese-house.ts';
import { tellEnglishCare } from './english-care.ts';
import { tellEnglishHouse } from './english-house.ts';
import {
  createDraw,
  type Draw,
  drawChineseHospitals,
  drawEnglishHospitals,
  type Fact,
  type Hospital,
} from './hospital.ts';
import { type Planted, plantFact, type RivalledClaim } from './plant-fact.ts';
import { renderPapers, type Telling } from './render-papers.ts';

type Language = {
  language: 'en' | 'zh';
  drawHospitals: (count: number, draw: Draw) => Hospital[];
  tell: ((hospital: Hospital, draw: Draw) => Fact[])[];
};

const languages: [Language, Language] = [
  { language: 'en', drawHospitals: drawEnglishHospitals, tell: [tellEnglishCare, tellEnglishHouse] },
  { language: 'zh', drawHospitals: drawChineseHospitals, tell: [tellChineseCare, tellChineseHouse] },
];
const wrongKinds: ClaimKind[] = [
  'wrong number',
  'entity swapped',
  'negated',
  'scope widened',
  'true, not in sources',
  'true, far paraphrase',
];

/**
 * @param options.documents - Even; two thirds are English. At most 200.
 * @param options.perKind - Claims of each kind but the plain true ones; two thirds are English.
 * @param options.plain - Plain true claims; two thirds are English.
 */
export function plantHospitals(wanted: { documents: number; perKind: number; plain: number; seed: number }): {
  documents: ReportDocument[];
  claims: RivalledClaim[];
} {
  const draw = createDraw(createRandom(wanted.seed * 104_729 + 5));
  const documents: ReportDocument[] = [];
  const claims: RivalledClaim[] = [];
  for (const [at, language] of languages.entries()) {
    const part = (whole: number): number =>
      at === 0 ? Math.round((whole * 2) / 3) : whole - Math.round((whole * 2) / 3);
    const planted = plantLanguage(language, draw, {
      hospitals: part(Math.floor(wanted.documents / 2)),
      perKind: part(wanted.perKind),
      plain: part(wanted.plain),
    });
    claims.push(
      ...planted.claims.map((claim) => ({ ...claim, document: claim.document + documents.length })),
    );
    documents.push(...planted.documents);
  }
  return { documents, claims };
}

function plantLanguage(
  { language, drawHospitals, tell }: Language,
  draw: Draw,
  wanted: { hospitals: number; perKind: number; plain: number },
): { documents: ReportDocument[]; claims: RivalledClaim[] } {
  const hospitals = drawHospitals(wanted.hospitals, draw);
  /** Every second review is of a later year than the yearbook. */
  const isLater = (at: number): boolean => at % 2 === 0;
  const told = new Set<string>();
  /** A sentence two hospitals share would back the claims of both: the second fact is left out. */
  const isNew = ({ sources, rival }: Fact): boolean => {
    const isFresh = [...sources, rival].every((sentence) => !told.has(sentence));
    for (const sentence of [...sources, rival]) told.add(sentence);
    return isFresh;
  };
  const free = draw.shuffle(
    hospitals.flatMap((hospital, at) =>
      tell.flatMap((tellPart) =>
        tellPart(hospital, draw)
          .filter(isNew)
          .map((fact) => ({ fact, at })),
      ),
    ),
  );
  const take = (fits: (fact: Fact, at: number) => boolean): { fact: Fact; at: number } => {
    const found = free.findIndex(({ fact, at }) => fits(fact, at));
    const [taken] = found === -1 ? [] : free.splice(found, 1);
    if (taken === undefined)
      throw new UsageError(
        `Expected \`documents\` to hold ${wanted.perKind} claims of each kind and ${wanted.plain} true ones, got ${hospitals.length} hospitals. Ask for fewer claims or more documents.`,
      );
    return taken;
  };
  const planted = hospitals.map((): Planted[] => []);
  const plant = (kind: ClaimKind, fits: (fact: Fact, at: number) => boolean): void => {
    const { fact, at } = take(fits);
    const { names } = hospitals[at] as Hospital;
    const other = draw.pick(
      (hospitals[(at + draw.between(1, hospitals.length - 1)) % hospitals.length] as Hospital).names,
    );
    planted[at]?.push(plantFact(kind, fact, { name: draw.pick(names), other, isLater: isLater(at) }, draw));
  };
  for (let made = 0; made < wanted.perKind; made += 1) {
    plant('stale source', (fact, at) => fact.isState && isLater(at));
    plant('sources disagree', (_, at) => !isLater(at));
    for (const kind of wrongKinds) plant(kind, () => true);
  }
  for (let made = 0; made < wanted.plain; made += 1) plant('true', () => true);
  const untold = hospitals.map((_, at): Telling[] =>
    free
      .filter((rest) => rest.at === at)
      .slice(0, 2)
      .map(({ fact }) => ({ first: undefined, second: draw.pick(fact.sources) })),
  );
  return {
    documents: hospitals.flatMap((hospital, at) =>
      renderPapers(
        hospital,
        [...(planted[at] ?? []).map(({ telling }) => telling), ...(untold[at] ?? [])],
        {
          language,
          isLater: isLater(at),
          neighbour: (hospitals[(at + 1) % hospitals.length] as Hospital).name,
        },
        draw,
      ),
    ),
    claims: draw
      .shuffle(
        planted.flatMap((facts, at) =>
          facts.map(({ claim, cites }) => ({ ...claim, document: at * 2 + cites })),
        ),
      )
      .map((claim) => ({ ...claim, language, isListed: draw.between(1, 6) === 1 })),
  };
}
