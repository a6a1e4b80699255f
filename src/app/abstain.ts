/** @file Rows on which the trainings of an ensemble disagree too much for an answer. */
import { InputError } from '../core/index.js';
import { formatQuantity, formatShare } from '../report/index.js';
import type { ModelAnswers, UsableModel } from '../trainers/index.js';

export interface Abstention {
  /** From 0 on, ascending. */
  readonly rows: readonly number[];
  /** For people, where there are such rows: how many, and why. */
  readonly notes: readonly string[];
}

/**
 * Of classes the rows where more than the share `most` of the trainings say another label than all together; of numbers those where the
 * trainings lie further apart than `most` times the spread that the target had in training, in any target. Rows without a prediction
 * are not among them.
 * @throws InputError for a share that is none, and for a model of one training.
 */
export function abstainFrom(model: UsableModel, path: string, answers: ModelAnswers, most: number): Abstention {
  checkAbstention(model, path, most);
  const { count, agreement, spread } = answers;
  const { instances, targetSpread = [] } = model;
  const width = targetSpread.length;
  const isApart = (row: number): boolean => {
    // A share that float32 holds: 0.9 there is not below 0.9.
    if (agreement !== undefined) return 1 - (agreement[row] as number) > most + ROUNDING;
    return targetSpread.some((scale, target) => (spread?.[row * width + target] as number) > most * scale);
  };
  const rows = Array.from({ length: count }, (_, row) => row).filter(isApart);
  if (rows.length === 0) return { rows, notes: [] };
  const why =
    agreement === undefined
      ? `the ${instances} trainings of the model are further apart than ${formatShare(most)} of the spread of the target`
      : `more than ${formatShare(most)} of the ${instances} trainings of the model say another label`;
  return { rows, notes: [`${formatQuantity(rows.length, 'row')} of ${count} got no answer: ${why}.`] };
}

const ROUNDING = 1e-6;

function checkAbstention({ instances }: UsableModel, path: string, most: number): void {
  if (!(typeof most === 'number' && most >= 0 && most < 1)) {
    throw new InputError({
      code: 'abstain-share',
      what: `The share of trainings that may disagree (--abstain, \`abstain\`) is ${String(most)}.`,
      allowed: 'a number from 0 to below 1, such as 0.1',
      fix: 'Write --abstain 0.1, or leave it out for an answer to every row.',
    });
  }
  if (instances > 1) return;
  throw new InputError({
    code: 'abstain-one-training',
    what: `${path} is one training, so nothing in it says how far another training would be from its answer (--abstain ${most}).`,
    allowed: 'a model of several trainings',
    fix: 'Deliver an ensemble: write `deliver: { ensemble: 5 }` into the experiment and run the same command again.',
  });
}
