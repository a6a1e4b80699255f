/** @file Says how many trainings of a coupled study collapsed, where, and which are missing. */
import type {
  CellCollapses,
  CellEffects,
  CollapsesEffect,
  CoupleAnalysis,
  CoupledTable,
} from '../../questions/couple/plan/index.js';
import { formatCount, formatQuantity, formatShare } from '../number-text.js';
import { nameSome } from '../view/run-notices.js';
import { levelName, levelsName, partText } from './couple-names.js';
import { capital } from './study-words.js';

/** `12 of 504 trainings collapsed, most in join = none at 500 examples (6 of 36)`; no full stop. */
export function collapseText({ table, effects: { cells } }: CoupleAnalysis): string {
  const [collapsed, of] = [sum(cells.map((cell) => cell.collapsed)), sum(cells.map(trained))];
  if (collapsed === 0) return `None of ${formatQuantity(of, 'training')} collapsed`;
  const rateOf = (cell: CellEffects): number => cell.collapsed / Math.max(1, trained(cell));
  const most = Math.max(...cells.map(rateOf));
  const worst = cells.filter((cell) => rateOf(cell) === most);
  const [first] = worst as [CellEffects];
  const told = `${formatCount(collapsed)} of ${formatQuantity(of, 'training')} collapsed`;
  if (worst.length === cells.length) return `${told}, the same share in every cell (${formatShare(most)})`;
  const where =
    worst.length === 1
      ? `${levelsName(table, first.levels)} at ${formatCount(first.size)} examples`
      : `${formatCount(worst.length)} of ${formatQuantity(cells.length, 'cell')} alike`;
  return `${told}, most in ${where} (${first.collapsed} of ${trained(first)}${worst.length === 1 ? '' : ' in each'})`;
}

/** Whether anything was trained that did not fail. */
export function hasTrained({ effects: { cells } }: CoupleAnalysis): boolean {
  return cells.some((cell) => trained(cell) > 0);
}

function trained({ trainings, collapsed }: CellEffects): number {
  return trainings + collapsed;
}

/** `, by initial weights alone`; empty where they follow no single stream. */
export function followText({ follows }: CellCollapses): string {
  return follows === null ? '' : `, by ${partText(follows)} alone`;
}

/** Of an effect that is shown; no full stop. `join = none: more trainings collapse than with join = sum, by 12 % of them (3.0 % to 20 %)`. */
export function collapseEffectText({ table }: CoupleAnalysis, effect: CollapsesEffect): string {
  const { level, reference, difference, interval } = effect;
  const [one, other] = [level, reference].map((place) => placeName(table, effect, place)) as [string, string];
  const ends = 'reason' in interval ? '' : ` (${points(interval.low)} to ${points(interval.high)})`;
  return `${capital(one)}: ${(difference ?? 0) > 0 ? 'more' : 'fewer'} trainings collapse than with ${other}, by ${points(difference ?? 0)} of them${ends}`;
}

/** How many levels are not shown to differ from the first, and why nothing can be told of some; no full stop. */
export function unshownText(effects: readonly CollapsesEffect[]): string {
  const rest = effects.filter(({ finding }) => finding !== 'shown');
  const untold = rest.filter(({ finding }) => finding === 'untold');
  const reasons = new Set(untold.flatMap(({ interval }) => ('reason' in interval ? [interval.reason] : [])));
  const beside =
    untold.length === 0 ? '' : `; ${formatCount(untold.length)} of these cannot be told: ${[...reasons].join('; ')}`;
  return `${formatCount(rest.length)} of ${formatQuantity(effects.length, 'level')} and sizes are not shown to collapse more or less often than the first${beside}`;
}

function placeName(table: CoupledTable, { factor: name }: CollapsesEffect, place: number): string {
  if (name === 'size') return `${formatCount(table.sizes[place] ?? 0)} examples`;
  return levelName(
    table,
    table.factors.findIndex((factor) => factor.name === name),
    place,
  );
}

/** A difference of shares, with its sign. */
function points(difference: number): string {
  return `${difference < 0 ? '−' : ''}${formatShare(Math.abs(difference))}`;
}

const MOST_NAMES = 4;

/** What must not be overlooked: cells and seeds that never came out, and trainings that are missing; whole sentences. */
export function accidentTexts({
  table,
  effects: { cells },
  collapses: { whole, everywhere },
}: CoupleAnalysis): string[] {
  const missing = sum(cells.map((cell) => cell.missing));
  const names = whole.map(({ levels, size }) => `${levelsName(table, levels)} at ${formatCount(size)} examples`);
  return [
    ...(whole.length === 0
      ? []
      : [
          `All trainings collapsed in ${formatQuantity(whole.length, 'cell')} (${nameSome(names, MOST_NAMES)}): such a cell has no location, no spread and no shares.`,
        ]),
    ...(everywhere.length === 0
      ? []
      : [
          `Trainings collapse in every cell with ${nameSome(
            everywhere.map(({ stream, index }) => `index ${index} of ${partText(stream)}`),
            MOST_NAMES,
          )}: that is the randomness, not the settings.`,
        ]),
    ...(missing === 0
      ? []
      : [
          `${formatQuantity(missing, 'training')} of the tables failed or ${missing === 1 ? 'was' : 'were'} not trained: missing in effects, shares and savings, whatever \`failures\` says.`,
        ]),
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
