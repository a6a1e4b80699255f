/** @file A plan that tells its asks, the outcomes as they are applied, and its decisions, a line each: the same lines from a run and from its log. */
import {
  decisionText,
  formatQuantity,
  type NameOf,
  type Outcome,
  outcomeText,
  type Plan,
  type Trace,
  type Trial,
  trialText,
  watchedPlan,
} from '../../core/index.js';

export function tracedPlan<State>(plan: Plan<State>, trace: Trace, nameOf?: NameOf): Plan<State> {
  let applied = 0;
  return watchedPlan<State, Trial, Outcome>(plan, {
    begun: () => {
      applied = 0;
    },
    next: (next) => {
      if (next.kind === 'finished') trace(`nothing more to ask for after ${formatQuantity(applied, 'training')}`);
      else if (next.kind === 'wait') trace(`waits for ${formatQuantity(next.outcomes, 'training')}`);
      else {
        const { stage, asks, abandons } = next;
        if (abandons === true) trace('gives up what it has asked for and not seen');
        for (const ask of asks) trace(`asks (${stage.phase} ${stage.number}): ${trialText(ask, nameOf)}`);
      }
    },
    applied: (outcome, { decisions }) => {
      trace(`training ${++applied}: ${outcomeText(outcome, nameOf)}`);
      for (const decision of decisions) trace(decisionText(decision, nameOf));
    },
  });
}
