/** A title for texts whose plan names none. */

/** What the instruction says the text is about, not longer than a heading. */
export function titleFrom(instruction: string): string {
  const first = instruction.trim().split('\n', 1)[0] ?? '';
  const subject =
    /^(?:please\s+)?(?:write|compose|create|draft)\b.*?\b(?:about|on)\s+(.+?)[.!]?$/i.exec(first)?.[1] ??
    /^请?(?:写|撰写|创作).*?(?:介绍|关于|讲述|论述|讨论)(.+?)(?:的文章)?[。！]?$/u.exec(first)?.[1];
  const line = subject === undefined ? first : subject.charAt(0).toUpperCase() + subject.slice(1);
  return line.length <= 80 ? line : `${line.slice(0, 79).replace(/\s+\S*$/, '')}…`;
}
