/** @file Keep or discard: sets one version of a folder of code against another, and moves the baseline of the session on. */
import { join, resolve } from 'node:path';
import { defined, failureLine, type InputError, inputError, type Outcome } from '../../core/index.js';
import type { Budget } from '../../evidence/drive/index.js';
import { KEEP_TRIALS } from '../../questions/index.js';
import { type KeepAnalysis, REAL_ERROR } from '../../questions/keep/plan/index.js';
import type { JudgedChange, StudyRecord } from '../../report/index.js';
import { takeExperimentValue } from '../ask/experiment-source.js';
import { knownIn } from '../folder/logged-run.js';
import { addChange, baselineOf, readChanges, trainedOf } from '../folder/session.js';
import type { Prepared } from '../questions/question-kind.js';
import { prepare, QUESTIONS } from '../questions/questions.js';
import type { PlannedStudyQuestion } from '../questions/study-question.js';
import { type PlanRunEvent, runQuestion } from '../run/run-question.js';
import { filledCommand, metricName, type VersionCommand, versionBackend } from './version-backend.js';
import { openVersions, type Version, type Versions } from './versions.js';

export interface JudgeOptions extends VersionCommand {
  /** Folder that the command runs in. */
  readonly folder: string;
  /** Folder of the session: its log, and what was judged. */
  readonly out: string;
  /** Versions by name; default: the last one that was kept, and the folder as it is. */
  readonly baseline?: string;
  readonly candidate?: string;
  /** Files and folders that a change must not touch. */
  readonly frozen: readonly string[];
  /** Files and folders that no version has and every training reads. */
  readonly links: readonly string[];
  readonly criterion: string;
  readonly error: number;
  readonly smallest?: number;
  readonly workers?: number;
  readonly budget: Budget;
  /** Says what it came to, and leaves the baseline where it is. */
  readonly dryRun: boolean;
  /** The command line that asks the same. */
  readonly commandLine?: string;
  readonly signal: AbortSignal;
  /** Called before anything is trained; what comes back hears how far it is. */
  readonly begin: (facts: Prepared<PlannedStudyQuestion>['progress']) => (event: PlanRunEvent) => void;
}

/** What a call came to: a change that was judged, one that could not be trained to its end, or a first version. */
export type KeepEnd =
  | {
      readonly kind: 'judged';
      readonly change: JudgedChange;
      readonly findings: KeepAnalysis | null;
      /** A training now printed more than one value of the metric, of which the last counts. */
      readonly hasSeveral: boolean;
    }
  | { readonly kind: 'begun'; readonly baseline: Version }
  | { readonly kind: 'interrupted' };

/** @throws InputError for everything a user can get wrong, a baseline that does not train included. */
export async function keepChange(options: JudgeOptions): Promise<KeepEnd> {
  const { folder, out, frozen, error, dryRun } = options;
  const versions = openVersions(folder, resolve(out), options.links);
  const changes = readChanges(out);
  const candidate = options.candidate === undefined ? versions.working() : versions.named(options.candidate);
  const baseline =
    options.baseline === undefined ? (baselineOf(changes) ?? versions.first()) : versions.named(options.baseline);
  const untrained = (was: Version, reason: string): JudgedChange => ({
    ...{ baseline: was, candidate, verdict: 'discard', sure: null, reason, gain: null, interval: null, error },
    trainings: { candidate: 0, baseline: 0, reused: 0 },
    moved: false,
  });
  if (baseline === undefined) {
    addChange(out, untrained(candidate, 'the first version of the session'));
    return { kind: 'begun', baseline: candidate };
  }
  if (baseline.id === candidate.id) return { kind: 'judged', ...untold(untrained(baseline, 'nothing has changed')) };
  versions.requireThere(baseline);
  const touched = versions.differing(baseline, candidate, frozen);
  const end =
    touched.length > 0
      ? untold(untrained(baseline, `it touches what is frozen: ${touched.join(', ')}`))
      : await judge({ baseline, candidate }, options, versions, {
          place: out,
          known: trainedOf(changes, baseline),
          careful: false,
        });
  if (end === undefined) return { kind: 'interrupted' };
  if (!dryRun) addChange(out, end.change);
  return { kind: 'judged', ...end };
}

/**
 * Sets the last version that was kept against the first one, on seeds that no change was judged by: what was kept flatters itself.
 * @throws InputError for a session in which nothing was kept.
 */
export async function confirmSession(options: JudgeOptions): Promise<KeepEnd> {
  const { folder, out, links } = options;
  const changes = readChanges(out);
  const [first, last] = [changes[0]?.baseline, baselineOf(changes)];
  if (first === undefined || last === undefined || first.id === last.id) throw nothingKept(out);
  const versions = openVersions(folder, resolve(out), links);
  for (const version of [first, last]) versions.requireThere(version);
  // Gains are to be told, however small.
  const asked = { ...options, error: REAL_ERROR, smallest: 0, dryRun: true };
  const end = await judge({ baseline: first, candidate: last }, asked, versions, {
    ...{ place: join(out, 'confirm'), known: CONFIRMED_OLD, careful: true, seed: CONFIRM_SEED },
  });
  return end === undefined ? { kind: 'interrupted' } : { kind: 'judged', ...end };
}

type Judged = Omit<Extract<KeepEnd, { kind: 'judged' }>, 'kind'>;

const untold = (change: JudgedChange): Judged => ({ change, findings: null, hasSeveral: false });

/** Where two versions are trained, how many trainings of the old one take part at least, and the seed that all others come from. */
interface Ground {
  readonly place: string;
  readonly known: number;
  readonly careful: boolean;
  readonly seed?: number;
}

/** Undefined where it was interrupted. */
async function judge(
  { baseline, candidate }: Readonly<Record<'baseline' | 'candidate', Version>>,
  options: JudgeOptions,
  versions: Versions,
  { place, known, careful, seed }: Ground,
): Promise<Judged | undefined> {
  const { pattern, direction, criterion, error, smallest, budget, dryRun, folder, workers } = options;
  const figure = metricName(pattern);
  const source = takeExperimentValue({
    ...{ name: 'keep', space: { version: [candidate.id] }, failures: { retries: 0 }, ...defined({ seed }) },
    // Each version's own, in copies: the log tells the command, and nothing of it can be had from there.
    trainer: { command: filledCommand(options), loss: { pattern }, pass: 'json-file' },
    race: { criterion, metric: figure, direction },
  });
  const asked = {
    ...{ figure, criterion, direction, error, budget, trials: KEEP_TRIALS, careful, ...defined({ smallest }) },
    against: { name: baseline.name, configuration: { version: baseline.id } },
    known,
  };
  let hasSeveral = false;
  const backend = versionBackend(options, versions, folder, () => {
    hasSeveral = true;
  });
  const use = { backend, known: knownIn(place), ...defined({ workers }) };
  const prepared = await prepare(QUESTIONS.keep, source, asked, use);
  const show = options.begin(prepared.progress);
  const outcomes: Outcome[] = [];
  let before = 0;
  const onEvent = (event: PlanRunEvent): void => {
    show(event);
    if (event.kind === 'begun') before = outcomes.push(...event.outcomes);
    if (event.kind === 'outcome') outcomes.push(event.outcome);
  };
  const { status, concluded } = await runQuestion(prepared, {
    folder: place,
    signal: options.signal,
    onEvent,
    ...defined({ command: options.commandLine }),
  });
  if (concluded === null || status === 'interrupted') return undefined;
  const findings = (concluded.report.record as StudyRecord).findings as KeepAnalysis;
  requireBaseline(outcomes, findings, baseline);
  const { verdict, sure, gain, interval, trainings } = findings;
  const change: JudgedChange = {
    ...{ baseline, candidate, verdict, sure, gain, error, reason: reasonOf(findings, outcomes) },
    interval: 'low' in interval ? [interval.low, interval.high] : null,
    trainings: {
      candidate: trainings.new,
      baseline: trainings.old,
      reused: trainings.new + trainings.old - (outcomes.length - before),
    },
    moved: verdict === 'keep' && !dryRun,
  };
  return { change, findings, hasSeveral };
}

/** Of a session that is confirmed: what it began from is known well, whatever is seen of what it ended at. */
const CONFIRMED_OLD = 12;
/** Any but that of the session, which is an experiment's usual one, 1. */
const CONFIRM_SEED = 2;

function reasonOf(
  { verdict, sure, because, trainings, new: fresh, old, error }: KeepAnalysis,
  outcomes: readonly Outcome[],
): string {
  if (verdict === 'undecided') return 'a budget ended before it was decided; the same command goes on';
  if (verdict === 'keep') {
    if (because === 'equal') return 'every training of a version gives the same value, and it is better';
    return sure === 'real'
      ? 'the gain is real (5 % error)'
      : `the gain is likely (${Number((100 * error).toPrecision(3))} % error)`;
  }
  switch (because) {
    case 'collapses':
      return `it collapses or fails in ${fresh.collapsed.events} of ${fresh.collapsed.n} trainings, the baseline in ${old.collapsed.events} of ${old.collapsed.n}${failureOf(fresh.candidate, outcomes)}`;
    case 'pairs':
      return `${trainings.new} trainings do not show a gain`;
    case 'equal':
      return 'every training of a version gives the same value, and it is not better';
    default:
      return 'it is not ahead by enough to go on';
  }
}

/** What the first training that failed said, in one line; nothing where none did. */
function failureOf(candidate: string, outcomes: readonly Outcome[]): string {
  const failed = outcomes.find(({ trial, failure }) => trial.candidate === candidate && failure !== undefined);
  return failed?.failure === undefined ? '' : ` (${failureLine(failed.failure)})`;
}

/** Where the baseline itself has no loss, nothing is said of a change. */
function requireBaseline(outcomes: readonly Outcome[], { old }: KeepAnalysis, { name, id }: Version): void {
  if (old.value !== null || old.distribution.begun === 0) return;
  throw inputError`keep-baseline-fails: The baseline ${name} (${id}) does not train${failureOf(old.candidate, outcomes)}.
    Allowed: a baseline whose command ends well and prints the metric
    Fix: Run the command in that version by hand, name files that it lacks with --link, or name another baseline with --baseline.`;
}

function nothingKept(out: string): InputError {
  return inputError`keep-nothing-kept: No change was kept in ${out}.
    Allowed: a session in which at least one change was kept
    Fix: Run surefoot keep on a change first, or name the session with --out.`;
}
