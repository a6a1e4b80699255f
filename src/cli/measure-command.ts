/** @file `surefoot measure`: how much of the spread of losses comes from which source of randomness. */
import type { Command } from 'commander';
import { QUESTIONS } from '../app/commands.js';
import { levelsOption, wholeNumber } from './option-values.js';
import { addStudyOptions, STUDY_FILES_HELP, type StudyFlags, studyAction } from './study-command.js';
import { OWN_OPTIONS } from './training-options.js';

interface MeasureFlags extends StudyFlags {
  readonly vary: string;
  readonly trials: number;
  readonly crossed: string;
  readonly repeats: number;
}

export function addMeasureCommand(program: Command): void {
  const command = program
    .command('measure')
    .description(
      'Trains each candidate again and again while chosen sources of randomness vary and all others stay fixed. Shows the loss ' +
        'distributions side by side, every criterion with its interval, and the share of variance of each source, from a ' +
        'crossed design. Three trainings with equal seeds show variation that no seed controls.',
    )
    .argument('<experiment>', 'experiment file (YAML), the same as for select')
    .optionsGroup(OWN_OPTIONS)
    .option(
      '-v, --vary <sources>',
      'init, sample, order, noise, split, separated by commas: each alone, and all together; with +, exactly the given sets',
      'init,sample',
    )
    .option('--trials <count>', 'trainings of each candidate in each set', wholeNumber('--trials', 1), 50)
    .option('--crossed <levels>', 'levels of the sources in the crossed design: 8, 10x6, none, or auto', 'auto')
    .option('--repeats <count>', 'trainings with equal seeds in each crossed cell', wholeNumber('--repeats', 1), 1);
  addStudyOptions(command)
    .addHelpText(
      'after',
      `${STUDY_FILES_HELP}

Examples
  $ surefoot measure experiment.yaml --vary init,sample --trials 30 --candidate c12ab34
  $ surefoot measure experiment.yaml --vary init,sample,order --crossed 6x6x3
  $ surefoot measure experiment.yaml --vary init,split --trials 30
  $ surefoot measure experiment.yaml --vary init,init+sample --crossed none`,
    )
    .action(measureAction);
}

function measureAction(path: string, flags: MeasureFlags): Promise<void> {
  const { vary, trials, crossed, repeats } = flags;
  return studyAction(QUESTIONS.measure, path, flags, () => ({
    vary: vary.split(',').map((part) => part.trim()),
    trials,
    crossed: levelsOption('--crossed', crossed, ['none', 'auto']),
    repeats,
  }));
}
