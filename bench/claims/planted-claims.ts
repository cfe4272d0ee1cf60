/**
 * Linked documents about invented companies, and a report on them with planted errors. Every rule that plants one works
 * on the facts themselves and knows nothing of the checker: it swaps a value, a name or a word in a frame of its own.
 */

export type ClaimKind =
  | 'true'
  | 'true, far paraphrase'
  | 'wrong number'
  | 'entity swapped'
  | 'negated'
  | 'scope widened'
  | 'stale source'
  | 'sources disagree'
  | 'true, not in sources';

export type PlantedClaim = {
  kind: ClaimKind;
  /** Without mark. */
  text: string;
  /** Index of the document it cites. */
  document: number;
  /** The sentence of that document it was made from; '' where there is none. */
  sentence: string;
};

export type PlantedDocument = { title: string; text: string };

const first =
  'Anna Boris Clara Dimitri Elsa Felix Greta Henrik Ines Jonas Karin Lorenz Marta Nikolai Olga Pavel'.split(
    ' ',
  );
const last =
  'Berg Castell Dorn Eklund Fontane Gruber Hansson Ivens Jansen Koller Lindgren Moravec Nyberg Ostrow Palmer Quist'.split(
    ' ',
  );
const starts = 'Nor Tal Vel Bran Os Kir Hol Mar Fen Sund Grim Dal Wes Ar Lin Tor'.split(' ');
const ends = 'wick ham stad by mouth gate ford haven ness holm berg dorf'.split(' ');
const trades =
  'Ferries|Tramways|Shipyard|Brewery|Mills|Glassworks|Press|Bakeries|Foundry|Dairy|Quarries|Nurseries'.split(
    '|',
  );

type Fact = {
  plain: string;
  near: string;
  far: string;
  wrong: string;
  swapped: string;
  negated: string;
  widened?: string;
};

/** Seeded; Mulberry32. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @param options.documents - At least 20.
 * @param options.perKind - Claims of each of the eight kinds; true ones beside them fill the report up.
 */
export function plantClaims({
  documents,
  perKind,
  plain,
  seed,
}: {
  documents: number;
  perKind: number;
  plain: number;
  seed: number;
}): {
  documents: PlantedDocument[];
  claims: PlantedClaim[];
} {
  const random = createRandom(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const places = [...new Set(Array.from({ length: documents * 3 }, () => pick(starts) + pick(ends)))];
  const companies = Array.from({ length: documents }, (_each, at) => ({
    // No two are called the same: another trade where a place comes again.
    name: `${places[at % places.length]} ${trades[((at % places.length) + Math.floor(at / places.length)) % trades.length]}`,
    town: places[(at * 7 + 3) % places.length] as string,
    head: `${pick(first)} ${pick(last)}`,
  }));
  const texts: string[][] = companies.map(() => []);
  const pools: { kind: 'own'; document: number; fact: Fact }[] = [];

  companies.forEach((company, at) => {
    const other = companies[(at + 1) % documents] as (typeof companies)[number];
    for (const fact of factsOf(company, other, below)) {
      texts[at]?.push(fact.plain);
      pools.push({ kind: 'own', document: at, fact });
    }
    texts[at]?.push(`${other.name}, led by ${other.head}, is a partner in ${other.town}.`);
  });
  for (let at = pools.length - 1; at > 0; at -= 1) {
    const with_ = below(at + 1);
    [pools[at], pools[with_]] = [pools[with_] as (typeof pools)[number], pools[at] as (typeof pools)[number]];
  }
  const claims: PlantedClaim[] = [];
  const take = (count: number, kind: ClaimKind, textOf: (fact: Fact) => string | undefined): void => {
    for (let left = count; left > 0; ) {
      const at = pools.findIndex(({ fact }) => textOf(fact) !== undefined);
      const [found] = pools.splice(at, 1);
      if (at < 0 || found === undefined) throw new Error(`Too few documents for ${count} claims: ${kind}.`);
      claims.push({
        kind,
        text: textOf(found.fact) ?? '',
        document: found.document,
        sentence: found.fact.plain,
      });
      left -= 1;
    }
  };
  take(perKind, 'scope widened', ({ widened }) => widened);
  take(perKind, 'true, far paraphrase', ({ far }) => far);
  take(perKind, 'wrong number', ({ wrong }) => wrong);
  take(perKind, 'entity swapped', ({ swapped }) => swapped);
  take(perKind, 'negated', ({ negated }) => negated);
  take(plain, 'true', ({ near }) => near);
  // What two documents say of one company.
  for (const kind of ['stale source', 'sources disagree'] as const) {
    for (let at = 0; at < perKind; at += 1) {
      const document = (at * 3 + (kind === 'stale source' ? 0 : 1)) % documents;
      const { name } = companies[document] as (typeof companies)[number];
      const [one, other] = [200 + below(300), 600 + below(300)];
      const subject =
        kind === 'stale source' ? `guest rooms of the hostel of ${name}` : `trees in the park of ${name}`;
      const sentence = `The survey counts ${one} ${subject}.`;
      texts[document]?.push(sentence);
      // Of another year, or of the same day.
      texts[(document + (kind === 'stale source' ? 5 : 3)) % documents]?.push(
        `The survey counts ${other} ${subject}.`,
      );
      claims.push({ kind, text: `A survey found ${one} ${subject}.`, document, sentence });
    }
  }
  for (let at = 0; at < perKind; at += 1) {
    const document = (at * 3 + 2) % documents;
    const { name, head } = companies[document] as (typeof companies)[number];
    const text =
      at % 2 === 0
        ? `${head} plays the cello in the orchestra of ${name}.`
        : `${name} gave ${40 + below(50)} bicycles to the fire brigade.`;
    claims.push({ kind: 'true, not in sources', text, document, sentence: '' });
  }
  for (let at = claims.length - 1; at > 0; at -= 1) {
    const with_ = below(at + 1);
    [claims[at], claims[with_]] = [claims[with_] as PlantedClaim, claims[at] as PlantedClaim];
  }
  return {
    claims,
    documents: companies.map(({ name }, at) => ({
      title: `${name}, a portrait`,
      // A stale number stands in a document three years older than the one that corrects it; others are of one day.
      text: `# ${name}, a portrait\n\nPublished on 4 May ${at % 3 === 0 ? 2018 : 2021}.\n\n${(texts[at] ?? []).join(' ')}\n`,
    })),
  };
}

type Company = { name: string; town: string; head: string };

function factsOf({ name, town, head }: Company, other: Company, below: (most: number) => number): Fact[] {
  const [fleet, crew, opened, cost, founded, guests] = [
    20 + below(70),
    110 + below(800),
    1931 + below(60),
    12 + below(80),
    1851 + below(70),
    1_100 + below(8_000),
  ];
  const money = `${cost}.${1 + below(8)}`;
  const far = (value: number): number => value + 7 + below(5);
  return [
    {
      plain: `${name} keeps ${fleet} vehicles in its main hall at ${town}.`,
      near: `In its main hall at ${town}, ${name} keeps ${fleet} vehicles.`,
      far: `Whoever visits ${town} may see ${fleet} machines on wheels under one roof, all of them property of ${name}.`,
      wrong: `In its main hall at ${town}, ${name} keeps ${far(fleet)} vehicles.`,
      swapped: `In its main hall at ${town}, ${other.name} keeps ${fleet} vehicles.`,
      negated: `${name} does not keep ${fleet} vehicles in its main hall at ${town}.`,
    },
    {
      plain: `Some of the ${crew} workers of ${name} live in company houses.`,
      near: `Some of the ${crew} workers employed by ${name} live in houses of the company.`,
      far: `With a staff of ${crew}, ${name} gives a roof to a few of them.`,
      wrong: `Some of the ${far(crew)} workers employed by ${name} live in company houses.`,
      swapped: `Some of the ${crew} workers employed by ${other.name} live in company houses.`,
      negated: `None of the ${crew} workers of ${name} live in company houses.`,
      widened: `The ${crew} workers of ${name} live in company houses.`,
    },
    {
      plain: `${head} opened the northern workshop of ${name} in ${opened}.`,
      near: `The northern workshop of ${name} was opened by ${head} in ${opened}.`,
      far: `It was ${head} who, in ${opened}, let craftsmen of ${name} move into rooms further up the country.`,
      wrong: `The northern workshop of ${name} was opened by ${head} in ${far(opened)}.`,
      swapped: `The northern workshop of ${name} was opened by ${other.head} in ${opened}.`,
      negated: `The northern workshop of ${name} was never opened by ${head} in ${opened}.`,
      widened: `${head} opened every workshop of ${name} in ${opened}.`,
    },
    {
      plain: `The new depot cost ${name} ${money} million crowns.`,
      near: `For its new depot ${name} spent ${money} million crowns.`,
      far: `${money} million crowns left the accounts of ${name} when walls and gates went up.`,
      wrong: `For its new depot ${name} spent ${far(cost)}.${money.split('.')[1]} million crowns.`,
      swapped: `For its new depot ${other.name} spent ${money} million crowns.`,
      negated: `The new depot did not cost ${name} ${money} million crowns.`,
    },
    {
      plain: `The council of ${town} refused ${name} a licence in ${founded}.`,
      near: `In ${founded} the council of ${town} refused ${name} a licence.`,
      far: `${name} asked in vain for permission: ${town} said no in ${founded}.`,
      wrong: `In ${far(founded)} the council of ${town} refused ${name} a licence.`,
      swapped: `In ${founded} the council of ${other.town} refused ${name} a licence.`,
      negated: `In ${founded} the council of ${town} gave ${name} a licence.`,
    },
    {
      plain: `On weekdays in summer, ${name} serves up to ${guests.toLocaleString('en')} guests.`,
      near: `${name} serves up to ${guests.toLocaleString('en')} guests on summer weekdays.`,
      far: `As many as ${guests.toLocaleString('en')} people are looked after by ${name} on a working day when it is warm.`,
      wrong: `${name} serves up to ${(guests + 900).toLocaleString('en')} guests on summer weekdays.`,
      swapped: `${other.name} serves up to ${guests.toLocaleString('en')} guests on summer weekdays.`,
      negated: `${name} never serves up to ${guests.toLocaleString('en')} guests on summer weekdays.`,
      widened: `${name} always serves ${guests.toLocaleString('en')} guests.`,
    },
  ];
}
