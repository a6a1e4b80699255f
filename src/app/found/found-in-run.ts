/** @file The trials of a run of ours, as what another search has found. */
import { InputError } from '../../core/index.js';
import { type FoundAsked, type FoundTrials, requireValues } from '../../experiment/index.js';
import { figureOfPlan } from '../raced-figure.js';
import { readReplayLog } from '../replay/replay-source.js';

/** @throws InputError for a log without a race, and for options that are about tables. */
export function trialsOfRun(source: string, log: string, asked: FoundAsked): FoundTrials {
  const told = Object.entries(asked).find(
    ([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0),
  );
  if (told !== undefined) throw optionsOfTable(source, told[0]);
  const { candidates, columns, header } = readReplayLog(log);
  const figure = header && figureOfPlan(header.plan);
  const direction = figure?.direction ?? 'minimize';
  const trials = candidates.flatMap(({ id, configuration }, index) =>
    columns.flatMap((column) => {
      const cost = column[index] as number;
      // Of a score the log has its negative.
      return Number.isNaN(cost)
        ? []
        : [{ place: id, settings: configuration, value: direction === 'maximize' ? 0 - cost : cost }];
    }),
  );
  const value = figure?.metric ?? 'loss';
  requireValues({ source, value, trials });
  return { source, value, direction, isWhole: true, seed: header?.seed, names: [], trials };
}

function optionsOfTable(source: string, option: string): InputError {
  return new InputError({
    code: 'columns-of-log',
    what: `${source} is a run, which says itself what its values are: --${option} is for tables and studies.`,
    allowed: '--value, --direction, --study and --ignore with a table or a study of Optuna',
    fix: `Leave --${option} out.`,
  });
}
