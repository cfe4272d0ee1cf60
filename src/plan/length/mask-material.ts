/**
 * Lengths inside quoted or given text are not asked for. Masking blanks such text and keeps every offset.
 */

const traditional = '萬兩個數頁詞節過於內約講鐘寫長總發詩劇書';
const simplified = '万两个数页词节过于内约讲钟写长总发诗剧书';

const quoted: readonly RegExp[] = [
  /^(```|~~~)[^\n]*\n[\s\S]*?^\1/gm,
  /^[ \t]*>.*$/gm,
  /<([a-zA-Z][\w-]*)[^<>]*>[\s\S]{1,50000}?<\/\1>/g,
  /《[^》\n]*》/g,
  /“(?:[^“”\n]|\n(?!\s*\n))*”/g,
  /「(?:[^「」\n]|\n(?!\s*\n))*」/g,
  /(?<![\w"])"(?:[^"\n]|\n(?!\s*\n)){1,2000}"(?!\w)/g,
];

/**
 * Returns the instruction at equal length, full-width digits and traditional characters made plain, and text in
 * quotes, code fences, tags, block quotes and title marks blanked. Quotes around nearly all of it stay.
 */
export function maskMaterial(instruction: string): string {
  const plain = instruction.replace(
    /[０-９～，．－％]|[萬兩個數頁詞節過於內約講鐘寫長總發詩劇書]/g,
    (character) => {
      const index = traditional.indexOf(character);
      if (index >= 0) return simplified[index] ?? character;
      return character === '，' ? character : String.fromCharCode(character.charCodeAt(0) - 0xfee0);
    },
  );
  return quoted.reduce(
    (text, pattern) =>
      text.replace(pattern, (match) =>
        match.length > instruction.trim().length * 0.9 ? match : match.replace(/[^\n]/g, ' '),
      ),
    plain,
  );
}

/** Where given material begins ("Text: …", "[Story]: …", "材料：…"); the length of the text where it does not. */
export function startOfMaterial(masked: string): number {
  const marker =
    /(?:^|\n)[ \t]*[[【]?(?:(?:the\s+)?(?:(?:reference|source|original|following|input)\s+)?(?:text|article|passage|source|transcript|excerpt|original|draft|story|story so far)|原文|材料|素材|原稿|文章内容|以下(?:是|为)[^：:\n]{0,8})[\]】]?[ \t]*[:：]/i;
  const match = marker.exec(masked);
  return match === null ? masked.length : match.index + match[0].length;
}
