/**
 * Puts a text that is to be judged between tags that do not occur in it, so that nothing inside can end its own block
 * and pass for a part of the question.
 *
 * @param tag - Name of the tags; a number is added where the text already holds them.
 */
export function fenceMaterial(tag: string, text: string): string {
  let name = tag;
  for (let count = 2; text.includes(`<${name}>`) || text.includes(`</${name}>`); count++)
    name = `${tag}-${count}`;
  return `<${name}>\n${text}\n</${name}>`;
}
