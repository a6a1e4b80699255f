/**
 * @file One attempt at several trials together: each has its folder, its reports and its outcome as one alone has, and they meet
 * where the trainer is called.
 */
import type { Candidate, Outcome, Trainer, TrainingResult, TrainingTask, Trial } from '../../core/index.js';
import { runTrial, type TrialContext } from './run-trial.js';
import { StackUndone } from './stacks.js';

/**
 * The outcomes, in the order of the trials; each took its share of the time. Rejects with a {@link StackUndone} where the trainer
 * could not do them together.
 */
export async function runTogether(
  trainer: Trainer,
  tasks: readonly Pick<TrainingTask, 'candidate' | 'trial'>[],
  context: Omit<TrialContext, 'onReports' | 'shares'>,
  onReports?: (place: number, losses: readonly number[]) => void,
): Promise<readonly Outcome[]> {
  const meeting = new Meeting(trainer, tasks.length);
  const attempts = tasks.map(async ({ candidate, trial }, place) => {
    const seat = meeting.seat();
    const told = onReports && { onReports: (losses: readonly number[]) => onReports(place, losses) };
    try {
      return await runTrial(seat, candidate, trial, { ...context, ...told, shares: tasks.length });
    } finally {
      seat.leave();
    }
  });
  const outcomes = await Promise.all(attempts);
  if (meeting.undone !== undefined) throw meeting.undone;
  return outcomes;
}

interface Waiting {
  readonly task: TrainingTask;
  readonly resolve: (result: TrainingResult) => void;
  readonly reject: (error: unknown) => void;
}

/** Begins once all have come who still can: one whose folder cannot be made never comes. */
class Meeting {
  readonly #trainer: Trainer;
  readonly #waiting: Waiting[] = [];
  #expected: number;
  undone: StackUndone | undefined;

  constructor(trainer: Trainer, expected: number) {
    this.#trainer = trainer;
    this.#expected = expected;
  }

  seat(): Trainer & { leave(): void } {
    let isTaken = false;
    const take = (waiting?: Waiting): void => {
      if (isTaken) return;
      isTaken = true;
      if (waiting !== undefined) this.#waiting.push(waiting);
      this.#expected--;
      if (this.#expected === 0 && this.#waiting.length > 0) void this.#begin();
    };
    return {
      train: (candidate: Candidate, trial: Trial, context: TrainingTask['context']) =>
        new Promise((resolve, reject) => take({ task: { candidate, trial, context }, resolve, reject })),
      leave: () => take(),
    };
  }

  async #begin(): Promise<void> {
    try {
      if (this.#trainer.trainTogether === undefined) throw new TypeError('This trainer trains one at a time.');
      const results = await this.#trainer.trainTogether(this.#waiting.map(({ task }) => task));
      for (const [index, { resolve, reject }] of this.#waiting.entries()) {
        const result = results[index];
        if (result?.status === 'fulfilled') resolve(result.value);
        else reject(result?.reason);
      }
    } catch (error) {
      this.undone = new StackUndone(error instanceof Error ? error.message : String(error));
      for (const { reject } of this.#waiting) reject(error);
    }
  }
}
