/** @file Several rules on the same recorded losses, side by side; and the figures of one. */
import pc from 'picocolors';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { isolate, legible } from '../view/candidate-names.js';
import { neverWorkedNotices } from '../view/never-worked-view.js';
import { judgedText, partialText } from '../view/partial-table.js';
import { ruleText } from '../view/rule-words.js';
import { type TerminalOptions, tableWidthOf } from './terminal-options.js';
import { alignColumns, fitText, printable, wrapText } from './terminal-text.js';

/** One row a rule: what it chose, what it used and saved, how far off it is; and over random orders where asked for. */
export function formatReplayTable(results: readonly Result[], options: TerminalOptions): string {
  const { width, colors } = options;
  const { bold, dim, yellow } = pc.createColors(colors);
  const tableOf = (heading: readonly string[], rows: readonly (readonly string[])[]): string[] =>
    alignColumns([heading, ...rows]).map((line, index) =>
      (index === 0 ? dim : String)(fitText(line, tableWidthOf(options))),
    );
  const simulated = results.find(({ replay }) => replay?.simulation)?.replay;
  const broken = results.length === 1 ? undefined : mostNeverWorked(results);
  const partial = results.length === 1 || results[0] === undefined ? null : partialText(results[0]);
  const simulation = !simulated?.simulation
    ? []
    : [
        '',
        bold(fitText(ordersText(simulated.simulation.orders, partial === null ? null : simulated.complete), width)),
        ...tableOf(['', 'cost', 'picks the best', 'within tolerance', 'regret'], results.map(simulationRowOf)),
      ];
  const isAnyMissing = results.some(isMissing);
  const isAnyCertified = results.some((result) => result.certificate !== null && !isMissing(result));
  const further = [...(isAnyCertified ? ['within'] : []), ...(isAnyMissing ? ['gaps'] : [])];
  return [
    ...[broken, partial]
      .filter((text) => typeof text === 'string')
      .map((text) => yellow(wrapText(`! ${text}`, width, '  '))),
    ...(typeof broken === 'string' || partial !== null ? [''] : []),
    ...tableOf(
      ['', 'rule', 'verdict', 'still in', 'trials', 'saved', 'regret', ...further, 'choice'],
      results.map((result, index) => rowOf(result, index, { isAnyCertified, isAnyMissing })),
    ),
    ...simulation,
    '',
    dim(wrapText(explanationOf(results), width)),
    '',
  ].join('\n');
}

/** Of the rule that met most of them: others ask some candidates for nothing, or for less. */
function mostNeverWorked(results: readonly Result[]): string | undefined {
  const [most] = [...results].sort((a, b) => b.neverWorked.length - a.neverWorked.length);
  return most && neverWorkedNotices(most)[0]?.text;
}

function ordersText(orders: number, complete: number | null): string {
  const whose = complete === null ? '' : `, ${formatCount(complete)} candidates`;
  return `Over ${formatCount(orders)} random orders of the replicates${whose} [95 % interval]`;
}

/** It asked for trials that the table lacks, so that nobody knows what it would come to. */
function isMissing({ replay }: Result): boolean {
  return replay !== null && replay.missing > 0;
}

function rowOf(
  result: Result,
  index: number,
  { isAnyCertified, isAnyMissing }: { readonly isAnyCertified: boolean; readonly isAnyMissing: boolean },
): string[] {
  const { trials, choice, verdict, certificate, survivors, replay } = result;
  const judged = (text: string | null): string => (text === null || isMissing(result) ? '-' : text);
  return [
    String(index + 1),
    ruleText(result.plan),
    verdict ?? '-',
    formatCount(survivors.length),
    formatCount(trials.used),
    judged(formatShare(trials.saved)),
    judged(replay?.regret === undefined || replay.regret === null ? null : formatValue(replay.regret, 2)),
    ...(isAnyCertified ? [judged(certificate === null ? null : formatValue(certificate, 2))] : []),
    ...(isAnyMissing ? [formatCount(replay?.missing ?? 0)] : []),
    // Last: long names are cut, and no figure with them.
    choice === null ? '-' : fitText(nameIn(result, choice.candidate), WIDEST_NAME),
  ];
}

function simulationRowOf(result: Result, index: number): string[] {
  const simulation = result.replay?.simulation;
  if (!simulation) return [String(index + 1), '-', '-', '-', '-'];
  const { cost, correct, within, regret } = simulation;
  type Simulated = typeof cost;
  const share = ({ value, low, high }: Simulated): string =>
    `${formatShare(value)} [${[low, high].map((end) => formatShare(end).replace(' %', '')).join(', ')}]`;
  const amount = ({ value, low, high }: Simulated): string =>
    `${formatValue(value, 2)} [${formatValue(low, 2)}, ${formatValue(high, 2)}]`;
  return [String(index + 1), share(cost), share(correct), within === null ? '-' : share(within), amount(regret)];
}

const WIDEST_NAME = 40;

/** By the settings in which it differs; by its id where none are known, as in a table of losses. */
function nameIn({ candidates }: Result, id: string): string {
  const label = candidates.find((candidate) => candidate.id === id)?.label ?? '';
  return isolate(legible(label)) || printable(id);
}

function explanationOf(results: readonly Result[]): string {
  const [first] = results;
  const replay = first?.replay;
  if (!first || !replay) return '';
  const { candidates, criterion } = first;
  const within = results.some((result) => result.certificate !== null && !isMissing(result))
    ? ' Within: so far at most from the best, certified.'
    : '';
  const tolerated = results.some((result) => result.replay?.simulation?.within)
    ? ' Within tolerance: picks that are worse than the best by no more than the rule tolerates.'
    : '';
  const missing = results.some(isMissing)
    ? ' Gaps: trials that the rule asked for and that are not recorded; what it costs and decides with them cannot be told.'
    : '';
  const best = replay.best;
  const regret =
    best === null
      ? ''
      : ` Regret: how much worse the choice is than ${nameIn(first, best.candidate)}, ${judgedText(first).best} by ${criterion.name} over the whole table (${formatValue(best.value)}).`;
  return `${formatCount(candidates.length)} candidates x ${formatQuantity(replay.replicates, 'replicate')}. Saved: against all ${formatCount(replay.trials)} recorded trials in use.${regret} Still in: who may be the best.${within}${tolerated}${missing}`;
}
