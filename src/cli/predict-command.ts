/** @file `surefoot predict`: what a model says of the rows of a table, as CSV. */
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { makeFolder, writeGivenFile } from '../app/folder/files.js';
import { type Prediction, predictRows } from '../app/models/predict.js';
import { defined } from '../core/index.js';
import { csvLine } from '../report/index.js';
import { finiteNumber } from './option-values.js';
import { print, printProse } from './terminal.js';

interface PredictFlags {
  readonly out?: string;
  readonly skipBadRows?: boolean;
  readonly abstain?: number;
  readonly acceptChangedModel?: boolean;
  readonly candidate?: string;
}

export function addPredictCommand(program: Command): void {
  program
    .command('predict')
    .description(
      'Prints the prediction of the model for each row of a table: the value of every target, or the label and the probability of each class, as ' +
        'CSV. The table needs the columns that the model was trained on. Other columns are ignored; the target may be absent.',
    )
    .argument('<model>', 'run folder, or ONNX file that Surefoot made of a table, such as runs/NAME/model.onnx')
    .argument('<rows>', 'CSV or Parquet')
    .option(
      '-c, --candidate <id>',
      'of a run folder: the candidate that predicts, by id or label (default: the winner)',
    )
    .option('-o, --out <file>', 'file to write (default: standard output)')
    .option(
      '--skip-bad-rows',
      'leave out predictions for rows with a cell that does not fit, instead of refusing the table',
    )
    .option(
      '--abstain <share>',
      'no answer for rows where more than this share of the trainings of an ensemble say another label, or where they lie further apart than this share of the spread of the target; from 0 to below 1',
      finiteNumber('--abstain'),
    )
    .option('--accept-changed-model', 'go on although the file of the model is not as it was written')
    .addHelpText(
      'after',
      `
Cells
  A missing cell (empty, NA) is filled as in training if the training table had
  categories, dates or missing cells; where it was numbers throughout, every
  row needs all of its numbers.
  A cell that does not fit (text among numbers, no date) refuses the table; all
  such cells are named. With --skip-bad-rows these rows come out empty, are
  named on standard error, and the exit status is 0.
  Categories that training never saw count as none of its categories. They are
  counted on standard error, as are values far outside of what training saw:
  beyond its smallest or largest value by more than half its range.

Intervals, sets, ensembles
  A calibrated model (\`split: { calibration: ... }\`) adds low(TARGET) and
  high(TARGET), or set(CLASS): 1 for the classes that may be the true one. They
  hold the truth as often as the level in the experiment says (0.9 by default).
  A model of several trainings (\`deliver: { ensemble: 5 }\`) adds
  spread(TARGET), or agreement: the share of its trainings that say the label.
  With --abstain 0.1 rows on which they disagree more come out empty, but for
  these columns; they are counted on standard error.

Trainers of your own
  A command with \`loss: predictions\` leaves no such file: of its candidates it
  is asked for the same training again, and predicts the rows of the table.

Examples
  $ surefoot predict runs/houses new-houses.csv
  $ surefoot predict runs/houses/model.onnx new-houses.parquet --out prices.csv
  $ surefoot predict runs/houses/model.onnx new-houses.csv --abstain 0.1`,
    )
    .action(predictAction);
}

async function predictAction(
  model: string,
  rows: string,
  { out, skipBadRows = false, abstain, acceptChangedModel = false, candidate }: PredictFlags,
): Promise<void> {
  const prediction = await predictRows(model, rows, {
    skipBadRows,
    acceptChangedModel,
    ...defined({ abstain, candidate }),
  });
  const text = predictionCsv(prediction);
  if (out === undefined) print(process.stdout, text);
  else {
    makeFolder(dirname(resolve(out)));
    writeGivenFile(out, text, [model, rows]);
    print(process.stdout, `Wrote ${out}: ${prediction.count} rows.\n`);
  }
  for (const note of prediction.notes) printProse(process.stderr, `surefoot: warning: ${note}\n`);
}

interface Column {
  readonly name: string;
  readonly cell: (row: number) => string;
  /** Whether it says why there is no answer. */
  readonly isReason?: boolean;
}

/**
 * Values by target, or the label and the probability of each class; then, where the model tells them, ends of intervals by target or which
 * classes are in the set of the row (1 or 0), and how far the trainings of an ensemble agree.
 */
function predictionCsv(prediction: Prediction): string {
  const { count, skipped, abstained } = prediction;
  const [isSkipped, isAbstained] = [new Set(skipped), new Set(abstained)];
  const columns = prediction.classes.length > 0 ? columnsOfClasses(prediction) : columnsOfTargets(prediction);
  const lines = Array.from({ length: count }, (_, row) =>
    csvLine(
      columns.map(({ cell, isReason = false }) => {
        return isSkipped.has(row) || (isAbstained.has(row) && !isReason) ? '' : cell(row);
      }),
    ),
  );
  return [csvLine(columns.map(({ name }) => name)), ...lines].join('');
}

function columnsOfClasses({ classes, labels, probabilities, set, agreement }: Prediction): Column[] {
  return [
    { name: 'label', cell: (row) => labels[row] as string },
    ...named(classes, probabilities, (name) => `p(${name})`),
    ...named(classes, set, (name) => `set(${name})`),
    ...named(['agreement'], agreement, (name) => name).map(asReason),
  ];
}

function columnsOfTargets({ targets, values, low, high, spread }: Prediction): Column[] {
  return [
    ...named(targets, values, (name) => name),
    ...named(targets, low, (name) => `low(${name})`),
    ...named(targets, high, (name) => `high(${name})`),
    ...named(targets, spread, (name) => `spread(${name})`).map(asReason),
  ];
}

function asReason(column: Column): Column {
  return { ...column, isReason: true };
}

/** One for each name, of values that stand row by row; none where there are no values. */
function named(
  names: readonly string[],
  values: ArrayLike<number> | undefined,
  heading: (name: string) => string,
): Column[] {
  if (values === undefined) return [];
  return names.map((name, place) => ({
    name: heading(name),
    cell: (row) => String(values[row * names.length + place]),
  }));
}
