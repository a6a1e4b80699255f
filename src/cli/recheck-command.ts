/** @file `surefoot recheck`: the best candidates that another search has found, raced. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { readExperimentFile } from '../app/ask/experiment-source.js';
import { readFound } from '../app/ask/found/read-found.js';
import { recheckSource } from '../app/ask/found/shortlisted.js';
import { namesOfSpaces } from '../experiment/index.js';
import { wholeNumber } from './option-values.js';
import {
  addFoundOptions,
  addRaceOptions,
  type FoundFlags,
  foundAsked,
  type RaceFlags,
  raceAction,
  SETTINGS_OF_TABLES,
} from './race-options.js';
import { OWN_OPTIONS } from './training-options.js';

interface RecheckFlags extends RaceFlags, FoundFlags {
  readonly top: number;
}

const DEFAULT_TOP = 12;

export function addRecheckCommand(program: Command): void {
  const command = program
    .command('recheck')
    .description(
      'Races the best candidates that another search has found. One that trains each candidate once picks the luckiest.\n\n' +
        'What was found is a table with a row for each trial (CSV or Parquet), a study of Optuna ' +
        '(study.db, sqlite:///study.db, or a journal), or a run folder. Trials of one configuration are joined, and the best configurations become ' +
        'the candidates.\n\n' +
        'The experiment file says trainer, data and the settings that all share. Settings of a trial take their places in `space`, by dotted ' +
        'names such as optimizer.learningRate.',
    )
    .argument('<found>', 'table, study, or run folder')
    .argument('[experiment]', 'experiment file (YAML)', 'experiment.yaml')
    .optionsGroup('What was found:')
    .option('--top <count>', 'race so many of the best', wholeNumber('--top', 2), DEFAULT_TOP);
  addFoundOptions(command).optionsGroup(OWN_OPTIONS);
  addRaceOptions(command)
    .addHelpText(
      'after',
      `${SETTINGS_OF_TABLES}

Examples
  $ surefoot recheck trials.csv --direction minimize
  $ surefoot recheck sqlite:///study.db experiment.yaml --top 20
  $ surefoot recheck results.csv --value mean_accuracy --direction maximize`,
    )
    .action(recheckAction);
}

async function recheckAction(path: string, experiment: string, flags: RecheckFlags): Promise<void> {
  const source = readExperimentFile(experiment);
  const found = await readFound(path, namesOfSpaces(source.draft.spaces), foundAsked(flags));
  const folder = flags.out ?? join('runs', source.draft.name);
  await raceAction({ experiment, source: recheckSource(source, { found, top: flags.top }), runFolder: folder }, flags);
}
