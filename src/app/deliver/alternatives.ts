/** @file What else could be handed over of the winner: measured on the final set, which nothing of it was chosen by. */
import type { Outcome } from '../../core/index.js';
import type { DeliveryAlternative } from '../../report/index.js';
import type { ModelRun } from '../../trainers/index.js';
import { bestTraining, type Choosable, type ChosenTrainings, ensembleOf, nearestTraining } from './choose-trainings.js';
import { disagreementOf } from './disagreement-with-others.js';
import type { DeliveredModel, Workshop } from './make-delivered.js';

/** Sizes of ensembles that are shown, where there are as many trainings. */
const ENSEMBLES = [3, 10];

interface Choices extends Choosable {
  readonly outcomesOf: (keys: readonly string[]) => readonly Outcome[];
}

/** The training nearest to the mean, the best one, ensembles, and what is delivered where it is none of these. */
export async function alternativesTo(
  workshop: Workshop,
  delivered: DeliveredModel,
  choices: Choices,
): Promise<readonly DeliveryAlternative[]> {
  const { models, winner, needs } = workshop;
  const sizes = [...new Set([...ENSEMBLES, delivered.trials.length])].filter((size) => size > 1).sort((a, b) => a - b);
  const silently = () => {};
  const all = [
    nearestTraining(choices),
    bestTraining(choices),
    ...sizes.map((size) => ensembleOf(size, choices, silently)),
  ];
  const found: DeliveryAlternative[] = [];
  for (const [place, one] of all.entries()) {
    // An ensemble of fewer than asked for stands there once.
    const isShort = place > 1 && one?.trials.length !== sizes[place - 2];
    if (one === undefined || isShort) continue;
    const isDelivered = one.trials.join() === delivered.trials.join();
    const model = isDelivered
      ? delivered.model
      : (await models.open(winner, choices.outcomesOf(one.trials), needs))?.encode();
    const run = isDelivered ? delivered.run : model && (await models.run(winner, model, 'final', { timed: true }));
    if (model === undefined || run === undefined) continue;
    found.push(describe(one, { isDelivered, model, run }, choices));
  }
  return found;
}

interface MeasuredModel {
  readonly isDelivered: boolean;
  readonly model: Uint8Array;
  readonly run: ModelRun;
}

function describe(
  { reason, trials }: ChosenTrainings,
  { isDelivered, model, run: { figures, milliseconds = 0 } }: MeasuredModel,
  choosable: Choosable,
): DeliveryAlternative {
  return {
    ...{ reason, instances: trials.length, delivered: isDelivered, figures },
    disagreement: disagreementOf(reason, trials.length, choosable),
    bytes: model.length,
    // To three digits: it is another one with every run.
    milliseconds: Number(milliseconds.toPrecision(3)),
  };
}
