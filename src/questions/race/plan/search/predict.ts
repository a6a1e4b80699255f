/** @file What the settings say of every candidate, by the trials of those that were tried; of each part of them by its own, where they are divided. */
import {
  type AuxiliaryFinding,
  type AuxiliarySource,
  fitSurrogate,
  LEAST_TRIED,
  type LearntKernel,
  type OwnTrials,
  partsOf,
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
  readonly learnt?: LearntKernels;
  /** Of configurations that were not tried; undefined while too few were tried. */
  predict?(places: SettingPlaces): SurrogatePrediction;
}

/** By part. */
export type LearntKernels = ReadonlyMap<number, LearntKernel>;

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
  before?: LearntKernels,
): TaughtByTried {
  const unknown = unknownBy(own);
  const parts = Array.from(partsOf(places), ([part, rows]): Part => {
    const tried = rows.filter((i) => isTried(own, i));
    const others = rows.filter((i) => !isTried(own, i));
    if (tried.filter((i) => (own.n[i] as number) > 0).length < LEAST_TRIED) return { part, tried, others };
    const surrogate = fitSurrogate(
      {
        places: rowsOf(places, tried),
        losses: tried.map((i) => comparedLosses(evidence, i)),
        collapses: tried.map((i) => own.collapses[i] as number),
        panel: tried.map((i) => inPanel[i] as number),
        sources: sources.map((source) => sourceOfPart(source, part)),
        before: before?.get(part),
      },
      ...names,
    );
    return { part, tried, others, surrogate };
  });
  const taught = parts.flatMap(({ part, surrogate }) => (surrogate === undefined ? [] : [{ part, surrogate }]));
  const all = unknown(evidence.candidates);
  if (taught.length === 0) return { tried: undefined, predictAll: () => ({ prediction: all, sources: [] }) };
  for (const { tried, surrogate } of parts) if (surrogate !== undefined) place(all, surrogate.tried, tried);
  return {
    tried: all,
    predictAll: () => {
      for (const { others, surrogate } of parts) {
        if (surrogate !== undefined && others.length > 0) place(all, surrogate.predict(rowsOf(places, others)), others);
      }
      return {
        prediction: all,
        sources: findingsOf(taught.map(({ surrogate }) => surrogate.sources)),
        learnt: new Map(taught.map(({ part, surrogate }) => [part, surrogate.learnt])),
        predict: (more) => {
          const found = unknown(more.rows);
          const surrogates = new Map(taught.map(({ part, surrogate }) => [part, surrogate]));
          for (const [part, rows] of partsOf(more)) {
            const surrogate = surrogates.get(part);
            if (surrogate !== undefined) place(found, surrogate.predict(rowsOf(more, rows)), rows);
          }
          return found;
        },
      };
    },
  };
}

/** Candidates that tell of one another, by index; without a surrogate while too few were tried. */
interface Part {
  readonly part: number;
  readonly tried: readonly number[];
  readonly others: readonly number[];
  readonly surrogate?: ReturnType<typeof fitSurrogate>;
}

function sourceOfPart({ name, places, values }: AuxiliarySource, part: number): AuxiliarySource {
  const rows = partsOf(places).get(part) ?? [];
  return { name, places: rowsOf(places, rows), values: rows.map((row) => values[row] as ArrayLike<number>) };
}

/** Of each source what was found where it has the most in common with the trials; used where any part uses it. */
function findingsOf(parts: readonly (readonly AuxiliaryFinding[])[]): readonly AuxiliaryFinding[] {
  return (parts[0] ?? []).map((_, source) => {
    const found = parts.map((part) => part[source] as AuxiliaryFinding);
    const most = found.reduce((best, one) => (one.both > best.both ? one : best));
    return { ...most, used: found.some(({ used }) => used) };
  });
}

/** Of so many without trials. */
export function untriedOf(rows: number): OwnTrials {
  const none = new Float64Array(rows);
  return { n: none, means: none, squares: none, collapses: none };
}

const PARTS = ['means', 'variances', 'noises', 'collapseRates', 'collapseTrials'] as const;

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
function unknownBy({ n, means, squares, collapses }: OwnTrials): (rows: number) => SurrogatePrediction {
  const tried = Array.from(n, (_, i) => i).filter((i) => (n[i] as number) > 0);
  const total = (values: ArrayLike<number>): number => tried.reduce((sum, i) => sum + (values[i] as number), 0);
  const center = total(means) / Math.max(1, tried.length);
  const spread = tried.reduce((sum, i) => sum + ((means[i] as number) - center) ** 2, 0);
  const variance = VAGUE * (spread + total(squares)) || 1;
  const noise = total(squares) / Math.max(1, total(n) - tried.length) || center ** 2 / VAGUE || 1;
  const worth = total(collapses) > 0 ? WORTH_OF_COLLAPSES : WORTH;
  return (rows) => ({
    means: new Float64Array(rows).fill(center),
    variances: new Float64Array(rows).fill(variance),
    noises: new Float64Array(rows).fill(noise),
    collapseRates: new Float64Array(rows).fill(FEW_COLLAPSE),
    collapseTrials: new Float64Array(rows).fill(worth),
  });
}
