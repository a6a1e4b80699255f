/** @file `surefoot couple`: how settings, sample size and sources of randomness couple. */
import type { Command } from 'commander';
import { parseSizes, QUESTIONS, WHOLE_CANDIDATE } from '../app/commands.js';
import { levelsOption } from './option-values.js';
import { addStudyCommand, collect, type StudyFlags } from './study-command.js';

interface CoupleFlags extends StudyFlags {
  readonly factor?: readonly string[];
  readonly sizes: string;
  readonly vary: string;
  readonly crossed: string;
  readonly criterion: string;
}

export function addCoupleCommand(program: Command): void {
  addStudyCommand(program, {
    name: 'couple',
    kind: QUESTIONS.couple,
    description:
      'Crosses settings with sample sizes, and within each cell two sources of randomness. Tells which of ' +
      'them move criterion, spread and collapses, and which act together. The design fits --budget and is printed ' +
      'before training: every cell has the same table of trainings, at least four, and fresh pairs beside it where they ' +
      'pay. A larger budget adds to it.',
    options: (command) =>
      command
        .requiredOption(
          '-s, --sizes <sizes>',
          '500,2000,8000, or 500..32000/7 (7 sizes, evenly spaced in their logarithm)',
        )
        .option(
          '-f, --factor <name>',
          `a setting whose levels cross: those of the space (layers.activation), or its own (layers.join=none,sum; none takes a setting away); ${WHOLE_CANDIDATE} for whole candidates (default); repeatable`,
          collect,
        )
        .option(
          '-v, --vary <streams>',
          'the two sources of randomness of each table, of init, sample, order, noise, split',
          'init,sample',
        )
        .option(
          '--crossed <levels>',
          'draws of the two sources at most: 6, or 10x6; 4x4+20: and 20 fresh pairs; auto: what tells most for the budget, 6x6 without one',
          'auto',
        )
        .option('--criterion <name>', 'criterion for which levels may need fewer examples', 'median'),
    own: ({ factor: factors = [WHOLE_CANDIDATE], sizes, vary, crossed, criterion }: CoupleFlags) => ({
      ...{ factors, sizes: parseSizes(sizes, 1) },
      vary: vary.split(',').map((part) => part.trim()),
      ...crossedOption(crossed),
      criterion,
    }),
    examples: [
      'surefoot couple experiment.yaml --factor layers.join=none,sum --sizes 500..32000/7 --budget 600',
      'surefoot couple experiment.yaml --factor activation --factor initialization=kaiming-uniform,xavier-uniform --sizes 200,800,3200',
      'surefoot couple experiment.yaml --candidate model-1 --candidate model-2 --sizes 500,2000,8000 --crossed 4x4+20',
    ],
  });
}

/** `6x6+20`: a table, and fresh pairs beside it. */
function crossedOption(written: string): { crossed: 'auto' | readonly number[]; pairs: 'auto' | number } {
  const [, table = written, pairs] = /^(\d[\dx]*)\+(\d+)$/.exec(written) ?? [];
  return {
    crossed: levelsOption('--crossed', table, ['auto'], 'levels such as 8, 10x6 or 4x4+20'),
    pairs: pairs === undefined ? 'auto' : Number(pairs),
  };
}
