/** The first thing in a bundle that does not follow from the rest. */
type MismatchPlace = {
  /** Name of the file in the bundle. */
  file: string;
  /** From 1; absent for files that are no lines. */
  line?: number;
  field: string;
  expected: unknown;
  found: unknown;
};

/** Ends a check: says file, line, field, what was expected and what was found. */
export class ProofMismatch extends Error {
  readonly place: MismatchPlace;
  constructor(place: MismatchPlace) {
    const at = place.line === undefined ? place.file : `${place.file}, line ${place.line}`;
    super(
      `${at}${place.field === '' ? '' : `, \`${place.field}\``}: expected ${show(place.expected)}, found ${show(place.found)}.`,
    );
    this.place = place;
  }
}

const mostShown = 160;

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > mostShown ? `${text.slice(0, mostShown - 1)}…` : text;
}
