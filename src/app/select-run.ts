/** @file Runs what `select` was asked for. */
import type { TrainFunction } from '../trainers/index.js';
import { sourceOf } from './experiment-source.js';
import { prepareRace } from './prepare-race.js';
import { runRace } from './race-run.js';
import { aborted, planRunOptions, preparation } from './run-options.js';
import type { Selection, SelectOptions } from './select-options.js';

export async function runSelect<Space>(options: SelectOptions<Space>): Promise<Selection> {
  const { experiment, trainer, out, separate, ahead } = options;
  const overrides = {
    ...preparation(options),
    ...(separate === undefined ? {} : { separate }),
    ...(ahead === undefined ? {} : { ahead }),
  };
  const prepared = await prepareRace(sourceOf(experiment), overrides, trainer as TrainFunction | undefined);
  const { status, result, model } = await runRace(prepared, planRunOptions(options));
  if (status === 'interrupted' || result === null) throw aborted('race', out, 'Call select');
  return { status, result, model };
}
