/** @file Prints a replay and, where asked for, writes the same files as a race. */
import { join } from 'node:path';
import { writeReport } from '../app/folder/answer-folder.js';
import { foreignNames, listOwnFiles, makeFolder, probeFolder, refuseForeign, unlisted } from '../app/folder/files.js';
import { RUN_FILES } from '../app/folder/run-files.js';
import { inputError } from '../core/index.js';
import { isLogThere } from '../evidence/log/index.js';
import { buildResult, formatReplayTable, type ReportInput, showRace, stringifyResult } from '../report/index.js';
import { layoutOf, print, printJson } from './terminal.js';

/** One result, or a list of several; as JSON, or as tables. */
export function printReplays(inputs: readonly ReportInput[], asJson: boolean): void {
  const [only] = inputs;
  if (asJson) {
    const results = inputs.map(buildResult);
    printJson(
      process.stdout,
      stringifyResult(results.length === 1 ? (results[0] as (typeof results)[number]) : results),
    );
    return;
  }
  const options = layoutOf(process.stdout);
  if (inputs.length === 1) print(process.stdout, `${showRace(only as ReportInput).terminal(options)}\n`);
  print(process.stdout, formatReplayTable(inputs.map(buildResult), options));
}

/**
 * A folder for each rule; of several each gets one of its own: `1-halving`, `2-welch`, ...
 * Nothing is made of them yet.
 * @throws InputError when one cannot be used, holds a run, or files of others under the names of a replay.
 */
export function checkReplayFolders(names: readonly string[], out: string): string[] {
  const folders = names.map((name, index) => (names.length === 1 ? out : join(out, `${index + 1}-${name}`)));
  for (const folder of folders) {
    if (!isLogThere(join(folder, RUN_FILES.log))) continue;
    throw inputError`holds-a-run: ${folder} holds a run: its result.json, trials.csv and report.html would be overwritten.
      Allowed: a folder without a log.sqlite
      Fix: Choose another folder with --out.`;
  }
  for (const folder of folders) {
    refuseForeign(folder, foreignNames(folder, unlisted(folder, REPLAY_NAMES)));
    probeFolder(folder);
  }
  return folders;
}

export async function writeReplays(inputs: readonly ReportInput[], folders: readonly string[]): Promise<void> {
  for (const [index, input] of inputs.entries()) {
    const folder = folders[index] as string;
    makeFolder(folder);
    listOwnFiles(folder, REPLAY_NAMES);
    await writeReport(folder, showRace({ ...input, files: FILES }));
  }
}

const REPLAY_NAMES = [RUN_FILES.trials, RUN_FILES.epochs, RUN_FILES.report, RUN_FILES.result];

const FILES = [
  { name: RUN_FILES.report, content: 'the race, drawn' },
  { name: RUN_FILES.result, content: 'the result, for programs' },
  { name: RUN_FILES.trials, content: 'every training the race would have used' },
];
