/** The gates a document passes before it may be learnt from: the filters of sets, asked of one record as it is made. */
import type { FormName } from '../../plan/form/form.ts';
import { completenessFilter } from '../filters/completeness.ts';
import { errorTextFilter } from '../filters/error-text.ts';
import type { Filter, FilterName } from '../filters/filter.ts';
import { createLanguageFilter } from '../filters/language.ts';
import { createLengthFilter } from '../filters/length.ts';
import { partLabelsFilter } from '../filters/part-labels.ts';
import { refusalFilter } from '../filters/refusal.ts';
import { repetitionFilter } from '../filters/repetition.ts';
import type { DatasetRecord } from '../record.ts';
import { isDivision } from './clean-pass.ts';
import type { GateSettings } from './document-request.ts';

/** `plan`: the planner's replies were no plan, twice. `window`: the instruction does not fit the model. */
export type GateName = FilterName | 'plan' | 'window';

export type GateReason = { gate: GateName; reason: string };

/**
 * Asks every gate; none: the record stays.
 *
 * @param record - With its answer, cleaned. Where the instruction names no length, `requiredWords` holds the inferred
 *   one.
 * @param options.form - In a novel a line "Part Two" divides the book and is no label.
 * @param options.gaps - Sections that the model declined and the run left out.
 */
export function checkGates(
  record: DatasetRecord,
  { length, languages, form, gaps }: GateSettings & { form: FormName; gaps: number },
): GateReason[] {
  const gates: Filter[] = [
    createLengthFilter(length),
    completenessFilter,
    repetitionFilter,
    refusalFilter,
    errorTextFilter,
    createLanguageFilter({ ...(languages && { languages }) }),
  ];
  const reasons: GateReason[] = [];
  const ask = (gate: Filter, asked: DatasetRecord): void => {
    const reason = gate.check(asked);
    if (reason !== undefined) reasons.push({ gate: gate.name, reason });
  };
  for (const gate of gates) ask(gate, record);
  const lines = record.answer.split('\n').filter((line) => !isDivision(line.trim(), form));
  ask(partLabelsFilter, { ...record, answer: lines.join('\n') });
  if (gaps > 0)
    reasons.push({
      gate: 'completeness',
      reason: `${gaps} of its sections ${gaps === 1 ? 'is a marked gap' : 'are marked gaps'}: the model declined to write ${gaps === 1 ? 'it' : 'them'}.`,
    });
  return reasons;
}
