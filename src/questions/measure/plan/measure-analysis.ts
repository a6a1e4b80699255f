/** @file Analyses a measurement of randomness: distributions by source, their criteria, and the parts of the variance. */
import { type Outcome, randomFrom, trialKey } from '../../../core/index.js';
import { collapsesAtMost, exceptionsOf, type HoldsUnder } from '../../../stats/index.js';
import {
  asLosses,
  cellsOf,
  comparedAmong,
  type Distribution,
  describeDistribution,
  type FinitePool,
  finitePoolOf,
  LEVEL,
  requireStudied,
  type StudyBaseline,
  studiedSet,
  studiedValue,
} from '../../common/plan/index.js';
import { type LeadingSource, leadingSource } from './leading-source.js';
import { armName, armTrial, cellTrial, controlTrial, type MeasureSettings } from './measure-plan.js';
import { type Decomposition, decompose } from './variance/decompose.js';
import { completeTable } from './variance/mean-squares.js';

interface ArmAnalysis {
  /** `init`, `init+sample`, ... */
  readonly name: string;
  readonly distribution: Distribution;
}

/** The parts of the variance, or why there are none. */
export type DecompositionAnalysis =
  | (Decomposition & {
      readonly levels: Readonly<Record<string, number>>;
      readonly leftOut: Readonly<Record<string, number>>;
      /** Its intervals are of trainings that do not collapse: one that does brings as much variance as it likes. */
      readonly holdsUnder: HoldsUnder;
    })
  | { readonly reason: string };

export interface MeasuredCandidate {
  readonly candidate: string;
  readonly arms: readonly ArmAnalysis[];
  /** Trainings with equal seeds: `identical` when nothing escapes the seeds. */
  readonly controls: Distribution;
  readonly decomposition: DecompositionAnalysis;
  /** The source with which its losses vary most. */
  readonly leading: LeadingSource;
}

export interface MeasureAnalysis {
  readonly kind: 'measure';
  /** Without those that never worked. */
  readonly candidates: readonly MeasuredCandidate[];
  readonly finitePool: FinitePool | null;
}

export function analyseMeasure(
  settings: MeasureSettings,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[] = [],
): MeasureAnalysis {
  requireStudied(outcomes, settings.figure);
  const byKey = new Map(outcomes.map((outcome) => [trialKey(outcome.trial), outcome]));
  return {
    kind: 'measure',
    candidates: comparedAmong(settings.candidates, outcomes).map((candidate) =>
      measureCandidate(settings, candidate, byKey, baselines),
    ),
    finitePool: settings.sources.includes('sample') ? finitePoolOf(settings.sampleSize, settings.pool) : null,
  };
}

function measureCandidate(
  settings: MeasureSettings,
  candidate: string,
  byKey: ReadonlyMap<string, Outcome>,
  baselines: readonly StudyBaseline[],
): MeasuredCandidate {
  const { arms, trials, controls } = settings;
  const pick = (count: number, trialOf: (place: number) => Parameters<typeof trialKey>[0]): Outcome[] =>
    Array.from({ length: count }, (_, place) => byKey.get(trialKey(trialOf(place)))).filter(
      (outcome) => outcome !== undefined,
    );
  const describe = (chosen: readonly Outcome[]): Distribution => describeDistribution(chosen, settings, baselines);
  const analysed = arms.map((arm) => ({
    name: armName(arm),
    distribution: describe(pick(trials, (place) => armTrial(settings, candidate, arm, place))),
  }));
  const decomposition = decomposeCandidate(settings, candidate, byKey, baselines);
  const components = 'reason' in decomposition || decomposition.variance === 0 ? [] : decomposition.components;
  const trainings = [...byKey.values()].filter(({ trial }) => trial.candidate === candidate).length;
  return {
    candidate,
    arms: analysed,
    controls: describe(pick(controls, (repeat) => controlTrial(settings, candidate, repeat))),
    decomposition,
    leading: leadingSource(components, analysed, { settings, candidate, trainings }),
  };
}

function decomposeCandidate(
  settings: MeasureSettings,
  candidate: string,
  byKey: ReadonlyMap<string, Outcome>,
  baselines: readonly StudyBaseline[],
): DecompositionAnalysis {
  const { crossed, sources, repeats, seed, figure } = settings;
  if (crossed === null) return { reason: 'no crossed design was asked for' };
  const outcomeAt = (indices: readonly number[], repeat: number): Outcome | undefined =>
    byKey.get(trialKey(cellTrial(settings, candidate, indices, repeat)));
  const cells = cellsOf(crossed.map((count) => Array.from({ length: count }, (_, level) => level)));
  const there = cells.flatMap((indices) =>
    Array.from({ length: repeats }, (_, repeat) => outcomeAt(indices, repeat)).filter((one) => one !== undefined),
  );
  const { losses, bar } = studiedSet(there, settings, baselines);
  const exceptions = exceptionsOf(losses, bar);
  const completed = completeTable(sources, crossed, repeats, (indices, repeat) => {
    const outcome = outcomeAt(indices, repeat);
    const value = outcome === undefined ? undefined : studiedValue(outcome, settings);
    const [loss] = asLosses(value === undefined ? [] : [value], figure);
    return loss === undefined || exceptions.includes(loss) ? undefined : value;
  });
  if (completed === undefined) {
    return { reason: 'too many trainings of the crossed design are missing, diverged or collapsed' };
  }
  const { table, leftOut } = completed;
  const levels = Object.fromEntries(sources.map((source, index) => [source, table.levels[index] as number] as const));
  const parts = decompose(table, LEVEL, randomFrom('study', seed, candidate, 'decomposition'));
  return {
    ...parts,
    levels,
    leftOut,
    holdsUnder: collapsesAtMost(exceptions.collapsed, losses.length, LEVEL),
  };
}
