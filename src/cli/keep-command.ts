/** @file `surefoot keep`: is this change of a script real, or does it go? */
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { confirmSession, type JudgeOptions, type KeepEnd, keepChange } from '../app/keep/keep.js';
import { metricName } from '../app/keep/version-backend.js';
import { type Direction, defined, inputError } from '../core/index.js';
import { USUAL_ERROR } from '../questions/index.js';
import { estimateText, formatQuantity, formatValue } from '../report/index.js';
import { EXIT, listenForInterruption } from './exit-status.js';
import { another, DIRECTIONS, positiveNumber, takingWord, wholeNumber } from './option-values.js';
import { ProgressDisplay } from './progress-display.js';
import { print, printJson, typedCommand } from './terminal.js';
import { type BudgetFlags, budgetOf, OWN_OPTIONS } from './training-options.js';

interface KeepFlags extends BudgetFlags {
  readonly metric: string;
  readonly direction: Direction;
  readonly baseline?: string;
  readonly candidate?: string;
  readonly criterion: string;
  readonly error: number;
  readonly smallest?: number;
  readonly frozen?: readonly string[];
  readonly link?: readonly string[];
  readonly unseeded?: true;
  readonly out: string;
  readonly workers?: number;
  readonly timeout?: number;
  readonly confirm?: true;
  readonly confirmMetric?: string;
  readonly dryRun?: true;
  readonly json?: true;
  readonly quiet?: true;
}

export function addKeepCommand(program: Command): void {
  program
    .command('keep')
    .usage('[options] -- <command...>')
    .description(
      'Tells whether a change of a script is real: trains the version in this folder and the last one that was kept, each in copies of its ' +
        'own and on the same seeds, until the gain is sure enough to keep it or too small to go on. Discards early, since most changes do ' +
        'nothing. What was kept is the next baseline, with its trainings.',
    )
    .argument('<command...>', 'after --: what trains and prints the metric, with {seed} where it takes its seed')
    .optionsGroup(OWN_OPTIONS)
    .requiredOption('--metric <pattern>', "a regular expression with one group around the value: 'val_loss: (\\S+)'")
    .addOption(
      takingWord(new Option('--direction <way>', 'which way the metric is better').default('minimize'), DIRECTIONS),
    )
    .option('--baseline <version>', 'a commit or a folder (default: the last kept, or HEAD)')
    .option('--candidate <version>', 'of the new one (default: this folder)')
    .option('--criterion <name>', 'what is compared', 'mean')
    .option(
      '--error <share>',
      'a change that gains nothing is kept at most so often',
      positiveNumber('--error'),
      USUAL_ERROR,
    )
    .option(
      '--smallest <gain>',
      'a smaller gain is not worth it (default: half the noise of one training)',
      positiveNumber('--smallest'),
    )
    .option('--frozen <path>', 'a change must not touch this (repeatable)', another)
    .option('--link <path>', 'data that no version has, for each training (repeatable)', another)
    .option('--unseeded', 'the command takes no seed: a benchmark')
    .option('--confirm', 'what the session gained in all, on new seeds')
    .option('--confirm-metric <pattern>', 'the metric for --confirm alone')
    .optionsGroup('The run:')
    .option('-o, --out <folder>', 'folder of the session: its log, and what was judged', join('runs', 'keep'))
    .option('-b, --budget <count>', 'at most so many trainings for this change', wholeNumber('--budget', 1))
    .option('-m, --minutes <minutes>', 'at most this wall time for this change', positiveNumber('--minutes'))
    .option('-w, --workers <count>', 'trainings at the same time', wholeNumber('--workers', 1))
    .option('--timeout <seconds>', 'a training that takes longer fails', positiveNumber('--timeout'))
    .option('--dry-run', 'say what it comes to; the baseline stays')
    .optionsGroup('Output:')
    .option('--json', 'print one line of JSON')
    .option('-q, --quiet', 'no progress')
    .addHelpText(
      'after',
      `
Exit status
  0  keep
  4  discard; also a version that does not start, or touches what is frozen
  3  undecided: a budget ended; the same command goes on
  2  bad input: also a baseline that does not train

Examples
  $ surefoot keep --metric 'val_loss: (\\S+)' -- python3 train.py --seed {seed}
  $ surefoot keep --metric 'accuracy (\\S+)' --direction maximize --link data --frozen eval.py -- python3 train.py {seed}
  $ surefoot keep --metric 'seconds: (\\S+)' --unseeded -- ./bench.sh`,
    )
    .action(keepAction);
}

async function keepAction(command: readonly string[], flags: KeepFlags): Promise<void> {
  if (flags.unseeded !== true && !command.some((word) => word.includes('{seed'))) throw withoutSeed(command);
  const isQuiet = flags.quiet === true || flags.json === true;
  const {
    metric,
    direction,
    baseline,
    candidate,
    criterion,
    error,
    smallest,
    frozen = [],
    link = [],
    out,
    workers,
    dryRun,
    timeout,
    confirm,
    confirmMetric,
  } = flags;
  if (confirm !== true && confirmMetric !== undefined) throw withoutConfirm(confirmMetric);
  let display: ProgressDisplay | undefined;
  const interruption = listenForInterruption(() => display?.stopping());
  const options: JudgeOptions = {
    ...{
      command,
      pattern: confirmMetric ?? metric,
      patternPlace: confirmMetric === undefined ? '--metric' : '--confirm-metric',
      direction,
      folder: process.cwd(),
      out,
      frozen,
      links: link,
      criterion,
      error,
    },
    ...defined({ baseline, candidate, smallest, workers, timeoutSeconds: timeout, commandLine: typedCommand() }),
    budget: budgetOf(flags),
    dryRun: dryRun === true,
    signal: interruption.signal,
    begin: (facts) => {
      const own = new ProgressDisplay({ stream: process.stderr, isQuiet, facts, labelOf: () => '' });
      display = own;
      // What it came to is said in lines of this command.
      return (event) => (event.kind === 'claimed' ? undefined : own.onEvent(event));
    },
  };
  try {
    const end = await (confirm === true ? confirmSession : keepChange)(options);
    display?.close();
    if (end.kind === 'interrupted') {
      process.exitCode = EXIT.interrupted[interruption.received() ?? 'SIGINT'];
      return;
    }
    if (flags.json === true) printJson(process.stdout, `${JSON.stringify(jsonOf(end))}\n`);
    else print(process.stdout, `${linesOf(end, options, confirm === true).join('\n')}\n`);
    process.exitCode = end.kind === 'begun' ? EXIT.finished : STATUS[end.change.verdict];
  } finally {
    display?.close();
    interruption.release();
  }
}

const STATUS = { keep: EXIT.finished, discard: EXIT.denied, undecided: EXIT.undecided };

const jsonOf = (end: Exclude<KeepEnd, { kind: 'interrupted' }>) =>
  end.kind === 'judged' ? end.change : { verdict: null, baseline: end.baseline };

const CONFIRMED = {
  keep: 'the gain of the session is real',
  discard: 'the gain of the session is not shown',
  undecided: 'undecided whether the session gained: a budget ended',
};

/** At most five. */
function linesOf(
  end: Exclude<KeepEnd, { kind: 'interrupted' }>,
  { pattern, criterion, dryRun }: JudgeOptions,
  isConfirmed: boolean,
): readonly string[] {
  if (end.kind === 'begun')
    return [`The baseline is this folder as it is (${end.baseline.id}). Edit, and run the same command again.`];
  const { verdict, reason, gain, trainings, moved, baseline, candidate } = end.change;
  const { findings, hasSeveral } = end;
  const figure = metricName(pattern);
  const values =
    findings === null || findings.old.value === null || findings.new.value === null || gain === null
      ? []
      : [
          `${criterion} of ${figure}${hasSeveral ? ' (the last one printed)' : ''} ${formatValue(findings.old.value)} -> ${formatValue(findings.new.value)}, gain ${estimateText(gain, findings.interval)}`,
        ];
  const total = trainings.candidate + trainings.baseline;
  const spent =
    total === 0
      ? []
      : [
          `${formatQuantity(total - trainings.reused, 'training')} now, ${trainings.reused} reused (${trainings.candidate} of the change, ${trainings.baseline} of the baseline)`,
        ];
  if (isConfirmed) return [`${CONFIRMED[verdict]}: ${baseline.id} -> ${candidate.id}`, ...values, ...spent];
  const next = moved
    ? `The baseline is now ${candidate.id}.`
    : `The baseline stays ${baseline.id}.${verdict === 'keep' && dryRun ? ' This was a dry run.' : ''}`;
  return [`${verdict}: ${reason}`, ...values, ...spent, next];
}

function withoutConfirm(pattern: string) {
  return inputError`keep-confirm-metric: --confirm-metric is ${pattern}, and there is no --confirm.
    Allowed: --confirm-metric together with --confirm
    Fix: Add --confirm, or leave --confirm-metric out.`;
}

function withoutSeed(command: readonly string[]) {
  return inputError`keep-no-seed: The command has no {seed}: ${command.join(' ')}
    Allowed: {seed} where the command takes its seed, so that both versions train on the same seeds
    Fix: Add it, as in: python3 train.py --seed {seed}; for a command that takes none, such as a benchmark, say --unseeded.`;
}
