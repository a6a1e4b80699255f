/** @file What trainings of a run predicted, as the tests of several rooms read it from its folder. */
import { openPredicted } from '../../src/app/models/run-predictions.js';
import { type KeptPredictions, keptPredictionsOf } from '../../src/app/questions/kept-predictions.js';

/** Of the question that was asked last. @throws InputError as both do. */
export async function readKeptPredictions(folder: string, { least = 2 } = {}): Promise<KeptPredictions> {
  return keptPredictionsOf({ ...(await openPredicted(folder)), least });
}
