/** `longhand plan`: the plan alone, to edit and give back. */
import { extname } from 'node:path';
import { UsageError } from '../errors.ts';
import { planDocument } from '../methods/write.ts';
import { createWriteRequest } from '../methods/write-request.ts';
import { listSections, type Plan, type Section } from '../plan/plan.ts';
import { writeWhole } from '../run/projections.ts';
import { followRun } from './follow-run.ts';
import { formatCount, formatNumber } from './format.ts';
import { readJob } from './job.ts';
import type { Output } from './output.ts';
import { reportFailure } from './report-failure.ts';
import { findPlace, renderCommand } from './run-place.ts';
import { createRunView } from './run-view.ts';
import { createModels, sayPractice } from './world.ts';
import { describeLength } from './write.ts';
import type { WriteOptions } from './write-options.ts';

export async function plan(given: string | undefined, flags: WriteOptions, output: Output): Promise<number> {
  const { out } = flags;
  if (out !== undefined && !/^\.(?:md|json)$/i.test(extname(out))) {
    throw new UsageError(
      `Expected \`out\` to end in .md or .json, got \`${out}\`. Name the file accordingly.`,
    );
  }
  const { instruction, settings, options } = await readJob(given, flags, output);
  const model = settings.model ?? options.planner ?? 'mini';
  const asked = { ...settings, model, out: undefined };
  const { request, note } = createWriteRequest(instruction, asked);
  const place = findPlace(options, process.env);
  const models = createModels(output, place);
  await models.world.resolveModel(request.models.planner ?? request.models.writer);
  output.say(describeLength(request, note));
  const view = createRunView(output);
  const run = planDocument(instruction, asked, models.world);
  const ending = await followRun(run, { output, view });
  if ('error' in ending) {
    const { runId } = view.progress;
    return reportFailure(ending.error, output, runId === undefined ? undefined : { runId });
  }
  const { result } = ending;
  const file = out !== undefined && /\.json$/i.test(out) ? renderJson(result.plan) : result.file;
  if (out !== undefined) await writeWhole(out, file);
  else output.print(file);
  const sections = listSections(result.plan).filter(({ section }) => section.targetWords > 0);
  const back = renderCommand(['write', instruction, '--plan', out ?? 'FILE', '--model', model], {
    home: options.home,
  });
  output.say(
    `${formatCount(sections.length, 'section')}, ${formatNumber(result.targetWords)} words. Edit the plan, then: ${back}`,
  );
  if (models.practice !== undefined) output.say(sayPractice(models.practice));
  output.printResult({
    runId: result.runId,
    status: 'done',
    practice: models.practice !== undefined,
    targetWords: result.targetWords,
    plan: toDraft(result.plan),
    file: result.file,
    out: out ?? null,
  });
  return 0;
}

/** The shape that `--plan` reads back. */
function toDraft({ title, sections }: Plan): { title: string; sections: object[] } {
  return { title, sections: sections.map(sectionToDraft) };
}

function sectionToDraft({ title, mainPoints, targetWords, children }: Section): object {
  return {
    title,
    ...(mainPoints.length > 0 && { mainPoints }),
    ...(targetWords > 0 && { words: targetWords }),
    ...(children.length > 0 && { children: children.map(sectionToDraft) }),
  };
}

function renderJson(plan: Plan): string {
  return `${JSON.stringify(toDraft(plan), null, 2)}\n`;
}
