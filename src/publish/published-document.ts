/** What every publisher gets, and what a document says about itself before its first word. */

export type PublishedDocument = {
  /** The manuscript as Markdown, without front matter. */
  markdown: string;
  /** '' where the document has none. */
  title: string;
  /** BCP 47, `und` where nobody knows. */
  language: string;
  /** Set when a practice model had a part in it. */
  practice?: { model: string };
  /** Set while sections are missing at the end: how many of how many are written. */
  unfinished?: { done: number; of: number };
  /** Sections that the model declined to write; the text marks each. */
  gaps: number;
  /** Bytes of the pictures of the document itself, by the relative path the Markdown shows them under. */
  figures?: ReadonlyMap<string, Uint8Array>;
};

/** One format. No clock, no run id and no path enters what it makes: equal documents give equal files. */
export type Publisher = {
  /** With its dot, in lower case: `.md`. */
  extension: string;
  publish(document: PublishedDocument): Promise<string>;
};

/** The sentence that opens a document which is not whole; undefined for one that is. */
export function describeState({ language, unfinished, gaps }: PublishedDocument): string | undefined {
  const isChinese = language === 'zh';
  const parts: string[] = [];
  if (unfinished) {
    parts.push(
      isChinese
        ? `共 ${unfinished.of} 节，已写 ${unfinished.done} 节`
        : `${unfinished.done} of ${unfinished.of} sections are written`,
    );
  }
  if (gaps > 0) {
    const verb = gaps === 1 ? 'section is' : 'sections are';
    parts.push(isChinese ? `缺 ${gaps} 节，文中已标明` : `${gaps} ${verb} missing and marked in the text`);
  }
  if (parts.length === 0) return undefined;
  return isChinese ? `本文尚未完成：${parts.join('；')}。` : `This text is unfinished: ${parts.join('; ')}.`;
}

/** The sentence that says a practice model wrote; undefined for any other document. */
export function describePractice({ language, practice }: PublishedDocument): string | undefined {
  if (practice === undefined) return undefined;
  return language === 'zh'
    ? `由练习模型（practice model，${practice.model}）生成：只用来试运行，不代表任何写作水平。`
    : `Written by a practice model (${practice.model}): a trial of the process, no sample of writing quality.`;
}
