/** @file Options that say of a table, or of a study, what it does not tell of itself. */
import { type Command, Option } from 'commander';
import { defined } from '../core/index.js';
import { DIRECTIONS, takingWord, textList } from './option-values.js';

export interface FoundFlags {
  readonly value?: string;
  readonly direction?: 'minimize' | 'maximize';
  readonly study?: string;
  readonly ignore?: readonly string[];
}

export function foundAsked({ value, direction, study, ignore }: FoundFlags): FoundFlags {
  return defined({ value, direction, study, ignore });
}

export function addFoundOptions(command: Command): Command {
  return command
    .option('--value <column>', 'column of values (default: value, loss, values_0, objective or score)')
    .addOption(
      takingWord(
        new Option('--direction <direction>', 'what is better in a table; a study tells it itself'),
        DIRECTIONS,
      ),
    )
    .option('--study <name>', 'study of a storage that holds several')
    .option('--ignore <columns>', 'columns that are no settings, separated by commas', textList);
}

export const SETTINGS_OF_TABLES = `
Columns of settings may begin with params_ (Optuna), config/ (Ray Tune), config.
or params. (MLflow); where any does, these alone are settings. Without such a
prefix every column is one that \`space\` has.`;
