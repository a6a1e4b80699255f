/**
 * @file Between which values a figure of one further training lies on as many new rows: a prediction interval that covers retraining and rows
 * together, where it is known how the figure varies over both.
 */
import { studentTwoSidedQuantile } from '../distributions.js';
import { jackknifeError } from '../intervals/student-interval.js';
import { mean, momentsAbout, variance } from '../moments.js';

/** Trainings of one candidate, judged on the same rows. */
export interface JudgedFigure {
  /** The figure of each, finite. */
  readonly trainings: readonly number[];
  /** The mean figure of some of them without each block of rows; empty where that is not known. */
  readonly leftOut: readonly number[];
  readonly rows: number;
  readonly better: 'high' | 'low' | 'zero';
  /** Between which values the figure lies; undefined where that is not known. */
  readonly range?: readonly [low: number, high: number] | undefined;
}

/** JSON can hold it as it is. */
export interface NewFigure {
  readonly low: number;
  readonly high: number;
  /** How often the further figure lies there: asked for; of trainings alone what as many as these give. */
  readonly level: number;
  /** What is new: another training on the same rows, other rows as many as these, or both. */
  readonly covers: 'both' | 'trainings' | 'rows';
}

/**
 * The variance of a further figure about the mean of these: that of rows counts twice, since old and new ones are drawn alike, that of
 * trainings once and once more over their number. The error of rows is that of the delete-a-group jackknife, so that any figure will do; blocks
 * with long tails know it less well, and have fewer degrees of freedom (the variance of a variance, Kendall and Stuart, The Advanced Theory of Statistics, vol. 1, 10.15).
 * Shares are taken by the arcsine of their square root (Anscombe 1948, doi 10.1093/biomet/35.3-4.246), and vary at least as
 * yes-or-no rows do; sizes of errors by their logarithm. Where nothing is known of rows it is the span of the trainings: of n, a further one lies
 * within it with chance (n - 1) / (n + 1), whatever their distribution (Wilks 1941, doi 10.1214/aoms/1177731788).
 *
 * Null of a single training without blocks.
 * @example newFigure({ trainings: [1, 3, 2], leftOut: [], rows: 9, better: 'low' }, 0.9) // { low: 1, high: 3, level: 0.5, covers: 'trainings' }
 */
export function newFigure(judged: JudgedFigure, level: number): NewFigure | null {
  const { trainings, leftOut, rows } = judged;
  const n = trainings.length;
  if (leftOut.length < 2 || rows < 2) {
    const [low, high] = [Math.min(...trainings), Math.max(...trainings)];
    return n < 2 ? null : { low, high, level: (n - 1) / (n + 1), covers: 'trainings' };
  }
  if (n === 0) return null;
  const { to, from, least } = scaleOf(judged);
  const ofTrainings = n < 2 ? 0 : variance(trainings.map(to));
  const blocks = leftOut.map(to);
  // Half the least is what rows that are all right leave unknown.
  const ofRows = Math.max(jackknifeError(blocks) ** 2, least / 2);
  const parts = [
    { square: ofRows + Math.max(ofRows, least - ofTrainings), degrees: degreesOf(blocks) },
    { square: ofTrainings * (1 + 1 / n), degrees: n - 1 },
  ].filter(({ square }) => square > 0);
  const square = parts.reduce((sum, part) => sum + part.square, 0);
  const degrees = square ** 2 / parts.reduce((sum, part) => sum + part.square ** 2 / part.degrees, 0);
  const half = square === 0 ? 0 : studentTwoSidedQuantile(1 - level, degrees) * Math.sqrt(square);
  const center = to(mean(trainings));
  const [low, high] = [from(center - half), from(center + half)].sort((a, b) => a - b) as [number, number];
  return { low, high, level, covers: n < 2 ? 'rows' : 'both' };
}

interface Scale {
  readonly to: (figure: number) => number;
  readonly from: (scaled: number) => number;
  /** What rows alone make it vary at least. */
  readonly least: number;
}

const PLAIN: Scale = { to: (figure) => figure, from: (scaled) => scaled, least: 0 };

/** The scale on which figures vary alike, whatever their size. */
function scaleOf({ trainings, leftOut, rows, better, range }: JudgedFigure): Scale {
  const [low, high] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (better === 'high' && low === 0 && high === 1) return shares(rows);
  const best = better === 'high' ? high : low;
  const distance = (figure: number): number => Math.abs(figure - best);
  const isAbove = [...trainings, ...leftOut].every((figure) => distance(figure) > 0);
  if (better === 'zero' || !Number.isFinite(best) || !isAbove) return PLAIN;
  const sign = better === 'high' ? -1 : 1;
  const cut = (figure: number): number => Math.min(high, Math.max(low, figure));
  return {
    to: (figure) => Math.log(distance(figure)),
    from: (scaled) => cut(best + sign * Math.exp(scaled)),
    least: 0,
  };
}

function shares(rows: number): Scale {
  const [more, shift] = [rows + 3 / 4, 3 / 8];
  return {
    to: (share) => Math.asin(Math.sqrt((share * rows + shift) / more)),
    from: (angle) => {
      const cut = Math.min(Math.PI / 2, Math.max(0, angle));
      return Math.min(1, Math.max(0, (Math.sin(cut) ** 2 * more - shift) / rows));
    },
    least: 1 / (4 * rows + 2),
  };
}

/** Of the variance over blocks: one less than these where they are normal, fewer by their kurtosis beyond that. */
function degreesOf(blocks: readonly number[]): number {
  const n = blocks.length;
  const { squares, fourths } = momentsAbout(Float64Array.from(blocks));
  const kurtosis = squares === 0 ? 0 : (n * fourths) / squares ** 2;
  const beyond = Math.max(0, kurtosis - (3 * (n - 1)) / (n + 1));
  return (n - 1) / (1 + beyond / 2);
}
