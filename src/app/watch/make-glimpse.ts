/** @file Says in words what a run is at: from live.json and the end of its log. */

import type { QuestionAtEnd } from '../../evidence/log/index.js';
import {
  formatCount,
  formatDuration,
  formatQuantity,
  nameCandidates,
  printable,
  remainingText,
  shortName,
} from '../../report/index.js';
import type { Glimpse } from '../../watch/index.js';
import type { Live, LiveState } from '../live/live-file.js';
import { decisionText } from './decision-text.js';

interface GlimpseParts {
  readonly live: Live | undefined;
  readonly liveState: LiveState | undefined;
  readonly question: QuestionAtEnd | undefined;
  readonly nameOf: (id: string) => string;
  readonly outcomes: number;
  readonly problem: string | null;
}

/** More are running than anybody looks at. */
const MOST_RUNNING = 24;
const MOST_DECISIONS = 5;

export function makeGlimpse(parts: GlimpseParts): Glimpse {
  const { live, liveState, question, nameOf, problem } = parts;
  const isAtWork = liveState === 'running' || liveState === 'paused' || liveState === 'stopping';
  const decisions = question?.decisions ?? [];
  return {
    ...standOf(parts),
    facts:
      isAtWork && live !== undefined
        ? factsOf(live)
        : [{ name: 'trials in the log', value: formatCount(parts.outcomes) }],
    running: !isAtWork || live === undefined ? [] : runningOf(live, nameOf),
    decisions: decisions
      .slice(-MOST_DECISIONS)
      .map((decision, index, shown) => ({
        number: decisions.length - shown.length + index + 1,
        text: decisionText(decision, nameOf),
      }))
      .reverse(),
    failures: (live?.progress.failures ?? []).map(({ candidate, replicate, kind, message }) => ({
      name: `${nameOf(candidate)}, replicate ${replicate}`,
      text: printable(`${kind}: ${message}`.split('\n', 1)[0]?.slice(0, 300) ?? kind),
    })),
    problem,
    extendable: {
      trials: isAtWork && live?.budget.trials !== undefined,
      minutes: isAtWork && live?.budget.minutes !== undefined,
    },
  };
}

/** Names for all candidates of a question; made once for it. */
export function namesOf(question: QuestionAtEnd | undefined): (id: string) => string {
  const names = nameCandidates(question?.header.candidates ?? []);
  return (id) => shortName(names, id);
}

const ENDS: Readonly<Record<string, string>> = {
  decided: 'Ended: the race is decided',
  exhausted: 'Ended: nothing more is asked for',
  budget: 'Ended: its budget is spent',
  interrupted: 'Interrupted',
};

function standOf({ live, liveState, question }: GlimpseParts): Pick<Glimpse, 'state' | 'stateText'> {
  if (liveState === 'running') return { state: 'running', stateText: `Running${silenceOf(live)}` };
  if (liveState === 'paused') return { state: 'paused', stateText: 'Paused' };
  if (liveState === 'stopping') return { state: 'stopping', stateText: 'Stopping' };
  if (liveState === 'lost') {
    return { state: 'lost', stateText: 'Ended without a word: its process is gone. The same command goes on.' };
  }
  const end = live?.question === question?.number ? live?.end : undefined;
  if (end?.status === 'failed') return { state: 'ended', stateText: `Failed: ${printable(firstLine(end.message))}` };
  const status = end?.status ?? question?.conclusion?.status;
  if (status !== undefined) return { state: 'ended', stateText: ENDS[status] ?? 'Ended' };
  return { state: 'waiting', stateText: 'Nobody is at work here' };
}

function firstLine(text: string | null): string {
  return (text ?? 'for an unknown reason').split('\n', 1)[0]?.slice(0, 300) ?? '';
}

/** A process that is kept busy by its own trials says nothing meanwhile. */
function silenceOf(live: Live | undefined): string {
  const seconds = live === undefined ? 0 : (Date.now() - Date.parse(live.writtenAt)) / 1000;
  return seconds < 15 ? '' : `; last heard of ${formatDuration(seconds)} ago`;
}

function factsOf({ progress, budget }: Live): Glimpse['facts'] {
  const { totalSeconds, remaining, trials, throughput, workers, phase } = progress;
  const left = remaining === null ? undefined : remainingText(spansOf(remaining));
  const of = budget.trials === undefined ? '' : ` of at most ${formatCount(budget.trials)}`;
  const troubles = [
    ...(trials.failed > 0 ? [`${formatCount(trials.failed)} failed`] : []),
    ...(trials.diverged > 0 ? [`${formatCount(trials.diverged)} diverged`] : []),
  ];
  return [
    { name: 'time', value: `${formatDuration(totalSeconds)}${left === undefined ? '' : `, ${left}`}` },
    { name: 'trials', value: [`${formatCount(trials.done)}${of}`, ...troubles].join(', ') },
    ...(throughput === null ? [] : [{ name: 'pace', value: paceText(throughput) }]),
    { name: 'workers', value: formatCount(workers) },
    ...(phase === '' ? [] : [{ name: 'phase', value: phase === 'final' ? 'fresh trials' : printable(phase) }]),
  ];
}

/** JSON has no infinity. */
function spansOf({ kind, trials, seconds }: NonNullable<Live['progress']['remaining']>) {
  const span = ({ least, most }: typeof trials) => ({ least: least ?? 0, most: most ?? Number.POSITIVE_INFINITY });
  const isKnown = seconds !== null && seconds.most !== null;
  return { kind, trials: span(trials), seconds: isKnown ? span(seconds) : null };
}

function paceText(perSecond: number): string {
  const [pace, unit] =
    perSecond >= 1 ? [perSecond, 's'] : perSecond * 60 >= 1 ? [perSecond * 60, 'min'] : [perSecond * 3600, 'h'];
  return `${pace >= 10 ? Math.round(pace) : pace.toFixed(1)} trials/${unit}`;
}

function runningOf({ running }: Live, nameOf: (id: string) => string): Glimpse['running'] {
  return running.slice(0, MOST_RUNNING).map(({ candidate, replicate, seconds, epochs, losses }) => ({
    name: nameOf(candidate),
    detail: [
      `replicate ${replicate}`,
      ...(epochs === 0 ? [] : [formatQuantity(epochs, 'epoch')]),
      formatDuration(seconds),
    ].join(', '),
    losses,
  }));
}
