/** @file A command that is started for every trial. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Failure,
  lastLines,
  type Trainer,
  type TrainingContext,
  TrainingFailure,
  type TrainingResult,
} from '../../core/index.js';
import { commandFor } from './command-line.js';
import type { CommandTrainerOptions } from './command-options.js';
import { CommandProcess } from './command-process.js';
import { STOP_PATIENCE_MS, watchLimits } from './limits.js';
import { PrintedLoss } from './printed-loss.js';
import { asAnswer, noLoss, parseJson, parseNumber, readResult } from './read-result.js';
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
  { signal, report, ceilings }: TrainingContext,
): Promise<TrainingResult> {
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
  command.stdout.on('data', (chunk: Buffer) => printed.add(chunk));
  const reports = new ReportsFile(paths.reports, report);
  const failure = await waitForEnd(command, options, signal, reports);
  // Whatever the command left running ends with it: the trial is over, and nobody else would end it.
  await command.end();
  try {
    signal.throwIfAborted();
    // What was reported decides, however the command ended after it: a race must not depend on who was quicker.
    reports.finish();
    if (failure !== null) throw new TrainingFailure(failure);
    return await keep((await readResultFile(paths.result, ceilings)) ?? printed.result(ceilings));
  } catch (error) {
    throw error instanceof TrainingFailure ? withOutput(error, command.stderr.text()) : error;
  }
}

/** The end of the process by itself, by a broken limit, by a hopeless report, or by an abort; null for an exit code of 0. */
async function waitForEnd(
  command: CommandProcess,
  { limits }: CommandTrainerOptions,
  signal: AbortSignal,
  reports: ReportsFile,
): Promise<Failure | null> {
  let stopWatch = () => {};
  let stopReading = () => {};
  let patience: NodeJS.Timeout | undefined;
  let onAbort = () => {};
  const broken = new Promise<Failure | null>((resolve) => {
    stopWatch = watchLimits(limits, command.tree, resolve);
    onAbort = () => resolve(null);
    stopReading = reports.watch(() => {
      patience = setTimeout(resolve, STOP_PATIENCE_MS, null);
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([command.ended, broken]);
  } finally {
    stopWatch();
    stopReading();
    clearTimeout(patience);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Undefined when there is no file, or an empty one. */
async function readResultFile(
  path: string,
  ceilings: TrainingContext['ceilings'],
): Promise<TrainingResult | undefined> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof TypeError) throw noLoss('its result file is not UTF-8');
    return undefined;
  }
  if (text.trim() === '') return undefined;
  const answer = asAnswer(parseJson(text));
  if (answer !== undefined) return readResult(answer, ceilings);
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
