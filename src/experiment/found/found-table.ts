/** @file Trials of a table with a row for each: columns of settings, one of values, and what tools add beside them. */
import {
  type Direction,
  type InputError,
  inputError,
  type JsonObject,
  nearestName,
  readDecimal,
} from '../../core/index.js';
import {
  cellValue,
  dottedName,
  type FoundAsked,
  type FoundTrials,
  requireKnownSettings,
  requireValues,
  severalObjectives,
} from './found-trials.js';

/** Whole columns by name; null where a cell is empty. */
type FoundColumns = ReadonlyMap<string, readonly (string | number | null)[]>;

/** Optuna, MLflow, our own trials.csv and Weights & Biases, Ray Tune: columns of settings, where any begins so. */
const PREFIXES = ['params_', 'params.', 'config.', 'config/'];
const VALUES = ['value', 'loss', 'values_0', 'objective', 'score'];
/** What tools write beside settings and values. */
const BESIDE =
  /^(number|state|status|id|name|trial|trial_id|run_id|experiment_id|trial_name|date|timestamp|done|node_ip|hostname|pid|logdir|iterations_since_restore|training_iteration|duration|datetime_.*|time_.*|values_\d+|user_attrs_.*|system_attrs_.*|metrics[./].*|tags\..*|_.*)$/i;
const ENDED = /^(complete|completed|finished|terminated|succeeded|ok)$/i;

/**
 * @param known  names of the settings that there can be; of columns without a prefix these are the settings. Empty: all can be.
 * @throws InputError for a column that is missing, or no setting; for values that are no numbers; for a direction that nobody tells.
 */
export function trialsOfTable(
  source: string,
  columns: FoundColumns,
  known: readonly string[],
  asked: FoundAsked,
): FoundTrials {
  const names = [...columns.keys()];
  const value = valueColumn(source, names, asked.value);
  const settings = settingColumns(source, names, known, [value, ...(asked.ignore ?? [])]);
  const state = names.find((name) => /^(state|status)$/i.test(name));
  const cellsOf = (name: string) => columns.get(name) as readonly (string | number | null)[];
  const rows = cellsOf(value).length;
  const trials = Array.from({ length: rows }, (_, row) => {
    const hasEnded = state === undefined || ENDED.test(String(cellsOf(state)[row] ?? ''));
    const own: JsonObject = Object.fromEntries(
      settings.flatMap(({ name, column }) => {
        const cell = cellsOf(column)[row];
        if (isEmpty(cell)) return [];
        return [[name, typeof cell === 'string' ? cellValue(cell) : (cell as number)]];
      }),
    );
    const place = `row ${row + 1}`;
    return { place, settings: own, value: hasEnded ? valueIn(source, value, row, cellsOf(value)[row]) : Number.NaN };
  });
  requireValues({ source, value, trials });
  const direction = asked.direction ?? directionOf(source, value);
  return { source, value, direction, isWhole: false, names: settings.map(({ name }) => name), trials };
}

function isEmpty(cell: string | number | null | undefined): boolean {
  return (
    cell === null ||
    cell === undefined ||
    Number.isNaN(cell) ||
    (typeof cell === 'string' && /^\s*(nan)?\s*$/i.test(cell))
  );
}

function valueColumn(source: string, names: readonly string[], asked: string | undefined): string {
  const objectives = names.filter((name) => /^values_\d+$/.test(name));
  if (asked === undefined && objectives.length > 1) throw severalObjectives(source, objectives.length);
  const found = asked ?? VALUES.find((name) => names.includes(name));
  if (found !== undefined && names.includes(found)) return found;
  const nearest = asked === undefined ? undefined : nearestName(asked, names);
  throw inputError`column-missing: ${asked === undefined ? `${source}: no column is called ${VALUES.slice(0, -1).join(', ')} or ${VALUES.at(-1)}.` : `${source}: there is no column "${asked}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`}
    Allowed: ${names.join(', ').slice(0, 400)}
    Fix: Name the column of values with --value.`;
}

function settingColumns(
  source: string,
  names: readonly string[],
  known: readonly string[],
  others: readonly string[],
): readonly { readonly name: string; readonly column: string }[] {
  const prefix = PREFIXES.find((begin) => names.some((name) => name.startsWith(begin)));
  const named = names
    .filter((column) => !others.includes(column))
    .flatMap((column) => {
      if (prefix !== undefined) {
        return column.startsWith(prefix) ? [{ column, name: dottedName(column.slice(prefix.length)) }] : [];
      }
      const name = dottedName(column);
      return BESIDE.test(column) && !known.includes(name) ? [] : [{ column, name }];
    });
  if (named.length === 0) throw noSettings(source, names);
  requireKnownSettings(source, named, known);
  return named;
}

function noSettings(source: string, names: readonly string[]): InputError {
  return inputError`no-settings: ${source} has no column of a setting.
    Allowed: a column for each setting, with or without a prefix such as params_ or config/
    Fix: Its columns are ${names.join(', ').slice(0, 300)}: name the settings as the experiment file does.`;
}

function valueIn(source: string, column: string, row: number, cell: string | number | null | undefined): number {
  if (isEmpty(cell)) return Number.NaN;
  const value = typeof cell === 'number' ? cell : readDecimal(cell as string);
  if (!Number.isNaN(value)) return value;
  throw inputError`bad-cell: ${source}: column "${column}" is "${cell}" in row ${row + 1}.
    Allowed: a number; empty or NaN for a trial that gave none
    Fix: Correct that cell, or name another column with --value.`;
}

/** What is called a loss or an error is minimised everywhere: by the Python package, too (`direction_by_name`). */
function directionOf(source: string, value: string): Direction {
  if (/loss|error|rmse|\bmae\b|\bmse\b/i.test(value)) return 'minimize';
  throw inputError`direction-unknown: ${source} does not say whether a smaller or a larger "${value}" is better.
    Allowed: \`--direction minimize\` or \`--direction maximize\`
    Fix: Say it with \`--direction\`.`;
}
