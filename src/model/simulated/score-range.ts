/** Which scores a judge may give, and under which keys, as the request says. */

export type ScoreRange = { least: number; most: number; levels?: readonly number[] };

const number = String.raw`\d+(?:\.\d+)?`;
const rangePattern = new RegExp(
  String.raw`(${number})\s*(?:-|–|—|~|～|\.\.\.?|to|and|到|至)\s*(${number})`,
  'gi',
);
const scoreWord = /\b(?:scor|rat(?:e|ing)|scale|grade|point|mark)|分/i;

/** The range named nearest to a word for scores; 1 to 5 where none is. */
export function readScoreRange(text: string): ScoreRange {
  const reach = text.length > 12_000 ? `${text.slice(0, 6_000)}\n${text.slice(-6_000)}` : text;
  const levels = /(?:0|1)(?:\.\d+)?(?:\s*[,、/]\s*(?:and\s+|or\s+)?\d+(?:\.\d+)?){2,}/.exec(reach)?.[0];
  const values = levels?.split(/[^\d.]+/).map(Number);
  if (values?.some((value) => !Number.isInteger(value))) {
    return { least: Math.min(...values), most: Math.max(...values), levels: values };
  }
  for (const match of reach.matchAll(rangePattern)) {
    const [least, most] = [Number(match[1]), Number(match[2])];
    const around = reach.slice(Math.max(0, match.index - 80), match.index + 80);
    if (least < most && most <= 100 && scoreWord.test(around)) return { least, most };
  }
  const outOf = /\b(?:out of|\/)\s*(\d{1,3})\b|满分\s*(\d{1,3})/i.exec(reach);
  const most = Number(outOf?.[1] ?? outOf?.[2] ?? 5);
  return { least: 1, most: most > 1 && most <= 100 ? most : 5 };
}

/** Keys that a request lists by name without showing JSON; `score` where it lists none. */
export function readScoreKeys(text: string): string[] {
  const cue = /\b(?:keys?|fields?|dimensions?|criteria|aspects?)\b|维度|方面|指标|字段|键/i.exec(text);
  const list =
    cue === null ? '' : (text.slice(cue.index + cue[0].length, cue.index + 600).split('\n')[0] as string);
  const quoted = [...list.matchAll(/[`"“']([^`"”']{1,40})[`"”']/g)].map((match) => match[1] as string);
  if (quoted.length > 0) return quoted;
  const named = (/[:：]\s*(.+)/.exec(list)?.[1] ?? '')
    .split(/[,，、;；.。]|\band\b|和/)
    .map((name) => name.replace(/\(.*$/, '').trim())
    .filter((name) => /^[\p{L}][\p{L}\s-]{0,30}$/u.test(name));
  return named.length > 0 ? named : ['score'];
}
