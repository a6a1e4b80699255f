/** @file `surefoot compare`: one factor at a time, with tests of location and spread. */

import type { Command } from 'commander';
import { QUESTIONS, WHOLE_CANDIDATE } from '../app/commands.js';
import { given } from '../core/index.js';
import { wholeNumber } from './option-values.js';
import { addStudyOptions, collect, STUDY_FILES_HELP, type StudyFlags, studyAction } from './study-command.js';
import { OWN_OPTIONS } from './training-options.js';

interface CompareFlags extends StudyFlags {
  readonly factor?: readonly string[];
  readonly base?: string;
  readonly trials: number;
}

export function addCompareCommand(program: Command): void {
  const command = program
    .command('compare')
    .description(
      'Changes one setting of a candidate at a time and trains every level on the same replicates. Shows the loss ' +
        'distributions, tests of location and of spread corrected for their number, and effect sizes.',
    )
    .argument('<experiment>', 'experiment file (YAML), the same as for select')
    .optionsGroup(OWN_OPTIONS)
    .option(
      '-f, --factor <name>',
      `a setting that the space varies (layers.activation), or with your own levels (layers.activation=relu,elu); ${WHOLE_CANDIDATE} for whole candidates (default); repeatable`,
      collect,
    )
    .option('--base <name>', 'candidate to change, by id or label (default: the first)')
    .option('--trials <count>', 'trainings of every level', wholeNumber('--trials', 1), 20);
  addStudyOptions(command)
    .addHelpText(
      'after',
      `${STUDY_FILES_HELP}

Examples
  $ surefoot compare experiment.yaml --factor layers.activation --trials 20
  $ surefoot compare experiment.yaml --factor activation=relu,elu,tanh --factor initialization=kaiming-uniform,xavier-uniform
  $ surefoot compare experiment.yaml --candidate model-1 --candidate model-2`,
    )
    .action(compareAction);
}

function compareAction(path: string, flags: CompareFlags): Promise<void> {
  const { factor: factors = [WHOLE_CANDIDATE], base, trials } = flags;
  return studyAction(QUESTIONS.compare, path, flags, () => ({
    factors,
    trials,
    ...given({ base }),
  }));
}
