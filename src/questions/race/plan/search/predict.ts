/** @file What the settings say of every candidate, by the trials of those that were tried. */
import {
  type AuxiliaryFinding,
  type AuxiliarySource,
  fitSurrogate,
  LEAST_TRIED,
  type LearntKernel,
  type OwnTrials,
  rowsOf,
  type SettingPlaces,
  type SurrogatePrediction,
} from '../../../../stats/index.js';
import type { LossEvidence } from '../adaptive/evidence.js';
import { comparedLosses, isTried } from './evidence.js';

/** By candidate: of those tried by all others, of all others by those tried. */
export interface PredictionOfAll {
  readonly prediction: SurrogatePrediction;
  /** What was found of the sources, in their order; none while too few were tried. */
  readonly sources: readonly AuxiliaryFinding[];
  /** For the next look; absent while too few were tried. */
  readonly learnt?: LearntKernel;
  /** Of configurations that were not tried; undefined while too few were tried. */
  predict?(places: SettingPlaces): SurrogatePrediction;
}

/** What trials taught, before candidates that were not tried are predicted: that costs the most where there are many. */
interface TaughtByTried {
  /** Of those tried, by all others; undefined while too few were tried. The rows of all others say nothing. */
  readonly tried: SurrogatePrediction | undefined;
  /** Predicted anew at each call. */
  predictAll(): PredictionOfAll;
}

export function predictAll(...of: Parameters<typeof teachByTried>): PredictionOfAll {
  return teachByTried(...of).predictAll();
}

export function teachByTried(
  places: SettingPlaces,
  evidence: LossEvidence,
  own: OwnTrials,
  inPanel: Uint8Array,
  sources: readonly AuxiliarySource[],
  names: readonly (string | number)[],
  before?: LearntKernel,
): TaughtByTried {
  const { candidates } = evidence;
  const [tried, others]: [number[], number[]] = [[], []];
  for (let i = 0; i < candidates; i++) {
    (isTried(own, i) ? tried : others).push(i);
  }
  if (tried.filter((i) => (own.n[i] as number) > 0).length < LEAST_TRIED) {
    return { tried: undefined, predictAll: () => ({ prediction: knowNothing(own), sources: [] }) };
  }
  const surrogate = fitSurrogate(
    {
      places: rowsOf(places, tried),
      losses: tried.map((i) => comparedLosses(evidence, i)),
      collapses: tried.map((i) => own.collapses[i] as number),
      panel: tried.map((i) => inPanel[i] as number),
      ...{ sources, before },
    },
    ...names,
  );
  const all = emptyPrediction(candidates);
  place(all, surrogate.tried, tried);
  return {
    tried: all,
    predictAll: () => {
      if (others.length > 0) place(all, surrogate.predict(rowsOf(places, others)), others);
      const { sources: findings, learnt } = surrogate;
      return { prediction: all, sources: findings, learnt, predict: (more) => surrogate.predict(more) };
    },
  };
}

/** Of so many without trials. */
export function untriedOf(rows: number): OwnTrials {
  const none = new Float64Array(rows);
  return { n: none, means: none, squares: none, collapses: none };
}

const PARTS = ['means', 'variances', 'noises', 'collapseRates', 'collapseTrials'] as const;

function emptyPrediction(candidates: number): SurrogatePrediction {
  const numbers = () => new Float64Array(candidates);
  return {
    ...{ means: numbers(), variances: numbers(), noises: numbers() },
    ...{ collapseRates: numbers(), collapseTrials: numbers() },
  };
}

function place(all: SurrogatePrediction, some: SurrogatePrediction, rows: readonly number[]): void {
  for (const part of PARTS) {
    rows.forEach((row, index) => {
      all[part][row] = some[part][index] as number;
    });
  }
}

/** How many times the spread that is seen stands for knowing as good as nothing. */
const VAGUE = 1e4;
/**
 * Share of collapses where it is not known, and the trials that it is worth, so that none is given up untried: more of them once one collapsed,
 * so that none is given up for one collapse of three either.
 */
const [FEW_COLLAPSE, WORTH, WORTH_OF_COLLAPSES] = [0.1, 1, 3];

/** Too few were tried: any may be anything. One training varies as those do that were repeated. */
function knowNothing({ n, means, squares, collapses }: OwnTrials): SurrogatePrediction {
  const tried = Array.from(n, (_, i) => i).filter((i) => (n[i] as number) > 0);
  const total = (values: ArrayLike<number>): number => tried.reduce((sum, i) => sum + (values[i] as number), 0);
  const center = total(means) / Math.max(1, tried.length);
  const spread = tried.reduce((sum, i) => sum + ((means[i] as number) - center) ** 2, 0);
  const all = emptyPrediction(n.length);
  all.means.fill(center);
  all.variances.fill(VAGUE * (spread + total(squares)) || 1);
  all.noises.fill(total(squares) / Math.max(1, total(n) - tried.length) || center ** 2 / VAGUE || 1);
  all.collapseRates.fill(FEW_COLLAPSE);
  all.collapseTrials.fill(total(collapses) > 0 ? WORTH_OF_COLLAPSES : WORTH);
  return all;
}
