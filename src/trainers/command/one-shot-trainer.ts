/** @file A command that is started for every trial. */
import { isUtf8 } from 'node:buffer';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ByteTail,
  type Failure,
  lastLines,
  type Trained,
  type Trainer,
  type TrainingContext,
  TrainingFailure,
} from '../../core/index.js';
import { commandFor } from './command-line.js';
import type { CommandTrainerOptions } from './command-options.js';
import { CommandProcess } from './command-process.js';
import { STOP_PATIENCE_MS, watchLimits } from './limits.js';
import { parseJson, parseNumber } from './parse-json.js';
import { PrintedLoss } from './printed-loss.js';
import { asLastAnswer, noLoss, readResult } from './read-result.js';
import { readRegularFile } from './regular-file.js';
import { ReportsFile } from './reports-file.js';
import { toEnvironment } from './settings.js';
import { type OpenTrial, TrialDesk } from './trial-desk.js';

const SHOWN_LINES = 12;

export function createOneShotTrainer(options: CommandTrainerOptions): Trainer {
  const desk = new TrialDesk(options);
  let current: Promise<unknown> = Promise.resolve();
  const abort = new AbortController();
  return {
    train: (candidate, trial, context) => {
      const signal = AbortSignal.any([context.signal, abort.signal]);
      const training = desk.serve(candidate, trial, context, (open) => runOnce(options, open, { ...context, signal }));
      current = training.catch(() => {});
      return training;
    },
    close: async () => {
      abort.abort();
      await current;
      await desk.close();
    },
  };
}

async function runOnce(
  options: CommandTrainerOptions,
  open: OpenTrial,
  { signal, report, ceilings = [] }: TrainingContext,
): Promise<Trained> {
  const { message, scratch, keep } = open;
  const paths = {
    trial: join(scratch, 'trial.json'),
    result: join(scratch, 'result.json'),
    reports: join(scratch, 'reports'),
  };
  await writeFile(paths.trial, JSON.stringify(message));
  signal.throwIfAborted();
  const command = new CommandProcess({
    argv: commandFor(options, message, paths),
    folder: options.workingFolder,
    environment: {
      ...options.environment,
      ...(options.pass === 'environment' ? toEnvironment(message) : {}),
      SUREFOOT_TRIAL: paths.trial,
      SUREFOOT_RESULT: paths.result,
      SUREFOOT_REPORTS: paths.reports,
      SUREFOOT_FOLDER: message.folder,
    },
    runMark: options.runMark,
    asks: false,
  });
  const printed = new PrintedLoss();
  const shown = new ByteTail();
  command.stdout.on('data', (chunk: Buffer) => {
    printed.add(chunk);
    shown.add(chunk);
  });
  const reports = new ReportsFile(paths.reports, report);
  // Without ceilings there is nothing to hurry for: reports are read in the end.
  const watched = ceilings.length > 0 ? reports : undefined;
  const { failure, endedItself } = await waitForEnd(command, options, signal, watched);
  // Whatever the command left running ends with it: the trial is over, and nobody else would end it.
  await command.end();
  try {
    signal.throwIfAborted();
    // What was reported decides, however the command ended after it: a race must not depend on who was quicker.
    reports.finish(endedItself);
    if (failure !== null) throw new TrainingFailure(failure);
    return await keep(readResultFile(paths.result) ?? printed.result());
  } catch (error) {
    if (!(error instanceof TrainingFailure)) throw error;
    // Where the answer is not clear, what was printed is what to look at.
    const output = error.kind === 'no-loss' ? [command.stderr.text(), shown.text()] : [command.stderr.text()];
    throw withOutput(error, output.filter((text) => text !== '').join('\n'));
  }
}

interface End {
  /** Null for an exit code of 0, and for an end that is nobody's failure. */
  readonly failure: Failure | null;
  /** False where a broken limit, a report or an abort came first, so that what it was writing may be cut off. */
  readonly endedItself: boolean;
}

/** The end of the process by itself, by a broken limit, by a report that ends the trial, or by an abort. */
async function waitForEnd(
  command: CommandProcess,
  { limits }: CommandTrainerOptions,
  signal: AbortSignal,
  reports: ReportsFile | undefined,
): Promise<End> {
  let stopWatch = () => {};
  let stopReading = () => {};
  let patience: NodeJS.Timeout | undefined;
  let onAbort = () => {};
  const broken = new Promise<End>((resolve) => {
    const end = (failure: Failure | null) => resolve({ failure, endedItself: false });
    stopWatch = watchLimits(limits, command.tree, end);
    onAbort = () => end(null);
    signal.addEventListener('abort', onAbort, { once: true });
    if (reports === undefined) return;
    stopReading = reports.watch(() => {
      patience = setTimeout(end, STOP_PATIENCE_MS, null);
    });
  });
  try {
    return await Promise.race([command.ended.then((failure) => ({ failure, endedItself: true })), broken]);
  } finally {
    stopWatch();
    stopReading();
    clearTimeout(patience);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Undefined when there is no file, or an empty one. */
function readResultFile(path: string): Trained | undefined {
  const bytes = readRegularFile(path, 'result file');
  if (bytes === undefined) return undefined;
  if (!isUtf8(bytes)) throw noLoss('its result file is not UTF-8');
  const text = bytes.toString('utf8');
  if (text.trim() === '') return undefined;
  const answer = asLastAnswer(parseJson(text));
  if (answer !== undefined) return readResult(answer);
  const loss = parseNumber(text);
  if (loss === undefined) throw noLoss('its result file is no JSON object with a "loss"');
  return { loss };
}

/** The same failure with the last lines of what was printed as errors, and all that is kept of it. */
export function withOutput(failure: TrainingFailure, stderr: string): TrainingFailure {
  const lines = lastLines(stderr, SHOWN_LINES);
  const message = lines === '' ? failure.message : `${failure.message}\n${lines}`;
  return new TrainingFailure({ kind: failure.kind, message, stderr }, { cause: failure });
}
