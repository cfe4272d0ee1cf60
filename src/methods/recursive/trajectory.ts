/** What a recursive reading did, as lines of JSON: each turn once, nothing of the turns before it. */
import type { ReadingHost } from '../reading/read-method.ts';

export type Trajectory = {
  add(line: Record<string, unknown>): Promise<void>;
  /** Writes what is not written yet. */
  close(): Promise<void>;
};

const trajectoryFile = 'trajectory.jsonl';

/**
 * Records into `trajectory.jsonl` of the run. A projection is written as a whole, so it is written when it has doubled
 * and at the end: all writing together is at most a few times the file. After a kill the replay tells every line again.
 */
export function createTrajectory({ project }: Pick<ReadingHost, 'project'>): Trajectory {
  const lines: string[] = [];
  let characters = 0;
  let written = 0;
  const write = async (): Promise<void> => {
    written = characters;
    await project(trajectoryFile, lines.join(''));
  };
  return {
    async add(line) {
      const text = `${JSON.stringify(line)}\n`;
      lines.push(text);
      characters += text.length;
      if (characters >= written * 2) await write();
    },
    async close() {
      if (characters > written) await write();
    },
  };
}

/** The beginning of a long text, and how long it was. */
export function excerpt(text: string, characters: number): { text: string; characters: number } {
  return { text: text.slice(0, characters), characters: text.length };
}
