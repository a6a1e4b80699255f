/** @file Several rules on the same recorded losses, side by side; and the figures of one. */
import pc from 'picocolors';
import { formatCount, formatShare, formatValue } from '../number-text.js';
import type { Result, ResultReplay } from '../result/result-schema.js';
import { isolate, legible } from '../view/candidate-names.js';
import { ruleText } from '../view/rule-words.js';
import { type TerminalOptions, tableWidthOf } from './terminal-options.js';
import { alignColumns, fitText, printable, wrapText } from './terminal-text.js';

/** One row a rule: what it chose, what it used and saved, how far off it is; and over random orders where asked for. */
export function formatReplayTable(results: readonly Result[], options: TerminalOptions): string {
  const { width, colors } = options;
  const { bold, dim } = pc.createColors(colors);
  const tableOf = (heading: readonly string[], rows: readonly (readonly string[])[]): string[] =>
    alignColumns([heading, ...rows]).map((line, index) =>
      (index === 0 ? dim : String)(fitText(line, tableWidthOf(options))),
    );
  const isAnyCertified = results.some(({ certificate }) => certificate !== null);
  const orders = results[0]?.replay?.simulation?.orders;
  const simulation =
    orders === undefined
      ? []
      : [
          '',
          bold(fitText(`Over ${formatCount(orders)} random orders of the replicates [95 % interval]`, width)),
          ...tableOf(['', 'cost', 'picks the best', 'regret'], results.map(simulationRowOf)),
        ];
  return [
    ...tableOf(
      ['', 'rule', 'choice', 'verdict', 'still in', 'trials', 'saved', 'regret', ...(isAnyCertified ? ['within'] : [])],
      results.map((result, index) => rowOf(result, index, isAnyCertified)),
    ),
    ...simulation,
    '',
    dim(wrapText(explanationOf(results), width)),
    '',
  ].join('\n');
}

function rowOf(result: Result, index: number, isAnyCertified: boolean): string[] {
  const { trials, choice, verdict, certificate, survivors, replay } = result;
  return [
    String(index + 1),
    ruleText(result.plan),
    choice === null ? '-' : fitText(nameIn(result, choice.candidate), WIDEST_NAME),
    verdict ?? '-',
    formatCount(survivors.length),
    formatCount(trials.used),
    formatShare(trials.saved),
    replay?.regret === null || replay === null ? '-' : formatValue(replay.regret, 2),
    ...(isAnyCertified ? [certificate === null ? '-' : formatValue(certificate, 2)] : []),
  ];
}

function simulationRowOf(result: Result, index: number): string[] {
  const simulation = result.replay?.simulation;
  if (!simulation) return [String(index + 1), '-', '-', '-'];
  const figure = ({ value, low, high }: NonNullable<ResultReplay['simulation']>['cost']): string =>
    `${formatValue(value, 3)} [${formatValue(low, 3)}, ${formatValue(high, 3)}]`;
  return [String(index + 1), figure(simulation.cost), figure(simulation.correct), figure(simulation.regret)];
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
  const certified = results.some(({ certificate }) => certificate !== null)
    ? ' Still in: who may be the best. Within: so far at most from the best, certified.'
    : '';
  return (
    `${formatCount(first.candidates.length)} candidates x ${formatCount(replay.replicates)} replicates. Saved: against every ` +
    `candidate on every replicate in use. Regret: how much worse the choice is than ${nameIn(first, replay.best.candidate)}, the best by ` +
    `${first.criterion.name} over the whole table (${formatValue(replay.best.value)}).${certified}`
  );
}
