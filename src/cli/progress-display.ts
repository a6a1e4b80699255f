/**
 * @file A run as it goes on: on a terminal two lines that are renewed, elsewhere plain lines, the fewer the longer it goes on. It only listens:
 * nothing waits for it.
 */

import {
  type ExecutorEvent,
  fitText,
  formatDuration,
  formatProgressLines,
  formatProgressNote,
  formatQuantity,
  oneLine,
  type PlanRunEvent,
  type ProgressFacts,
  ProgressFold,
  type ProgressSubject,
  type RunProgress,
  wrapText,
} from '../app/commands.js';
import { type Failure, failureKind, failureLine, type Trial } from '../core/index.js';
import { clearLines, isRenewable, layoutOf, printProse, renewLines } from './terminal.js';

interface ProgressDisplay {
  readonly onEvent: (event: PlanRunEvent) => void;
  /** Says that the user's interruption has been heard. */
  stopping(): void;
  /** Takes away what is renewed; calling it again does nothing. */
  close(): void;
}

export interface DisplayOptions {
  readonly stream: NodeJS.WriteStream;
  /** True: nothing but warnings. */
  readonly isQuiet: boolean;
  readonly facts: ProgressFacts;
  /** The settings in which candidates differ, by id. */
  readonly labelOf: (candidate: string) => string;
  /** Where to start workers, as it can be typed; absent if this process trains alone. */
  readonly workersAt?: string | undefined;
}

/** By its settings and its id. */
function nameOf({ candidate, streams }: Trial, labelOf: DisplayOptions['labelOf']): string {
  const label = labelOf(candidate);
  return oneLine(`${label === '' ? candidate : `${label} (${candidate})`}, replicate ${streams.init}`);
}

function slowText({ seconds, longestSeconds }: ExecutorEvent & { kind: 'slow' }, name: string): string {
  const [now, longest] = [seconds, longestSeconds].map(formatDuration);
  return `Still training after ${now}: ${name}; no other took more than ${longest}, and no timeout is set.`;
}

function evidenceText({ there, atLeast }: PlanRunEvent & { kind: 'evidence' }): string {
  return `${formatQuantity(there, 'training')} already done; at least ${atLeast} to train.`;
}

/** Reports workers that come and go; undefined for other events. */
function workersText(event: PlanRunEvent, { labelOf, workersAt = 'ADDRESS' }: DisplayOptions, had: boolean) {
  switch (event.kind) {
    case 'workers':
      return event.workers === 0 ? undefined : `Workers: ${formatQuantity(event.workers, 'training')} at a time.`;
    case 'no-workers':
      return `No workers ${had ? 'any more' : 'yet'}: start one with \`surefoot worker ${workersAt}\`.`;
    case 'trial-lost':
      return `Lost with its worker: ${nameOf(event.trial, labelOf)}. Another may take it.`;
    case 'transport-unreachable':
      return oneLine(event.message);
    case 'transport-reached':
      return `${workersAt} can be reached again.`;
    case 'note':
      return oneLine(event.text);
    default:
      return undefined;
  }
}

/** Outcomes renew the lines no more often than this; time alone does once a second. */
const RENEW_EVERY_MS = 100;
const TICK_MS = 1000;
/** Elsewhere the first word comes after so long, and no other sooner after the one before. */
const FIRST_WORD_MS = 1000;
/** News wait for a share of the time since the run began, a new leader or phase for a part of that; silence is broken once a minute, or as seldom. */
const QUIET_SHARE = 0.1;
const MATTER_SHARE = 0.25;
const MOST_QUIET_MS = 600_000;
const HEARTBEAT_MS = 60_000;
/** Trainings that take so long are news. */
const SLOW_SECONDS = 10;

export function createProgressDisplay(options: DisplayOptions): ProgressDisplay {
  const { stream, isQuiet, facts, labelOf } = options;
  const isRenewed = isRenewable(stream);
  const progress = new ProgressFold(facts);
  const subject = subjectOf(facts, labelOf);
  const retried = new Set<string>();
  let eventAtMs = performance.now();
  let saidAtMs = eventAtMs;
  let saidOf = '';
  let isDrawn = false;
  let hasNoted = false;
  let hadWorkers = false;
  let timer: NodeJS.Timeout | undefined;

  const now = () => progress.at((performance.now() - eventAtMs) / 1000);
  const clear = (): void => {
    if (isDrawn) clearLines(stream);
    isDrawn = false;
  };
  const say = (text: string): void => {
    clear();
    printProse(stream, `${text}\n`);
  };
  const sayShortly = (text: string): void => say(fitText(text, layoutOf(stream).tableWidth ?? 0));
  /** Ten trials that fail alike are one thing to know. */
  const sayRetry = (trial: Trial, failure: Failure): void => {
    if (retried.has(failureKind(failure))) return;
    retried.add(failureKind(failure));
    sayShortly(`A training failed and is tried again: ${oneLine(failureLine(failure))} (${nameOf(trial, labelOf)})`);
  };
  const note = (told: RunProgress): void => {
    saidAtMs = performance.now();
    hasNoted = true;
    saidOf = matterOf(told);
    say(formatProgressNote(told, subject));
  };
  const quietMs = (): number => performance.now() - saidAtMs;
  /** What has just come may be worth a line. The leader is looked up only where a line may be written. */
  const noteNews = (): void => {
    if (hasNoted && quietMs() < FIRST_WORD_MS) return;
    const told = now();
    const wait = newsWaitMs(told) * (matterOf(told) === saidOf ? 1 : MATTER_SHARE);
    if (!hasNoted || quietMs() >= wait) note(told);
  };
  const noteSilence = (): void => {
    if (quietMs() < (hasNoted ? HEARTBEAT_MS : FIRST_WORD_MS)) return;
    const told = now();
    if (!hasNoted || quietMs() >= newsWaitMs(told)) note(told);
  };
  /** In the last column a terminal may go on to the next line by itself. */
  const renew = (): void => {
    const { width, colors } = layoutOf(stream);
    renewLines(stream, formatProgressLines(now(), subject, { width: width - 1, colors }));
    saidAtMs = performance.now();
    isDrawn = true;
  };
  const show = (): void => {
    if (!isRenewed) noteSilence();
    else if (quietMs() >= RENEW_EVERY_MS) renew();
  };
  const begin = (): void => {
    if (timer !== undefined) return;
    timer = setInterval(show, TICK_MS).unref();
    if (isRenewed) stream.on('resize', renew);
  };
  const close = (): void => {
    clearInterval(timer);
    if (timer !== undefined && isRenewed) stream.off('resize', renew);
    timer = undefined;
    clear();
  };
  /** Its model and its page may take minutes. On a terminal the whole answer takes its place. */
  const sayClaim = (headline: string): void => {
    const claim = `${oneLine(headline)}.`;
    if (!isRenewed) {
      say(claim);
      return;
    }
    close();
    renewLines(stream, wrapText(claim, layoutOf(stream).width - 1).split('\n'));
    isDrawn = true;
  };
  const showEvent = (event: Exclude<PlanRunEvent, { kind: 'claimed' }>): void => {
    const ofWorkers = workersText(event, options, hadWorkers);
    if (ofWorkers !== undefined && event.kind === 'note') say(ofWorkers);
    else if (ofWorkers !== undefined) sayShortly(ofWorkers);
    hadWorkers ||= event.kind === 'workers' && event.workers > 0;
    switch (event.kind) {
      case 'opened':
        // Elsewhere the next line says so, where there is anything to train.
        if (isRenewed && event.resumed) say(`Going on with the run in ${event.folder}.`);
        break;
      case 'forecast':
        say(`surefoot: ${event.text}`);
        break;
      case 'evidence':
        say(evidenceText(event));
        break;
      case 'round-begun':
        if (event.alreadyLogged < event.round.total) begin();
        break;
      case 'outcome':
        if (!isRenewed && event.outcome.seconds >= SLOW_SECONDS) noteNews();
        else show();
        break;
      case 'decision':
        if (!isRenewed && !event.replayed) noteNews();
        break;
      case 'worker-lost':
        say(`${oneLine(event.message)} Another replaces it.`);
        break;
      case 'retry':
        sayRetry(event.trial, event.failure);
        break;
      case 'slow':
        sayShortly(slowText(event, nameOf(event.trial, labelOf)));
        break;
      case 'finished':
        close();
        break;
    }
  };

  return {
    onEvent: (event) => {
      if (event.kind === 'warning') say(`surefoot: warning: ${event.text}`);
      if (isQuiet || event.kind === 'warning') return;
      if (event.kind === 'claimed') {
        sayClaim(event.answer.headline);
        return;
      }
      if (event.kind !== 'opened' && event.kind !== 'evidence' && event.kind !== 'forecast') {
        progress.take(event);
        eventAtMs = performance.now();
      }
      showEvent(event);
    },
    stopping: () =>
      say('Stopping. Finished trainings are in the log; the same command goes on. Press Ctrl-C again to stop at once.'),
    close,
  };
}

function newsWaitMs({ elapsedSeconds }: RunProgress): number {
  return Math.min(MOST_QUIET_MS, QUIET_SHARE * 1000 * elapsedSeconds);
}

/** What is worth a line sooner when it changes. */
function matterOf({ phase, leaders, decisions }: RunProgress): string {
  return JSON.stringify([phase, decisions === 0 ? null : leaders[0]?.candidate]);
}

function subjectOf({ work }: ProgressFacts, labelOf: (candidate: string) => string): ProgressSubject {
  if (work.kind === 'study') return { criterion: null, labelOf, isOpen: false };
  const { criterion, rule } = work.facts;
  const { direction = 'minimize' } = work;
  return { criterion, direction, labelOf, isOpen: rule.kind === 'adaptive' };
}
