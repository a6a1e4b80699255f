/** @file Several rules on the same recorded losses, side by side; and the figures of one. */
import type { ValueWithInterval } from '../../questions/replay/plan/index.js';
import { formatCount, formatQuantity, formatValue, type NumberUnit } from '../number-text.js';
import { neverWorkedText } from '../result/never-worked.js';
import type { Result } from '../result/result-schema.js';
import type { Column, Table } from '../table/table.js';
import { tableLines } from '../table/table-terminal.js';
import { isolate, legible } from '../view/candidate-names.js';
import { capitalised, joined } from '../view/phrases.js';
import { judgedText, orderStep, partialText, picksText, repeated, ruleText } from '../view/replay-view.js';
import { sentenceOf } from '../view/run-notices.js';
import { type AnswerRow, answerLines } from './answer-lines.js';
import { printable, type TerminalOptions } from './terminal-text.js';

/** Each rule with what it picks, what it uses and saves, how far off that is; then what follows, in few lines. */
export function formatReplayTable(results: readonly Result[], options: TerminalOptions): string {
  const simulated = simulationTable(results);
  return [
    ...tableLines(resultTable(results), options),
    '',
    ...(simulated.rows.length === 0 ? [] : [`${simulated.caption}:`, ...tableLines(simulated, options), '']),
    ...answerLines(answerRows(results), options, options.long === true ? Number.POSITIVE_INFINITY : undefined),
    '',
  ].join('\n');
}

function resultTable(results: readonly Result[]): Table<Result> {
  const judged = (
    key: string,
    unit: NumberUnit,
    of: (result: Result) => number | null | undefined,
  ): Column<Result> => ({
    ...{ key, unit },
    of: (result) => (isMissing(result) ? null : (of(result) ?? null)),
  });
  return {
    id: 'rules',
    caption: 'Rules',
    columns: [
      { key: 'rule', of: ({ plan }) => ruleText(plan) },
      { key: 'winner', of: (result) => result.winner && nameIn(result, result.winner.candidate) },
      { key: 'claim', unit: 'sentence', of: ({ verdict }) => verdict },
      { key: 'trainings', unit: 'count', of: ({ trials }) => trials.used },
      judged('saved', 'share', ({ trials }) => trials.saved),
      judged('regret', 'ratio', ({ replay }) => replay?.regret),
      ...(results.some(isMissing)
        ? [{ key: 'gaps', unit: 'count', of: ({ replay }: Result) => replay?.missing ?? 0 } as const]
        : []),
    ],
    rows: results,
  };
}

/** Without rows where nothing was repeated. */
function simulationTable(results: readonly Result[]): Table<SimulatedRule> {
  const rows = results.flatMap(({ plan, replay }) =>
    replay?.simulation ? [{ name: ruleText(plan), ...replay.simulation }] : [],
  );
  const column = (
    key: string,
    unit: NumberUnit,
    of: (rule: SimulatedRule) => ValueWithInterval | null,
  ): Column<SimulatedRule> => ({
    ...{ key, unit },
    of: (rule) => of(rule)?.value ?? null,
    interval: (rule) => repeated(of(rule)),
  });
  return {
    id: 'orders',
    caption: `Over ${formatCount(rows[0]?.orders ?? 0)} random orders of the replicates`,
    columns: [
      { key: 'rule', of: ({ name }) => name },
      column('cost', 'share', ({ cost }) => cost),
      column('picks the best', 'share', ({ correct }) => correct),
      column('within tolerance', 'share', ({ within }) => within),
      column('regret', 'value', ({ regret }) => regret),
    ],
    rows,
  };
}

type SimulatedRule = { readonly name: string } & NonNullable<NonNullable<Result['replay']>['simulation']>;

/** What is read of several rules on one table; of a single one the answer of its race says the rest. */
function answerRows(results: readonly Result[]): AnswerRow[] {
  const [first] = results;
  const replay = first?.replay;
  if (!first || !replay) return [];
  const finding: AnswerRow = { label: 'Finding', text: findingText(results), style: 'strong' };
  if (results.length === 1) return [finding, ...orderRows(first)];
  const open = [partialText(first), gapsText(results), mostNeverWorked(results) ?? null].filter(
    (text) => text !== null,
  );
  return [
    finding,
    ...open.map((text, rank): AnswerRow => ({ label: 'Open', text, style: 'warning', rank })),
    {
      label: 'Cost',
      text: `${formatCount(replay.trials)} recorded trainings of ${formatQuantity(first.candidates.length, 'candidate')}; nothing was trained.`,
    },
    ...orderRows(first),
    { label: 'Read', text: explanationOf(results), rank: LAST },
  ];
}

const LAST = 9;

function orderRows(result: Result): AnswerRow[] {
  const step = orderStep(result);
  if (step === null) return [];
  return [
    { label: 'Next', text: step.command, style: 'copied' },
    { label: 'Next', text: step.why, rank: LAST },
  ];
}

/** Over random orders, who picks the best most often; else whom the rules pick, and the cheapest of them. */
function findingText(results: readonly Result[]): string {
  const [first] = results as [Result];
  const simulated = results.flatMap((result) =>
    result.replay?.simulation ? [{ name: ruleText(result.plan), correct: result.replay.simulation.correct }] : [],
  );
  if (simulated.length > 0) return picksText(simulated);
  const picked = new Map<string, string[]>();
  for (const { winner, plan } of results) {
    const name = winner === null ? 'none' : nameIn(first, winner.candidate);
    picked.set(name, [...(picked.get(name) ?? []), ruleText(plan)]);
  }
  const given = results.some(isMissing) ? 'With what is recorded, ' : '';
  const texts = [...picked].map(
    ([winner, rules]) =>
      `the ${rules.length === 1 ? 'rule' : 'rules'} ${joined(rules)} ${rules.length === 1 ? 'picks' : 'pick'} ${winner}${bestText(first, winner)}`,
  );
  return capitalised(`${given}${texts.join('; ')}.`);
}

/** `, the best of all`. */
function bestText(result: Result, winner: string): string {
  const best = result.replay?.best;
  return best && nameIn(result, best.candidate) === winner ? `, ${judgedText(result).best}` : '';
}

/** The rules whose cost and regret are not known. */
function gapsText(results: readonly Result[]): string | null {
  const missing = results.filter(isMissing);
  if (missing.length === 0) return null;
  const whose = joined(missing.map(({ plan, replay }) => `${ruleText(plan)} (${formatCount(replay?.missing ?? 0)})`));
  return `Cost and regret are not known of ${whose}: so many of the trainings that ${missing.length === 1 ? 'it' : 'each'} asked for are not recorded.`;
}

/** Of the rule that met most of them: others ask some candidates for nothing, or for less. */
function mostNeverWorked(results: readonly Result[]): string | undefined {
  const [most] = [...results].sort((a, b) => b.neverWorked.length - a.neverWorked.length);
  const text = most && neverWorkedText(most.neverWorked, most.candidates.length);
  return text && sentenceOf(text);
}

/** It asked for trainings that the table lacks, so that nobody knows what it would come to. */
function isMissing({ replay }: Result): boolean {
  return replay !== null && replay.missing > 0;
}

/** By the settings in which it differs; by its id where none are known, as in a table of losses. */
function nameIn({ candidates }: Result, id: string): string {
  const label = candidates.find((candidate) => candidate.id === id)?.label ?? '';
  return isolate(legible(label)) || printable(id);
}

/** What the columns are. */
function explanationOf(results: readonly Result[]): string {
  const [first] = results as [Result];
  const { criterion, replay } = first;
  const best = replay?.best;
  const regret = best
    ? ` Regret: how much worse its winner is than ${nameIn(first, best.candidate)}, ${judgedText(first).best} by ${criterion.name} over the whole table (${formatValue(best.value)}).`
    : '';
  const missing = results.some(isMissing) ? ' Gaps: trainings that the rule asked for and that are not recorded.' : '';
  const tolerated = results.some((result) => result.replay?.simulation?.within)
    ? ' Within tolerance: winners worse than the best by no more than the rule tolerates.'
    : '';
  return `Saved: against all recorded trainings in use.${regret}${missing}${tolerated}`;
}
