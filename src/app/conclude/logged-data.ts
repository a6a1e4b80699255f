/** @file The data of a run, as it was trained on them: its trainer need not be here. */
import { inputError, type RunHeader } from '../../core/index.js';
import type { Dataset } from '../../engine/datasets/index.js';
import { loadData } from '../ask/create-backend.js';
import { loggedExperiment } from '../ask/experiment-source.js';

/**
 * Undefined where Surefoot held none.
 * @throws InputError for data that are not there any more, and for those that changed since.
 */
export async function loadLoggedData(
  { name, experiment }: Pick<RunHeader, 'name' | 'experiment'>,
  folder: string,
): Promise<Dataset | undefined> {
  const { dataset: logged } = experiment as { dataset: { hash: string } | null };
  if (logged === null) return undefined;
  const dataset = await loadData(loggedExperiment(experiment));
  if (dataset?.hash === logged.hash) return dataset;
  throw inputError`data-changed: The data differ from those that the run in ${folder} was trained on, so what was true of its examples is not known.
    Allowed: the same values in the same split
    Fix: Restore the data that the run "${name}" was trained on.`;
}
