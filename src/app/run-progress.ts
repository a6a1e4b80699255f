/** @file What the progress of a prepared run needs to know before its first event. */
import type { ProgressFacts } from '../report/index.js';
import { lossUnder } from './count-failures.js';
import type { PreparedRun } from './plan-run.js';
import type { PreparedRace } from './prepare-race.js';
import { asRaced, figureOfPlan } from './raced-figure.js';
import type { PlannedStudy } from './study-plan.js';

export function progressOfRace({ race, budget, failurePolicy, request }: PreparedRace): ProgressFacts {
  const { separate } = request;
  const figure = figureOfPlan(race.description);
  return {
    work: {
      kind: 'race',
      facts: race.facts,
      lossOf: (outcome) => lossUnder(failurePolicy, asRaced(figure, outcome)),
      ...(figure === undefined ? {} : { direction: figure.direction }),
      ...(typeof separate === 'number' ? { separate } : {}),
    },
    budget,
  };
}

/** A curve may stop before its own end; all other studies ask for everything at once. */
export function progressOfStudy({ study, budget }: PlannedStudy & Pick<PreparedRun, 'budget'>): ProgressFacts {
  const { kind, sizes, trials, adaptive } = study.description;
  const isCurve = kind === 'curve' && Array.isArray(sizes) && typeof trials === 'number';
  const all = isCurve ? study.settings.candidates.length * sizes.length * trials : study.begin().batch.length;
  return { work: { kind: 'study', trials: all, isExact: !isCurve || adaptive === false }, budget };
}
