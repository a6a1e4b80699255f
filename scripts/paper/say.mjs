/** @file Turns rows of evidence into losses, losses into figures with their intervals, and those into text. */
import {
  criterionInterval,
  estimateShare,
  parseCriterion,
  pooledKurtosis,
  SPREAD_RATIO_MINIMUM,
  spreadRatio,
} from '../../dist/stats/index.js';

/** Rows of a table as objects. */
export function rowsOf({ columns, candidates }) {
  const names = Object.keys(columns);
  return columns[names[0]].map((_, index) => {
    const row = Object.fromEntries(names.map((name) => [name, columns[name][index]]));
    const candidate = candidates?.[row.candidate];
    return { ...row, index, ...(candidate && { name: candidate.name, configuration: candidate.configuration }) };
  });
}

export const lossOf = ({ loss }) => Number(loss);

/** Trained again on purpose, to see that the same comes out: no other instance. */
export const isFirst = ({ repeat = 0 }) => repeat === 0;

/** Trials in which everything varies, as in a race: one index for all streams. */
export const isReplicate = (row) => isFirst(row) && row.init === row.sample && row.sample === row.order;

/** Losses by replicate of a candidate at one size. */
export function replicates(table, name, size) {
  if (table === undefined) return [];
  return rowsOf(table)
    .filter((row) => row.name === name && row.size === size && isReplicate(row))
    .map(lossOf);
}

/** So many times the median is a collapse: the loss of a constant, where others learn. */
const COLLAPSE = 10;

export function collapsedOf(losses) {
  const { evaluate } = parseCriterion('median');
  const limit = COLLAPSE * evaluate(losses);
  return losses.filter((loss) => loss > limit);
}

/** What a standard deviation can say something of; collapses are counted beside it. */
export function uncollapsed(losses) {
  const collapsed = new Set(collapsedOf(losses));
  return losses.filter((loss) => !collapsed.has(loss));
}

/** `1 of 34`. */
export function collapsedText(losses) {
  return `${collapsedOf(losses).length} of ${losses.length}`;
}

/** A criterion of losses with its 95 % interval, or without one. */
export function figureOf(losses, name) {
  const criterion = parseCriterion(name);
  if (losses.length < criterion.minimumTrials) return undefined;
  const interval = criterionInterval(losses, criterion);
  return {
    value: criterion.evaluate(losses),
    ...('low' in interval ? { low: interval.low, high: interval.high } : {}),
  };
}

/** Ratio of two spreads with its interval; undefined with fewer than 8 losses of one. */
export function ratioOfSpreads(first, second) {
  if (Math.min(first.length, second.length) < SPREAD_RATIO_MINIMUM) return undefined;
  const found = spreadRatio(first, second, pooledKurtosis([first, second]), 0.95);
  return found && { value: found.ratio, low: found.low, high: found.high };
}

export function shareOf(hits, count) {
  return estimateShare(hits, count, 0.95);
}

/** Significant digits; with an exponent below 0.0001. */
export function show(value, digits = 3) {
  if (value === undefined) return '–';
  if (!Number.isFinite(value)) return '∞';
  if (value === 0) return '0';
  if (Math.abs(value) < 1e-4) return value.toExponential(digits - 1);
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(places, 10));
}

/** "0.0251 [0.0249, 0.0253]", all to the same place. */
export function showInterval(figure, digits = 3) {
  if (figure === undefined) return '–';
  if (figure.low === undefined) return show(figure.value, digits);
  if (Math.abs(figure.value) < 1e-4) {
    return `${show(figure.value, digits)} [${show(figure.low, digits)}, ${show(figure.high, digits)}]`;
  }
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(figure.value) || 1)));
  const fixed = (value) => (Number.isFinite(value) ? value.toFixed(Math.min(places, 10)) : '∞');
  return `${fixed(figure.value)} [${fixed(figure.low)}, ${fixed(figure.high)}]`;
}

export const percent = (share, digits = 0) => `${(100 * share).toFixed(digits)} %`;
export const count = (value) => value.toLocaleString('en-US');

/** A table in Markdown. */
export function markdownTable(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** "3 to 8", or "8" where all are alike. */
export function rangeText(counts) {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? `${least}` : `${least} to ${most}`;
}
