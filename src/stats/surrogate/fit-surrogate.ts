/**
 * @file The surrogate: what the trials of tried candidates say of all others by their settings. An exact Gaussian process while few
 * are tried, trees beyond; both are held against first trials. Everything follows from the evidence and the names of the generator.
 */
import { type AuxiliaryFinding, type AuxiliarySource, agreementWith, learnSource } from './auxiliary.js';
import { type CollapsePrediction, fitCollapseRates } from './collapse-rates.js';
import { fitLosses, type LossPrediction } from './fit-losses.js';
import { joinRows } from './gaussian-process.js';
import { rowsOf, type SettingPlaces } from './places.js';
import type { LearntKernel } from './rough-process.js';
import type { SurrogatePrediction } from './standings.js';

/** Candidates with a loss that a surrogate needs. */
export const LEAST_TRIED = 8;

/** What was seen of the tried ones. */
export interface TriedLosses {
  /** Row t is tried candidate t. */
  readonly places: SettingPlaces;
  /** Of t in the order of its trials: finite, on the scale that is compared, lower is better, collapses left out. */
  readonly losses: readonly ArrayLike<number>[];
  /** Trials of t that collapsed or diverged. */
  readonly collapses: ArrayLike<number>;
  /** 1 = drawn at random for its trials, not chosen by a prediction or a loss. */
  readonly panel: ArrayLike<number>;
  /** On the same axes; none where absent. Those of fewer than {@link LEAST_TRIED} candidates are not used. */
  readonly sources?: readonly AuxiliarySource[];
  /** What the fit before learnt, of fewer trials of the same candidates; absent at the first one. */
  readonly before?: LearntKernel | undefined;
}

interface Surrogate {
  readonly kind: 'process' | 'trees';
  /** For the next fit. */
  readonly learnt: LearntKernel;
  /** Of tried t, by all others. */
  readonly tried: SurrogatePrediction;
  /** In the order given. */
  readonly sources: readonly AuxiliaryFinding[];
  /** Of candidates without trials. */
  predict(places: SettingPlaces): SurrogatePrediction;
}

/**
 * Equal evidence and names give equal predictions. Throws a RangeError where fewer than {@link LEAST_TRIED} candidates have a loss.
 *
 * @param names  of the generator, such as the seed and the number of the fit
 * @example fitSurrogate({ places, losses: [[0.3, 0.31], [0.4]], ... }, 'search', 0).predict(others).means
 */
export function fitSurrogate(tried: TriedLosses, ...names: readonly (string | number)[]): Surrogate {
  const { places, losses, collapses, panel, sources = [], before } = tried;
  const every = losses.map((_, row) => row);
  const told = every.filter((row) => (losses[row] as ArrayLike<number>).length > 0);
  if (told.length < LEAST_TRIED) {
    throw new RangeError(`a surrogate needs ${LEAST_TRIED} candidates with a loss, and there are ${told.length}`);
  }
  const rates = fitCollapseRates(
    places,
    collapses,
    losses.map(({ length }) => length),
    ...names,
  );
  const usable = sources.filter(({ values }) => values.length >= LEAST_TRIED);
  const known = rowsOf(places, told);
  const knownLosses = told.map((row) => losses[row] as ArrayLike<number>);
  const fit = fitLosses(
    known,
    knownLosses,
    told.map((row) => panel[row] as number),
    usable.map((source) => learnSource(source, ...names)),
    before,
    ...names,
  );
  const untold = every.filter((row) => (losses[row] as ArrayLike<number>).length === 0);
  const guessed = fit.predict(rowsOf(places, untold));
  const whole = (figure: keyof LossPrediction): Float64Array =>
    joinRows(places.rows, [
      [told, fit.leftOut[figure]],
      [untold, guessed[figure]],
    ]);
  return {
    ...{ kind: fit.kind, learnt: fit.learnt },
    tried: join({ means: whole('means'), variances: whole('variances'), noises: whole('noises') }, rates.leftOut),
    sources: sources.map((source) => {
      const weight = fit.weights[usable.indexOf(source)] ?? 0;
      return { name: source.name, ...agreementWith(source, known, knownLosses), used: weight > 0, weight };
    }),
    predict: (others) => join(fit.predict(others), rates.predict(others)),
  };
}

function join(losses: LossPrediction, collapses: CollapsePrediction): SurrogatePrediction {
  return { ...losses, collapseRates: collapses.rates, collapseTrials: collapses.trials };
}
