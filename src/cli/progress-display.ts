/**
 * @file A run as it goes on: on a terminal two lines that are renewed, elsewhere plain lines, the fewer the longer it goes on. It only listens:
 * nothing waits for it.
 */

import type { PlanRunEvent } from '../app/run/run-question.js';
import { type ExecutorEvent, type Failure, failureKind, failureLine, type Trial } from '../core/index.js';
import {
  fitText,
  formatDuration,
  formatProgressLines,
  formatProgressNote,
  formatQuantity,
  oneLine,
  type ProgressFacts,
  ProgressFold,
  type ProgressSubject,
  type RunProgress,
  wrapText,
} from '../report/index.js';

import { clearLines, isRenewable, layoutOf, printProse, renewLines } from './terminal.js';

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
/** News wait for a share of the time since the run began, a minute at most, and a new leader or phase for a part of that; silence is broken once a minute. */
const QUIET_SHARE = 0.1;
const MATTER_SHARE = 0.25;
const HEARTBEAT_MS = 60_000;
/** Trainings that take so long are news. */
const SLOW_SECONDS = 10;

/** Only listens: nothing waits for it. */
export class ProgressDisplay {
  readonly #options: DisplayOptions;
  readonly #isRenewed: boolean;
  readonly #progress: ProgressFold;
  readonly #subject: ProgressSubject;
  readonly #retried = new Set<string>();
  #eventAtMs = performance.now();
  #saidAtMs = this.#eventAtMs;
  #saidOf = '';
  #isDrawn = false;
  #hasNoted = false;
  #hadWorkers = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: DisplayOptions) {
    this.#options = options;
    this.#isRenewed = isRenewable(options.stream);
    this.#progress = new ProgressFold(options.facts);
    this.#subject = subjectOf(options.facts, options.labelOf);
  }

  readonly onEvent = (event: PlanRunEvent): void => {
    if (event.kind === 'warning') this.#say(`surefoot: warning: ${event.text}`);
    if (event.kind === 'warning') return;
    if (event.kind === 'claimed') {
      if (!this.#options.isQuiet) this.#sayClaim(event.answer.headline);
      return;
    }
    if (event.kind !== 'opened' && event.kind !== 'evidence' && event.kind !== 'forecast') {
      this.#progress.take(event);
      this.#eventAtMs = performance.now();
    }
    if (!this.#options.isQuiet) this.#show(event);
  };

  /** Says that the user's interruption has been heard. */
  readonly stopping = (): void => {
    this.#say(
      'Stopping. Finished trainings are in the log; the same command goes on. Press Ctrl-C again to stop at once.',
    );
  };

  /** How far it is, in a line. */
  readonly line = (): string => formatProgressNote(this.#now(), this.#subject);

  /** Takes away what is renewed; calling it again does nothing. */
  readonly close = (): void => {
    clearInterval(this.#timer);
    if (this.#timer !== undefined && this.#isRenewed) this.#options.stream.off('resize', this.#renew);
    this.#timer = undefined;
    this.#clear();
  };

  #now(): RunProgress {
    return this.#progress.at((performance.now() - this.#eventAtMs) / 1000);
  }

  #clear(): void {
    if (this.#isDrawn) clearLines(this.#options.stream);
    this.#isDrawn = false;
  }

  #say(text: string): void {
    this.#clear();
    printProse(this.#options.stream, `${text}\n`);
  }

  #sayShortly(text: string): void {
    this.#say(fitText(text, layoutOf(this.#options.stream).tableWidth ?? 0));
  }

  /** Ten trials that fail alike are one thing to know. */
  #sayRetry(trial: Trial, failure: Failure): void {
    const kind = failureKind(failure);
    if (this.#retried.has(kind)) return;
    this.#retried.add(kind);
    const name = nameOf(trial, this.#options.labelOf);
    this.#sayShortly(`A training failed and is tried again: ${oneLine(failureLine(failure))} (${name})`);
  }

  #note(told: RunProgress): void {
    this.#saidAtMs = performance.now();
    this.#hasNoted = true;
    this.#saidOf = matterOf(told);
    this.#say(formatProgressNote(told, this.#subject));
  }

  #quietMs(): number {
    return performance.now() - this.#saidAtMs;
  }

  /** What has just come may be worth a line. The leader is looked up only where a line may be written. */
  #noteNews(): void {
    if (this.#hasNoted && this.#quietMs() < FIRST_WORD_MS) return;
    const told = this.#now();
    const wait = newsWaitMs(told) * (matterOf(told) === this.#saidOf ? 1 : MATTER_SHARE);
    if (!this.#hasNoted || this.#quietMs() >= wait) this.#note(told);
  }

  #noteSilence(): void {
    if (this.#quietMs() < (this.#hasNoted ? HEARTBEAT_MS : FIRST_WORD_MS)) return;
    this.#note(this.#now());
  }

  /** In the last column a terminal may go on to the next line by itself. */
  readonly #renew = (): void => {
    const { stream } = this.#options;
    const { width, colors } = layoutOf(stream);
    renewLines(stream, formatProgressLines(this.#now(), this.#subject, { width: width - 1, colors }));
    this.#saidAtMs = performance.now();
    this.#isDrawn = true;
  };

  #tick(): void {
    if (!this.#isRenewed) this.#noteSilence();
    else if (this.#quietMs() >= RENEW_EVERY_MS) this.#renew();
  }

  #begin(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#tick(), TICK_MS).unref();
    if (this.#isRenewed) this.#options.stream.on('resize', this.#renew);
  }

  /** Its model and its page may take minutes. On a terminal the whole answer takes its place. */
  #sayClaim(headline: string): void {
    const { stream } = this.#options;
    const claim = `${oneLine(headline)}.`;
    if (!this.#isRenewed) {
      this.#say(claim);
      return;
    }
    this.close();
    renewLines(stream, wrapText(claim, layoutOf(stream).width - 1).split('\n'));
    this.#isDrawn = true;
  }

  #show(event: Exclude<PlanRunEvent, { kind: 'claimed' }>): void {
    const ofWorkers = workersText(event, this.#options, this.#hadWorkers);
    if (ofWorkers !== undefined && event.kind === 'note') this.#say(ofWorkers);
    else if (ofWorkers !== undefined) this.#sayShortly(ofWorkers);
    this.#hadWorkers ||= event.kind === 'workers' && event.workers > 0;
    switch (event.kind) {
      case 'opened':
        // Elsewhere the next line says so, where there is anything to train.
        if (this.#isRenewed && event.resumed) this.#say(`Going on with the run in ${event.folder}.`);
        break;
      case 'forecast':
        this.#say(`surefoot: ${event.text}`);
        break;
      case 'evidence':
        this.#say(evidenceText(event));
        break;
      case 'round-begun':
        if (event.alreadyLogged < event.round.total) this.#begin();
        break;
      case 'outcome':
        if (!this.#isRenewed && event.outcome.seconds >= SLOW_SECONDS) this.#noteNews();
        else this.#tick();
        break;
      case 'decision':
        if (!this.#isRenewed && !event.replayed) this.#noteNews();
        break;
      case 'worker-lost':
        this.#say(`${oneLine(event.message)} Another replaces it.`);
        break;
      case 'retry':
        this.#sayRetry(event.trial, event.failure);
        break;
      case 'slow':
        this.#sayShortly(slowText(event, nameOf(event.trial, this.#options.labelOf)));
        break;
      case 'finished':
        this.close();
        break;
    }
  }
}

function newsWaitMs({ elapsedSeconds }: RunProgress): number {
  return Math.min(HEARTBEAT_MS, QUIET_SHARE * 1000 * elapsedSeconds);
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
