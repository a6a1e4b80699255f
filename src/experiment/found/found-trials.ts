/** @file What another search has found: its trials, each with its settings and the value that it reached. */
import {
  type Direction,
  type InputError,
  inputError,
  type JsonObject,
  type JsonValue,
  nearestName,
  quoteArgument,
  readDecimal,
} from '../../core/index.js';

export interface FoundTrial {
  /** Where it stands: `row 5`, `trial 12`. */
  readonly place: string;
  /** By dotted name, or a whole configuration; see {@link FoundTrials.isWhole}. */
  readonly settings: JsonObject;
  /** In the unit of the source; NaN where it gave none: it failed, was pruned, or still runs. Infinite where it diverged. */
  readonly value: number;
}

export interface FoundTrials {
  /** The name that the user gave. */
  readonly source: string;
  /** What its values are called there. */
  readonly value: string;
  readonly direction: Direction;
  /** True where settings are whole configurations; false where they are flat, by dotted name (`optimizer.learningRate`). */
  readonly isWhole: boolean;
  /** Of a run of ours: a training with equal seeds would be the same again. */
  readonly seed?: number | undefined;
  /** Names of flat settings, in the order of the source. */
  readonly names: readonly string[];
  readonly trials: readonly FoundTrial[];
}

/** What a user says of a source that does not tell it. */
export interface FoundAsked {
  /** Column of the values. */
  readonly value?: string | undefined;
  readonly direction?: Direction | undefined;
  /** Study of a storage that holds several. */
  readonly study?: string | undefined;
  /** Columns that are no settings. */
  readonly ignore?: readonly string[] | undefined;
}

/** Trials that have no value, or an infinite one: nothing can be learned from them. */
export function countWithoutValue({ trials }: Pick<FoundTrials, 'trials'>): number {
  return trials.filter(({ value }) => !Number.isFinite(value)).length;
}

/** @throws InputError where no trial has a finite value. */
export function requireValues({ source, value, trials }: Pick<FoundTrials, 'source' | 'value' | 'trials'>): void {
  if (trials.some((trial) => Number.isFinite(trial.value))) return;
  throw inputError`no-values: ${trials.length === 0 ? `${source} has no trials.` : `${source}: none of ${trials.length} ${trials.length === 1 ? 'trial' : 'trials'} has a finite ${value}.`}
    Allowed: at least two different configurations with a finite ${value}
    Fix: Check that the right file and the right column of values were named.`;
}

/** @param known  names of the settings that there can be; empty: all can be. @throws InputError for another. */
export function requireKnownSettings(
  source: string,
  settings: readonly { readonly name: string; readonly column: string }[],
  known: readonly string[],
): void {
  const strange = settings.filter(({ name }) => known.length > 0 && !known.includes(name));
  if (strange.length > 0) throw unknownSettings(source, strange, known);
}

function unknownSettings(
  source: string,
  strange: readonly { readonly name: string; readonly column: string }[],
  known: readonly string[],
): InputError {
  const [{ name, column }] = strange as [(typeof strange)[number]];
  const nearest = nearestName(name, known);
  const more = strange.length === 1 ? '' : `, nor are ${strange.length - 1} more of its columns`;
  const columns = strange.map((one) => one.column).join(',');
  return inputError`unknown-setting: ${source}: "${column}" is no setting of the experiment's space${more}${nearest === undefined ? '' : `; did you mean "${nearest}"?`}
    Allowed: ${known.join(', ').slice(0, 400)}
    Fix: Add it to \`space\`, rename the column, or leave it out: \`--ignore ${quoteArgument(columns)}\`.`;
}

export function severalObjectives(source: string, count: number): InputError {
  return inputError`several-objectives: ${source} has ${count} objectives, and a race goes by one.
    Allowed: a search with one objective, or a table with \`--value\` naming one column
    Fix: Write its trials as a table and name one: \`--value values_0 --direction minimize\`.`;
}

/** Settings of nested objects by dotted name, as a source has them flat; `layers[0].units` is `layers.0.units`. */
export function dottedName(name: string): string {
  return name.replaceAll(/\[(\d+)\]/g, '.$1').replace(/^\./, '');
}

/** A cell of a table as a value: numbers, truths and lists as such, all else as text. */
export function cellValue(text: string): JsonValue {
  const word = text.trim();
  const number = readDecimal(word);
  if (Number.isFinite(number)) return number;
  if (/^(true|false)$/i.test(word)) return word.toLowerCase() === 'true';
  if (!/^[[{]/.test(word)) return text;
  try {
    return JSON.parse(word) as JsonValue;
  } catch {
    return text;
  }
}
