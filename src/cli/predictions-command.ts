/** @file `surefoot predictions`: how far retrainings of a run differ in what they predict for the same examples. */
import { type Command, Option } from 'commander';
import { runPredictions } from '../app/models/run-predictions.js';
import { badOption, defined, PREDICTED_SETS, type PredictedSet } from '../core/index.js';
import type { Slices } from '../experiment/index.js';
import { formatPredictions, stringifyRecord } from '../report/index.js';
import { takingWord, textList, wholeNumber } from './option-values.js';
import { layoutOf, print, printJson } from './terminal.js';

interface PredictionsFlags {
  readonly on?: PredictedSet;
  readonly question?: number;
  readonly slices?: Slices;
  readonly json?: true;
}

export function addPredictionsCommand(program: Command): void {
  program
    .command('predictions')
    .description(
      'Tells how far retrainings of the same candidate differ in what they predict: of a race the winner and its rivals, of a study ' +
        'its candidates. Shows the examples that they disagree on most, whether probabilities mean what they say, slices of the ' +
        'examples, and whether the examples can tell the candidates apart.\n\n' +
        'It takes the predictions that the run kept (`keep: { predictions: winner }`, the default, or `all`). It trains and writes nothing.',
    )
    .argument('<run>', 'run folder')
    .addOption(takingWord(new Option('--on <set>', 'which examples (default: selection)'), PREDICTED_SETS))
    .option(
      '--slices <column=edges>',
      'cut the examples by a column: energy=3,10,30,68, or region=north,south; may be repeated (default: those of the experiment)',
      addSlices,
    )
    .option(
      '--question <number>',
      'as `surefoot status` numbers them (default: the newest)',
      wholeNumber('--question', 1),
    )
    .option('--json', 'print it as JSON, with the curves and every candidate')
    .addHelpText(
      'after',
      `
Examples
  $ surefoot predictions runs/digits
  $ surefoot predictions runs/calorimeter --slices energy=3,10,30,68 --on final
  $ surefoot predictions runs/digits --json`,
    )
    .action(predictionsAction);
}

async function predictionsAction(run: string, { on: set, question, slices, json }: PredictionsFlags): Promise<void> {
  const { record, advice } = await runPredictions(run, defined({ set, question, slices }));
  if (json) printJson(process.stdout, stringifyRecord(record));
  else print(process.stdout, formatPredictions(record, layoutOf(process.stdout), advice));
}

/** Texts, whatever they look like: the column says whether they are edges. */
function addSlices(text: string, before: Slices = {}): Slices {
  const [, column = '', list = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (column === '') throw badOption('--slices', text, 'a column and its edges, such as energy=3,10,30,68');
  return { ...before, [column]: textList(list) };
}
