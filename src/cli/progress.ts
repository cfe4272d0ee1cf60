/** The picture of a run that its events build up: what the live view and the plain lines are drawn from. */
import type { WriteEvent } from '../methods/write-events.ts';

export type SectionProgress = {
  id: string;
  title: string;
  targetWords: number;
  state: 'waiting' | 'writing' | 'done' | 'gap';
  deliveredWords: number;
  /** What has streamed of it so far; '' when it is done. */
  liveText: string;
};

export type Progress = {
  runId: string | undefined;
  title: string;
  targetWords: number;
  /** Sections with text of their own, in reading order. */
  sections: SectionProgress[];
  spentTokens: number;
  spentUsd: number;
  /** Words that this process wrote, replayed ones left out; for the time left. */
  freshWords: number;
  /** When this process began with the run, in Unix milliseconds. */
  beganAtMs: number | undefined;
};

export function createProgress(): Progress {
  return {
    runId: undefined,
    title: '',
    targetWords: 0,
    sections: [],
    spentTokens: 0,
    spentUsd: 0,
    freshWords: 0,
    beganAtMs: undefined,
  };
}

/** Takes an event in. */
export function applyEvent(progress: Progress, event: WriteEvent): void {
  progress.runId = event.runId;
  switch (event.type) {
    case 'run-start':
      progress.beganAtMs = Date.parse(event.at);
      break;
    case 'plan-ready':
      progress.title = event.title;
      progress.targetWords = event.targetWords;
      progress.sections = event.sections
        .filter((section) => section.targetWords > 0)
        .map((section) => ({ ...section, state: 'waiting', deliveredWords: 0, liveText: '' }));
      break;
    case 'section-start': {
      const section = findSection(progress, event);
      section.state = 'writing';
      section.liveText = '';
      break;
    }
    case 'section-delta': {
      const section = progress.sections.find(({ id }) => id === event.id);
      if (section !== undefined) {
        section.liveText = event.isRestart ? event.text : section.liveText + event.text;
      }
      break;
    }
    case 'section-end': {
      const section = findSection(progress, event);
      section.state = event.status;
      section.deliveredWords = event.deliveredWords;
      section.liveText = '';
      const isReplayed = progress.beganAtMs !== undefined && Date.parse(event.at) < progress.beganAtMs;
      if (!isReplayed) progress.freshWords += event.deliveredWords;
      break;
    }
    case 'budget':
      progress.spentTokens = event.spentTokens;
      progress.spentUsd = event.spentUsd;
      break;
    default:
      break;
  }
}

/** Takes in what earlier processes said of plan and sections; none of their words are this one's. */
export function recallEvents(progress: Progress, events: readonly WriteEvent[]): void {
  for (const event of events)
    if (event.type === 'plan-ready' || event.type === 'section-end') applyEvent(progress, event);
  progress.freshWords = 0;
}

export function countDoneWords({ sections }: Progress): number {
  return sections.reduce((sum, section) => sum + section.deliveredWords, 0);
}

/** A section that no plan announced (one call, one text) becomes the plan. */
function findSection(
  progress: Progress,
  { id, title, targetWords }: { id: string; title: string; targetWords: number },
): SectionProgress {
  const known = progress.sections.find((section) => section.id === id);
  if (known !== undefined) return known;
  const added: SectionProgress = {
    id,
    title,
    targetWords,
    state: 'waiting',
    deliveredWords: 0,
    liveText: '',
  };
  progress.sections.push(added);
  if (progress.targetWords === 0) progress.targetWords = targetWords;
  return added;
}
