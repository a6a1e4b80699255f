/** @file A command that is started for every trial, and a hint where it refuses an argument. */
import { isUtf8 } from 'node:buffer';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ByteTail,
  type Failure,
  lastLines,
  type Trainer,
  type TrainingContext,
  TrainingFailure,
  type TrainingResult,
} from '../../core/index.js';
import { type CommandTrainerOptions, commandFor, standingEnvironment } from './command-options.js';
import { CommandProcess, LineSplitter, SHOWN_LINES } from './command-process.js';
import { toEnvironment } from './configuration-form.js';
import { parseJson, parseLossText } from './parse-json.js';
import { PatternLoss, PrintedLoss } from './printed-loss.js';
import { watchLimits } from './process-tree.js';
import { asAnswer, type CommandResult, noLoss, readResult, readWrittenFile } from './read-result.js';
import { type DeskTrial, TrialDesk } from './trial-desk.js';

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
  open: DeskTrial,
  { signal, report, score }: TrainingContext,
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
      ...standingEnvironment(options),
      ...(options.pass === 'environment' ? toEnvironment(message) : {}),
      SUREFOOT_TRIAL: paths.trial,
      SUREFOOT_RESULT: paths.result,
      SUREFOOT_REPORTS: paths.reports,
      SUREFOOT_FOLDER: message.folder,
      ...(message.predictions === true ? { SUREFOOT_PREDICTIONS: '1' } : {}),
    },
    stretch: options.stretch,
    asks: false,
  });
  const found = options.loss === undefined ? undefined : new PatternLoss(options.loss.pattern);
  const printed = found ?? new PrintedLoss(score);
  command.errors.on('data', (chunk: Buffer) => found?.addError(chunk));
  const shown = new ByteTail();
  command.stdout.on('data', (chunk: Buffer) => {
    printed.add(chunk);
    shown.add(chunk);
  });
  const failure = await waitForEnd(command, options, signal);
  // Whatever the command left running ends with it: the trial is over, and nobody else would end it.
  await command.end();
  try {
    signal.throwIfAborted();
    if (failure !== null) throw new TrainingFailure(withHint(failure, command.stderr.text()));
    readReports(paths.reports, report);
    const result = found?.result() ?? readResultFile(paths.result, score) ?? printed.result();
    if (found?.hasSeveral === true) options.loss?.onSeveral?.();
    return await keep(result);
  } catch (error) {
    if (!(error instanceof TrainingFailure)) throw error;
    // Where the answer is not clear, what was printed is what to look at.
    const output = error.kind === 'no-loss' ? [command.stderr.text(), shown.text()] : [command.stderr.text()];
    throw withOutput(error, output.filter((text) => text !== '').join('\n'));
  }
}

/** The end of the process by itself, by a broken limit, or by an abort; null for an exit code of 0, and for an abort. */
async function waitForEnd(
  command: CommandProcess,
  { limits }: CommandTrainerOptions,
  signal: AbortSignal,
): Promise<Failure | null> {
  let stopWatch = () => {};
  let onAbort = () => {};
  const broken = new Promise<Failure | null>((resolve) => {
    stopWatch = watchLimits(limits, command.tree, resolve);
    onAbort = () => resolve(null);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([command.ended, broken]);
  } finally {
    stopWatch();
    signal.removeEventListener('abort', onAbort);
  }
}

/** Undefined when there is no file, or an empty one. */
function readResultFile(path: string, score: TrainingContext['score']): CommandResult | undefined {
  const bytes = readWrittenFile(path, 'result file');
  if (bytes === undefined) return undefined;
  if (!isUtf8(bytes)) throw noLoss('its result file is not UTF-8');
  const text = bytes.toString('utf8');
  if (text.trim() === '') return undefined;
  const answer = asAnswer(parseJson(text), score);
  if (answer !== undefined) return readResult(answer);
  const loss = parseLossText(text);
  if (loss === undefined) throw noLoss('its result file is not a JSON object with a "loss"');
  return { loss };
}

/** With what to write where the script does not take its arguments. */
function withHint(failure: Failure, stderr: string): Failure {
  const hint = failure.kind === 'exit-code' ? argumentHint(stderr) : undefined;
  return hint === undefined ? failure : { ...failure, message: `${failure.message} ${hint}` };
}

/** The same failure with the last lines of what was printed as errors, and all that is kept of it. */
export function withOutput(failure: TrainingFailure, stderr: string): TrainingFailure {
  const lines = lastLines(stderr, SHOWN_LINES);
  const message = lines === '' ? failure.message : `${failure.message}\n${lines}`;
  return new TrainingFailure({ kind: failure.kind, message, stderr }, { cause: failure });
}

/** More than any training has to report. */
const MOST_BYTES = 4 * 2 ** 20;

/**
 * Gives each loss to `report`; a line that is no number is a loss that nobody knows (NaN). Without a file nothing was
 * reported. Throws what `report` throws, and a TrainingFailure (`no-loss`) for what is no regular file or too large.
 */
function readReports(path: string, report: TrainingContext['report']): void {
  const lines = new LineSplitter((line) => {
    const text = line.toString('utf8');
    if (text.trim() !== '') report(parseLossText(text) ?? Number.NaN);
  });
  lines.add(readWrittenFile(path, 'file of reports', MOST_BYTES) ?? Buffer.alloc(0));
  lines.end();
}

/** What argparse, click and typer, Hydra, absl, commander, yargs and R's optparse print. */
const UNKNOWN = [
  /error: unrecognized arguments: (.+)/,
  /No such option:? ['"]?(-[\w.-]+)/,
  /Got unexpected extra arguments? \((.+?)\)/,
  /Could not override '([^']+)'/,
  /Unknown command line flag '([^']+)'/,
  /unknown option:? ['"]?(-[\w.-]+)/i,
  /Unknown arguments?: (.+)/,
  /long flag "([^"]+)" is invalid/,
];
const MISSING = [
  /error: the following arguments are required: (.+)/,
  /Missing option ['"]?(-[\w.-]+)/,
  /Missing argument ['"]?([\w.-]+)/,
];
const LONGEST = 120;

/** A sentence on what to write instead; undefined where the script does not complain of its arguments. */
export function argumentHint(printed: string): string | undefined {
  const unknown = firstGroup(UNKNOWN, printed);
  const missing = firstGroup(MISSING, printed);
  if (unknown === undefined && missing === undefined) return undefined;
  const what = unknown === undefined ? `It was not given ${missing}` : `It does not know ${unknown}`;
  const hydra = /Could not override/.test(printed) ? ' (Hydra takes new keys as {configuration:++key=value})' : '';
  return (
    `${what}: placeholders in trainer.command say which arguments it gets, one by one as --its-name {configuration.KEY} ` +
    `and {seed.init}, or all as {configuration:--key value}${hydra}.`
  );
}

function firstGroup(patterns: readonly RegExp[], text: string): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1]?.trim();
    if (found !== undefined) return found.length <= LONGEST ? found : `${found.slice(0, LONGEST - 3)}...`;
  }
  return undefined;
}
