/** `longhand show` for a document of a build: what became of it, its text, and its calls where they were kept. */
import type { DocumentRequest } from '../dataset/build/document-request.ts';
import type { BuiltDocument } from '../dataset/build/record-program.ts';
import { UsageError } from '../errors.ts';
import type { BuildDocument, Reader } from '../run/reader.ts';
import { formatNumber } from './format.ts';
import type { Output } from './output.ts';
import { showWhy } from './show-why.ts';

/** @param section - With `why`, the section whose calls are shown. */
export async function showDocument(
  document: BuildDocument,
  { section, why }: { section: string | undefined; why: boolean },
  reader: Reader,
  output: Output,
): Promise<number> {
  const { runId, buildId, state, failure } = document;
  if (why) {
    const calls = await reader.listCalls(runId);
    if (calls?.length === 0)
      throw new UsageError(
        `Expected calls of document ${runId}, but its build kept none. Build with --keep-calls to look at them.`,
      );
    return showWhy({ runId }, section, reader, output);
  }
  const { write } = document.request as DocumentRequest;
  const result = document.result as BuiltDocument | undefined;
  const { messages = [] } = (result?.record ?? {}) as { messages?: { role: string; content: string }[] };
  output.print(
    [
      `document ${runId} of build ${buildId}: ${result?.verdict ?? state}${failure === undefined ? '' : ` (${failure})`}`,
      ...(result?.reasons ?? []).map(({ gate, reason }) => `${gate}: ${reason}`),
      `instruction: ${write.instruction}`,
      `method ${write.method}, model ${write.models.writer}${result?.isPractice ? ' (practice model)' : ''}`,
      ...(result === undefined
        ? []
        : [
            `${formatNumber(result.deliveredWords)} of ${formatNumber(result.askedWords)} words`,
            '',
            messages.at(-1)?.role === 'assistant' ? (messages.at(-1)?.content ?? '') : '',
          ]),
    ].join('\n'),
  );
  output.printResult({ runId, buildId, state, result: result ?? null, failure: failure ?? null });
  return 0;
}
