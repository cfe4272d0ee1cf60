/**
 * HTML inside Markdown, as words. Models use a few tags for looks; a story may hold a sign that says `<OPEN>`.
 * The first kind goes, its text stays; everything else, scripts too, is shown as the characters it is.
 */

const comment = /<!--[\s\S]*?(?:-->|$)/g;
const lineBreak = /<br\s*\/?>/gi;
const looks =
  /<\/?(?:a|abbr|b|big|blockquote|center|cite|del|details|div|em|figcaption|figure|font|hr|i|img|ins|kbd|mark|p|q|s|section|small|span|strong|sub|summary|sup|u)(?:\s[^<>]*)?\/?>/gi;

/** Plain text of a piece of HTML; line breaks become `\n`. */
export function readLiteralHtml(html: string): string {
  return html.replace(comment, '').replace(lineBreak, '\n').replace(looks, '');
}
