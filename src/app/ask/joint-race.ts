/** @file What a race cannot be asked where it compares what trainings of a candidate have together, such as their disagreement. */
import { inputError } from '../../core/index.js';
import type { Rule } from '../../questions/race/plan/index.js';
import type { Criterion } from '../../stats/index.js';
import type { SourcedExperiment } from './experiment-source.js';
import { repeatsSplits } from './repeated-splits.js';

interface AskedOfRace {
  readonly criterion: Criterion;
  readonly rule: Rule;
  readonly reliability: number | undefined;
}

/** @throws InputError for the first thing that such a race cannot do, with the reason. */
export function requireJoint(
  metric: string,
  { race, keep, data }: SourcedExperiment['draft'],
  { criterion, rule, reliability }: AskedOfRace,
): void {
  const refuse = (what: string, allowed: string, fix: string): never => {
    throw inputError`joint-metric: race.metric is ${metric}, and ${what}
      Allowed: ${allowed}
      Fix: ${fix}`;
  };
  if (criterion.name !== 'mean') {
    refuse(
      `race.criterion is ${criterion.name}: how far one training lies from the others moves with each further one, and only the mean over all of them says the same however many there are.`,
      'mean',
      'Write `race: { metric: disagreement, criterion: mean }`.',
    );
  }
  if (rule.kind === 'rounds') {
    refuse(
      `the rule is ${rule.name}: rules that race in rounds test losses that no other training changes.`,
      'default, strict, fast',
      'Remove `race.rule`.',
    );
  } else if (rule.statement !== undefined) {
    refuse(
      'a statement without assumptions is asked for: it is about losses that no other training changes.',
      'a rule without `statement`',
      'Remove `statement`.',
    );
  }
  if (reliability !== undefined || race.collapse !== undefined) {
    refuse(
      `${reliability === undefined ? 'collapse' : 'reliability'} is asked for: a training collapses by its own loss, which is not raced here.`,
      'a race by the loss, or by a metric that each training has',
      'Remove it, or race the loss in the same folder as well: the trainings are used again.',
    );
  }
  if (race.finalTrials === 1) {
    refuse('race.finalTrials is 1: one training has no other to disagree with.', '0, or 2 or more', 'Change it.');
  }
  if (repeatsSplits({ data })) {
    refuse(
      'data.split.repeat divides the data anew each time: then no two trainings predict the same examples.',
      'one selection set for all',
      'Remove `repeat`.',
    );
  }
  if (keep.predictions === 'none') {
    refuse('keep.predictions is none: it compares predictions.', 'all', 'Remove `keep`, or write `predictions: all`.');
  }
}
