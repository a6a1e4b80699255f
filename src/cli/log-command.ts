/**
 * @file `surefoot log`: the trials of a run, failed ones first, and what one of them left; verifies the log with the files of its trials,
 * rescues the trials of a damaged one, and has one outcome count no longer.
 */
import { join } from 'node:path';
import type { Command } from 'commander';
import picocolors from 'picocolors';
import { reportedCode } from '../app/folder/code-history.js';
import { namedCandidates, readRunLog } from '../app/folder/logged-run.js';
import { checkRun, forgetTrial, namedTrial, salvageRun } from '../app/folder/mend-run.js';
import { RUN_FILES } from '../app/folder/run-files.js';
import { failureLine, inputError, isFailure, type Outcome, type Store, seedsOf } from '../core/index.js';
import {
  columnsOf,
  fitText,
  formatDuration,
  formatQuantity,
  formatValue,
  nameCandidates,
  padText,
  printable,
  type ReportedCode,
  shortName,
} from '../report/index.js';
import { readOutput } from '../work/here/index.js';
import { EXIT } from './exit-status.js';
import { foreignText, isColorful, print } from './terminal.js';

interface LogFlags {
  readonly failed?: true;
  readonly check?: true;
  readonly salvage?: string;
  readonly forget?: string;
}

export function addLogCommand(program: Command): void {
  program
    .command('log')
    .summary('list the trainings of a run, verify or rescue its log, forget a training')
    .description(
      'Lists the trainings of a run, failed ones first. With the number of one, shows that training with its seeds, its failure and the end of what ' +
        'it printed on standard error. It only reads, also while the run goes on.',
    )
    .argument('<run>', 'run folder')
    .argument('[training]', 'number of a training in the list, or candidate/replicate')
    .option('--failed', 'list only failed trainings')
    .option('--check', 'verify every row and every kept file, and say what is wrong (exit status 1 then)')
    .option('--salvage <folder>', 'rescue every readable training of a damaged log into this new run folder')
    .option(
      '--forget <reason>',
      'the outcome of this training no longer counts: the next command in the folder trains it again with the same seeds and decides anew; ' +
        'result and page show the reason',
    )
    .addHelpText(
      'after',
      `
Examples
  $ surefoot log runs/digits
  $ surefoot log runs/digits 17
  $ surefoot log runs/digits --check
  $ surefoot log runs/digits --salvage runs/digits-rescued
  $ surefoot log runs/digits c1a2b3c/4 --forget "the disk was full"`,
    )
    .action(logAction);
}

function logAction(folder: string, wanted: string | undefined, flags: LogFlags): void {
  requireOneTask(wanted, flags);
  const { check, salvage, forget } = flags;
  if (check === true) checkAction(folder);
  else if (salvage !== undefined) salvageAction(folder, salvage);
  else if (forget !== undefined && wanted !== undefined) forgetAction(folder, wanted, forget);
  else listAction(folder, wanted, flags);
}

/** @throws InputError for flags that do not go together. */
function requireOneTask(wanted: string | undefined, flags: LogFlags): void {
  const tasks = (['failed', 'check', 'salvage', 'forget'] as const).filter((flag) => flags[flag] !== undefined);
  const [first] = tasks;
  if (first === undefined) return;
  const isOfTrial = first === 'forget';
  if (tasks.length === 1 && isOfTrial === (wanted !== undefined)) return;
  const given = [...(wanted === undefined ? [] : ['a training']), ...tasks.map((flag) => `--${flag}`)].join(' and ');
  throw inputError`log-options: surefoot log was given ${given}.
    Allowed: a training alone or with --forget; or one of --failed, --check and --salvage without a training
    Fix: Ask for one after the other, and name the training that is to be forgotten: surefoot log RUN TRAINING --forget REASON`;
}

function checkAction(folder: string): void {
  const { rows, questions, damages, remarks } = checkRun(folder);
  const counts = `${formatQuantity(rows.outcome ?? 0, 'outcome')}, ${formatQuantity(questions, 'question')}, ${formatQuantity(rows.decision ?? 0, 'decision')}`;
  const verdict = damages.length > 0 ? 'damaged' : 'sound';
  print(process.stdout, `${[...damages, ...remarks, `${counts}: ${verdict}`].join('\n')}\n`);
  if (damages.length > 0) process.exitCode = EXIT.failed;
}

function salvageAction(folder: string, target: string): void {
  const { trials, share } = salvageRun(folder, target);
  const known = share === undefined ? '' : `: ${share}`;
  print(process.stdout, `Rescued ${formatQuantity(trials, 'training')} into ${target}${known}.\n`);
}

function forgetAction(folder: string, trial: string, reason: string): void {
  const { outcome, questions } = forgetTrial(folder, trial, reason);
  const place = `${outcome.trial.candidate}/${outcome.trial.streams.init}`;
  const numbers = questions.length === 0 ? 'no question' : `question ${questions.join(', ')}`;
  print(
    process.stdout,
    `Forgotten: training ${place} (${outcome.status}, loss ${outcome.loss}), which ${numbers} of ${folder} used.\n` +
      'Run the same command again: it trains this again with the same seeds, and decides anew.\n',
  );
}

function listAction(folder: string, wanted: string | undefined, flags: LogFlags): void {
  readRunLog(folder, (store) => {
    const outcomes = store.outcomes();
    const numbered = outcomes.map((outcome, index) => ({ number: index + 1, outcome }));
    const text =
      wanted === undefined ? list(store, numbered, flags) : show(store, namedTrial(outcomes, wanted), folder);
    print(process.stdout, text);
  });
}

/** Characters of a reason in the list. */
const LONGEST_REASON = 120;

interface Numbered {
  /** 1-based, in order of arrival. */
  readonly number: number;
  readonly outcome: Outcome;
}

function list(store: Store, all: readonly Numbered[], { failed }: LogFlags): string {
  const failures = all.filter(({ outcome }) => isFailure(outcome));
  const rest = failed === true ? [] : all.filter(({ outcome }) => !isFailure(outcome));
  const digits = String(all.length).length;
  const names = nameCandidates(namedCandidates(store));
  const nameOf = (id: string): string => printable(shortName(names, id));
  const width = Math.max(0, ...[...names.keys()].map((id) => columnsOf(nameOf(id))));
  const lines = [...failures, ...rest].map(({ number, outcome }) => {
    const { trial, status, loss, failure, seconds } = outcome;
    const what =
      failure === undefined
        ? `loss ${formatValue(loss)}`
        : fitText(printable(`${failure.kind}: ${failureLine(failure)}`), LONGEST_REASON);
    const place = `${trial.candidate}/${trial.streams.init}`;
    const name = padText(nameOf(trial.candidate), width, 'left');
    return `${String(number).padStart(digits)}  ${status.padEnd(9)}  ${place.padEnd(14)}  ${name}  ${formatDuration(seconds).padStart(7)}  ${what}`;
  });
  const total = `${all.length} trainings, ${failures.length} failed`;
  return `${[...lines, total, ...codeLines(reportedCode(store.outcomes(), store.codes()))].join('\n')}\n`;
}

/** The user's files and the versions behind trials, in two lines; none where nothing is known. */
function codeLines(code: ReportedCode | undefined): string[] {
  if (code === undefined) return [];
  const { files, versions, changed } = code;
  const names = Object.keys(files).map((name) => (changed.includes(name) ? `${name} (changed)` : name));
  return [
    ...(names.length === 0 ? [] : [`code: ${names.map(printable).join(', ')}`]),
    ...(Object.keys(versions).length === 0 ? [] : [`versions: ${versionText(versions)}`]),
  ];
}

function versionText(versions: ReportedCode['versions']): string {
  return printable(
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  );
}

function show(store: Store, { number, outcome }: Numbered, folder: string): string {
  const { trial, status, loss, metrics, lossPerEpoch, seconds, failure, retried = [], artifacts } = outcome;
  const { seed } = store.head;
  const candidate = namedCandidates(store).find(({ id }) => id === trial.candidate);
  const { bold, red } = picocolors.createColors(isColorful(process.stdout));
  const printed = readOutput(join(folder, RUN_FILES.artifacts), trial);
  const rows: [string, string][] = [
    ['trial', `${number}: ${trial.candidate}/${trial.streams.init}`],
    ['candidate', candidate?.label ?? trial.candidate],
    ['configuration', JSON.stringify(candidate?.configuration ?? {})],
    ['seeds', JSON.stringify(seedsOf(trial, seed))],
    ['sample', trial.fidelity.sampleSize === 0 ? 'the whole pool' : String(trial.fidelity.sampleSize)],
    ['status', status],
    ['seconds', formatValue(seconds)],
  ];
  if (failure === undefined) rows.push(['loss', String(loss)]);
  if (lossPerEpoch.length > 0) rows.push(['per epoch', lossPerEpoch.map((value) => formatValue(value)).join(' ')]);
  for (const [name, value] of Object.entries(metrics)) rows.push([name, String(value)]);
  rows.push(...Object.entries(artifacts ?? {}), ...codeRows(reportedCode([outcome], store.codes())));
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${bold(printable(name).padEnd(width))}  ${printable(value)}`);
  if (failure !== undefined) lines.push('', red(foreignText(`${failure.kind}: ${failure.message}`)));
  retried.forEach(({ kind, message }, index) => {
    lines.push('', bold(`attempt ${index + 1}, tried again`), foreignText(`${kind}: ${message}`));
  });
  if (printed !== undefined) lines.push('', bold('what it printed, at the end'), foreignText(printed.trimEnd()));
  return `${lines.join('\n')}\n`;
}

/** Each of the user's files with its hash, then the versions. */
function codeRows(code: ReportedCode | undefined): [string, string][] {
  if (code === undefined) return [];
  const files = Object.entries(code.files).map(([name, hash]): [string, string] => [
    'code',
    `${printable(name)} ${hash.slice(0, 12)}`,
  ]);
  return Object.keys(code.versions).length === 0 ? files : [...files, ['versions', versionText(code.versions)]];
}
