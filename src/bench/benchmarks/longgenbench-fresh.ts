/**
 * Makes new instances of LongGenBench: same tasks, sizes and checks, other things to hold, so that no model has read
 * them before, and in Chinese as well as in English.
 *
 * Ours differ from the official ones in that no entry must hold two things and none of them is entry 1; a row of the
 * city is a row; dates fall into weeks counted from 1 January; the prompt shows two headers instead of a whole example
 * entry. The things and every word of the prompts are our own.
 */
import { createRandom, type Random } from '../../model/simulated/random.ts';
import type { CalendarLanguage } from './longgenbench-calendar.ts';
import { labelOf, type Place, renderHeader } from './longgenbench-header.ts';
import {
  type Check,
  type LongGenInstance,
  type LongGenScenario,
  type LongGenSize,
  longGenScenarios,
  longGenSizes,
} from './longgenbench-instance.ts';
import { renderPrompt, type Things } from './longgenbench-prompt.ts';
import { drawSchedule } from './longgenbench-schedule.ts';
import {
  cityHabits,
  cityRanges,
  citySingles,
  diaryEvents,
  diaryHabits,
  diaryRanges,
  floorHabits,
  floorRanges,
  floorSingles,
  menuEvents,
  menuHabits,
  menuRanges,
  type Pair,
  relatives,
  type Serving,
  writers,
} from './longgenbench-tables.ts';

/** Words that every entry must have at least, as published; characters in Chinese, half as many again. */
const leastWords: Readonly<Record<LongGenSize, Record<LongGenScenario, number>>> = {
  short: { diary: 200, menu: 200, skyscraper: 150, city: 150 },
  long: { diary: 100, menu: 100, skyscraper: 100, city: 100 },
};

/**
 * Draws instances; the same settings give the same ones on every machine, and more of them leave the first as they were.
 *
 * @param options.perScenario - For each size, scenario and language. Default 5.
 * @param options.seed - Default 0.
 */
export function createFreshInstances({
  seed = 0,
  perScenario = 5,
  sizes = longGenSizes,
  languages = ['en', 'zh'],
}: {
  seed?: number;
  perScenario?: number;
  sizes?: readonly LongGenSize[];
  languages?: readonly CalendarLanguage[];
} = {}): LongGenInstance[] {
  const instances: LongGenInstance[] = [];
  for (const language of languages)
    for (const size of sizes)
      for (const scenario of longGenScenarios)
        for (let index = 0; index < perScenario; index += 1)
          instances.push(createInstance({ size, scenario, language }, seed, index));
  return instances;
}

function createInstance(at: Place, seed: number, index: number): LongGenInstance {
  const { size, scenario, language } = at;
  const random = createRandom('longgenbench', seed, language, size, scenario, index);
  const schedule = drawSchedule(random, size, scenario);
  const things = drawThings(random, at, schedule.once.length);
  const least = leastWords[size][scenario] * (language === 'zh' ? 1.5 : 1);
  const checks: Check[] = [
    ...schedule.once.map(
      ({ entry }, place): Check => ({ kind: 'once', entry, what: things.once[place] as string }),
    ),
    ...schedule.range.map((entry): Check => ({ kind: 'range', entry, what: things.range })),
    ...schedule.periodic.entries.map((entry): Check => ({ kind: 'periodic', entry, what: things.periodic })),
  ];
  return {
    id: `fresh${seed}-${language}-${size}-${scenario}-${String(index).padStart(3, '0')}`,
    size,
    scenario,
    language,
    prompt: renderPrompt(at, schedule, things, least),
    label: labelOf(at),
    prefix: renderHeader(1, at),
    entries: schedule.entries,
    leastWords: least,
    checks,
  };
}

function drawThings(random: Random, { size, scenario, language }: Place, count: number): Things {
  const say = ([en, zh]: Pair): string => (language === 'zh' ? zh : en);
  const serve = ({ name, dish }: Serving): string =>
    language === 'zh' ? `“${say(name)}”，供应${say(dish)}` : `${say(name)}, serving ${say(dish)}`;
  const some = (pairs: readonly Pair[], length = count): string[] =>
    random.shuffle(pairs).slice(0, length).map(say);
  if (scenario === 'menu')
    return {
      writer: '',
      once: random.shuffle(menuEvents).slice(0, count).map(serve),
      range: serve(random.pick(menuRanges)),
      periodic: serve(random.pick(menuHabits)),
    };
  if (scenario === 'diary') {
    const birthdays = some(relatives, 5).map((who) =>
      language === 'zh' ? `${who}的生日` : `the birthday of ${who}`,
    );
    return {
      writer: say(random.pick(writers)),
      once: size === 'long' ? [...birthdays, say(random.pick(diaryEvents))] : birthdays,
      range: say(random.pick(diaryRanges)),
      periodic: say(random.pick(diaryHabits)),
    };
  }
  const isTower = scenario === 'skyscraper';
  return {
    writer: '',
    once: some(isTower ? floorSingles : citySingles),
    range: say(random.pick(isTower ? floorRanges : cityRanges)),
    periodic: say(random.pick(isTower ? floorHabits : cityHabits)),
  };
}
