/** @file Puts a race together from a checked experiment and its candidates: the same from a file and from a log. */
import type { Candidate, FailurePolicy } from '../core/index.js';
import { planRace, type Race, type RaceSettings, type Rule } from '../questions/race/plan/index.js';
import type { Criterion } from '../stats/index.js';
import { describeExclusion, describeNeverWorked, failureUnder, lossUnder, requireRuleFor } from './count-failures.js';
import type { SourcedExperiment } from './experiment-source.js';
import { asRaced, describeFigure, racedFigure } from './raced-figure.js';
import { dividingAnew, repeatsSplits } from './repeated-splits.js';

/** What is settled already. */
export interface RaceParts {
  readonly candidates: readonly Candidate[];
  readonly rule: Rule;
  readonly criterion: Criterion;
  readonly failurePolicy: FailurePolicy;
  /** Of one trial, by candidate. */
  readonly costs: ArrayLike<number> | undefined;
  /** Replicates up to which a tie is separated. */
  readonly separate: number | undefined;
  /** False for a race that an earlier version began: candidates are compared by their failures, as they were then. */
  readonly failuresApart: boolean;
}

/** @throws InputError for settings that cannot be raced. */
export function assembleRace(draft: SourcedExperiment['draft'], parts: RaceParts): Race {
  const { candidates, rule, criterion, failurePolicy, costs, separate, failuresApart } = parts;
  const { warmup, finalTrials, maxReplicates } = draft.race;
  const settings: RaceSettings = {
    candidates: candidates.map(({ id }) => id),
    criterion,
    rule,
    finalTrials,
    sampleSize: draft.sample,
    seed: draft.seed,
    ...(warmup === undefined ? {} : { warmup }),
    ...(separate === undefined ? {} : { separate }),
    ...(costs === undefined || rule.kind === 'rounds' ? {} : { costs }),
    ...(maxReplicates === undefined ? {} : { maxReplicates }),
  };
  requireRuleFor(failurePolicy, rule);
  const figure = racedFigure(draft.race);
  const plain = planRace(
    settings,
    (outcome) => lossUnder(failurePolicy, asRaced(figure, outcome)),
    (outcome) => (failuresApart ? failureUnder(failurePolicy, outcome) : undefined),
  );
  const description = {
    ...plain.description,
    ...(failuresApart ? describeNeverWorked(rule) : {}),
    ...describeExclusion(failurePolicy),
    ...describeFigure(figure),
  };
  const race = { ...plain, description };
  return repeatsSplits(draft) ? dividingAnew(race) : race;
}
