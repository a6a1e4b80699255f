/** @file Tests and numbers of one response, each alone: corrected for one another they are by `correct.ts`. */
import {
  type ContrastError,
  type CrossedAndFresh,
  type CrossedFigures,
  contrastError,
  contrastInterval,
  isWhole,
  type LeaveOuts,
  noEffectTail,
  widenForSkew,
} from '../../../../stats/index.js';
import type { CoupledInterval, CoupledTable } from '../coupled-table.js';
import { type Crossing, wholeCrossing } from './crossing.js';
import { determine, NO_VARIATION, type OneTraining } from './determine.js';
import type { CoupledContrast, Determinants, EffectsResponse, ResponseEffects } from './effects-analysis.js';
import { meanRanks, type Rankable, rankable } from './ranks.js';
import { type Term, termsOf } from './terms.js';

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
