/**
 * QMSum: questions to transcripts of meetings (35 of them in the test split), each answered by a summary of what was said. Scored
 * by ROUGE, no judge.
 *
 * An instance (made up, in the published form, one meeting a line): `{"general_query_list": [{"query": "Summarize the
 * meeting.", "answer": "…"}], "specific_query_list": [{"query": "What did the chair think of it?", "answer": "…",
 * "relevant_text_span": [["0", "3"]]}], "meeting_transcripts": [{"speaker": "Chair", "content": "Good morning."}]}`
 *
 * Followed: Zhong et al. 2021, arXiv:2104.05938; Yale-LILY/QMSum, `data/ALL/jsonl/test.jsonl`; ROUGE and its geometric
 * mean as in SCROLLS, arXiv:2201.03533. The whole transcript is read, as published, marks of noises such as
 * `{vocalsound}` included; the spans that were marked as relevant are not shown.
 */
import { z } from 'zod';
import type { Benchmark, Sample } from '../benchmark.ts';
import { readDataLines } from '../read-data-file.ts';
import { createTextSource } from '../reading/source-text.ts';
import { type ReferenceDetail, summaryScoring } from '../reading/summary-scores.ts';

const asked = z.object({ query: z.string().min(1), answer: z.string().min(1) });
const publishedRow = z.object({
  general_query_list: z.array(asked),
  specific_query_list: z.array(asked),
  meeting_transcripts: z.array(z.object({ speaker: z.string(), content: z.string() })).min(1),
});

const name = 'qmsum';
const file = 'test.jsonl';

export const qmSum = {
  name,
  title: 'QMSum',
  source: 'Zhong et al. 2021, arXiv:2104.05938; Yale-LILY/QMSum',
  licence: 'for research, by its README',
  files: [file],
  reads: true,
  load: async (folder) => {
    const origin = 'Yale-LILY/QMSum on GitHub, folder data/ALL/jsonl';
    const rows = await readDataLines(folder, { benchmark: name, file, origin }, publishedRow);
    return rows.flatMap((row, index): Sample[] => {
      const meeting = `meeting ${index + 1}`;
      const text = row.meeting_transcripts.map(({ speaker, content }) => `${speaker}: ${content}`).join('\n');
      const source = createTextSource(meeting, text);
      const toSample =
        (kind: 'general' | 'specific') =>
        ({ query, answer }: z.infer<typeof asked>, at: number): Sample => ({
          id: `qmsum-${String(index + 1).padStart(2, '0')}-${kind}-${at + 1}`,
          instruction: query,
          language: 'en',
          groups: { query: kind },
          source,
          detail: { references: [answer] } satisfies ReferenceDetail,
        });
      return [
        ...row.general_query_list.map(toSample('general')),
        ...row.specific_query_list.map(toSample('specific')),
      ];
    });
  },
  ...summaryScoring,
} satisfies Benchmark;
