/** @file `surefoot log`: the trials of a run, failed ones first, and what one of them left. */
import { join } from 'node:path';
import type { Command } from 'commander';
import picocolors from 'picocolors';
import {
  columnsOf,
  fitText,
  formatDuration,
  nameCandidates,
  namedCandidates,
  namedTrial,
  openRunLog,
  padText,
  printable,
  type ReportedCode,
  RUN_FILES,
  readOutput,
  reportedCode,
  shortName,
} from '../app/commands.js';
import { failureLine, isFailure, type Outcome, type Store, seedsOf } from '../core/index.js';
import { foreignText, isColorful, print } from './terminal.js';

interface LogFlags {
  readonly failed?: true;
}

export function addLogCommand(program: Command): void {
  program
    .command('log')
    .description(
      'Lists the trainings of a run, failed ones first. With a trial, shows that training with its seeds, its failure and the end of what ' +
        'it printed on standard error. It only reads, also while the run goes on.',
    )
    .argument('<run>', 'run folder')
    .argument('[trial]', 'number of a trial in the list, or candidate/replicate')
    .option('--failed', 'list only failed trainings')
    .addHelpText(
      'after',
      `
Examples
  $ surefoot log runs/digits
  $ surefoot log runs/digits 17
  $ surefoot log runs/digits c1a2b3c/4`,
    )
    .action(logAction);
}

function logAction(folder: string, wanted: string | undefined, flags: LogFlags): void {
  const store = openRunLog(folder);
  try {
    const outcomes = store.outcomes();
    const numbered = outcomes.map((outcome, index) => ({ number: index + 1, outcome }));
    const text =
      wanted === undefined ? list(store, numbered, flags) : show(store, namedTrial(outcomes, wanted), folder);
    print(process.stdout, text);
  } finally {
    store.close();
  }
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
        ? `loss ${shortNumber(loss)}`
        : fitText(printable(`${failure.kind}: ${failureLine(failure)}`), LONGEST_REASON);
    const place = `${trial.candidate}/${trial.streams.init}`;
    const name = padText(nameOf(trial.candidate), width, 'left');
    return `${String(number).padStart(digits)}  ${status.padEnd(9)}  ${place.padEnd(14)}  ${name}  ${formatDuration(seconds).padStart(7)}  ${what}`;
  });
  const total = `${all.length} trials, ${failures.length} failed`;
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
    ...(trial.fidelity.epochs === 0 ? [] : [['epochs', String(trial.fidelity.epochs)] as [string, string]]),
    ['status', status],
    ['seconds', seconds.toFixed(3)],
  ];
  if (failure === undefined) rows.push(['loss', String(loss)]);
  if (lossPerEpoch.length > 0) rows.push(['per epoch', lossPerEpoch.map(shortNumber).join(' ')]);
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

function shortNumber(value: number): string {
  return value.toPrecision(4);
}
