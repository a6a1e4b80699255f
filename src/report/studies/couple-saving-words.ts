/** @file Says how many times fewer examples a level needs than the first level of its setting, or that it never gets there. */
import type { CoupleAnalysis, CoupledTable, Saving, SavingsRow } from '../../questions/couple/plan/index.js';
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import { levelName, levelsName } from './couple-names.js';
import { toldCriterion } from './study-direction.js';

type Sizes = readonly number[];

/** What a level needs for the same: `amount` and, in brackets, its interval; `word` is what the amount is compared by. */
interface Need {
  readonly amount: string;
  readonly word: 'than' | 'as';
  /** Empty where the amount says it all. */
  readonly ends: string;
}

/** `3.1 times fewer (2.2 to 4.0)`, `at least 8.0 times fewer`, `never enough with up to 32,000`; no full stop. */
export function savingText(saving: Saving, sizes: Sizes): string {
  const { value, interval, finding } = saving;
  if ('reason' in interval) return `cannot be told: ${interval.reason}`;
  if (finding === 'untold') return 'cannot be told';
  if (finding === 'never') return `never enough with up to ${formatCount(sizes.at(-1) ?? 0)}`;
  if (finding === 'not-shown' && value === 'at-least')
    return `${formatCount(sizes[0] ?? 0)}, the fewest tried, are enough; no saving shown`;
  if (finding === 'not-shown') return `no saving shown (${rangeText(saving, sizes)} times fewer)`;
  const { amount, ends } = needOf(saving, sizes);
  return ends === '' ? amount : `${amount} (${ends})`;
}

/** Of a level that is shown to need fewer, or more. */
function needOf(saving: Saving, sizes: Sizes): Need {
  const { value, bound, interval, finding } = saving;
  const { low, high } = 'reason' in interval ? { low: 'never' as const, high: 'open' as const } : interval;
  if (finding === 'fewer') {
    const least = `at least ${times(typeof low === 'number' ? low : (bound ?? 1))}`;
    // What lies beyond the sizes has no value of its own: the claim is the lower end.
    if (typeof value !== 'number') return { amount: `${least} times fewer`, word: 'than', ends: '' };
    const ends = high === 'open' ? least : rangeText(saving, sizes);
    return { amount: `${times(value)} times fewer`, word: 'than', ends };
  }
  const least = times(typeof high === 'number' ? 1 / high : 1);
  const ends = low === 'never' ? `at least ${least}, perhaps never enough` : `${least} to ${times(1 / low)}`;
  const amount = typeof value === 'number' ? times(1 / value) : `more than ${times(1 / (bound ?? 1))}`;
  return { amount: `${amount} times as many`, word: 'as', ends };
}

/** `2.2 to 4.0`, `never to more than 8.0`; the ends of the interval as they stand. */
function rangeText({ interval, size }: Saving, sizes: Sizes): string {
  if ('reason' in interval) return interval.reason;
  const text = (end: number | 'never' | 'open'): string =>
    end === 'open' ? `more than ${times(size / (sizes[0] ?? size))}` : end === 'never' ? 'never' : times(end);
  return `${text(interval.low)} to ${text(interval.high)}`;
}

/** Two digits, or as many as it takes not to read as 1. */
function times(value: number): string {
  const digits = [2, 3, 4].find((count) => Number(formatValue(value, count)) !== 1 || value === 1);
  return formatValue(value, digits ?? 5);
}

/** `join = sum`, or with the levels of the other settings. */
export function savingName(table: CoupledTable, { factor, other, levels }: SavingsRow): string {
  const place = table.factors.findIndex(({ name }) => name === factor);
  const beside = levels.map((level, at) => (at === place ? '' : levelName(table, at, level))).filter(Boolean);
  return `${levelName(table, place, other)}${beside.length === 0 ? '' : ` (${beside.join(', ')})`}`;
}

/** The level that it is compared with. */
export function referenceName(table: CoupledTable, { factor, reference, levels }: SavingsRow): string {
  const place = table.factors.findIndex(({ name }) => name === factor);
  return levelsName(table, levels.with(place, reference));
}

/** `median of the loss`, `spread`: what is the same with fewer examples. */
export function equalledText({ savings }: CoupleAnalysis, of: SavingsRow['of'], figure: string): string {
  return of === 'spread' ? 'spread' : `${toldCriterion(savings.criterion, figure)} of the ${figure}`;
}

/**
 * A sentence without full stop for each row at the first levels of the other settings: nobody has looked for the largest.
 * `what` is the same for both, see {@link equalledText}.
 * `join = sum needs 3.1 times fewer examples than join = none has at 1,000 (2.2 to 4.0), for the same median of the loss`.
 */
export function savingTexts(table: CoupledTable, rows: readonly SavingsRow[], what: string): string[] {
  return rows.flatMap((row) => {
    const isFirst = row.levels.every((level, at) => table.factors[at]?.name === row.factor || level === 0);
    return isFirst ? [rowText(table, row, what)] : [];
  });
}

function rowText(table: CoupledTable, row: SavingsRow, what: string): string {
  const { savings, factor, other, reference, levels } = row;
  const place = table.factors.findIndex(({ name }) => name === factor);
  const [subject, than] = [levelName(table, place, other), levelName(table, place, reference)];
  const others = levels.flatMap((level, at) => (at === place ? [] : [levelName(table, at, level)]));
  const where = others.length === 0 ? '' : `with ${others.join(', ')}, `;
  const shown = savings.filter(({ finding }) => finding !== 'not-shown' && finding !== 'untold');
  const told = shown.find(({ value }) => typeof value === 'number') ?? shown.at(-1);
  if (told === undefined) {
    return savings.every(({ finding }) => finding === 'untold')
      ? `${where}how many examples ${subject} saves cannot be told`
      : `${where}no saving of examples by ${subject} is shown at any of ${savings.length} sizes, for the same ${what}`;
  }
  const at = formatCount(told.size);
  const counted = countText(savings);
  if (told.finding === 'never') {
    return `${where}${subject} never reaches the ${what} that ${than} has at ${at} examples, with up to ${formatCount(table.sizes.at(-1) ?? 0)}${counted}`;
  }
  const { amount, word, ends } = needOf(told, table.sizes);
  return `${where}${subject} needs ${amount} examples ${word} ${than} has at ${at}${ends === '' ? '' : ` (${ends})`}, for the same ${what}${counted}`;
}

/** At how many sizes a saving is shown, and its opposite. */
function countText(savings: readonly Saving[]): string {
  const [fewer, more] = [['fewer'], ['more', 'never']].map(
    (wanted) => savings.filter(({ finding }) => wanted.includes(finding)).length,
  ) as [number, number];
  const of = `of ${formatQuantity(savings.length, 'size')}`;
  if (fewer === 0) return `; so at ${formatCount(more)} ${of}`;
  return `; a saving is shown at ${formatCount(fewer)} ${of}${more === 0 ? '' : `, the opposite at ${formatCount(more)}`}`;
}
