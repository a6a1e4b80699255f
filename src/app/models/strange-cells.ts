/** @file What rows have that the training of a model had not: categories it never saw, and values far outside of its range. */
import type { RawColumn } from '../../engine/datasets/index.js';
import type { ModelRanges, UsableModel } from '../../engine/inspection.js';
import { formatQuantity, printable } from '../../report/index.js';

/** Of one column. */
export interface StrangeCells {
  readonly column: string;
  /** How many rows have such a cell. */
  readonly rows: number;
  /** `unseen`: categories that no training example had, the most frequent first. `far`: the cells farthest out. */
  readonly kind: 'unseen' | 'far';
  /** Up to three of them. */
  readonly examples: readonly (string | number)[];
  /** Of the training data; absent for categories. */
  readonly range?: readonly [low: number, high: number];
}

const MOST_EXAMPLES = 3;
/** Beyond the range by more than this share of its width is far: a model has learned nothing about what lies there. */
const FAR = 0.5;

/** By column, in the model's order. `bad` rows have no prediction and do not count. */
export function findStrange(
  { reading, ranges }: Pick<UsableModel, 'reading' | 'ranges'>,
  columns: readonly RawColumn[],
  bad: ReadonlySet<number>,
): readonly StrangeCells[] {
  const levels = new Map(
    (reading.kind === 'columns' ? reading.columns : []).flatMap((column) =>
      column.kind === 'category' ? [[column.name, new Set(column.levels)]] : [],
    ),
  );
  return columns.flatMap((column): StrangeCells[] => {
    const own = column.kind === 'category' ? unseen(column, levels.get(column.name), bad) : far(column, ranges, bad);
    return own === undefined ? [] : [own];
  });
}

function unseen(
  { name, values }: RawColumn & { kind: 'category' },
  levels: ReadonlySet<string> | undefined,
  bad: ReadonlySet<number>,
): StrangeCells | undefined {
  const counts = new Map<string, number>();
  values.forEach((value, row) => {
    if (levels?.has(value) !== false || bad.has(row)) return;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  });
  if (counts.size === 0) return undefined;
  const examples = [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
  const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { column: name, kind: 'unseen', rows, examples: examples.slice(0, MOST_EXAMPLES) };
}

function far(
  { name, values }: RawColumn & { kind: 'number' | 'date' },
  ranges: ModelRanges,
  bad: ReadonlySet<number>,
): StrangeCells | undefined {
  const range = ranges[name];
  if (range === undefined) return undefined;
  const [low, high] = range;
  const margin = FAR * (high - low);
  const beyond = (value: number): number => Math.max(low - margin - value, value - high - margin);
  const found = Array.from(values).filter((value, row) => beyond(value) > 0 && !bad.has(row));
  if (found.length === 0) return undefined;
  const examples = [...new Set(found)].sort((a, b) => beyond(b) - beyond(a)).slice(0, MOST_EXAMPLES);
  return { column: name, kind: 'far', rows: found.length, examples, range };
}

/** One sentence a column, for `count` rows in all. `dates` are columns whose numbers are days since 1970. */
export function strangeText(
  { column, rows, kind, examples, range }: StrangeCells,
  count: number,
  dates: ReadonlySet<string>,
): string {
  const show = (value: string | number): string => {
    if (typeof value === 'string') return value === '' ? '(missing)' : `"${printable(value)}"`;
    return dates.has(column) ? new Date(value * MS_PER_DAY).toISOString().slice(0, 10) : plain(value);
  };
  const which = `${formatQuantity(rows, 'row')} of ${count}`;
  const named = examples.map(show).join(', ');
  if (kind === 'unseen' || range === undefined) {
    return `\`${printable(column)}\`: ${which} with categories that training never saw (the model treats them as unknown): ${named}.`;
  }
  return `\`${printable(column)}\`: ${which} far outside the training range (${range.map(show).join(' to ')}), where the model guesses: ${named}.`;
}

const MS_PER_DAY = 86_400_000;

/** The number as it can be looked for in a file; training knows it as a 32-bit number. */
function plain(value: number): string {
  return String(Number(value.toPrecision(6)));
}
