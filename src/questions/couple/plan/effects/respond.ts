/** @file Tests and numbers of one response, each alone; `analyse-effects.ts` corrects them for one another. */
import {
  type ContrastError,
  type CrossedAndFresh,
  type CrossedFigures,
  contrastError,
  contrastInterval,
  isWhole,
  type LeaveOuts,
  noEffectTail,
  noncentralityInterval,
  studentTwoSidedQuantile,
  widenForSkew,
} from '../../../../stats/index.js';
import type { CoupledInterval, CoupledTable } from '../coupled-table.js';
import type {
  CoupledContrast,
  CoupledEstimate,
  Determinant,
  Determinants,
  EffectsResponse,
  ResponseEffects,
} from './effects-analysis.js';
import { meanRanks, type Rankable, rankable } from './ranks.js';
import { type Crossing, type Term, termsOf, wholeCrossing } from './terms.js';

/** What is explained, by cell of the table. */
interface ResponseSource {
  readonly response: EffectsResponse;
  readonly figures: readonly LeaveOuts[];
  /** Values by whose ranks a test is made beside it, of these cells of the table. */
  readonly ranked: (cells: readonly number[]) => readonly CrossedAndFresh[];
  /** The variance of one training, over these cells of the table. */
  readonly oneTraining: (cells: readonly number[]) => OneTraining;
  /** Why nothing is said where fewer than two cells have the figure. */
  readonly tooFew: string;
}

interface TestedTerm {
  readonly factors: readonly string[];
  readonly p: number | null;
  readonly rank: number | null;
  readonly effects: readonly Pick<CoupledContrast, 'between' | 'slope' | 'value' | 'interval' | 'p'>[];
}

export interface TestedResponse extends Pick<ResponseEffects, 'response' | 'sizes' | 'leftOut' | 'reason'> {
  readonly terms: readonly TestedTerm[];
  readonly determinants: Determinants;
}

export function respond(table: CoupledTable, source: ResponseSource, level: number): TestedResponse {
  const { response, figures, tooFew } = source;
  const crossing = wholeCrossing(table, (place) => isWhole(figures[place] as LeaveOuts));
  if (crossing === undefined) {
    return { response, sizes: null, leftOut: [], reason: tooFew, terms: [], determinants: { rows: [], primary: null } };
  }
  const sizes = (crossing.dimensions.at(-1)?.kept ?? []).map((level) => table.sizes[level] as number);
  const terms = termsOf(crossing, sizes);
  const known = knownOf(table, crossing, figures);
  const ranked = rankable(source.ranked(crossing.cells));
  return {
    response,
    sizes: [sizes[0] as number, sizes.at(-1) as number],
    leftOut: crossing.leftOut,
    terms: terms.map((term): TestedTerm => {
      const p = tailOf(contrastError(known, term.whole));
      return {
        factors: term.factors,
        p,
        // Where nothing varies, ranks are those of rounding errors.
        rank: p === null ? null : rankTest(known.blocks, ranked, term),
        effects: term.told.map(({ between, slope, weights }) => {
          const alone = contrastError(known, [weights]);
          const error = between.length === 0 ? widenForSkew(alone) : alone;
          const value = error.estimates[0] as number;
          return { between, slope, value, interval: intervalOf(error, level), p: tailOf(error) };
        }),
      };
    }),
    determinants: determine(known, terms, source.oneTraining(crossing.cells), level),
  };
}

/** Samples of one index are one at one size; across sizes only where they lie inside one another. */
function knownOf(table: CoupledTable, { cells }: Crossing, figures: readonly LeaveOuts[]): CrossedFigures {
  return {
    figures: cells.map((place) => figures[place] as LeaveOuts),
    blocks: cells.map((place) => (table.nested ? 0 : (table.cells[place]?.size as number))),
  };
}

function rankTest(blocks: readonly number[], tables: Rankable, { whole }: Term): number | null {
  const figures = meanRanks(tables, whole);
  return figures.every(isWhole) ? tailOf(contrastError({ figures, blocks }, whole)) : null;
}

export function intervalOf(error: ContrastError, level: number): CoupledInterval {
  return error.noise > 0 ? contrastInterval(error, level) : { reason: NO_VARIATION };
}

function tailOf(error: ContrastError): number | null {
  return error.noise > 0 ? noEffectTail(error) : null;
}

/** The variance of one training, with its interval. */
export interface OneTraining {
  readonly value: number;
  readonly interval: CoupledInterval;
}

/** Why nothing bounds what is found. */
const NO_VARIATION = 'nothing here varies with weights or samples';

interface Explained {
  readonly term: Term;
  readonly error: ContrastError;
  readonly row: Omit<Determinant, 'behind'>;
}

/** `known`: figures of the cells; `terms` of their crossing. */
function determine(
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
