/** Finds the instructions of a set that want a long answer, and are fit to be answered. */
import type { Language } from '../../text/language.ts';
import { createFilters } from '../filters/create-filters.ts';
import type { FilterName } from '../filters/filter.ts';
import type { Rejection } from '../filters/filter-records.ts';
import { createRecord, type DatasetRecord } from '../record.ts';
import { measureShare, type Share } from '../statistics/share.ts';
import { mapAhead } from './map-ahead.ts';
import { type LengthWish, readLengthWish } from './wants-long.ts';

export type SelectSettings = {
  /** What counts as long, in words. */
  leastWords?: number;
  /** Instructions in other languages are left out. */
  languages?: readonly Language[];
  benchmarks?: readonly string[];
  duplicateFrom?: number;
  /** Folder for scratch data. */
  folder: string;
  /**
   * Says of an instruction whether it wants a long answer, where the rules say `perhaps`; undefined: no answer came.
   * Without it these count as not long, and the report says how many they are.
   */
  askRubric?: (record: DatasetRecord) => Promise<boolean | undefined>;
  /** Questions to the rubric at once. Default 4. */
  concurrency?: number;
};

export type SelectReport = {
  records: number;
  selected: number;
  /** Of all records, by rules and rubric, fit to be answered or not. */
  long: Share;
  /** Left to the rubric; without one not counted as long. */
  perhaps: number;
  asked: number;
  /** Of those asked: the ones that want a long answer. */
  affirmed: number;
  /** Those the rubric gave no answer to; they are left out and counted nowhere as long. */
  unanswered: number;
  byRule: Partial<Record<FilterName | 'not-long' | 'instruction-language', number>>;
  byLanguage: Partial<Record<Language, number>>;
  byForm: Record<string, number>;
};

export type SelectOutput = {
  select(record: DatasetRecord, wish: LengthWish): Promise<void>;
  reject(
    record: DatasetRecord,
    reasons: readonly (Rejection | { rule: 'not-long' | 'instruction-language'; reason: string })[],
  ): Promise<void>;
};

/** An instruction with what rules, and the rubric where they cannot tell, say of its length. */
type Read = { record: DatasetRecord; wish: LengthWish; answer?: boolean | undefined; isAsked?: boolean };

/**
 * Hands on the instructions without their answers, in order. Tests of long instructions: toxicity, scraping, contamination
 * and near-duplicates among instructions.
 *
 * Source: the selection of LongWriter. Bai et al. 2024, arXiv:2408.07055. Differs: rules decide before a model is asked.
 */
export async function selectRecords(
  records: AsyncIterable<DatasetRecord>,
  { leastWords = 2000, languages, askRubric, concurrency = 4, ...settings }: SelectSettings,
  output: SelectOutput,
): Promise<SelectReport> {
  const rules: FilterName[] = ['toxicity', 'scraping', 'near-duplicate'];
  if (settings.benchmarks?.length) rules.push('contamination');
  using set = await createFilters({ ...settings, rules });
  const report: SelectReport = {
    records: 0,
    selected: 0,
    long: measureShare(0, 0),
    perhaps: 0,
    asked: 0,
    affirmed: 0,
    unanswered: 0,
    byRule: {},
    byLanguage: {},
    byForm: {},
  };
  let long = 0;
  const read = (given: DatasetRecord): Read | Promise<Read> => {
    const record = takeInstruction(given);
    const wish = readLengthWish(record, { leastWords });
    if (wish.verdict !== 'perhaps' || askRubric === undefined) return { record, wish };
    return askRubric(record).then((answer) => ({ record, wish, answer, isAsked: true }));
  };
  for await (const { item: given, result } of mapAhead(records, read, { concurrency })) {
    const { record, wish, answer, isAsked = false } = result;
    report.records += 1;
    if (wish.verdict === 'perhaps') report.perhaps += 1;
    if (isAsked) {
      report.asked += 1;
      if (answer === undefined) report.unanswered += 1;
      if (answer === true) report.affirmed += 1;
    }
    const isLong = wish.verdict === 'yes' || answer === true;
    const reasons: Parameters<SelectOutput['reject']>[1][number][] = [];
    if (isLong) long += 1;
    else reasons.push({ rule: 'not-long', reason: describeWish(wish, { leastWords, answer, isAsked }) });
    if (languages !== undefined && !languages.includes(record.language))
      reasons.push({
        rule: 'instruction-language',
        reason: `It is in ${record.language}, wanted are ${languages.join(', ')}.`,
      });
    if (isLong)
      for (const filter of set.filters) {
        const reason = filter.check(record);
        if (reason !== undefined) reasons.push({ rule: filter.name, reason });
      }
    const repeated = reasons.length === 0 ? set.nearDuplicate?.check(record) : undefined;
    if (repeated !== undefined) reasons.push({ rule: 'near-duplicate', reason: repeated });
    for (const { rule } of reasons) report.byRule[rule] = (report.byRule[rule] ?? 0) + 1;
    if (reasons.length > 0) {
      await output.reject(given, reasons);
      continue;
    }
    set.nearDuplicate?.keep(record);
    report.selected += 1;
    report.byLanguage[record.language] = (report.byLanguage[record.language] ?? 0) + 1;
    report.byForm[wish.form] = (report.byForm[wish.form] ?? 0) + 1;
    await output.select(record, wish);
  }
  return { ...report, long: measureShare(long, report.records) };
}

/** The record up to its instruction: an answer that is there already is not what is selected. */
function takeInstruction(record: DatasetRecord): DatasetRecord {
  const { plan: _plan, cost: _cost, ...rest } = record;
  const end = record.messages.findLastIndex(({ role }) => role === 'user') + 1;
  return createRecord({ ...rest, messages: record.messages.slice(0, end) });
}

function describeWish(
  { verdict, words, basis, reason }: LengthWish,
  { leastWords, answer, isAsked }: { leastWords: number; answer: boolean | undefined; isAsked: boolean },
): string {
  if (verdict === 'perhaps') {
    const said =
      answer === false ? 'the rubric said no' : isAsked ? 'the rubric gave no answer' : 'nobody was asked';
    return `It may want a long answer (${reason}); ${said}.`;
  }
  if (words === undefined) return `Nothing in it asks for ${leastWords} words: ${reason}.`;
  return `${basis === 'inferred' ? 'About ' : ''}${words} words, below ${leastWords}: ${reason}.`;
}
