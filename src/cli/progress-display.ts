/** @file The race as it goes on, on a terminal: one line a round, renewed while the round runs. */

import {
  type Criterion,
  type ExecutorEvent,
  estimateSecondsLeft,
  fitText,
  formatDuration,
  formatProgressLine,
  formatQuantity,
  oneLine,
  type Progress,
  type RaceEvent,
  type RoundProgress,
  type Rule,
} from '../app/commands.js';
import type { Decision, Trial } from '../core/index.js';
import { isColorful, print, renewLine, widthOf } from './terminal.js';

export interface ProgressDisplay {
  readonly onEvent: (event: RaceEvent) => void;
  /** Says that the user's interruption has been heard. */
  stopping(): void;
  /** Ends the line that is being renewed; calling it again does nothing. */
  close(): void;
}

export interface DisplayOptions {
  readonly stream: NodeJS.WriteStream;
  /** False: nothing but warnings. */
  readonly isLive: boolean;
  /** Null where nobody is eliminated. */
  readonly race: {
    readonly criterion: Criterion;
    readonly candidates: number;
    readonly rule: Pick<Rule, 'kind'>;
  } | null;
}

const nameOf = ({ candidate, streams }: Trial): string => `${candidate}, replicate ${streams.init}`;

function slowText({ trial, seconds, longestSeconds }: ExecutorEvent & { kind: 'slow' }): string {
  const [now, longest] = [seconds, longestSeconds].map(formatDuration);
  return `Still training after ${now}: ${nameOf(trial)}; no other took more than ${longest}, and no timeout is set.`;
}

function evidenceText({ there, atLeast }: RaceEvent & { kind: 'evidence' }): string {
  return `${formatQuantity(there, 'trial')} ${there === 1 ? 'is' : 'are'} there; at least ${atLeast} to train.`;
}

const RENEW_EVERY_MS = 100;

export function createProgressDisplay({ stream, isLive, race }: DisplayOptions): ProgressDisplay {
  const options = () => ({ width: widthOf(stream) - 1, colors: isColorful(stream) });
  let left = race?.candidates ?? null;
  // What such a race asks for next follows from what comes out: nobody knows its end.
  const hasOpenEnd = race?.rule.kind === 'adaptive';
  let incumbent: Progress['incumbent'] = null;
  let isLineOpen = false;
  let renewedAtMs = 0;
  let round = { startSeconds: 0, startDone: 0 };

  const endLine = (): void => {
    if (isLineOpen) print(stream, '\n');
    isLineOpen = false;
  };
  const say = (text: string): void => {
    endLine();
    print(stream, `${text}\n`);
  };
  const sayShortly = (text: string): void => say(fitText(text, widthOf(stream)));
  const renew = (progress: RoundProgress, elapsedSeconds: number): void => {
    if (!isLive) return;
    const { number, phase, done, running, total } = progress;
    const secondsLeft =
      hasOpenEnd && phase === 'race'
        ? null
        : estimateSecondsLeft(done - round.startDone, elapsedSeconds - round.startSeconds, total - done);
    const line = formatProgressLine(
      { round: number, phase, done, running, total, left, incumbent, direction: 'minimize', secondsLeft },
      options(),
    );
    renewLine(stream, line);
    isLineOpen = true;
    renewedAtMs = performance.now();
  };
  const decide = ({ survivors, incumbent: best, incumbentValue }: Decision): void => {
    left = survivors.length;
    incumbent = race && { id: best, criterion: race.criterion, value: incumbentValue };
  };

  return {
    onEvent: (event) => {
      switch (event.kind) {
        case 'opened':
          if (isLive && event.resumed) say(`Going on with the run in ${event.folder}.`);
          break;
        case 'evidence':
          if (isLive) say(evidenceText(event));
          break;
        case 'warning':
          say(`surefoot: warning: ${event.text}`);
          break;
        case 'round-begun':
          endLine();
          round = { startSeconds: event.elapsedSeconds, startDone: event.alreadyLogged };
          if (event.alreadyLogged < event.round.total) renew(event.round, event.elapsedSeconds);
          break;
        case 'outcome':
          if (performance.now() - renewedAtMs >= RENEW_EVERY_MS) renew(event.round, event.elapsedSeconds);
          break;
        case 'round-ended':
          if (isLineOpen) renew(event.round, event.elapsedSeconds);
          break;
        case 'decision':
          decide(event.decision);
          break;
        case 'worker-lost':
          if (isLive) say(`${oneLine(event.message)} Another takes its place.`);
          break;
        case 'retry':
          if (isLive) sayShortly(`Once more: ${nameOf(event.trial)}. ${oneLine(event.failure.message)}`);
          break;
        case 'slow':
          if (isLive) sayShortly(slowText(event));
          break;
        case 'begun':
        case 'finished':
          break;
      }
    },
    stopping: () =>
      say('Stopping. Finished trials are in the log; the same command goes on. Once more to stop at once.'),
    close: endLine,
  };
}
