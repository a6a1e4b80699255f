/** @file What `npm run bench:real` has kept of its picks, and the one table of it that README and two documents quote. */
import { type Estimate, mean } from '../../src/stats/index.js';
import { meanRatio, withEnds } from '../estimates.js';
import { readMeasured, writeMeasured } from '../measured.js';
import { BUDGETS, type Budget, CONTENDERS, type Contender } from './contenders.js';

/** A pick: what was spent for it, what was said of its loss, the same statistic of fresh trainings, and their q3. */
export interface Row {
  readonly task: string;
  readonly budget: number;
  readonly seed: number;
  readonly contender: string;
  readonly trainings: number;
  readonly claimed: number;
  readonly found: number;
  readonly q3: number;
}

const FIELDS = ['task', 'budget', 'seed', 'contender', 'trainings', 'claimed', 'found', 'q3'] as const;
const FILE = 'field';
const OURS: Contender = 'search';

export function keptRows(): readonly Row[] {
  const [, ...lines] = readMeasured(FILE).trimEnd().split('\n');
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (field: (typeof FIELDS)[number]): string => cells[FIELDS.indexOf(field)] as string;
    return {
      ...{
        task: cell('task'),
        contender: cell('contender'),
        budget: Number(cell('budget')),
        seed: Number(cell('seed')),
      },
      ...{ trainings: Number(cell('trainings')), claimed: Number(cell('claimed')) },
      ...{ found: Number(cell('found')), q3: Number(cell('q3')) },
    };
  });
}

export function keepRows(rows: readonly Row[]): void {
  const text = (value: string | number) => (typeof value === 'number' ? `${Number(value.toPrecision(6))}` : value);
  writeMeasured(FILE, [FIELDS, ...rows.map((row) => FIELDS.map((field) => text(row[field])))]);
}

/** The documents that have the table, and by which budgets. */
export const QUOTED_IN: Readonly<Record<string, readonly Budget[]>> = {
  'README.md': [300],
  'docs/python.md': [300],
  'docs/measurements.md': BUDGETS,
};
/** Where a document has it. */
export const TABLE = /^\| picks by .*\n(?:\|.*\n)*/m;

export function fieldTable(rows: readonly Row[], budgets: readonly Budget[]): string {
  const [heads = [], ...lines] = fieldRows(rows, budgets);
  return [heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** The same by task, with all budgets: docs/measurements/field-tasks.csv. */
export function taskRows(rows: readonly Row[]): readonly (readonly string[])[] {
  return [...new Set(rows.map(({ task }) => task))].flatMap((task, place) => {
    const [heads = [], ...lines] = fieldRows(
      rows.filter((row) => row.task === task),
      BUDGETS,
    );
    const own = lines.map((cells) => [task, ...cells]);
    return place === 0 ? [['task', ...heads], ...own] : own;
  });
}

/**
 * A line for each contender. By budget: q3 of its pick as a multiple of that of our search's, and how far what it says of its pick lies from what fresh
 * trainings find: geometric means over tasks, with 95 % intervals over seeds.
 */
function fieldRows(rows: readonly Row[], budgets: readonly Budget[]): readonly (readonly string[])[] {
  const q3Of = new Map(rows.map((row) => [keyOf(row), row.q3]));
  const lines = Object.entries(CONTENDERS).flatMap(([contender, name]) => {
    const picks = rows.filter((row) => row.contender === contender);
    const figures = budgets.map((budget) => {
      const own = picks.filter((row) => row.budget === budget);
      if (own.length === 0) return ['-', '-'];
      const toOurs = overSeeds(own, (row) => row.q3 / (q3Of.get(keyOf({ ...row, contender: OURS })) as number));
      return [
        contender === OURS ? '1' : withEnds(toOurs, 2),
        percent(overSeeds(own, ({ claimed, found }) => claimed / found)),
      ];
    });
    return figures.every(([q3]) => q3 === '-') ? [] : [[name, ...figures.flat()]];
  });
  const seedsOf = (budget: Budget) => new Set(rows.filter((row) => row.budget === budget).map(({ seed }) => seed)).size;
  const headsOf = (budget: Budget) => [`q3, ${budget} trainings, ${seedsOf(budget)} seeds`, 'its claim, %'];
  return [['picks by', ...budgets.flatMap(headsOf)], ...lines];
}

function keyOf({ task, budget, seed, contender }: Row): string {
  return [task, budget, seed, contender].join();
}

/** The tasks of a seed are one value: their geometric mean. Two seeds at least. */
function overSeeds(picks: readonly Row[], ratioOf: (row: Row) => number): Estimate {
  const logs = new Map<number, number[]>();
  for (const row of picks) logs.set(row.seed, [...(logs.get(row.seed) ?? []), Math.log(ratioOf(row))]);
  const means = Array.from(logs.values(), (all) => mean(Float64Array.from(all)));
  return meanRatio(means);
}

function percent(estimate: Estimate): string {
  const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((one) => {
    const share = Math.round(100 * (one - 1));
    return share > 0 ? `+${share}` : `${share || 0}`;
  });
  return `${value} (${low}, ${high})`;
}
