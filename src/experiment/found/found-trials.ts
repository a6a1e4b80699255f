/** @file What another search has found: its trials, each with its settings and the value that it reached. */
import { type Direction, InputError, type JsonObject, type JsonValue, readDecimal } from '../../core/index.js';

export interface FoundTrial {
  /** Where it stands: `row 5`, `trial 12`. */
  readonly place: string;
  /** By dotted name, or a whole configuration; see {@link FoundTrials.isWhole}. */
  readonly settings: JsonObject;
  /** In the unit of the source; NaN where it gave none: it failed, was pruned, or still runs. Infinite where it diverged. */
  readonly value: number;
}

export interface FoundTrials {
  /** As the user named it. */
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

/** @throws InputError where no trial has a finite value. */
export function requireValues({ source, value, trials }: Pick<FoundTrials, 'source' | 'value' | 'trials'>): void {
  if (trials.some((trial) => Number.isFinite(trial.value))) return;
  throw new InputError({
    code: 'no-values',
    what:
      trials.length === 0
        ? `${source} has no trials.`
        : `${source}: none of ${trials.length} ${trials.length === 1 ? 'trial' : 'trials'} has a finite ${value}.`,
    allowed: `at least two different configurations with a finite ${value}`,
    fix: 'Check that the right file and the right column of values were named.',
  });
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
