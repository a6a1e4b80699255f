/** @file `surefoot measure`: how much of the spread of losses comes from which source of randomness. */
import type { Command } from 'commander';
import { QUESTIONS } from '../app/commands.js';
import { levelsOption, wholeNumber } from './option-values.js';
import { addStudyCommand, type StudyFlags } from './study-command.js';

interface MeasureFlags extends StudyFlags {
  readonly vary: string;
  readonly trials: number;
  readonly crossed: string;
  readonly repeats: number;
}

export function addMeasureCommand(program: Command): void {
  addStudyCommand(program, {
    name: 'measure',
    kind: QUESTIONS.measure,
    description:
      'Trains each candidate again and again while chosen sources of randomness vary and all others stay fixed. Shows the loss ' +
      'distributions side by side, every criterion with its interval, and the share of variance of each source, from a ' +
      'crossed design. Three trainings with equal seeds show variation that no seed controls.',
    options: (command) =>
      command
        .option(
          '-v, --vary <sources>',
          'init, sample, order, noise, split, separated by commas: each alone, and all together; with +, exactly the given sets',
          'init,sample',
        )
        .option('--trials <count>', 'trainings of each candidate in each set', wholeNumber('--trials', 1), 50)
        .option('--crossed <levels>', 'levels of the sources in the crossed design: 8, 10x6, none, or auto', 'auto')
        .option('--repeats <count>', 'trainings with equal seeds in each crossed cell', wholeNumber('--repeats', 1), 1),
    own: ({ vary, trials, crossed, repeats }: MeasureFlags) => ({
      vary: vary.split(',').map((part) => part.trim()),
      trials,
      crossed: levelsOption('--crossed', crossed, ['none', 'auto']),
      repeats,
    }),
    examples: [
      'surefoot measure experiment.yaml --vary init,sample --trials 30 --candidate c12ab34',
      'surefoot measure experiment.yaml --vary init,sample,order --crossed 6x6x3',
      'surefoot measure experiment.yaml --vary init,split --trials 30',
      'surefoot measure experiment.yaml --vary init,init+sample --crossed none',
    ],
  });
}
