/** Markdown as it stands; what the document says about itself comes before the title. */
import { describePractice, describeState, type Publisher } from './published-document.ts';

/**
 * A document that is not whole opens with that sentence, and names a practice model right below it. A whole one
 * names a practice model in front matter. Anything else is the manuscript, byte for byte.
 */
export const markdown: Publisher = {
  extension: '.md',
  async publish(document) {
    const state = describeState(document);
    const practice = describePractice(document);
    if (state !== undefined) {
      const lines = [state, practice].filter((line) => line !== undefined);
      return `> ${lines.join('\n>\n> ')}\n\n${document.markdown}`;
    }
    if (practice === undefined || document.practice === undefined) return document.markdown;
    const fields = [
      'practice: true',
      // A JSON string is a YAML string, whatever an address holds.
      `model: ${JSON.stringify(document.practice.model)}`,
      `note: ${JSON.stringify(practice)}`,
    ];
    return `---\n${fields.join('\n')}\n---\n\n${document.markdown}`;
  },
};
