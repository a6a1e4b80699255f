/** @file `surefoot explain`: what a model relies on, and whether retrainings agree. */
import { type Command, Option } from 'commander';
import { keepExplanation } from '../app/folder/keep-explanation.js';
import { EXPLAIN_DEFAULTS, type ExplainOptions, explainModel } from '../app/models/explain.js';
import { quoteArgument } from '../core/index.js';
import { explanationCsv, formatExplanation, stringifyRecord } from '../report/index.js';
import { wholeNumber } from './option-values.js';
import { clearLines, isRenewable, layoutOf, print, printJson, printProse, renewLines } from './terminal.js';

interface ExplainFlags extends ExplainOptions {
  readonly json?: true;
  readonly csv?: true;
  readonly keep?: true;
}

export function addExplainCommand(program: Command): void {
  const { instances, repeats, rows, seed } = EXPLAIN_DEFAULTS;
  program
    .command('explain')
    .description(
      'Tells what a model of a table relies on. It shuffles each column and measures how much worse the model gets. It shows what ' +
        'the model uses, not what causes what.\n\n' +
        'In the run folder it explains several trainings of the same candidate (it trains them again where their weights ' +
        'are not kept), on the final set or on your own table, and tells whether they agree. A model file alone needs a table.',
    )
    .argument('<model>', 'run folder, or ONNX file that Surefoot made of a table')
    .argument('[data]', 'CSV or Parquet with the columns and the target (default: the final set of the run)')
    .option('-m, --metric <name>', 'the measure: loss or a metric (default: what was raced, else the loss)')
    .option(
      '-n, --instances <count>',
      `trainings of the candidate to explain; 0: the model file alone (default: ${instances})`,
      wholeNumber('--instances', 0),
    )
    .option('-c, --candidate <id>', 'candidate of the run, by id or label (default: the winner)')
    .option('--target <column>', 'column of the target, if the model does not name it')
    .option('--repeats <count>', `shuffles of each column (default: ${repeats})`, wholeNumber('--repeats', 1))
    .option('--rows <count>', `rows at most, drawn at random (default: ${rows})`, wholeNumber('--rows', 2))
    .option('--seed <number>', `seed of the shuffles (default: ${seed})`, wholeNumber('--seed', 0))
    .option('--keep', "keep it in the run folder, for the run's page")
    .option('--accept-changed-model', 'go on although the file of the model is not as it was written')
    .option('--json', 'print it as JSON, with every instance')
    .addOption(new Option('--csv', 'print a table for programs, one row a column').conflicts('json'))
    .addHelpText(
      'after',
      `
Examples
  $ surefoot explain runs/houses
  $ surefoot explain runs/houses new-houses.csv --metric mae --instances 10
  $ surefoot explain model.onnx houses.csv --csv`,
    )
    .action(explainAction);
}

async function explainAction(
  subject: string,
  data: string | undefined,
  { json, csv, keep, ...options }: ExplainFlags,
): Promise<void> {
  const isLive = isRenewable(process.stderr);
  const explanation = await explainModel(subject, data, {
    ...options,
    onProgress: (what, done, total) => {
      if (isLive) renewLines(process.stderr, [`Explaining: ${what}, ${done} of ${total} models`]);
    },
    onWarning: (text) => printProse(process.stderr, `Warning: ${text}.\n`),
  }).finally(() => {
    if (isLive) clearLines(process.stderr);
  });
  const path = keep ? keepExplanation(explanation) : undefined;
  if (json) printJson(process.stdout, stringifyRecord(explanation));
  else if (csv) print(process.stdout, explanationCsv(explanation));
  else print(process.stdout, formatExplanation(explanation, layoutOf(process.stdout)));
  if (path !== undefined) {
    printProse(process.stderr, `Kept in ${path}. The page: surefoot report ${quoteArgument(explanation.run ?? '')}\n`);
  }
}
