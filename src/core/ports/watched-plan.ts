/** @file A plan that tells each of its steps: traces and explanations hear what the fold goes through, and change nothing of it. */
import type { Applied, Asked, Finished, Plan, Wait } from './plan.js';

/** Told of each step, in order. */
export interface PlanListener<State = unknown, Ask = unknown, Answer = unknown> {
  /** The fold begins, or begins again: what was told before is void. */
  begun?(): void;
  /** What the plan says that comes next. */
  next?(next: Asked<Ask> | Wait | Finished): void;
  /** One answer has been applied: the state is the one that its decisions were made from. */
  applied?(answer: Answer, applied: Applied<State>): void;
}

/** The same plan. Answers are applied one by one, which makes no difference to it, so that each decision is told with what it rests on. */
export function watchedPlan<State, Ask, Answer>(
  plan: Plan<State, Ask, Answer>,
  listener: PlanListener<State, Ask, Answer>,
): Plan<State, Ask, Answer> {
  return {
    ...plan,
    begin: () => {
      listener.begun?.();
      return plan.begin();
    },
    next: (state, pending, isCut) => {
      const next = plan.next(state, pending, isCut);
      listener.next?.(next);
      return next;
    },
    apply: (state, answers) => {
      let now = state;
      const decisions = answers.flatMap((answer) => {
        const applied = plan.apply(now, [answer]);
        now = applied.state;
        listener.applied?.(answer, applied);
        return applied.decisions;
      });
      return { state: now, decisions };
    },
  };
}
