/** @file `surefoot status`: the questions that were asked of a run folder, with what they came to; and the workers that train for them now. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { filesOfAnswer } from '../app/folder/answer-folder.js';
import { readRunLog } from '../app/folder/logged-run.js';
import { RUN_FILES } from '../app/folder/run-files.js';
import { sessionLines } from '../app/folder/session.js';
import { type Live, readLive, stateOf } from '../app/run/live-file.js';
import type { Question, Store, TransportAccess } from '../core/index.js';
import { isLogThere } from '../evidence/log/index.js';
import {
  formatDuration,
  formatPace,
  formatQuantity,
  type JudgedChange,
  oneLine,
  sessionTable,
  sessionTexts,
  tableLines,
  wrapText,
} from '../report/index.js';
import { type SeenRun, transportAt } from '../work/transports/index.js';
import { layoutOf, print, printProse } from './terminal.js';
import { type QueueFlags, queueAccessOf, queueCa, queuePasswordFile } from './workers-at-options.js';

interface StatusFlags extends Omit<QueueFlags, 'queue'> {
  readonly json?: true;
}

export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .summary('list the questions asked of a run folder, or the workers at an address')
    .description(
      'A run folder holds trainings and the questions asked of them: races and studies. ' +
        'Lists the questions in order, and tells what is being trained. For an address, as --workers-at takes it, ' +
        'lists its runs and workers. It only reads, also while a run goes on, from any machine that sees the folder.',
    )
    .argument('<run>', 'run folder, or an address of workers')
    .addOption(queuePasswordFile())
    .addOption(queueCa())
    .option('--json', 'print them as JSON')
    .addHelpText(
      'after',
      `
Examples
  $ surefoot status runs/digits
  $ surefoot status /shared/exchange
  $ surefoot status redis://box
  $ surefoot report runs/digits --question 1`,
    )
    .action(statusAction);
}

async function statusAction(place: string, { json, ...flags }: StatusFlags): Promise<void> {
  const access = queueAccessOf(flags);
  const isRun = isLogThere(join(place, RUN_FILES.log));
  const runs = isRun ? undefined : await transportAt(place).look(place, sayPassedOver, access);
  if (runs !== undefined) {
    print(process.stdout, json === true ? `${JSON.stringify(runs, null, 2)}\n` : exchangeText(runs));
    return;
  }
  const session = json === true ? undefined : sessionLines(place);
  if (session !== undefined) print(process.stdout, sessionListing(session));
  await readRunLog(place, async (store) => {
    const rows = store.questions().map((question) => describeQuestion(question, filesOfAnswer(place, question)));
    const text =
      json === true ? `${JSON.stringify(rows, null, 2)}\n` : session === undefined ? listing(store, rows) : '';
    print(process.stdout, json === true ? text : text + (await workText(place, access)));
  });
}

/** Files of others at an address are named and passed over. */
function sayPassedOver(text: string): void {
  printProse(process.stderr, `surefoot: warning: ${oneLine(text)}\n`);
}

function describeQuestion(question: Question, files: readonly string[]) {
  const { number, header, request, askedAt } = question;
  const conclusion = question.conclusion();
  return {
    question: number,
    kind: String(header.plan.kind === 'race' ? 'select' : header.plan.kind),
    askedAt,
    /** Names of those that lie in the run folder. */
    files,
    candidates: header.candidates.length,
    /** Begun for it, as its answer says. */
    trials: typeof conclusion?.content.begun === 'number' ? conclusion.content.begun : null,
    status: conclusion?.status ?? 'unfinished',
    headline: conclusion?.headline ?? null,
    command: typeof request.command === 'string' ? request.command : null,
  };
}

/** In words where that of the log says too little: a race makes no more trials than it may, a study all that it wants. */
function statusText({ kind, status }: Pick<ReturnType<typeof describeQuestion>, 'kind' | 'status'>): string {
  if (status === 'budget') return 'a budget ended it';
  if (status === 'denied') return 'answered: no';
  if (status !== 'exhausted') return status;
  return kind === 'select' ? 'ended at maxReplicates' : 'finished';
}

/** The changes of a session in order, in place of its questions. */
function sessionListing(session: readonly JudgedChange[]): string {
  const layout = layoutOf(process.stdout);
  const texts = sessionTexts(session).map((text) => wrapText(text, layout.width));
  return `${[...tableLines(sessionTable(session), layout), ...texts].join('\n')}\n`;
}

const INDENT = '   ';
const indented = (lines: string): string => `${INDENT}${lines.replaceAll('\n', `\n${INDENT}`)}`;

function listing(store: Store, rows: readonly ReturnType<typeof describeQuestion>[]): string {
  const { width } = layoutOf(process.stdout);
  const lines = rows.flatMap(({ question, kind, askedAt, files, candidates, trials, status, headline, command }) => [
    wrapText(
      `${question}  ${kind}, ${formatQuantity(candidates, 'candidate')}${trials === null ? '' : `, ${formatQuantity(trials, 'training')}`}: ${statusText({ kind, status })}, asked ${askedAt.slice(0, 16).replace('T', ' ')} UTC`,
      width,
      INDENT,
    ),
    ...(headline === null ? [] : [indented(wrapText(`${oneLine(headline)}.`, width - INDENT.length))]),
    ...(files.length === 0 ? [] : [indented(wrapText(`Files: ${files.join(', ')}`, width - INDENT.length))]),
    ...(command === null ? [] : [`${INDENT}$ ${oneLine(command)}`]),
  ]);
  const outcomes = store.outcomes();
  const total = `${formatQuantity(outcomes.length, 'training')} in all, ${formatQuantity(rows.length, 'question')}`;
  return `${[...lines, total].join('\n')}\n`;
}

/** A coordinator says something twice a second. */
const SILENT_MS = 15_000;

/** What the run in a folder is at, with its workers; empty where none goes on. `access`: where these meet at a queue. */
async function workText(folder: string, access: TransportAccess): Promise<string> {
  const live = readLive(folder);
  if (live === undefined || live.state === 'ended') return '';
  const workers = live.workersAt === undefined ? '' : await workersText(live.workersAt, access, live);
  return `${liveText(live)}\n${workers}`;
}

function liveText(live: Live): string {
  const { host, pid, progress } = live;
  const state = stateOf(live);
  if (state === 'lost') return `Its process is gone (${host}, ${pid}); the same command goes on.`;
  const { trials, throughput, workers } = progress;
  const pace = throughput === null ? '' : `, ${formatPace(throughput)}`;
  return `${state} on ${host} (${pid}): ${formatQuantity(trials.done, 'training')} done${pace}, ${formatQuantity(workers, 'training')} at a time`;
}

async function workersText(address: string, access: TransportAccess, { host }: Live): Promise<string> {
  try {
    const runs = await transportAt(address).look(address, () => {}, access);
    return runs === undefined
      ? `Workers at ${address}, which this machine does not have (see ${host}).\n`
      : exchangeText(runs);
  } catch {
    return `Workers at ${address}, which cannot be read from here (see ${host}).\n`;
  }
}

/** Each run with its workers. */
function exchangeText(runs: readonly SeenRun[]): string {
  if (runs.length === 0) return 'No run is offered there.\n';
  return `${runs.flatMap(runLines).join('\n')}\n`;
}

function runLines({ name, open, held, done, perMinute, losses, silentMs, workers }: SeenRun): string[] {
  const lost = losses === 0 ? '' : `, ${formatQuantity(losses, 'lease')} lost`;
  const isSilent = silentMs === undefined || silentMs > SILENT_MS;
  const said = silentMs === undefined ? '' : ` for ${formatDuration(silentMs / 1000)}`;
  return [
    `${oneLine(name)}: ${formatQuantity(open, 'training')} open, ${held} under way, ${done} done (${perMinute} in the last minute)${lost}`,
    ...(isSilent ? [`  no process leads it now${said}: run its command again`] : []),
    ...(workers.length === 0 ? ['  no workers'] : []),
    ...workers.map(
      (worker) =>
        `  ${worker.id}  ${formatQuantity(worker.places, 'training')} at a time, ${worker.holds} under way, heard of ${formatDuration(worker.silentMs / 1000)} ago`,
    ),
  ];
}
