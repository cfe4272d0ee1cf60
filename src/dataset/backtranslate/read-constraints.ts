/** A reply with a goal and constraints, and the gates each of them has to pass. */
import { findJson } from '../../judge/find-json.ts';
import { withoutThinking } from '../../judge/parse-verdict.ts';
import { readLength } from '../../plan/length/read-length.ts';
import { splitUnits } from '../../text/repetition.ts';
import { quote } from '../filters/filter.ts';
import type { TextIndex } from './text-index.ts';

type ConstraintKind = 'content' | 'style' | 'both';

type Constraint = {
  kind: ConstraintKind;
  text: string;
  /** Words of the text that back it; never a part of the instruction. */
  evidence: string;
};

export type Assignment = {
  goal: string;
  constraints: Constraint[];
  /** Constraints that did not pass, with the reason. */
  dropped: { text: string; reason: string }[];
};

/** Fewer constraints are no assignment; more than the most are left out from the end. */
const countsAllowed = { least: 5, most: 15 };
/** Less is no sentence that says something definite. */
const leastUnits = 3;
/** Shorter evidence stands in many a text. */
const leastEvidenceUnits = 3;

const givesAway =
  /\b(?:the|this)\s+(?:passage|excerpt|extract|original(?:\s+text)?|(?:given|provided)\s+text|text\s+(?:above|shown))\b|\bevidence\b|原文|节选|选段|上文|给定(?:的)?文/i;

/**
 * Reads the assignment out of a reply, and drops what does not pass: a constraint that quotes the text (13 words in a
 * row), whose evidence does not stand in the text, that repeats another, names a length, or speaks of an original.
 *
 * @returns Why the reply cannot be used: no JSON, no usable goal, or fewer than 5 constraints left.
 */
export function readConstraints(
  reply: string,
  index: TextIndex,
): { value: Assignment; reason?: undefined } | { value?: undefined; reason: string } {
  const found = findObject(reply);
  if (found === undefined) return { reason: 'no JSON object with `goal` and `constraints` in the reply' };
  const goal = readText(found.goal);
  const fault = goal === '' ? 'it is empty' : findFault(goal, index);
  if (fault !== undefined) return { reason: `the goal cannot be used: ${fault}` };
  const assignment: Assignment = { goal, constraints: [], dropped: [] };
  const seen = new Set<string>();
  for (const each of found.constraints) {
    const text = readText(each?.constraint ?? each?.text);
    const evidence = readText(each?.evidence);
    const key = splitUnits(text).join(' ');
    const reason =
      findFault(text, index) ??
      (seen.has(key) ? 'it stands twice' : undefined) ??
      findUnbacked(evidence, index) ??
      (assignment.constraints.length === countsAllowed.most ? 'there are enough without it' : undefined);
    if (reason !== undefined) assignment.dropped.push({ text, reason });
    else {
      seen.add(key);
      assignment.constraints.push({ kind: readKind(each?.kind), text, evidence });
    }
  }
  const { length } = assignment.constraints;
  // One may go on where the one before it stopped.
  const leak = index.findLeak([goal, ...assignment.constraints.map(({ text }) => text)].join('\n'));
  if (leak !== undefined) return { reason: `the constraints together quote the text: ${quote(leak)}` };
  if (length >= countsAllowed.least) return { value: assignment };
  const [first] = assignment.dropped;
  const why = first === undefined ? '' : `; of the first that was dropped: ${first.reason}`;
  return {
    reason: `${length} constraints that can be used, at least ${countsAllowed.least} are needed${why}`,
  };
}

type RawConstraint = { kind?: unknown; constraint?: unknown; text?: unknown; evidence?: unknown } | null;

function findObject(reply: string): { goal: unknown; constraints: RawConstraint[] } | undefined {
  for (const value of findJson(withoutThinking(reply)).values) {
    const { goal, constraints } = value as { goal?: unknown; constraints?: unknown };
    if (goal !== undefined && Array.isArray(constraints))
      return { goal, constraints: constraints as RawConstraint[] };
  }
  return undefined;
}

const readText = (value: unknown): string =>
  typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '';

const readKind = (value: unknown): ConstraintKind =>
  value === 'content' || value === 'style' ? value : 'both';

function findFault(text: string, index: TextIndex): string | undefined {
  if (splitUnits(text).length < leastUnits) return 'it is too short to say something definite';
  const leak = index.findLeak(text);
  if (leak !== undefined) return `it quotes the text: ${quote(leak)}`;
  const hint = givesAway.exec(text);
  if (hint !== null) return `it speaks of an original: ${quote(hint[0])}`;
  const length = readLength(text);
  return length.status === 'found' ? `it names a length: ${quote(length.evidence)}` : undefined;
}

function findUnbacked(evidence: string, index: TextIndex): string | undefined {
  if (splitUnits(evidence).length < leastEvidenceUnits) return 'no piece of the text backs it';
  // Models leave out the middle of a long quotation; each piece has to stand there.
  const pieces = evidence.split(/\s*(?:\.{3,}|…+|\[…\])\s*/).filter((piece) => splitUnits(piece).length > 0);
  const missing = pieces.find((piece) => !index.holds(piece));
  return missing === undefined ? undefined : `its evidence does not stand in the text: ${quote(missing)}`;
}
