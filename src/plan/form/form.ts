/**
 * Form first: what kind of text an order asks for, and what follows from it. The form decides whether sections carry
 * headings, whether there are sections at all, and what the smallest whole piece is.
 */
import { maskMaterial, startOfMaterial } from '../length/mask-material.ts';
import { findForm, readFormName } from './find-form.ts';
import type { FormName } from './form-words.ts';
import { readWishes } from './wishes.ts';

export type { FormName } from './form-words.ts';

export type Form = {
  name: FormName;
  /** Sections get headings: chapters in a novel, headings in a report; none in a letter, a poem, a speech. */
  hasHeadings: boolean;
  /** Written in one piece, without a plan of sections. */
  isOnePiece: boolean;
  /** Whether an introduction, an abstract or a closing belongs to it, written last. */
  frontMatter: 'none' | 'introduction' | 'abstract';
};

/** Below so many words even a form with headings is one piece. */
const shortestPlanned = 700;
/** From so many words on a text without headings is written in parts all the same. */
const longestUnheadedPiece = 1500;

type Traits = Pick<Form, 'frontMatter'> & {
  /** A text of invention, which has no introduction and no abstract. */
  isFiction: boolean;
  /** Target from which readers expect headings, in words; Infinity: at no length. */
  headingsFromWords: number;
};

const prose: Traits = {
  frontMatter: 'none',
  isFiction: false,
  headingsFromWords: shortestPlanned,
};
const treatise: Traits = { ...prose, frontMatter: 'introduction' };
const unheaded: Traits = { ...prose, headingsFromWords: Infinity };

const traits: Record<FormName, Traits> = {
  article: treatise,
  report: treatise,
  essay: { ...treatise, headingsFromWords: longestUnheadedPiece },
  letter: unheaded,
  email: unheaded,
  poem: { ...unheaded, isFiction: true },
  lyrics: { ...unheaded, isFiction: true },
  dialogue: { ...unheaded, isFiction: true },
  screenplay: { ...unheaded, isFiction: true },
  speech: unheaded,
  // A short story has no chapters; what others call a novelette may have them.
  story: { ...prose, isFiction: true, headingsFromWords: 10_000 },
  novel: { ...prose, isFiction: true, headingsFromWords: 6000 },
  manual: treatise,
  guide: treatise,
  faq: prose,
  list: { ...prose, headingsFromWords: longestUnheadedPiece },
  review: { ...prose, headingsFromWords: longestUnheadedPiece },
  news: { ...prose, headingsFromWords: longestUnheadedPiece },
  post: unheaded,
  abstract: unheaded,
  proposal: treatise,
  paper: { ...treatise, frontMatter: 'abstract' },
  lesson: prose,
  diary: { ...unheaded, isFiction: true },
  biography: prose,
  textbook: treatise,
  other: prose,
};

/**
 * Reads the form of what an instruction asks for, in any of nine languages.
 *
 * The head noun of the order decides ("a report about poems" is a report); quoted and given material is not read.
 * What the instruction says itself stands above the form: "with headings", 不要小标题, "in one paragraph", "ten
 * chapters". Parts without a word of headings leave a letter, a speech or a poem without them. Without a word for a
 * form the name is `other`, which is prose with headings from 700 words on.
 *
 * @param options.form - What the person calls it, in free words; wins over the instruction.
 * @param options.targetWords - Asked length in words or, in Chinese, characters. Below 700 a text is one piece unless
 *   headings or parts are asked for; without headings it is one piece up to 1,500.
 * @param options.hasPlan - A person's own plan is there: its sections and headings stay.
 */
export function readForm(
  instruction: string,
  { form, targetWords, hasPlan = false }: { form?: string; targetWords: number; hasPlan?: boolean },
): Form {
  const masked = simplify(keepLetters(instruction, maskMaterial(instruction)));
  const order = masked.slice(0, Math.min(startOfMaterial(masked), longestOrder));
  const named = form === undefined ? '' : simplify(form);
  const name = (named === '' ? findOrdered(masked, order) : readGiven(named)) ?? 'other';
  const { headingsFromWords, ...own } = traits[name];

  const wishes = readWishes(`${named}\n${order}`);
  const isNeverHeaded = headingsFromWords === Infinity;
  const wantsParts = wishes.hasChapters || (wishes.hasParts && !isNeverHeaded);
  const hasHeadings =
    hasPlan ||
    (wishes.headings ??
      (wantsParts ||
        (targetWords >= headingsFromWords && !wishes.isSingleChapter && !wishes.isOneParagraph)));
  const isPlanned = hasPlan || wishes.headings === true || wantsParts;
  const isShort = targetWords < (hasHeadings ? shortestPlanned : longestUnheadedPiece);
  const isOnePiece = !isPlanned && (wishes.isOneParagraph || isShort);
  return {
    name,
    hasHeadings,
    isOnePiece,
    frontMatter: isOnePiece || own.isFiction ? 'none' : readFrontMatter(own.frontMatter, wishes.frontMatter),
  };
}

/** Characters that are read; more is material without a mark. */
const longestOrder = 6000;
/** Characters of a last line that may be the order itself. */
const longestLastLine = 300;

/** The order may stand after the material: "Text: … Write a poem about it". */
function findOrdered(masked: string, order: string): FormName | undefined {
  const found = findForm(order);
  if (found !== undefined) return found;
  const last = masked.trim().split('\n').at(-1) ?? '';
  return last.length > longestLastLine ? undefined : findForm(last);
}

const readGiven = (form: string): FormName | undefined => {
  const exact = form.trim().toLowerCase();
  return Object.hasOwn(traits, exact) ? (exact as FormName) : readFormName(form);
};

const readFrontMatter = (
  usual: Form['frontMatter'],
  wished: 'none' | 'abstract' | undefined,
): Form['frontMatter'] => (wished === 'abstract' && usual === 'none' ? 'none' : (wished ?? usual));

/** The instruction with its own characters, blank where the masked one is. */
const keepLetters = (instruction: string, masked: string): string =>
  Array.from({ length: masked.length }, (_, index) =>
    masked.charAt(index) === ' ' ? ' ' : instruction.charAt(index),
  ).join('');

const traditional =
  '論說報評傳記辭導話對談訪問聞電郵綱單題課議雜隨筆綜學設計誌請個創寫給關於與標節詩劇書講總發長過';
const simplified =
  '论说报评传记辞导话对谈访问闻电邮纲单题课议杂随笔综学设计志请个创写给关于与标节诗剧书讲总发长过';

/** Traditional characters of the words we look for, made plain one by one; Japanese keeps its own. */
const simplify = (text: string): string =>
  /[ぁ-ヿ]/.test(text)
    ? text
    : text.replace(/\p{Script=Han}/gu, (character) => {
        const index = traditional.indexOf(character);
        return index < 0 ? character : simplified.charAt(index);
      });
