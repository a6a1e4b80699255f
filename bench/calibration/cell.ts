/** @file One cell of the calibration: many races on fresh losses, and how often the statement failed. */
import { randomFrom } from '../../src/core/index.js';
import {
  type AdaptiveSettings,
  type AdaptiveVerdict,
  createAdaptiveRace,
} from '../../src/questions/race/plan/index.js';
import { type Estimate, estimateMean, estimateShare, parseCriterion } from '../../src/stats/index.js';
import { type Condition, createScenario, type Field } from './scenario.js';

export interface CellSettings {
  readonly candidates: number;
  readonly condition: Condition;
  readonly field: Field;
  readonly criterion: string;
  readonly rule: NonNullable<AdaptiveSettings['rule']>;
  readonly delta: number;
  /** Epsilon: 0, or the rule's default. */
  readonly tolerance: 'zero' | 'default';
  readonly runs: number;
  readonly window?: number;
  readonly maxReplicates?: number;
  /** The best criterion, in standard deviations above 0; 0 where absent. */
  readonly level?: number;
  readonly scale?: AdaptiveSettings['scale'];
}

export interface Cell {
  readonly settings: CellSettings;
  /** Share of races whose set holds nobody within epsilon of the best; for equal candidates with epsilon 0, not the one. */
  readonly missed: Estimate;
  /** The same when the race is stopped at a look drawn at random. */
  readonly missedAtAnyLook: Estimate;
  /** Share of races whose leader is further from the best than certified. */
  readonly exceeded: Estimate;
  readonly setSize: Estimate;
  /** Trials used over candidates x replicates. */
  readonly cost: Estimate;
  readonly seconds: number;
}

const LEVEL = 0.95;

/** `nowMs` is a clock, for the time that the cell takes. */
export function runCell(settings: CellSettings, nowMs: () => number): Cell {
  const { candidates, condition, field, criterion: name, rule, delta, tolerance, runs, maxReplicates = 20 } = settings;
  const criterion = parseCriterion(name);
  const race = createAdaptiveRace({
    candidates,
    criterion,
    rule,
    delta,
    maxReplicates,
    ...(settings.scale === undefined ? {} : { scale: settings.scale }),
    ...(tolerance === 'zero' ? { tolerance: 0 } : {}),
    ...(settings.window === undefined ? {} : { window: settings.window }),
  });
  const scenario = createScenario(candidates, condition, field, criterion, maxReplicates, settings.level);
  const startedAt = nowMs();
  const costs = new Float64Array(runs);
  const sizes = new Float64Array(runs);
  let missed = 0;
  let missedAtAnyLook = 0;
  let exceeded = 0;
  const one = new Float64Array(1);
  for (let run = 0; run < runs; run++) {
    const random = randomFrom('bench/calibration', JSON.stringify([candidates, condition, field, name]), run);
    const lossOf = scenario.drawLosses(random);
    const state = race.begin(run);
    const { evidence } = state;
    let cut: AdaptiveVerdict | undefined;
    while (state.end === undefined) {
      const place = evidence.outcomes;
      one[0] = lossOf(evidence.sequence[place] as number, evidence.replicateAt[place] as number);
      const [look] = race.apply(state, one);
      // One look of all, each equally likely, without knowing how many there will be.
      if (look !== undefined && state.end === undefined && random.uniform() < 1 / look.number)
        cut = race.verdict(state);
    }
    const verdict = race.verdict(state);
    if (isMissed(verdict)) missed++;
    if (isMissed(cut ?? verdict)) missedAtAnyLook++;
    if (distance(verdict.leader) > verdict.certificate) exceeded++;
    costs[run] = verdict.outcomes / (candidates * maxReplicates);
    sizes[run] = verdict.set.length;
  }
  return {
    settings,
    missed: estimateShare(missed, runs, LEVEL),
    missedAtAnyLook: estimateShare(missedAtAnyLook, runs, LEVEL),
    exceeded: estimateShare(exceeded, runs, LEVEL),
    setSize: estimateMean(sizes, LEVEL),
    cost: estimateMean(costs, LEVEL),
    seconds: (nowMs() - startedAt) / 1000,
  };

  function distance(candidate: number): number {
    if (candidate < 0) return 0;
    return (scenario.truth[candidate] as number) - (scenario.truth[scenario.best] as number);
  }

  function isMissed({ set, tolerance: epsilon }: AdaptiveVerdict): boolean {
    if (field === 'equal' && tolerance === 'zero') return !set.includes(scenario.best);
    return !set.some((candidate) => distance(candidate) <= epsilon);
  }
}
