/** @file Effects of settings, of the sample size and of their couplings on location and spread, and how much each explains. */
import {
  adjustPValues,
  type ContrastError,
  contrastError,
  crossedSpreadInterval,
  isWhole,
  type LeaveOuts,
  widenForSkew,
} from '../../../../stats/index.js';
import {
  type CellValues,
  cellValues,
  locationFigure,
  logMeanOf,
  rateFigure,
  rateVarianceFigure,
  spreadFigure,
  varianceFigure,
} from '../cell-figures.js';
import type { CoupledTable } from '../coupled-table.js';
import type { CellEffects, EffectsAnalysis, EffectsFinding, ResponseEffects } from './effects-analysis.js';
import { logDistances } from './ranks.js';
import { intervalOf, type OneTraining, respond, type TestedResponse } from './respond.js';

const MODEL =
  'Mean and log spread of each cell of settings and size are fixed effects of the settings, of the size as a factor, and of their couplings up to ' +
  'three; every cell counts alike. Weights and samples have random effects in every cell, with slopes over the size: weights of one index are one ' +
  'unit in all cells, samples of one index are one unit';
const METHOD =
  'two-way jackknife over whole weights and whole samples, and over fresh pairs where there are any; Student t, and F of Box, with degrees of freedom of Satterthwaite; Holm over all terms, ' +
  'and over all numbers, of location and spread together. The location of one cell, and the slope over sizes: 1.6 times as far; the spread of one cell: a reach of 2 jackknife errors down and 4.5 up; by simulation';
const TOO_FEW = {
  location: 'it takes two cells of 2 x 2 trainings at least: of trainings that came out',
  spread: 'it takes two cells of 3 x 3 trainings at least: of trainings that came out, not all equal',
  collapses: 'fewer than two cells have trainings',
};
const ABSENT = 'too few trainings';
const ON_ONE = 'without one of the weights or of the samples it cannot be computed';
const SAME_RATE = 'as many trainings collapse in every cell';

/** On the scale of the log spread: half the logarithm of the variance of normal losses, by one squared distance. */
const SPREAD_OF_ONE: OneTraining = { value: 0.5, interval: { low: 0.5, high: 0.5 } };

/**
 * Effects on location and spread of the trainings that came out; of collapses only how much each term explains.
 *
 * @param level of each interval; 1 - level bounds the chance of any false claim
 * @example analyseEffects(table, 0.95).responses[1].terms // main effects and couplings on the spread
 */
export function analyseEffects(table: CoupledTable, level: number): EffectsAnalysis {
  const values = cellValues(table);
  const locations = values.map(locationFigure);
  const spreads = values.map(spreadFigure);
  const cameOf = (cells: readonly number[]) => cells.map((place) => (values[place] as CellValues).came);
  const location = respond(
    table,
    {
      ...{ response: 'location', figures: locations, ranked: cameOf, tooFew: TOO_FEW.location },
      oneTraining: (cells) =>
        oneTraining(
          cells.map((place) => varianceFigure(values[place] as CellValues)),
          level,
        ),
    },
    level,
  );
  const spread = respond(
    table,
    {
      ...{
        response: 'spread',
        figures: spreads,
        ranked: (cells) => logDistances(cameOf(cells)),
        tooFew: TOO_FEW.spread,
      },
      oneTraining: () => SPREAD_OF_ONE,
    },
    level,
  );
  return {
    level,
    model: `${MODEL} ${table.nested ? 'at all sizes' : 'at one size'}.`,
    method: METHOD,
    cells: values.map((_, place) =>
      describeCell(table, place, locations[place] as LeaveOuts, spreads[place] as LeaveOuts, level),
    ),
    responses: [...correct([location, spread], level), collapses(table, values, level)],
  };
}

function collapses(table: CoupledTable, values: readonly CellValues[], level: number): ResponseEffects {
  const rates = values.map(rateFigure);
  if (rates.every(({ value }) => value === rates[0]?.value)) {
    return {
      ...{ response: 'collapses', sizes: null, leftOut: [], reason: SAME_RATE, terms: [] },
      determinants: { rows: [], primary: null },
    };
  }
  const tested = respond(
    table,
    {
      ...{ response: 'collapses', figures: rates, tooFew: TOO_FEW.collapses },
      ranked: (cells) => cells.map((place) => (values[place] as CellValues).collapsed),
      oneTraining: (cells) =>
        oneTraining(
          cells.map((place) => rateVarianceFigure(values[place] as CellValues)),
          level,
        ),
    },
    level,
  );
  return { ...tested, terms: [] };
}

function describeCell(
  table: CoupledTable,
  place: number,
  location: LeaveOuts,
  spread: LeaveOuts,
  level: number,
): CellEffects {
  const { levels, size, values, diagonal } = table.cells[place] as CoupledTable['cells'][number];
  const all = [...values.flat(), ...diagonal];
  const count = (is: (value: (typeof all)[number]) => boolean) => all.filter(is).length;
  return {
    levels,
    size,
    trainings: count((value) => typeof value === 'number'),
    collapsed: count((value) => value === 'collapsed'),
    missing: count((value) => value === undefined),
    location: {
      value: finiteOrNull(location),
      interval: isWhole(location) ? intervalOf(widenForSkew(ofOne(location)), level) : { reason: ABSENT },
    },
    spread: {
      value: finiteOrNull(spread),
      interval: isWhole(spread) ? crossedSpreadInterval(spread, level) : { reason: ABSENT },
    },
  };
}

function finiteOrNull({ value }: LeaveOuts): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Mean of the cells, with its interval on the log scale. */
function oneTraining(variances: readonly LeaveOuts[], level: number): OneTraining {
  const logarithm = logMeanOf(variances);
  const value = Math.exp(logarithm.value);
  // Without one row or column none of them varies.
  if (!isWhole(logarithm)) return { value, interval: { reason: ON_ONE } };
  const interval = intervalOf(ofOne(logarithm), level);
  return {
    value,
    interval: 'reason' in interval ? interval : { low: Math.exp(interval.low), high: Math.exp(interval.high) },
  };
}

function ofOne(figure: LeaveOuts): ContrastError {
  return contrastError({ figures: [figure], blocks: [0] }, [[1]]);
}

/**
 * Claims of location and spread together, corrected for one another: terms among all terms, numbers among all numbers and with their term
 * (Holm). 1 - `level` bounds the chance of any false claim of a term.
 */
function correct(tested: readonly TestedResponse[], level: number): ResponseEffects[] {
  const terms = tested.flatMap((response) => response.terms);
  const adjusted = holm(terms.map(({ p }) => p));
  const ranks = holm(terms.map(({ rank }) => rank));
  const numbers = holm(terms.flatMap(({ effects }) => effects.map(({ p }) => p)));
  const isShown = (p: number | null) => p !== null && p < 1 - level;
  const findingOf = (p: number | null): EffectsFinding => (p === null ? 'untold' : isShown(p) ? 'shown' : 'not-shown');
  return tested.map((response) => ({
    ...response,
    terms: response.terms.map(({ factors, p, rank, effects }) => {
      const own = adjusted.shift() as number | null;
      const byRank = ranks.shift() as number | null;
      return {
        factors,
        p,
        adjusted: own,
        rank:
          rank === null || byRank === null
            ? null
            : { p: rank, adjusted: byRank, agrees: isShown(byRank) === isShown(own) },
        finding: findingOf(own),
        effects: effects.map((effect) => {
          const alone = numbers.shift() as number | null;
          // A number without its term would be a second chance to claim the same.
          const both = alone === null || own === null ? null : Math.max(alone, own);
          return { ...effect, adjusted: both, finding: findingOf(both) };
        }),
      };
    }),
  }));
}

/** What is untold takes no part. */
function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const adjusted = adjustPValues(
    pValues.filter((p) => p !== null),
    'holm',
  );
  let next = 0;
  return pValues.map((p) => (p === null ? null : (adjusted[next++] as number)));
}
