/**
 * A second report with planted errors, by another author than the checker's and the first planter's: stations by the
 * sea, in English and Chinese, values written in many ways, lists, short names, passive voice. The rules know the facts
 * and nothing of what looks for the errors.
 */
import { createRandom } from '../planted-claims.ts';
import { chineseFacts } from './chinese-facts.ts';
import { drawClaims, type ReportClaim, type Told } from './draw-claims.ts';
import { englishMeasures } from './english-measures.ts';
import { englishStatements } from './english-statements.ts';
import type { Pick } from './english-values.ts';
import type { Fact, Subject } from './fact.ts';
import { chineseVoice, englishVoice, type Voice } from './voices.ts';

export type ReportDocument = { title: string; text: string; language: 'en' | 'zh' };

/** Facts a file tells; what is left over is true and in no document. */
const factsInFile = 9;

/**
 * @param options.documents - At least 60. Seven in ten are English.
 * @param options.perKind - Claims of each kind but the plain true ones; two thirds are English.
 * @param options.plain - Plain true claims; two thirds are English.
 */
export function plantReport({
  documents,
  perKind,
  plain,
  seed,
}: {
  documents: number;
  perKind: number;
  plain: number;
  seed: number;
}): { documents: ReportDocument[]; claims: ReportClaim[] } {
  const random = createRandom(seed * 7_919 + 17);
  const english = Math.round(documents * 0.7);
  const ofEnglish = (count: number): number => Math.round((count * 2) / 3);
  const first = plantPart(englishVoice, { ...englishMeasures, ...englishStatements }, random, 0, {
    documents: english,
    perKind: ofEnglish(perKind),
    plain: ofEnglish(plain),
  });
  const second = plantPart(chineseVoice, chineseFacts, random, english, {
    documents: documents - english,
    perKind: perKind - ofEnglish(perKind),
    plain: plain - ofEnglish(plain),
  });
  return {
    documents: [...first.documents, ...second.documents],
    claims: [...first.claims, ...second.claims],
  };
}

/** One language's documents, numbered from `start`, and its part of the report. */
function plantPart(
  voice: Voice,
  make: Record<string, (subject: Subject) => Fact>,
  random: () => number,
  start: number,
  wanted: { documents: number; perKind: number; plain: number },
): { documents: ReportDocument[]; claims: ReportClaim[] } {
  const pick: Pick = (values) => values[Math.floor(random() * values.length)] as (typeof values)[number];
  const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const shuffle = <T>(values: readonly T[]): T[] =>
    values
      .map((value) => ({ value, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ value }) => value);

  const rivals = Math.round(wanted.documents * 0.2);
  const stations = wanted.documents - 2 * rivals;
  const told: Told[] = [];
  const untold: { fact: Fact; document: number }[] = [];
  const files: ReportDocument[] = [];
  const others: ReportDocument[] = [];
  for (let index = 0; index < stations; index += 1) {
    const document = start + index;
    const other = voice.nameAt(index + 1 < stations ? index + 1 : index - 1);
    const subject: Subject = { name: voice.nameAt(index), other, index, pick, between };
    const facts = shuffle(Object.values(make)).map((makeFact) => makeFact(subject));
    const rival = index < rivals ? 'stale source' : index < 2 * rivals ? 'sources disagree' : undefined;
    const year = between(1999, 2009);
    const inFile: Told[] = [];
    const listed: string[] = [];
    const sentences: string[] = [];
    for (const fact of facts.slice(0, factsInFile)) {
      const isListed = fact.listed !== undefined && random() < 0.3;
      const sentence = isListed ? (fact.listed as string) : fact.told(pick(voice.references(subject.name)));
      (isListed ? listed : sentences).push(sentence);
      inFile.push({ fact, document, sentence, also: [] });
    }
    for (const fact of facts.slice(factsInFile)) untold.push({ fact, document });
    files.push({
      title: voice.fileTitle(subject.name),
      language: voice.language,
      text: voice.renderFile({
        name: subject.name,
        other,
        sentences,
        listed,
        year: rival === 'sources disagree' ? undefined : year,
      }),
    });
    told.push(...inFile);
    if (rival === undefined) continue;

    const changed = inFile.filter(({ fact }) => fact.changed !== undefined).slice(0, 2);
    const repeated = inFile
      .filter((each) => each.fact.repeated !== undefined && !changed.includes(each))
      .slice(0, 2);
    for (const each of changed) each.rival = rival;
    for (const each of repeated) each.also.push(each.fact.repeated as string);
    const isReview = rival === 'stale source';
    others.push({
      title: isReview ? voice.reviewTitle(subject.name, year + 10) : voice.letterTitle(subject.name),
      language: voice.language,
      text: voice.renderSecond({
        name: subject.name,
        sentences: shuffle([
          ...changed.map(({ fact }) => fact.changed as string),
          ...repeated.map(({ fact }) => fact.repeated as string),
        ]),
        year: isReview ? year + 10 : undefined,
      }),
    });
  }
  const documents = [...files, ...others];
  return { documents, claims: drawClaims(told, untold, { ...wanted, voice, random, shuffle }) };
}
