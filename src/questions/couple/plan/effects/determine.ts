/** @file How much each term explains of a response, as partial omega squared with its interval, and which is shown to explain most. */
import {
  type ContrastError,
  type CrossedFigures,
  contrastError,
  noncentralityInterval,
  studentTwoSidedQuantile,
} from '../../../../stats/index.js';
import type { CoupledInterval } from '../coupled-table.js';
import type { CoupledEstimate, Determinant, Determinants } from './effects-analysis.js';
import type { Term } from './terms.js';

/** The variance of one training, with its interval. */
export interface OneTraining {
  readonly value: number;
  readonly interval: CoupledInterval;
}

/** Why nothing bounds what is found. */
export const NO_VARIATION = 'nothing here varies with weights or samples';

interface Explained {
  readonly term: Term;
  readonly error: ContrastError;
  readonly row: Omit<Determinant, 'behind'>;
}

/** `known`: figures of the cells; `terms` of their crossing. */
export function determine(
  known: CrossedFigures,
  terms: readonly Term[],
  oneTraining: OneTraining,
  level: number,
): Determinants {
  const explained = terms
    .map((term): Explained => {
      const error = contrastError(known, term.whole);
      return { term, error, row: describe(term, error, known.figures.length, oneTraining, level) };
    })
    .sort((a, b) => (b.row.deviation.value as number) - (a.row.deviation.value as number));
  const [first, ...others] = explained as [Explained?, ...Explained[]];
  if (first === undefined) return { rows: [], primary: null };
  const rows = [
    { ...first.row, behind: null },
    ...others.map((other) => ({ ...other.row, behind: behindOf(known, first, other, level) })),
  ];
  const isFirst = others.length > 0 && rows.every(({ behind }) => behind === null || isAboveZero(behind.interval));
  return { rows, primary: isFirst ? first.term.factors : null };
}

function isAboveZero(interval: CoupledInterval): boolean {
  return 'low' in interval && interval.low > 0;
}

function describe(
  { factors }: Term,
  error: ContrastError,
  cells: number,
  oneTraining: OneTraining,
  level: number,
): Explained['row'] {
  const squares = Math.max(0, error.squares - error.noise) / cells;
  const shareOf = (effect: number, rest: number): number => (effect + rest > 0 ? effect / (effect + rest) : 0);
  const ends = squaresInterval(error, cells, level);
  const rest = oneTraining.interval;
  return {
    factors,
    share: {
      value: shareOf(squares, oneTraining.value),
      interval:
        'reason' in ends
          ? ends
          : 'reason' in rest
            ? rest
            : { low: shareOf(ends.low, rest.high), high: shareOf(ends.high, rest.low) },
    },
    deviation: {
      value: Math.sqrt(squares),
      interval: 'reason' in ends ? ends : { low: Math.sqrt(ends.low), high: Math.sqrt(ends.high) },
    },
  };
}

/**
 * Of the mean of the true squared effects over cells. Noise differs by direction: that of the effects as they are found counts, but no less
 * than what contrasts of equal noise would have.
 */
function squaresInterval(error: ContrastError, cells: number, level: number): CoupledInterval {
  if (!(error.noise > 0)) return { reason: NO_VARIATION };
  const length = Math.sqrt(error.squares);
  const along = length > 0 ? error.noiseAlong(error.estimates.map((estimate) => estimate / length)) : 0;
  const unit = Math.max(error.noise / error.dimensions, along);
  const [low, high] = noncentralityInterval(error.squares / unit, error.dimensions, error.degrees, level);
  return { low: (low * unit) / cells, high: (high * unit) / cells };
}

/** The difference of the two effects' lengths, by its error along both. At its lower end noise is taken off the first alone. */
function behindOf(known: CrossedFigures, first: Explained, other: Explained, level: number): CoupledEstimate {
  const lengths = [first, other].map(({ error }) => Math.sqrt(error.squares)) as [number, number];
  const weights = known.figures.map((_, cell) =>
    [first, other].reduce((sum, { term, error }, place) => {
      const own = term.whole.reduce(
        (total, line, at) => total + (line[cell] as number) * (error.estimates[at] as number),
        0,
      );
      const length = lengths[place] as number;
      return length > 0 ? sum + ((place === 0 ? 1 : -1) * own) / length : sum;
    }, 0),
  );
  const { noise, degrees } = contrastError(known, [weights]);
  const [own, less] = [first, other].map(({ error }) => Math.sqrt(Math.max(0, error.squares - error.noise))) as [
    number,
    number,
  ];
  const unit = Math.sqrt(known.figures.length);
  const reach = studentTwoSidedQuantile(1 - level, degrees) * Math.sqrt(noise);
  return {
    value: (own - less) / unit,
    interval:
      noise > 0
        ? { low: (own - lengths[1] - reach) / unit, high: (lengths[0] - less + reach) / unit }
        : { reason: NO_VARIATION },
  };
}
