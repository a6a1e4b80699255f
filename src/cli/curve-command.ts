/** @file `surefoot curve`: how many training examples until a model is stable. */
import type { Command } from 'commander';
import { parseSizes, QUESTIONS } from '../app/commands.js';
import { positiveNumber, wholeNumber } from './option-values.js';
import { addStudyCommand, type StudyFlags } from './study-command.js';

interface CurveFlags extends StudyFlags {
  readonly sizes: string;
  readonly trials: number;
  readonly criterion: string;
  readonly spread: string;
  readonly tolerance: number;
  readonly spreadTolerance: number;
  readonly adaptive: boolean;
}

export function addCurveCommand(program: Command): void {
  addStudyCommand(program, {
    name: 'curve',
    kind: QUESTIONS.curve,
    description:
      'Trains each candidate several times at every sample size. Shows box plots of the losses, criterion and spread against ' +
      'size, and an estimate with its interval of the smallest size from which the model is as good and as steady as at ' +
      'the largest, within tolerances. Settled sizes get no more trainings.',
    options: (command) =>
      command
        .requiredOption(
          '-s, --sizes <sizes>',
          '100,300,1000, or 100..32000/41 (41 sizes, evenly spaced in their logarithm), or paper',
        )
        .option('--trials <count>', 'most trainings of each candidate at each size', wholeNumber('--trials', 1), 10)
        .option('--criterion <name>', 'criterion that must be reached', 'median')
        .option('--spread <name>', 'measure of spread: std or iqr', 'std')
        .option(
          '--tolerance <share>',
          'the criterion may exceed its value at the largest size by this share',
          positiveNumber('--tolerance'),
          0.1,
        )
        .option('--spread-tolerance <share>', 'the same for the spread', positiveNumber('--spread-tolerance'), 1)
        .option('--no-adaptive', 'train all sizes equally often'),
    own: ({ sizes, tolerance, spreadTolerance, trials, criterion, spread, adaptive }: CurveFlags) => ({
      ...{ sizes: parseSizes(sizes), trials, criterion, spread },
      tolerance: { criterion: tolerance, spread: spreadTolerance },
      adaptive,
    }),
    examples: [
      'surefoot curve experiment.yaml --sizes 100..4000/9 --trials 10',
      'surefoot curve experiment.yaml --sizes paper --candidate model-1 --candidate model-2',
    ],
  });
}
