/** @file Says in words what a run is at: from live.json and the end of its log, with its decisions in one line each. */
import { type Decision, failureLine } from '../../core/index.js';
import type { QuestionAtEnd } from '../../evidence/log/index.js';
import { FRESH_FROM } from '../../questions/race/plan/index.js';
import {
  formatCount,
  formatDuration,
  formatPace,
  formatQuantity,
  formatValue,
  printable,
  remainingText,
} from '../../report/index.js';
import type { Glimpse } from '../../watch/index.js';
import type { Live, LiveState } from '../run/live-file.js';
import type { LiveBoard } from './live-board.js';
import { type Subject, subjectOf } from './subject.js';

interface Stand {
  readonly live: Live | undefined;
  readonly liveState: LiveState | undefined;
  readonly question: QuestionAtEnd | undefined;
}

interface GlimpseParts extends Stand {
  readonly board: LiveBoard;
  readonly outcomes: number;
  readonly problem: string | null;
}

/** More trainings at a time are not looked at by people. */
const MOST_RUNNING = 24;
const MOST_DECISIONS = 5;
const MOST_CAUSES = 6;

export function makeGlimpse(parts: GlimpseParts): Glimpse {
  const { live, liveState, question, board, problem } = parts;
  const subject = subjectOf(question);
  const isAtWork = liveState === 'running';
  const decisions = question?.decisions ?? [];
  return {
    ...runStateOf(parts),
    facts:
      isAtWork && live !== undefined
        ? factsOf(live, board.place?.ended)
        : [{ name: 'trainings in the log', value: formatCount(parts.outcomes) }],
    running: !isAtWork || live === undefined ? [] : runningOf(live, subject.nameOf),
    decisions: decisions
      .slice(-MOST_DECISIONS)
      .map((decision, index, shown) => ({
        number: decisions.length - shown.length + index + 1,
        text: decisionText(decision, decisions[decisions.length - shown.length + index - 1], subject),
      }))
      .reverse(),
    decisionCount: decisions.length,
    failures: failuresOf(parts, subject.nameOf),
    problem,
  };
}

/** All of a run that is watched while it goes on, by their cause; else the newest that it told of. */
function failuresOf({ live, board }: GlimpseParts, nameOf: (id: string) => string): Glimpse['failures'] {
  const groups =
    board.place === undefined
      ? (live?.progress.failures ?? []).map(({ message, ...rest }) => ({
          ...rest,
          text: failureLine({ kind: rest.kind, message }),
          count: 1,
        }))
      : board.failures();
  return groups.slice(0, MOST_CAUSES).map(({ kind, text, count, candidate, replicate }) => ({
    count,
    text: printable((kind === 'exception' ? text : `${kind}: ${text}`).slice(0, 300)),
    newest: `${nameOf(candidate)}, replicate ${replicate}`,
  }));
}

const ENDS: Readonly<Record<string, string>> = {
  decided: 'Finished: decided',
  exhausted: 'Finished: tied',
  budget: 'Stopped: its budget is spent',
  interrupted: 'Interrupted',
};

/** The state alone: takes no names. */
export function runStateOf({ live, liveState, question }: Stand): Pick<Glimpse, 'state' | 'stateText'> {
  if (liveState === 'running') return { state: 'running', stateText: `Running${silenceOf(live)}` };
  if (liveState === 'lost') {
    return { state: 'lost', stateText: 'Ended without a word: its process is gone. The same command goes on.' };
  }
  const end = live?.question === question?.number ? live?.end : undefined;
  if (end?.status === 'failed') return { state: 'failed', stateText: `Failed: ${printable(firstLine(end.message))}` };
  const status = end?.status ?? question?.conclusion?.status;
  if (status !== undefined) return { state: 'ended', stateText: ENDS[status] ?? 'Ended' };
  return { state: 'waiting', stateText: 'Nothing is running here' };
}

function firstLine(text: string | null): string {
  return (text ?? 'for an unknown reason').split('\n', 1)[0]?.slice(0, 300) ?? '';
}

/** A process that is kept busy by its own trials says nothing meanwhile. */
function silenceOf(live: Live | undefined): string {
  const seconds = live === undefined ? 0 : (Date.now() - Date.parse(live.writtenAt)) / 1000;
  return seconds < 15 ? '' : `; last heard of ${formatDuration(seconds)} ago`;
}

/** `ended`: trainings that the log has; what a run says of itself comes a moment later. */
function factsOf({ progress, budget }: Live, ended = progress.trials.done): Glimpse['facts'] {
  const { totalSeconds, remaining, trials, throughput, workers, phase } = progress;
  const left = remaining === null ? undefined : remainingText(spansOf(remaining));
  const troubles = [
    ...(trials.failed > 0 ? [`${formatCount(trials.failed)} failed`] : []),
    ...(trials.diverged > 0 ? [`${formatCount(trials.diverged)} diverged`] : []),
  ];
  return [
    { name: 'time', value: `${formatDuration(totalSeconds)}${left === undefined ? '' : `, ${left}`}` },
    { name: 'trainings', value: [`${formatCount(ended)}`, ...troubles].join(', ') },
    ...(budget.trials === undefined ? [] : [{ name: 'budget', value: formatCount(budget.trials) }]),
    ...(throughput === null ? [] : [{ name: 'pace', value: formatPace(throughput) }]),
    { name: 'workers', value: formatCount(workers) },
    ...(phase === '' ? [] : [{ name: 'phase', value: phase === 'final' ? 'fresh trainings' : printable(phase) }]),
  ];
}

/** JSON has no infinity. */
function spansOf({ kind, trials, seconds }: NonNullable<Live['progress']['remaining']>) {
  const span = ({ least, most }: typeof trials) => ({ least: least ?? 0, most: most ?? Number.POSITIVE_INFINITY });
  const isKnown = seconds !== null && seconds.most !== null;
  return { kind, trials: span(trials), seconds: isKnown ? span(seconds) : null };
}

function runningOf({ running }: Live, nameOf: (id: string) => string): Glimpse['running'] {
  return running.slice(0, MOST_RUNNING).map(({ candidate, replicate, seconds, epochs, losses }) => ({
    name: nameOf(candidate),
    detail: [
      ...(replicate >= FRESH_FROM ? ['fresh'] : []),
      ...(epochs === 0 ? [] : [formatQuantity(epochs, 'epoch')]),
      formatDuration(seconds),
    ].join(', '),
    losses,
  }));
}

const MOST_NAMED = 2;

/**
 * `Look 12: b takes the lead with q3 0.231; 4 others in the running; out for now: a`, `After 3 trainings each: 4 candidates are left;
 * eliminated: b`. The leader is named where the decision before had another. These are about where trainings go; the status of a
 * candidate says what may be claimed of it.
 */
function decisionText(decision: Decision, before: Decision | undefined, { nameOf, criterion }: Subject): string {
  const { round, survivors, eliminated, incumbent, incumbentValue, idle, woken } = decision;
  const some = (ids: readonly string[]): string => {
    const named = ids.slice(0, MOST_NAMED).map(nameOf).join(', ');
    return ids.length > MOST_NAMED ? `${named} and ${formatCount(ids.length - MOST_NAMED)} more` : named;
  };
  const list = (title: string, ids: readonly string[] = []) => (ids.length === 0 ? [] : [`${title}: ${some(ids)}`]);
  const isOpen = idle !== undefined || woken !== undefined;
  const value =
    criterion && Number.isFinite(incumbentValue)
      ? ` with ${criterion.name} ${formatValue(criterion.show(incumbentValue), 3)}`
      : '';
  const parts = [
    ...(before?.incumbent === incumbent ? [] : [`${nameOf(incumbent)} takes the lead${value}`]),
    isOpen
      ? rivalsText(survivors.length - 1)
      : `${formatQuantity(survivors.length, 'candidate is', 'candidates are')} left`,
    ...list('out', eliminated),
    ...list('out for now', idle),
    ...list('back', woken),
  ];
  return `${isOpen ? `Look ${formatCount(round)}` : `After ${formatQuantity(round, 'training')} each`}: ${parts.join('; ')}`;
}

function rivalsText(rivals: number): string {
  return rivals === 0 ? 'no other is in the running' : `${formatCount(rivals)} others in the running`;
}
