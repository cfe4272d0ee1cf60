/** The rows of training data that one run gives. */
import { measureDelivery } from '../../methods/write-result.ts';
import type { Message } from '../../model/request.ts';
import { listSections, type Section } from '../../plan/plan.ts';
import { renderPlanFile } from '../../plan/plan-file.ts';
import { scoreLength } from '../../text/length-score.ts';
import { renderFirstTurn } from '../../write/section-prompt.ts';
import { pairForms } from '../export/pair-forms.ts';
import { createRecord, type Provenance, renderRecord } from '../record.ts';
import { createRevisionPair } from '../variants/revision-pair.ts';
import { byHand, type DocumentRevision } from './find-revisions.ts';
import { listChecks } from './list-checks.ts';
import { renderPlanOrder } from './plan-order.ts';
import type { RunMaterial } from './read-run.ts';

export type RunRows = {
  /** Instruction → whole text. */
  documents: Row[];
  /** Instruction → plan. */
  plans: Row[];
  /** Instruction, plan and the text so far → section. */
  sections: Row[];
  /** Pairs: a section as it became against what it was. */
  revisions: Row[];
  /** Pairs: the whole text as it became against what it was. */
  revisedDocuments: Row[];
  /** Sections that give no row: the text has sources, or their part of the plan cannot be read. */
  sectionsLeftOut: number;
  isPractice: boolean;
};

type Row = Record<string, unknown>;

const practiceModel = /^(?:mini$|simulated:)/;

/**
 * Renders what there is of a run. Sections of a text from sources are left out: the passages they rest on are not in the
 * request, and a model would learn to make citations up.
 */
export function renderRun(run: RunMaterial, revisions: readonly DocumentRevision[]): RunRows {
  const { runId, request, finished, plan, sections } = run;
  const { models, instruction, targetWords, language, method, sources } = request;
  const isPractice =
    finished?.result.practice ?? Object.values(models).some((address) => practiceModel.test(address));
  const source = { file: `runs/${runId}`, line: 1 };
  const provenanceOf = (model: string): Provenance => ({
    model,
    method,
    runId,
    ...(isPractice && { isPractice: true }),
  });
  const provenance = provenanceOf(models.writer);
  const usd = finished?.result.cost.usd;
  const planFile = plan && renderPlanFile(plan, language);
  // What a person has changed since the last command was judged by nobody.
  const unjudged = new Set(
    revisions.find(({ name }) => name === byHand)?.sections.map((each) => each.section.id),
  );
  const checks = listChecks(run.events).filter(({ section }) =>
    section === undefined ? !run.isHandEdited : !unjudged.has(section),
  );
  const rows: RunRows = {
    documents: [],
    plans: [],
    sections: [],
    revisions: [],
    revisedDocuments: [],
    sectionsLeftOut: 0,
    isPractice,
  };
  const recordOf = (id: string, order: string, answer: string, facts: Partial<Facts>): Row =>
    renderRecord(
      createRecord({
        id,
        messages: [user(order), { role: 'assistant', content: answer }],
        source,
        provenance,
        ...facts,
      }),
    );

  if (finished !== undefined) {
    const { result, markdown } = finished;
    const { contract, citations } = result;
    const { words: deliveredWords, judgedWords } = measureDelivery(markdown, request);
    const lengthScore = Number(scoreLength(targetWords, judgedWords).toFixed(2));
    rows.documents.push({
      ...recordOf(runId, instruction, markdown.trim(), {
        requiredWords: targetWords,
        ...(planFile !== undefined && { plan: planFile.trim() }),
        ...(usd != null && { cost: { usd } }),
      }),
      status: result.status,
      contract,
      deliveredWords,
      lengthScore,
      checks,
      edits: request.edit?.number ?? 0,
      isHandEdited: run.isHandEdited,
      ...(citations && { citations }),
      ...(run.claims.length > 0 && { claims: run.claims.map(({ drafted: _drafted, ...claim }) => claim) }),
    });
  }
  if (plan !== undefined && planFile !== undefined)
    rows.plans.push(
      recordOf(`${runId}/plan`, renderPlanOrder(instruction, { targetWords, language }), planFile.trim(), {
        requiredWords: undefined,
        provenance: provenanceOf(models.planner ?? models.writer),
      }),
    );
  const plannedOf = (id: string): Section | undefined =>
    plan && listSections(plan).find((each) => each.section.id === id)?.section;
  const requestOf = (id: string, earlier: readonly string[]): Message[] => {
    const section = plannedOf(id);
    if (plan === undefined || section === undefined) return [user(instruction)];
    const text = [request.opening?.text ?? '', ...earlier].filter((each) => each !== '').join('\n\n');
    const isLast = sections.at(-1)?.id === id;
    const input = { instruction, plan, section, isLast, language, textSoFar: { text, isCut: false } };
    return [user(renderFirstTurn({ ...input, ...(request.style && { style: request.style }) }))];
  };
  if (plan !== undefined && sources === undefined)
    for (const [at, { id, title, text }] of sections.entries()) {
      const requiredWords = plannedOf(id)?.targetWords;
      if (requiredWords === undefined) continue;
      const [order] = requestOf(
        id,
        sections.slice(0, at).map((each) => each.text),
      );
      rows.sections.push({
        ...recordOf(`${runId}/${id}`, order?.content ?? '', text, { requiredWords }),
        section: { id, title },
        checks: checks.filter(({ section }) => section === id),
      });
    }
  if (plan !== undefined) rows.sectionsLeftOut = sections.length - rows.sections.length;
  for (const { name, before, after, sections: revised } of revisions) {
    const idOf = (part: string): string => [runId, name, part].filter((each) => each !== '').join('/');
    for (const { section, kind, earlier, note, ...texts } of revised) {
      const made = createRevisionPair({
        id: idOf(section.id),
        request: requestOf(section.id, earlier),
        ...texts,
        note,
        source,
        provenance,
      });
      if ('pair' in made)
        rows.revisions.push({ ...pairForms.trl.render(made.pair).row, revision: { kind, section, note } });
    }
    const whole = createRevisionPair({
      id: idOf(''),
      request: [user(instruction)],
      before: before.trim(),
      after: after.trim(),
      source,
      provenance,
    });
    if ('pair' in whole) rows.revisedDocuments.push(pairForms.trl.render(whole.pair).row);
  }
  return rows;
}

type Facts = Omit<Parameters<typeof createRecord>[0], 'id' | 'messages' | 'source'>;

const user = (content: string): Message => ({ role: 'user', content });
