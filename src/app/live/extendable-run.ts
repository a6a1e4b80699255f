/** @file Runs a plan under a budget that may be raised while it is spent, and a command that says so afterwards. */
import { type Budget, type RunControl, type RunOptions, type RunSummary, runPlan } from '../../evidence/drive/index.js';

/**
 * A budget of trials that was raised when it had left something out already is spent by going on, as a resume does: decisions
 * come out as if it had been larger from the beginning.
 */
export async function runExtendable<State>(
  options: Omit<RunOptions<State>, 'budget' | 'control'>,
  control: RunControl,
): Promise<RunSummary<State>> {
  let trialsTrained = 0;
  for (;;) {
    const summary = await runPlan({ ...options, budget: control.budget, control });
    trialsTrained += summary.trialsTrained;
    if (summary.end !== 'budget' || isSame(summary.budget, control.budget)) return { ...summary, trialsTrained };
  }
}

/** The command line with the budget as it came to be; the last option of a name counts. */
export function withBudget(command: string, before: Budget, { trials, minutes }: Budget): string {
  // `select` has another name for it, and refuses both together.
  const name = /^surefoot select .*(?: -t| --trials)[ =]/.test(command) ? '--trials' : '--budget';
  const more = [
    ...(trials === before.trials ? [] : [`${name} ${trials}`]),
    ...(minutes === before.minutes ? [] : [`--minutes ${minutes}`]),
  ];
  return [command, ...more].join(' ');
}

function isSame(a: Budget, b: Budget): boolean {
  return a.trials === b.trials && a.minutes === b.minutes;
}
