import type { Benchmark } from '../benchmark.ts';
import type { Judging, StudyManifest } from '../study/manifest.ts';

/** What makes the numbers of a study, as a section of Markdown. */
export function renderManifest(
  { source, name }: Pick<Benchmark, 'source' | 'name'>,
  manifest: StudyManifest,
): string {
  const { date, judgedOn, version, data, samples, leftOut, repeats, counting, judging, mode } = manifest;
  return [
    '## What was measured',
    [
      `- ${name}${mode === undefined ? '' : `, ${mode}`}: ${source}`,
      `- ${samples.count} prompts, ${repeats} ${repeats === 1 ? 'answer' : 'answers'} each; words counted by \`${counting}\``,
      ...(leftOut > 0
        ? [`- ${leftOut} answers not asked for: the card of the model lacks the language of the prompt`]
        : []),
      ...data.map(({ file, sha256 }) => `- ${file}: ${renderHash(sha256)}`),
      ...(judging === undefined ? [] : listJudging(judging)),
      '- intervals: 95 %, seeded bootstrap over prompts and, inside a prompt, its repeats',
      `- Longhand ${version}, begun ${date}${judgedOn === undefined ? '' : `, judged ${judgedOn}`}`,
    ].join('\n'),
  ].join('\n\n');
}

function listJudging({ judges, returnedIds = {}, repeats, rubrics, prompt }: Judging): string[] {
  return [
    ...judges.map((judge) => {
      const ids = returnedIds[judge] ?? [];
      return `- judge ${judge}${ids.length > 0 ? `, answered as ${ids.join(', ')}` : ''}, ${repeats} ${repeats === 1 ? 'verdict' : 'verdicts'} an answer`;
    }),
    ...rubrics.map(({ name, version, sha256, temperature }) => {
      const sampling = typeof temperature === 'number' ? `, temperature ${temperature}` : '';
      return `- rubric ${name}, version ${version}${sampling}: ${renderHash(sha256)}`;
    }),
    ...(prompt === undefined
      ? []
      : [`- judge's prompt from a file, ${prompt.name}: ${renderHash(prompt.sha256)}`]),
  ];
}

const renderHash = (sha256: string): string => `sha256 ${sha256.slice(0, 16)}…`;
