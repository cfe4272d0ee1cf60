/** What every publisher promises, run for each by one line. */
import { describe, expect, it } from 'vitest';
import type { PublishedDocument, Publisher } from '../../src/publish/published-document.ts';
import { countWords } from '../../src/text/count-words.ts';

const english: PublishedDocument = {
  title: 'Lights on the coast',
  language: 'en',
  gaps: 0,
  markdown: `# Lights on the coast

## Early lights

The first keepers burned *wood*, then **coal**, and ~~never~~ slept.

1. A tower of stone
2. A lamp
   - a wick
   - a mirror

> A quotation stands
> on two lines.

### Costs & gains

| Year | Light |
| --- | --- |
| first | oil |
| later | gas |

\`\`\`
let lamp = lit;
\`\`\`

A sign said \`<OPEN>\`; another said <CLOSED> in paint. A note follows.[^1]

---

- [x] lit
- [ ] dark

[^1]: The keeper wrote it.
`,
};

const chinese: PublishedDocument = {
  title: '海岸的灯',
  language: 'zh',
  gaps: 0,
  markdown:
    '# 海岸的灯\n\n## 早期\n\n守灯人先烧木柴，**后来**烧煤。\n\n- 石塔\n- 灯芯\n\n> 灯亮了，船回来了。\n\n| 年代 | 光源 |\n| --- | --- |\n| 早期 | 鲸油 |\n',
};

const hostile: PublishedDocument = {
  title: '<script>alert("title")</script>',
  language: 'en',
  gaps: 0,
  practice: { model: 'simulated:?seed=1"><script>alert("model")</script>' },
  markdown: `# Plain <img src=x onerror=alert(1)>

<script>alert("block")</script>

<iframe src="https://tracker.example"></iframe>

[press](javascript:alert(2)) and [data](data:text/html,boo) and ![picture](https://tracker.example/x.png)

<a href="javascript:alert(3)" onclick="alert(4)">old habit</a> <style>body{display:none}</style>
`,
};

/**
 * @param options.readWords - The visible text of a published file, as a reader sees it.
 * @param options.isActive - Whether a file could run or fetch something when it is opened.
 */
export function testPublisher(
  publisher: Publisher,
  { readWords, isActive }: { readWords: (file: string) => string; isActive: (file: string) => boolean },
): void {
  describe(`publisher ${publisher.extension}`, () => {
    it.each([
      ['English', english],
      ['Chinese', chinese],
    ])('keeps every word of a document in %s, and adds none', async (_name, document) => {
      // The label above the notes is the page's own.
      const visible = readWords(await publisher.publish(document)).replace(/^Notes$/m, '');
      expect(wordsOf(visible)).toEqual(wordsOf(document.markdown.replace(/\[\^1\]/g, '')));
    });

    it('gives the same file for the same document', async () => {
      expect(await publisher.publish(english)).toBe(await publisher.publish(english));
    });

    it('runs nothing and fetches nothing, whatever the model wrote', async () => {
      expect(isActive(await publisher.publish(hostile))).toBe(false);
    });

    it.each([
      ['en', 'This text is unfinished: 3 of 8 sections are written.'],
      ['zh', '本文尚未完成：共 8 节，已写 3 节。'],
    ])('says in the first line that a text is unfinished (%s)', async (language, sentence) => {
      const file = await publisher.publish({ ...english, language, unfinished: { done: 3, of: 8 } });
      expect(file.split('\n', 1)[0]).toContain(sentence);
    });

    it('says in the first line that sections are missing', async () => {
      const file = await publisher.publish({ ...english, gaps: 2 });
      expect(file.split('\n', 1)[0]).toContain('2 sections are missing');
    });

    it('names a practice model, and only one that had a part in it', async () => {
      const practised = await publisher.publish({ ...english, practice: { model: 'simulated:?seed=1' } });
      expect(practised).toContain('practice model');
      expect(practised).toContain('simulated:?seed=1');
      expect(await publisher.publish(english)).not.toContain('practice');
    });

    it('takes an empty document', async () => {
      const file = await publisher.publish({ markdown: '', title: '', language: 'und', gaps: 0 });
      expect(countWords(readWords(file))).toBe(0);
    });
  });
}

const wordsOf = (text: string): string[] =>
  (text.replace(/```|\[x\]/g, '').match(/[\u4e00-\u9fff]|[a-zA-Z]+/g) ?? []).sort();
