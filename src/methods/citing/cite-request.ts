/** What a person asked for about sources, settled before anything is paid. */
import { UsageError } from '../../errors.ts';
import { type UnsupportedPolicy, unsupportedPolicies } from '../../write/sources/claim-tools.ts';
import type { CitationStyle } from '../../write/sources/render-references.ts';
import type { SourceRecord } from '../reading/source-record.ts';

export type CiteRequest = {
  /** In the order they are cited by: `[S1]` first. */
  files: SourceRecord[];
  allowHttp: boolean;
  style: CitationStyle;
  onUnsupported: UnsupportedPolicy;
  /** Address of the model by whose vectors passages are found, beside their words. */
  embeddings?: string;
};

export type CiteSettings = {
  /** Files, folders, and, with `allowHttp`, addresses. */
  paths: readonly string[];
  /** Fetch `http:` and `https:` addresses, never private ones. Default false. */
  allowHttp?: boolean;
  /** `footnotes` (default) or `numbered`. */
  citations?: string;
  /**
   * What becomes of a claim that no source backs, also when it was written anew: `mark` (default) leaves it with a
   * visible marker, so that nothing vanishes unseen and a person can mend it; `remove` takes the sentence out;
   * `research` searches all sources anew before it does, `research-mark` before it marks.
   */
  onUnsupported?: string;
  /** Address of an embedding model: passages are then found by meaning as well as by words. */
  embeddings?: string;
};

/** Methods that show a section its sources. */
const citing = ['longhand', 'tree', 'chain'];

/** @throws {UsageError} A setting is off; the message names it. */
export function createCiteRequest(
  { allowHttp = false, citations = 'footnotes', onUnsupported = 'mark', embeddings }: CiteSettings,
  method: string,
): CiteRequest {
  if (!citing.includes(method)) {
    throw new UsageError(
      `Expected \`method\` to be ${citing.join(', ')} for a text from sources, got \`${method}\`: it does not show a section its sources. Leave --method out.`,
    );
  }
  if (citations !== 'footnotes' && citations !== 'numbered') {
    throw new UsageError(`Expected \`citations\` to be footnotes or numbered, got \`${citations}\`.`);
  }
  const policy = unsupportedPolicies.find((each) => each === onUnsupported);
  if (policy === undefined) {
    throw new UsageError(
      `Expected \`on-unsupported\` to be one of ${unsupportedPolicies.join(', ')}, got \`${onUnsupported}\`.`,
    );
  }
  return {
    files: [],
    allowHttp,
    style: citations,
    onUnsupported: policy,
    ...(embeddings !== undefined && { embeddings }),
  };
}
