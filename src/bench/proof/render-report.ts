/** The report of a proof, from its manifest and figures alone: Markdown, and one HTML page made from it. */

import { html } from '../../publish/html.ts';
import { renderTable } from '../report/markdown-table.ts';
import type { Bounded, ProofFigures } from './figures.ts';
import type { ProofManifest } from './proof-manifest.ts';

export function renderProofReport(manifest: ProofManifest, figures: ProofFigures): string {
  const practice = sayPractice(figures);
  return [
    `# Longhand with ${manifest.author.address}, judged by ${manifest.judge.address}`,
    practice,
    renderFamily(figures),
    renderCompleteness(figures),
    renderLengths(figures),
    renderCeiling(figures),
    renderLong(manifest, figures),
    renderKill(figures),
    renderPairs(figures),
    renderCosts(manifest, figures),
    renderFailures(figures),
    renderOrigin(manifest, figures),
    practice,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

export async function renderProofPage(manifest: ProofManifest, figures: ProofFigures): Promise<string> {
  const [model] = figures.practice;
  return html.publish({
    title: `Longhand with ${manifest.author.address}`,
    markdown: renderProofReport(manifest, figures),
    language: 'en',
    gaps: 0,
    ...(model !== undefined && { practice: { model } }),
  });
}

/** '' where author and judge are real models. */
export function sayPractice({ practice }: Pick<ProofFigures, 'practice'>): string {
  if (practice.length === 0) return '';
  return `**Practice model:** ${practice.join(', ')}. This bundle shows that the process works, and nothing about quality.`;
}

function renderFamily({ isSameFamily }: ProofFigures): string {
  if (isSameFamily === false) return '';
  return isSameFamily
    ? '**Author and judge are of one family.** A judge may favour texts of its own: read the comparisons with that in mind.'
    : '**Whether author and judge are of one family cannot be told** from their names.';
}

function renderCompleteness({ attempts, calls }: ProofFigures): string {
  return (
    `${attempts.done} of ${attempts.planned} planned attempts came to an end, ${attempts.failed} failed; failures are listed below and count nowhere as a score. ` +
    `${calls.sent} calls were sent: ${calls.failed} of them failed, ${calls.unanswered} were never answered because the process was killed, ${calls.estimated} came without a report of their tokens.`
  );
}

function renderLengths({ lengths }: ProofFigures): string {
  return `## Asked and delivered length\n\nMeans over prompts, with 95 % intervals. S_l is 100 at the asked length.\n\n${renderTable(
    ['asked words', 'method', 'texts', 'failed', 'within the asked length', 'delivered words', 'S_l'],
    lengths.map((row) => [
      String(row.words),
      row.method,
      String(row.answers),
      String(row.failures),
      String(row.kept),
      bounded(row.deliveredWords, 0),
      bounded(row.lengthScore, 1),
    ]),
  )}`;
}

function renderCeiling({ ceiling: { points, estimate, failures } }: ProofFigures): string {
  const found =
    estimate === null
      ? 'Nothing was delivered to estimate it from.'
      : estimate.isReached
        ? `In a single answer the model delivers about ${Math.round(estimate.words)} words at most; it keeps up to ${estimate.keptWords} asked words.`
        : `In a single answer the model still kept up at the longest length asked for: its ceiling is at or above ${Math.round(estimate.words)} words.`;
  return `## What one answer holds\n\n${found} Answers that failed: ${failures}.\n\n${renderTable(
    ['asked words', 'answers', 'mean', 'median', 'most'],
    points.map(({ askedWords, answers, mean, median, max }) =>
      [askedWords, answers, Math.round(mean), Math.round(median), max].map(String),
    ),
  )}`;
}

function renderLong({ sizes }: ProofManifest, { long }: ProofFigures): string {
  if (long === null)
    return sizes.longWords === null ? '## One long text\n\nLeft out, as a smaller kit was chosen.' : '';
  const delivered =
    long.deliveredWords === null
      ? 'failed'
      : `${long.deliveredWords} words delivered (${long.status}), S_l ${long.lengthScore}`;
  return `## One long text\n\n${long.words} words asked, by longhand: ${delivered}; ${usd(long.usd)}.`;
}

function renderKill({ kill }: ProofFigures): string {
  const text =
    kill.signal === null
      ? `The process of \`${kill.key}\` ended before it could be killed: this bundle shows nothing about it.`
      : `The process that wrote \`${kill.key}\` was ended by ${kill.signal} in the middle of an answer, after ${kill.answeredBefore} answered calls. ` +
        `The next one went on with ${kill.answeredAfter} more. Answered calls that were paid twice: ${kill.paidTwice}. ` +
        `In flight at that moment: ${kill.inFlight}, a request of about ${kill.inFlightTokens} tokens that was asked again. ` +
        (kill.deliveredWords === null
          ? 'The text failed.'
          : `The text has ${kill.deliveredWords} words (${kill.status}).`);
  return `## Killed and gone on with\n\n${text}`;
}

function renderPairs({ pairs }: ProofFigures): string {
  return `## Blind comparison\n\nLonghand against the same model by itself and with AgentWrite. The judge saw every pair in both orders; where the orders disagree it is a tie. Intervals of 95 % over prompts.\n\n${renderTable(
    [
      'against',
      'pairs',
      'won',
      'lost',
      'tied',
      'unscored',
      'failed',
      'no text',
      'win rate',
      'flip rate',
      'win rate at matched length',
      'matched pairs',
      'first shown wins',
    ],
    pairs.map((row) => [
      row.against,
      String(row.pairs),
      String(row.wins),
      String(row.losses),
      String(row.ties),
      String(row.unscored),
      String(row.failures),
      String(row.missing),
      bounded(row.winRateOver, 2),
      bounded(row.flipRateOver, 2),
      bounded(row.lengthMatchedOver, 2),
      String(row.lengthMatched.pairs),
      row.firstPositionRate === null ? 'unscored' : row.firstPositionRate.toFixed(2),
    ]),
  )}`;
}

function renderCosts({ author, judge, prices }: ProofManifest, figures: ProofFigures): string {
  const { documents, quotes } = figures;
  const sources = [author, judge].map(({ address }) => {
    const price = prices[address];
    return price === undefined
      ? `- ${address}: no price is known`
      : `- ${address}: ${price.inputUsdPerMillion} in, ${price.cachedUsdPerMillion} cached, ${price.outputUsdPerMillion} out (USD per million tokens; ${price.source})`;
  });
  return [
    '## Quoted and real cost',
    `Spent: ${usd(figures.usd.probe)} on the probe, ${usd(figures.usd.author)} on texts, ${usd(figures.usd.judge)} on the judge, ${usd(figures.usd.whole)} in all; the whole kit was quoted ${figures.quoted.usd === null ? 'without a price' : figures.quoted.usd.map(usd).join(' to ')}. A quote is made from the asked length: a text that stops early costs less.`,
    renderTable(
      [
        'method',
        'cost below its quote',
        'within',
        'above',
        'output tokens below their quote',
        'within',
        'above',
      ],
      quotes.map(({ method, usd: cost, outputTokens: output }) => [
        method,
        ...[cost.below, cost.within, cost.above, output.below, output.within, output.above].map(String),
      ]),
    ),
    [...new Set(sources)].join('\n'),
    renderTable(
      ['text', 'quoted', 'real', 'lies', 'output tokens quoted', 'real', 'lies'],
      documents.map((row) => [
        row.key,
        row.quoted.usd === null ? 'unknown' : row.quoted.usd.map(usd).join(' to '),
        usd(row.usd),
        row.usdLies ?? 'unknown',
        row.quoted.outputTokens.join(' to '),
        String(row.outputTokens),
        row.outputLies,
      ]),
    ),
  ].join('\n\n');
}

function renderFailures({ failures }: ProofFigures): string {
  if (failures.length === 0) return '## Failures\n\nNone.';
  return `## Failures\n\n${renderTable(
    ['attempt', 'fault', 'what was said'],
    failures.map(({ key, fault, message }) => [key, fault, message.slice(0, 200)]),
  )}`;
}

function renderOrigin(manifest: ProofManifest, { returnedIds }: ProofFigures): string {
  const { versions, date, prompts, sizes, rubric, counting, seed, probe } = manifest;
  return [
    '## Where this comes from',
    [
      `- Longhand ${versions.longhand} on Node ${versions.node}, begun ${date}`,
      `- author: ${manifest.author.address}, answered as ${returnedIds.author.join(', ') || 'nobody named'}`,
      `- judge: ${manifest.judge.address}, answered as ${returnedIds.judge.join(', ') || 'nobody named'}`,
      `- ${prompts.length} prompts: ${prompts.map(({ id }) => id).join(', ')}; lengths ${sizes.lengths.join(', ')}`,
      `- rubric ${rubric.name}, version ${rubric.version}: sha256 ${rubric.sha256.slice(0, 16)}…`,
      `- words counted by \`${counting}\`; seed of the intervals ${seed}`,
      '- `longhand prove --check` recomputes everything on this page from `calls.jsonl`',
    ].join('\n'),
    '### What the probe found',
    probe
      .map(({ name, isKnown, detail }) => `- ${name}: ${isKnown ? detail : `not known (${detail})`}`)
      .join('\n'),
  ].join('\n\n');
}

const usd = (value: number | null): string => (value === null ? 'unknown' : `${value.toFixed(4)} USD`);

function bounded({ value, low, high }: Bounded, digits: number): string {
  if (value === null) return 'unscored';
  const number = (each: number): string => each.toFixed(digits);
  return low === null || high === null ? number(value) : `${number(value)} [${number(low)}, ${number(high)}]`;
}
