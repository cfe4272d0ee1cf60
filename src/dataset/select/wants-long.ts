/** Whether an instruction wants a long answer, and how long: by rules, as far as rules can tell. */

import { type FormName, readForm } from '../../plan/form/form.ts';
import { targetWordsOf } from '../../plan/length/length-contract.ts';
import { maskMaterial } from '../../plan/length/mask-material.ts';
import { readLength } from '../../plan/length/read-length.ts';
import type { DatasetRecord } from '../record.ts';

export type LengthWish = {
  /** `yes` and `no`: a length is named, or the rules are sure. `perhaps`: a person or a model has to say. */
  verdict: 'yes' | 'no' | 'perhaps';
  /** Words asked for, or what texts of this form usually have. */
  words: number | undefined;
  /** Where `words` comes from. */
  basis: 'row' | 'named' | 'inferred' | 'none';
  form: FormName;
  /** The phrase that decided, or what was missing. */
  reason: string;
};

/** What texts of a form usually have where nobody says, in words: round figures, to sort instructions by. */
const usualWords: Partial<Record<FormName, number>> = {
  novel: 40_000,
  textbook: 30_000,
  screenplay: 8000,
  manual: 5000,
  paper: 5000,
  report: 3000,
  proposal: 3000,
  biography: 3000,
  guide: 2500,
  story: 2000,
  article: 1200,
  essay: 1200,
};

const long =
  /\b(?:(?:very|extremely|really|super)\s+(?:long|detailed|thorough)|long[- ]?form|(?:a|one|write)\s+long\s+(?:and\s+\w+\s+)?\w+|in[- ]depth|comprehensive|exhaustive|(?:as\s+(?:long|detailed)\s+as\s+(?:possible|you\s+can))|full[- ]length|complete\s+(?:book|novel|course|screenplay|guide|thesis)|(?:thesis|dissertation|monograph|white\s?paper|e-?book|novella)|chapter\s+by\s+chapter|(?:all|each|every)\s+(?:of\s+the\s+)?(?:chapters|episodes|scenes))\b|长篇|(?:尽可能|尽量|越)(?:长|详细)|非常详细|详尽|全面(?:地)?(?:介绍|分析|阐述|论述)|万字|毕业论文|学位论文|专著|白皮书|完整的(?:小说|剧本|教程|方案|书)|逐章/i;
const short =
  /\b(?:short|brief(?:ly)?|concise(?:ly)?|one[- ](?:line|sentence|paragraph|word)|in\s+(?:a|one|two|a\s+few)\s+(?:word|sentence|line|paragraph)s?|tweet|slogan|headline|titles?\s+for|caption|haiku|limerick|rewrite|rephrase|paraphrase|translate|proofread|fix|correct)\b|简短|简要|简洁|一句话|一段话|标题|口号|改写|润色|翻译|纠正|概括/i;
const writing =
  /\b(?:write|draft|compose|create|generate|produce|craft|author|develop|prepare|tell)\b|写|撰|创作|生成|编写|起草|续写/i;

/**
 * Reads the length an instruction names; without one, what it says of itself ("comprehensive", 长篇, "brief") and the form
 * it names decide. A `perhaps` is an instruction to write whose form is sometimes long.
 *
 * @param options.leastWords - What counts as long.
 */
export function readLengthWish(record: DatasetRecord, { leastWords }: { leastWords: number }): LengthWish {
  const { instruction, requiredWords } = record;
  const reading = readLength(instruction);
  const named = reading.status === 'found' ? targetWordsOf(reading) : undefined;
  const words = requiredWords ?? named;
  const form = readForm(instruction, { targetWords: words ?? leastWords }).name;
  if (words !== undefined)
    return {
      verdict: words >= leastWords ? 'yes' : 'no',
      words,
      basis: requiredWords !== undefined ? 'row' : 'named',
      form,
      reason: reading.status === 'found' ? reading.evidence : 'the row carries the number',
    };
  const order = maskMaterial(instruction).slice(0, 3000);
  const [longMark, shortMark] = [long.exec(order), short.exec(order)];
  const usual = usualWords[form];
  if (!writing.test(order) || (shortMark !== null && longMark === null))
    return {
      verdict: 'no',
      words: undefined,
      basis: 'none',
      form,
      reason: shortMark?.[0] ?? 'no order to write',
    };
  if (longMark !== null)
    return {
      verdict: 'yes',
      words: Math.max(leastWords, usual ?? 0),
      basis: 'inferred',
      form,
      reason: longMark[0],
    };
  if (usual === undefined || usual < leastWords / 2)
    return {
      verdict: 'no',
      words: usual,
      basis: usual ? 'inferred' : 'none',
      form,
      reason: `a text of form ${form}`,
    };
  return {
    verdict: usual >= leastWords * 2 ? 'yes' : 'perhaps',
    words: usual,
    basis: 'inferred',
    form,
    reason: `a text of form ${form}`,
  };
}
