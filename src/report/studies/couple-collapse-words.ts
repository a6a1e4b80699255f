/** @file Says how many trainings of a coupled study collapsed, where, and which are missing. */
import type { CellEffects, CoupleAnalysis } from '../../questions/couple/plan/index.js';
import { formatCount, formatQuantity } from '../number-text.js';
import { nameSome } from '../view/run-notices.js';
import { levelsName } from './couple-names.js';

/** `12 of 504 trainings collapsed, most in join = none at 500 examples (6 of 36)`; no full stop. */
export function collapseText({ table, effects: { cells } }: CoupleAnalysis): string {
  const [collapsed, of] = [sum(cells.map((cell) => cell.collapsed)), sum(cells.map(trained))];
  if (collapsed === 0) return `None of ${formatQuantity(of, 'training')} collapsed`;
  const rateOf = (cell: CellEffects): number => cell.collapsed / Math.max(1, trained(cell));
  const most = Math.max(...cells.map(rateOf));
  const worst = cells.filter((cell) => rateOf(cell) === most);
  const [first] = worst as [CellEffects];
  const where =
    worst.length === 1
      ? `${levelsName(table, first.levels)} at ${formatCount(first.size)} examples`
      : `${formatCount(worst.length)} of ${formatQuantity(cells.length, 'cell')} alike`;
  return `${formatCount(collapsed)} of ${formatQuantity(of, 'training')} collapsed, most in ${where} (${first.collapsed} of ${trained(first)}${worst.length === 1 ? '' : ' in each'})`;
}

function trained({ trainings, collapsed }: CellEffects): number {
  return trainings + collapsed;
}

const MOST_NAMES = 4;

/** What must not be overlooked: cells that never came out, and trainings that are missing; whole sentences. */
export function accidentTexts({ table, effects: { cells } }: CoupleAnalysis): string[] {
  const whole = cells.filter(({ trainings, collapsed }) => trainings === 0 && collapsed > 0);
  const missing = sum(cells.map((cell) => cell.missing));
  const names = whole.map(({ levels, size }) => `${levelsName(table, levels)} at ${formatCount(size)} examples`);
  return [
    ...(whole.length === 0
      ? []
      : [
          `All trainings collapsed in ${formatQuantity(whole.length, 'cell')} (${nameSome(names, MOST_NAMES)}): such a cell has no location, no spread and no shares.`,
        ]),
    ...(missing === 0
      ? []
      : [
          `${formatQuantity(missing, 'training')} of the tables failed or ${missing === 1 ? 'was' : 'were'} not trained: left out everywhere.`,
        ]),
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
