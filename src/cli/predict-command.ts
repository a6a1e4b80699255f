/** @file `surefoot predict`: what a model says of the rows of a table. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { predictionCsv, predictRows } from '../app/commands.js';
import { print } from './terminal.js';

interface PredictFlags {
  readonly out?: string;
}

export function addPredictCommand(program: Command): void {
  program
    .command('predict')
    .description(
      'Gives what a model says of each row of a table: the value of every target, or the label and the probability of each class, as ' +
        'CSV. The table needs the columns that the model was trained on; others are ignored, the target may be absent, cells may be ' +
        'missing, and categories that training never saw count as none.',
    )
    .argument('<model>', 'ONNX file that Surefoot made of a table, such as runs/NAME/best.onnx')
    .argument('<rows>', 'CSV or Parquet')
    .option('-o, --out <file>', 'file to write (default: standard output)')
    .addHelpText(
      'after',
      `
Examples
  $ surefoot predict runs/houses/best.onnx new-houses.csv
  $ surefoot predict runs/houses/best.onnx new-houses.parquet --out prices.csv`,
    )
    .action(predictAction);
}

async function predictAction(model: string, rows: string, { out }: PredictFlags): Promise<void> {
  const prediction = await predictRows(model, rows);
  const text = predictionCsv(prediction);
  if (out === undefined) print(process.stdout, text);
  else {
    writeFileSync(out, text);
    print(process.stdout, `Wrote ${out}: ${prediction.count} rows.\n`);
  }
}
