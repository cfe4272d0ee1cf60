/**
 * Whether what was planned was written, found without the gates of the program.
 *
 * Rule: the phrases of a main point are its runs of words between function words, the last three words of a longer
 * run (in Chinese: runs of characters between particles). Those that stand in the instruction, in the title of the
 * section or in another point of it are left out, since any text on the subject has them; and so are those below two
 * words or four characters, unless the point has nothing longer. The beat is present where the text of its section
 * has one of these phrases to the letter, in whatever case. A point without any is not counted.
 *
 * The rule fits models that name the phrases they are given, as simulated ones do with about half of their sentences;
 * it says nothing about whether a point is argued.
 */
export type PlannedBeats = { title: string; mainPoints: readonly string[] };

const english =
  /[^\p{L}\s'’-]+|\b(?:an?|the|of|in|on|at|to|for|by|with|from|and|or|that|which|who|as|is|are|was|were|be|met|their|its|his|her|how|why|what|when|where|into|over|under|between|about)\b/iu;
const chinese = /[^\u4e00-\u9fff]+|[的与和及或在是了对把被让使从到而]|其中|中(?=的)/u;
const mostWords = 3;
const leastWords = 2;
const leastCharacters = 4;

/** The phrases that stand for each main point of a section; points without any are left out. */
export function listBeats({ title, mainPoints }: PlannedBeats, instruction: string): string[][] {
  return mainPoints
    .map((point, index) => {
      const others = mainPoints.filter((_point, at) => at !== index).join('\n');
      const common = `${instruction}\n${title}\n${others}`.toLowerCase();
      const own = splitPhrases(point.toLowerCase()).filter((phrase) => !common.includes(phrase));
      const telling = own.filter(isLong);
      return telling.length > 0 ? telling : own;
    })
    .filter((phrases) => phrases.length > 0);
}

/** How many beats of a section were planned, and how many of them its text has. */
export function countBeats(
  planned: PlannedBeats,
  text: string,
  instruction: string,
): { planned: number; present: number } {
  const beats = listBeats(planned, instruction);
  const plain = text.replace(/\s+/g, ' ').toLowerCase();
  const present = beats.filter((phrases) => phrases.some((phrase) => plain.includes(phrase))).length;
  return { planned: beats.length, present };
}

function splitPhrases(point: string): string[] {
  const runs = isChinese(point)
    ? point.split(chinese)
    : point.split(english).map((run) => run.trim().split(/\s+/).slice(-mostWords).join(' '));
  return runs.filter((run) => run.length > 1);
}

const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);
const isLong = (phrase: string): boolean =>
  isChinese(phrase) ? phrase.length >= leastCharacters : phrase.split(' ').length >= leastWords;
