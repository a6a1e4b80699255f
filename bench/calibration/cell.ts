/** @file One cell of the calibration: many races on fresh losses, and how often the statement failed. */
import { randomFrom } from '../../src/core/index.js';
import {
  type AdaptiveSettings,
  type AdaptiveVerdict,
  createAdaptiveRace,
  type Mechanism,
} from '../../src/questions/race/plan/index.js';
import { type Criterion, type Estimate, estimateMean, estimateShare, parseCriterion } from '../../src/stats/index.js';
import { createFamilyScenario, findFamilyCell } from './family-scenario.js';
import { createPredictions, PREDICTION_ROWS } from './predictions.js';
import { type Condition, createScenario, type Field, type Scenario } from './scenario.js';
import { createUnlike, UNLIKE } from './unlike.js';

interface RaceSettings {
  readonly candidates: number;
  readonly criterion: string;
  readonly rule: NonNullable<AdaptiveSettings['rule']>;
  readonly delta: number;
  /** Epsilon: 0, the rule's default, or so much. */
  readonly tolerance: 'zero' | 'default' | number;
  readonly runs: number;
  /** Number of the first race, which is its seed; 0 where absent. */
  readonly from?: number;
  readonly window?: number;
  readonly maxReplicates?: number;
  readonly scale?: AdaptiveSettings['scale'];
  /** What the race does without. */
  readonly without?: readonly Mechanism[];
  /** Where it is there, what is stated comes from confidence sequences alone. */
  readonly statement?: AdaptiveSettings['statement'];
}

/** A field whose candidates differ in level and scale alone. */
export interface AlikeSettings extends RaceSettings {
  readonly condition: Condition;
  readonly field: Field;
  /** The best criterion, in standard deviations above 0; 0 where absent. */
  readonly level?: number;
}

/** One whose best is not like its rivals: a row of unlike.ts. */
export interface UnlikeSettings extends RaceSettings {
  readonly row: string;
}

/** One raced by how far the predictions of its retrainings lie apart: a row of predictions.ts. */
export interface PredictionSettings extends RaceSettings {
  readonly predictions: string;
}

/** One of a family: a cell of families.ts. */
export interface FamilySettings extends RaceSettings {
  readonly family: string;
}

export type CellSettings = AlikeSettings | UnlikeSettings | PredictionSettings | FamilySettings;

export interface Cell {
  readonly settings: CellSettings;
  /** Share of races whose set holds nobody within epsilon of the best; for equal candidates with epsilon 0, not the one. */
  readonly missed: Estimate;
  /** The same when the race is stopped at a look drawn at random. */
  readonly missedAtAnyLook: Estimate;
  /** Share of races that name one candidate, which is not within epsilon of the best. */
  readonly falseClear: Estimate;
  /** Share of races whose leader is further from the best than certified. */
  readonly exceeded: Estimate;
  /** How far the leader is from the best, in units of the loss. */
  readonly regret: Estimate;
  readonly setSize: Estimate;
  /** Trials used over candidates x replicates. */
  readonly cost: Estimate;
  /** Share of races that name one candidate. */
  readonly clear: Estimate;
  readonly seconds: number;
}

const LEVEL = 0.95;

/** `nowMs` is a clock, for the time that the cell takes. */
export function runCell(settings: CellSettings, nowMs: () => number): Cell {
  const { candidates, criterion: name, rule, delta, tolerance, runs, from = 0, maxReplicates = 20 } = settings;
  const criterion = parseCriterion(name);
  const race = createAdaptiveRace({
    candidates,
    criterion,
    rule,
    delta,
    maxReplicates,
    ...(settings.scale === undefined ? {} : { scale: settings.scale }),
    ...(settings.without === undefined ? {} : { without: settings.without }),
    ...(tolerance === 'default' ? {} : { tolerance: tolerance === 'zero' ? 0 : tolerance }),
    ...(settings.window === undefined ? {} : { window: settings.window }),
    ...(settings.statement === undefined ? {} : { statement: settings.statement }),
    ...('predictions' in settings ? { start: 2 } : {}),
  });
  const scenario = scenarioOf(settings, criterion, maxReplicates);
  const streamName = JSON.stringify([candidates, ...namesOf(settings), name]);
  const startedAt = nowMs();
  const costs = new Float64Array(runs);
  const sizes = new Float64Array(runs);
  const regrets = new Float64Array(runs);
  let missed = 0;
  let missedAtAnyLook = 0;
  let falseClear = 0;
  let exceeded = 0;
  let clear = 0;
  const one = new Float64Array(1);
  for (let run = 0; run < runs; run++) {
    const random = randomFrom('bench/calibration', streamName, from + run);
    const lossOf = scenario.drawLosses(random);
    const state = race.begin(from + run);
    const { evidence } = state;
    let cut: AdaptiveVerdict | undefined;
    while (state.end === undefined) {
      const place = evidence.outcomes;
      const drawn = lossOf(evidence.sequence[place] as number, evidence.replicateAt[place] as number);
      one[0] = typeof drawn === 'number' ? drawn : 0;
      const [look] = race.apply(state, one, [], typeof drawn === 'number' ? [] : [drawn]);
      // One look of all, each equally likely, without knowing how many there will be.
      if (look !== undefined && state.end === undefined && random.uniform() < 1 / look.number)
        cut = race.verdict(state);
    }
    const verdict = race.verdict(state);
    if (isMissed(verdict)) missed++;
    if (isMissed(cut ?? verdict)) missedAtAnyLook++;
    if (verdict.kind === 'decided') clear++;
    if (verdict.kind === 'decided' && isMissed(verdict)) falseClear++;
    if (distance(verdict.leader) > verdict.bound) exceeded++;
    costs[run] = verdict.outcomes / (candidates * maxReplicates);
    sizes[run] = verdict.set.length;
    regrets[run] = distance(verdict.leader);
  }
  return {
    settings,
    missed: estimateShare(missed, runs, LEVEL),
    missedAtAnyLook: estimateShare(missedAtAnyLook, runs, LEVEL),
    falseClear: estimateShare(falseClear, runs, LEVEL),
    exceeded: estimateShare(exceeded, runs, LEVEL),
    regret: estimateMean(regrets, LEVEL),
    setSize: estimateMean(sizes, LEVEL),
    cost: estimateMean(costs, LEVEL),
    clear: estimateShare(clear, runs, LEVEL),
    seconds: (nowMs() - startedAt) / 1000,
  };

  function distance(candidate: number): number {
    if (candidate < 0) return 0;
    return (scenario.truth[candidate] as number) - (scenario.truth[scenario.best] as number);
  }

  function isMissed({ set, tolerance: epsilon }: AdaptiveVerdict): boolean {
    if (isLeastFavourable(settings)) return !set.includes(scenario.best);
    return !set.some((candidate) => distance(candidate) <= epsilon);
  }
}

/** All equal and epsilon 0: one fixed candidate is looked for. */
function isLeastFavourable(settings: CellSettings): boolean {
  return 'field' in settings && settings.field === 'equal' && settings.tolerance === 'zero';
}

function scenarioOf(settings: CellSettings, criterion: Criterion, replicates: number): Scenario<number | Float64Array> {
  const { candidates } = settings;
  if ('predictions' in settings) {
    const row = PREDICTION_ROWS.find(({ name }) => name === settings.predictions);
    if (row === undefined) throw new RangeError(`No row is called ${settings.predictions}.`);
    return createPredictions(row, candidates, replicates, () => randomFrom('bench/calibration/truth', row.name));
  }
  if ('row' in settings) {
    const row = UNLIKE.find(({ name }) => name === settings.row);
    if (row === undefined) throw new RangeError(`No row is called ${settings.row}.`);
    return createUnlike(row, candidates, criterion, replicates);
  }
  if ('family' in settings) return createFamilyScenario(findFamilyCell(settings.family), criterion, replicates);
  const { condition, field, level } = settings;
  return createScenario(candidates, condition, field, criterion, replicates, level);
}

function namesOf(settings: CellSettings): readonly string[] {
  if ('predictions' in settings) return [settings.predictions];
  if ('family' in settings) return [settings.family];
  return 'row' in settings ? [settings.row] : [settings.condition, settings.field];
}
