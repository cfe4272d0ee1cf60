/**
 * `longhand --concurrency 8` on a given plan of 50 sections, 30 % of which build on an earlier one: wall time, seams
 * included, against the schedule of the sections alone on 8 slots, and against writing one after the other. Time is
 * virtual (computed by the practice model at 400 ms to the first token and 60 tokens a second); with the word `real`,
 * the same once more in real time, and with `instruction` a run that is planned as well.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDocument } from '../src/methods/write.ts';
import { createWriteProgram } from '../src/methods/write-program.ts';
import { createWriteRequest } from '../src/methods/write-request.ts';
import type { WriteResult } from '../src/methods/write-result.ts';
import { resolveModel } from '../src/model/resolve-model.ts';
import { createVolatileContext } from '../src/run/volatile-context.ts';
import { createVirtualTime } from './virtual-time.ts';

const speeds = 'seed=1&ttftMs=400&tokensPerSecond=60&lengthBias=0.85&lengthSigma=0.25';
const slots = 8;
const sectionCount = 50;
const words = 20_000;

export async function run(parameters: string[]): Promise<void> {
  const plan = makePlan();
  const instruction = `Write a ${words}-word handbook of lighthouse keeping`;
  const side = await measure(instruction, slots, plan);
  const serial = await measure(instruction, 1, plan);
  const path = scheduleWall(side.sections, plan, slots);
  console.log('controller test: 50 sections, 20,000 words, virtual time');
  console.log('| | seconds | words | calls |');
  console.log('|---|---|---|---|');
  const row = (name: string, ms: number, more = ''): void =>
    console.log(`| ${name} | ${(ms / 1_000).toFixed(1)} |${more}`);
  row('one after the other', serial.wallMs, ` ${serial.words} | ${serial.calls} |`);
  row(`${slots} at once, seams and length included`, side.wallMs, ` ${side.words} | ${side.calls} |`);
  row(`schedule of the sections alone on ${slots} slots`, path, ' | |');
  console.log(
    `wall / schedule: ${(side.wallMs / path).toFixed(3)}; speed-up over one after the other: ${(serial.wallMs / side.wallMs).toFixed(2)}`,
  );
  if (parameters.includes('instruction')) {
    const planned = await measure(instruction, slots);
    const plannedSerial = await measure(instruction, 1);
    console.log(
      `from an instruction, planning included: ${(planned.wallMs / 1_000).toFixed(1)} s against ${(plannedSerial.wallMs / 1_000).toFixed(1)} s, speed-up ${(plannedSerial.wallMs / planned.wallMs).toFixed(2)}`,
    );
  }
  if (parameters.includes('real')) await measureRealTime(instruction, plan, path);
}

type Timed = { wallMs: number; words: number; calls: number; sections: Map<string, number> };

async function measure(instruction: string, concurrency: number, plan?: Plan): Promise<Timed> {
  const time = createVirtualTime();
  const address = `simulated:?${speeds}&clock=virtual`;
  const { request } = createWriteRequest(instruction, {
    model: address,
    concurrency,
    ...(plan && {
      planFile: { path: 'plan.json', text: JSON.stringify({ title: 'Handbook', sections: plan }) },
    }),
  });
  const folder = mkdtempSync(join(tmpdir(), 'longhand-parallel-'));
  const began = new Map<string, number>();
  const sections = new Map<string, number>();
  const context = createVolatileContext({
    folder,
    listener: (event) => {
      const { type, id, step } = event as unknown as { type: string; id: string; step?: string };
      if (type === 'section-start') began.set(id, time.now());
      // The section alone: what is written anew because it repeats another comes after this step.
      const [, written] = /^section-([\d.]+)$/.exec(type === 'step-end' ? (step ?? '') : '') ?? [];
      if (written !== undefined) sections.set(written, time.now() - (began.get(written) ?? 0));
    },
  });
  const program = createWriteProgram({
    resolveModel: async (each, card) => {
      const model = await resolveModel(each, { env: {}, card });
      return { ...model, languageModel: time.slow(model.languageModel) };
    },
  });
  try {
    const { result } = await time.run(program(request, context));
    const { delivered, usage } = result as WriteResult;
    return { wallMs: time.now(), words: delivered.words, calls: usage.calls, sections };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Plan = { title: string; mainPoints: string[]; words: number; buildsOn: string[] }[];

const pick = (words: readonly string[], draw: (most: number) => number): string =>
  words[draw(words.length)] ?? '';
const whats = [
  'repair',
  'history',
  'price',
  'storage',
  'inspection',
  'colour',
  'trade',
  'safety',
  'transport',
  'naming',
];
const whiches = [
  'brass',
  'stone',
  'winter',
  'harbour',
  'glass',
  'paper',
  'copper',
  'island',
  'night',
  'tidal',
  'oak',
];
const things = [
  'lenses',
  'stairs',
  'ledgers',
  'signals',
  'ropes',
  'lamps',
  'boats',
  'clocks',
  'walls',
  'maps',
  'bells',
];

/** Sections of 250 to 550 words; three in ten build on a section up to twelve before them. Drawn once, by formula. */
function makePlan(): Plan {
  let state = 7;
  const draw = (most: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
  const phrase = (): string => `${pick(whats, draw)} of ${pick(whiches, draw)} ${pick(things, draw)}`;
  return Array.from({ length: sectionCount }, (_each, index) => ({
    title: `${index + 1}: ${phrase()}`,
    mainPoints: [phrase(), phrase(), phrase()],
    words: 250 + draw(301),
    buildsOn: index > 0 && draw(10) < 3 ? [String(index + 1 - (1 + draw(Math.min(12, index))))] : [],
  }));
}

/** List scheduling of measured durations: what the sections alone would take. */
function scheduleWall(durations: ReadonlyMap<string, number>, plan: Plan, most: number): number {
  const after = new Map(plan.map(({ buildsOn }, index) => [String(index + 1), buildsOn]));
  const chain = (id: string): number =>
    (durations.get(id) ?? 0) +
    Math.max(0, ...[...after].filter(([, before]) => before.includes(id)).map(([next]) => chain(next)));
  const waiting = [...after.keys()].sort((a, b) => chain(b) - chain(a));
  const ends = new Map<string, number>();
  let now = 0;
  let running: { id: string; end: number }[] = [];
  while (waiting.length > 0 || running.length > 0) {
    for (let at = 0; running.length < most && at < waiting.length; ) {
      const id = waiting[at] as string;
      if ((after.get(id) ?? []).every((before) => (ends.get(before) ?? Infinity) <= now)) {
        waiting.splice(at, 1);
        running.push({ id, end: now + (durations.get(id) ?? 0) });
      } else at += 1;
    }
    now = Math.min(...running.map(({ end }) => end));
    for (const { id, end } of running) if (end <= now) ends.set(id, end);
    running = running.filter(({ end }) => end > now);
  }
  return now;
}

async function measureRealTime(instruction: string, plan: Plan, path: number): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'longhand-parallel-'));
  const startedAt = performance.now();
  const result = await writeDocument(
    instruction,
    {
      model: `simulated:?${speeds}`,
      concurrency: slots,
      planFile: { path: 'plan.json', text: JSON.stringify({ title: 'Handbook', sections: plan }) },
    },
    { home, resolveModel: (each) => resolveModel(each, { env: {} }) },
  );
  const wallMs = performance.now() - startedAt;
  rmSync(home, { recursive: true, force: true });
  console.log(
    `in real time, engine and database included: ${(wallMs / 1_000).toFixed(1)} s, ${(wallMs / path).toFixed(3)} of the schedule, ${result.delivered.words} words`,
  );
}
