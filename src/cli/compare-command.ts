/** @file `surefoot compare`: one factor at a time, with tests of location and spread. */

import type { Command } from 'commander';
import { QUESTIONS, WHOLE_CANDIDATE } from '../app/commands.js';
import { given } from '../core/index.js';
import { wholeNumber } from './option-values.js';
import { addStudyCommand, collect, type StudyFlags } from './study-command.js';

interface CompareFlags extends StudyFlags {
  readonly factor?: readonly string[];
  readonly base?: string;
  readonly trials: number;
}

export function addCompareCommand(program: Command): void {
  addStudyCommand(program, {
    name: 'compare',
    kind: QUESTIONS.compare,
    description:
      'Changes one setting of a candidate at a time and trains every level on the same replicates. Shows the loss ' +
      'distributions, tests of location and of spread corrected for their number, and effect sizes.',
    options: (command) =>
      command
        .option(
          '-f, --factor <name>',
          `a setting that the space varies (layers.activation), or with your own levels (layers.activation=relu,elu); ${WHOLE_CANDIDATE} for whole candidates (default); repeatable`,
          collect,
        )
        .option('--base <name>', 'candidate to change, by id or label (default: the first)')
        .option('--trials <count>', 'trainings of every level', wholeNumber('--trials', 1), 20),
    own: ({ factor: factors = [WHOLE_CANDIDATE], base, trials }: CompareFlags) => ({
      factors,
      trials,
      ...given({ base }),
    }),
    examples: [
      'surefoot compare experiment.yaml --factor layers.activation --trials 20',
      'surefoot compare experiment.yaml --factor activation=relu,elu,tanh --factor initialization=kaiming-uniform,xavier-uniform',
      'surefoot compare experiment.yaml --candidate model-1 --candidate model-2',
    ],
  });
}
