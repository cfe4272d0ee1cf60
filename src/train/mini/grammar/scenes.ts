/** A table, long by nature: settings in which general sentences play. The words of one setting make sense together. */

import type { MiniRegister } from '../prompt/mini-task.ts';

/**
 * One setting. Every list is of whole phrases: people in the plural, a person with an article, actions in the past with
 * their object, things in the plural, a place with its preposition, times that can open a sentence.
 */
export type Scene = {
  name: string;
  people: readonly string[];
  person: readonly string[];
  did: readonly string[];
  things: readonly string[];
  place: readonly string[];
  time: readonly string[];
};

const list = (text: string): string[] => text.split(',').map((part) => part.trim());

const scene = (
  name: string,
  people: string,
  person: string,
  did: string,
  things: string,
  place: string,
  time: string,
): Scene => ({
  name,
  people: list(people),
  person: list(person),
  did: list(did),
  things: list(things),
  place: list(place),
  time: list(time),
});

export const scenes: readonly Scene[] = [
  scene(
    'school',
    'teachers, pupils, students, parents, school leaders',
    'a teacher, a pupil, a young student, a patient teacher',
    'set aside a morning, filled a notebook, asked better questions, changed the timetable, drew pictures on the board, read aloud in class',
    'lessons, notebooks, exercises, school projects, reading lists',
    'in the classroom, in a village school, at the school gate, in the school library',
    'before the summer holidays, on the first day of term, after lessons, during a long winter term',
  ),
  scene(
    'workshop',
    'workers, apprentices, mechanics, skilled hands, tool makers',
    'an apprentice, a mechanic, an old master of the trade, a careful worker',
    'built a first model, sharpened the tools, took the old parts apart, measured everything twice, swept the floor and began again, kept the broken pieces',
    'tools, spare parts, drawings, repairs, small machines',
    'in the workshop, at the bench, on the workshop floor, behind the workshop door',
    'at the end of a shift, early in the morning, after hours, in the quiet months',
  ),
  scene(
    'farm',
    'farmers, gardeners, farm hands, growers, shepherds',
    'a farmer, a gardener, a farm hand, a grower from the next valley',
    'turned the soil, mended the fences, waited for rain, stored the best seed, shared the harvest, watched the sky',
    'fields, seeds, fences, harvests, barns',
    'on the farm, in the fields, behind the barn, along the hedges',
    'at harvest time, in early spring, after a dry summer, before the first frost',
  ),
  scene(
    'harbour',
    'sailors, fishing families, pilots, dock workers, boat builders',
    'a sailor, a pilot, a boat builder, a captain near the end of her career',
    'watched the tide, mended the nets, painted the boats, read the weather, loaded the holds before dark, kept a careful log',
    'boats, nets, ropes, cargoes, charts',
    'in the harbour, on the quay, along the coast, on the open water',
    'after a storm, at low tide, before sunrise, in the fishing season',
  ),
  scene(
    'market',
    'traders, shoppers, shopkeepers, buyers, market women',
    'a trader, a shopkeeper, a regular customer, a buyer from out of town',
    'raised the price a little, counted the coins, put up a new sign, tried a smaller size, opened a second stall, gave away a few samples',
    'prices, goods, stalls, bills, orders',
    'in the market, at the counter, on the high street, in a corner shop',
    'on market days, in a busy week, when trade was slow, shortly before closing time',
  ),
  scene(
    'archive',
    'historians, librarians, collectors, scholars, museum guides',
    'a historian, a librarian, a collector, a museum guide',
    'opened the old boxes, copied the letters, checked the dates, put the pictures in order, wrote new labels, found a forgotten list',
    'letters, maps, records, photographs, diaries',
    'in the archive, in the museum, in the reading room, on a dusty shelf',
    'after years of searching, on a rainy afternoon, a century later, in the last decade',
  ),
  scene(
    'council',
    'officials, voters, council members, planners, mayors',
    'an official, a council member, a mayor, a planner',
    'held a public meeting, voted for a trial, wrote new rules, set a small budget, asked for a second opinion, put the question off for a year',
    'rules, plans, budgets, permits, public meetings',
    'at the town hall, in the council chamber, at a public meeting, in the planning office',
    'before the election, after a long debate, in a year of tight budgets, at the spring meeting',
  ),
  scene(
    'laboratory',
    'researchers, engineers, technicians, scientists, inventors',
    'a researcher, an engineer, a technician, an inventor',
    'repeated the test, changed one thing at a time, kept exact records, built a better instrument, threw out the first results, compared the figures',
    'tests, measurements, samples, instruments, results',
    'in the laboratory, at the test site, in a small research station, on the test bench',
    'after the third attempt, during the first trials, once the figures were in, over several months',
  ),
  scene(
    'family',
    'families, grandparents, children, neighbours, young couples',
    'a grandmother, a child, a neighbour, an older cousin',
    'told the story at supper, kept a few old things, saved a little each month, moved the furniture, asked the oldest aunt, made a list on the kitchen wall',
    'family stories, old habits, meals, photographs, household jobs',
    'at the kitchen table, at home, in the back garden, on the front step',
    'on Sunday evenings, after supper, during the holidays, when the house was quiet',
  ),
  scene(
    'travel',
    'travellers, guides, drivers, visitors, walkers',
    'a traveller, a guide, a driver, a visitor from abroad',
    'took the long way round, asked for directions, kept a travel diary, missed the last train, crossed the pass on foot, sent a card home',
    'routes, maps, tickets, bags, road signs',
    'on the road, at the station, in a border town, at a mountain inn',
    'on the first morning, after a long journey, at the end of the season, halfway through the trip',
  ),
  scene(
    'press',
    'reporters, editors, readers, writers, printers',
    'a reporter, an editor, a reader, a printer',
    'ran a short notice, checked the names, printed a second edition, asked for letters, gave it a whole page, wrote a careful reply',
    'headlines, letters, reports, pages, interviews',
    'in the newsroom, in the local paper, on the front page, in a monthly magazine',
    'within a week, on a slow news day, in the following issue, before the paper went to press',
  ),
  scene(
    'office',
    'managers, clerks, office workers, colleagues, accountants',
    'a manager, a clerk, a new colleague, an accountant',
    'drew up a short list, moved the deadline, called a meeting, shared the figures, wrote everything down, split the job into steps',
    'files, meetings, reports, deadlines, spreadsheets',
    'in the office, around the meeting table, at the next desk, in the back office',
    'at the end of the quarter, on Monday mornings, before the deadline, in the first weeks',
  ),
  scene(
    'hospital',
    'doctors, nurses, patients, carers, health workers',
    'a doctor, a nurse, a patient, a young carer',
    'listened before speaking, wrote a plain note, changed the routine, slept a little better, explained each step, watched for small signs',
    'routines, notes, visits, treatments, check lists',
    'on the ward, at the clinic, in the waiting room, at the bedside',
    'during the night shift, after the first visit, in a hard winter, once the worst was over',
  ),
  scene(
    'stage',
    'singers, actors, musicians, dancers, painters',
    'a singer, an actor, a young painter, a musician',
    'practised for weeks, tried another key, painted over the first attempt, played to a small crowd, changed the ending, borrowed an old tune',
    'songs, costumes, rehearsals, sketches, performances',
    'on the stage, in the studio, in a crowded hall, behind the curtain',
    'on the opening night, after the applause, in rehearsal, a week before the show',
  ),
  scene(
    'village',
    'villagers, older residents, newcomers, volunteers, local people',
    'a villager, a volunteer, a newcomer, an older resident',
    'cleared the path, lit a fire, met under the trees, repaired the bridge, planted a row of trees, rang the bell',
    'paths, gardens, wells, old walls, local customs',
    'in the village, on the green, by the river, at the edge of the woods',
    'on summer evenings, after the flood, in the old days, once the snow had gone',
  ),
  scene(
    'city',
    'city people, commuters, architects, builders, tenants',
    'an architect, a builder, a commuter, a tenant on the top floor',
    'widened the pavement, rented a cheap room, redrew the plan, put in larger windows, walked to work, saved an old corner of the street',
    'streets, houses, bridges, squares, building sites',
    'in the city, on the building site, in the side streets, near the main square',
    'during the rush hour, after the war, in a decade of growth, on a hot afternoon',
  ),
];

/** Adjectives that say how something was, each fit for "a … step" and "the change was …". */
export const qualities: readonly string[] = list(
  'small, slow, careful, practical, modest, useful, quiet, simple, steady, lasting, clever, bold, honest, patient, cautious, ordinary, unusual, important, welcome, sensible, gentle, serious, thoughtful, surprising',
);

/** Matters on which something can depend, without an article. */
export const matters: readonly string[] = list(
  'time, money, weather, patience, training, trust, good timing, clear language, local knowledge, steady work, habit, luck, space, attention, good advice, public opinion, experience, cooperation, planning, memory',
);

/** What one can need, have or lack. */
export const supplies: readonly string[] = list(
  'time, money, patience, training, trust, space, good advice, experience, local knowledge, help, clear information, support, practice, courage, public support',
);

/** Results in the plural, good and bad. */
export const effects: readonly string[] = list(
  'new habits, fresh ideas, savings, friendships, better records, new skills, changes of plan, surprises, fewer mistakes, longer hours, new rules, quarrels, higher costs, more visitors, new jobs, open questions',
);

/** Bad results in the plural. */
export const troubles: readonly string[] = list(
  'delays, quarrels, accidents, complaints, mistakes, hard choices, high costs, long waits, broken promises, misunderstandings, empty shelves, wasted hours, false starts, bad surprises',
);

/** What a guide tells its reader to use. */
export const tools: readonly string[] = list(
  'notes, tools, boxes, labels, jars, cards, lists, pens, bags, cloths, spare parts, samples, drawings, photographs, folders, baskets, materials, supplies',
);

/** Settings of each register: a guide does not play in a council chamber. Names of `scenes`. */
const scenesByRegister: Record<MiniRegister, readonly string[]> = {
  expository: list(
    'school, workshop, farm, harbour, market, archive, council, laboratory, family, travel, press, office, hospital, stage, village, city',
  ),
  narrative: list('family, village, harbour, farm, travel, workshop, market, archive, stage, city, school'),
  report: list('council, laboratory, office, archive, press, school, hospital, city, market, village'),
  'how-to': list(
    'workshop, family, farm, market, school, village, office, laboratory, stage, travel, harbour',
  ),
};

/** The settings that suit a register. */
export const suitableScenes = (register: MiniRegister): Scene[] =>
  scenes.filter(({ name }) => scenesByRegister[register].includes(name));
