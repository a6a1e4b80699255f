/** @file What a replay prints and, where asked for, writes: the same files as a race. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildReportView,
  buildResult,
  formatFinalTable,
  formatReplayTable,
  type ReportInput,
  renderReport,
  renderTrialsCsv,
  stringifyResult,
} from '../../report/index.js';
import { RUN_FILES, writeRunFile } from '../run-folder.js';
import { isColorful, widthOf } from './terminal.js';

/** One result, or a list of several; as JSON, or as tables. */
export function printReplays(inputs: readonly ReportInput[], asJson: boolean): void {
  const [only] = inputs;
  if (asJson) {
    const results = inputs.map(buildResult);
    process.stdout.write(stringifyResult(results.length === 1 ? (results[0] as (typeof results)[number]) : results));
    return;
  }
  const options = { width: widthOf(process.stdout), colors: isColorful(process.stdout) };
  if (inputs.length === 1) process.stdout.write(`${formatFinalTable(buildReportView(only as ReportInput), options)}\n`);
  process.stdout.write(formatReplayTable(inputs.map(buildResult), options));
}

/** Of several rules each gets a folder of its own: `1-halving`, `2-welch`, ... */
export function writeReplays(inputs: readonly ReportInput[], out: string): void {
  inputs.forEach((input, index) => {
    const { name } = input.header.plan.rule as { name: string };
    const folder = inputs.length === 1 ? out : join(out, `${index + 1}-${name}`);
    mkdirSync(folder, { recursive: true });
    const view = buildReportView({ ...input, files: FILES });
    writeRunFile(folder, RUN_FILES.trials, renderTrialsCsv(input.header, input.outcomes));
    writeRunFile(folder, RUN_FILES.report, renderReport(view));
    writeRunFile(folder, RUN_FILES.result, stringifyResult(view.result));
  });
}

const FILES = [
  { name: RUN_FILES.report, content: 'the race, drawn' },
  { name: RUN_FILES.result, content: 'the result, for programs' },
  { name: RUN_FILES.trials, content: 'every trial the race would have used' },
];
