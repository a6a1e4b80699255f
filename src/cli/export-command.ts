/** @file `surefoot export`: what a race delivered, or any completed trial of a run, as an ONNX file. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { makeFolder, writeGivenFile } from '../app/folder/files.js';
import { namedCandidates, readRunLog } from '../app/folder/logged-run.js';
import { exportTrial } from '../app/models/export-trial.js';
import { inputError } from '../core/index.js';
import { deliveredWords, formatValue, nameCandidates, printable, shortName } from '../report/index.js';
import { wholeNumber } from './option-values.js';
import { printProse } from './terminal.js';

interface ExportFlags {
  readonly candidate?: string;
  readonly replicate?: number;
  readonly out?: string;
}

const MODEL = 'model.onnx';

export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description(
      'Writes the model that a race delivered again, or that of one completed training: raw data in, predictions out, normalisation inside. Weights that the run ' +
        'no longer keeps, or that were damaged, are trained again; the loss must equal the logged one, bit for bit.',
    )
    .argument('<run>', 'run folder')
    .option('-c, --candidate <id>', 'candidate, by id or label (default: the winner)')
    .option(
      '-r, --replicate <number>',
      'replicate (default: of the winner what the race delivered, else the best of the candidate)',
      wholeNumber('--replicate', 0),
    )
    .option(
      '-o, --out <file>',
      `file to write, also over an existing one (default: ${MODEL}, if nothing else has that name)`,
    )
    .addHelpText(
      'after',
      `
Examples
  $ surefoot export runs/digits
  $ surefoot export runs/digits --candidate c1a2b3c --replicate 4 --out candidate.onnx`,
    )
    .action(exportAction);
}

async function exportAction(folder: string, { out: named, ...subject }: ExportFlags): Promise<void> {
  const out = named ?? MODEL;
  makeFolder(dirname(resolve(out)));
  await readRunLog(folder, async (store) => {
    const { outcome, candidate, delivered, model } = await exportTrial(store, folder, subject, (text) => {
      printProse(process.stderr, `Warning: ${text}.\n`);
    });
    if (named === undefined) requireNoOther(out, model);
    writeGivenFile(out, model);
    const name = printable(shortName(nameCandidates(namedCandidates(store)), candidate));
    const replicate = outcome === null ? '' : `, replicate ${outcome.trial.streams.init}`;
    const which = delivered === null ? '' : `, ${deliveredWords(delivered, delivered.trials.length)}`;
    const isMeasured = outcome !== null && delivered?.refit === undefined;
    const loss = !isMeasured ? '' : `, loss ${formatValue(outcome.loss)} on the selection set`;
    printProse(process.stdout, `Wrote ${out}: ${name} (candidate ${candidate}${replicate})${which}${loss}.\n`);
  });
}

/** Refuses to write over another file: the user has not named it. */
function requireNoOther(path: string, content: Uint8Array): void {
  if (!existsSync(path) || readFileSync(path).equals(content)) return;
  throw inputError`file-exists: ${path} already exists, holds something else, and was left unchanged.
    Allowed: --out FILE, or a folder without a file of this name
    Fix: Name another file, or overwrite it: --out ${path}`;
}
