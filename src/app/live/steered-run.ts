/**
 * @file Lets a run in a folder be watched and commanded from outside, and says what it answers; one that is in memory alone goes by its
 * caller's signal.
 */
import {
  given,
  InputError,
  type JsonObject,
  type ProgressEvent,
  type Question,
  type RunHeader,
  type Store,
} from '../../core/index.js';
import { type Budget, RunControl } from '../../evidence/drive/index.js';
import type { ProgressFacts } from '../../report/index.js';
import type { TrainingListener } from '../../work/here/index.js';
import type { ControlAnswer, ControlRequest } from './control-socket.js';
import { withBudget } from './extendable-run.js';
import { LiveRun } from './live-run.js';

interface Steering {
  readonly control: RunControl;
  /** Aborts when the caller or a command says so. */
  readonly signal: AbortSignal;
  /** Present where somebody may look. */
  readonly training?: TrainingListener;
  /** The command line that makes the same run again, as it came to be. */
  command(): string | undefined;
  take(event: ProgressEvent): void;
  end(status: string): void;
  /** The same where an error ended it. */
  fail(error: unknown): void;
}

interface SteeringOptions {
  readonly folder: string | undefined;
  readonly store: Store;
  readonly question: Question;
  readonly prepared: {
    readonly budget: Budget;
    readonly header: RunHeader;
    /** What makes the same question again. */
    readonly request: JsonObject;
  };
  readonly facts: ProgressFacts;
  readonly signal: AbortSignal;
  readonly command: string | undefined;
  /** Where workers train, as it may be shown. */
  readonly workersAt: string | undefined;
  /** Says what was commanded. */
  readonly tell: (text: string) => void;
}

export function createSteering(options: SteeringOptions): Steering {
  const { folder, store, question, prepared, facts, command, workersAt, tell } = options;
  const { budget: before, header, request } = prepared;
  const control = new RunControl(before);
  if (folder === undefined) {
    const { signal } = options;
    return { control, signal, command: () => command, take: () => {}, end: () => {}, fail: () => {} };
  }
  const stop = new AbortController();
  const commandNow = () => (command === undefined ? undefined : withBudget(command, before, control.budget));
  const answer = (asked: ControlRequest): ControlAnswer => {
    const answered = obey(asked, control, stop);
    if (asked.action === 'extend' && 'done' in answered) {
      const budget = JSON.parse(JSON.stringify(control.budget)) as JsonObject;
      // Asking the log again must ask the same.
      store.ask({ header, request: { ...request, budget, command: commandNow() ?? null } });
    }
    if ('done' in answered) tell(answered.done);
    live.show({ isStopping: stop.signal.aborted });
    return answered;
  };
  const live = new LiveRun({ folder, store, question, facts, control, workersAt, command: answer });
  const outcomes = store.outcomes().length;
  return {
    control,
    signal: AbortSignal.any([options.signal, stop.signal]),
    training: live.training,
    command: commandNow,
    take: (event) => live.take(event),
    end: (status) => live.end(status),
    fail: (error) => {
      const isWorthless = error instanceof InputError && store.outcomes().length === outcomes;
      if (isWorthless) live.forget();
      else live.end('failed', error instanceof Error ? error.message : String(error));
    },
  };
}

/** `stop` aborts the run. Whatever is asked, at whatever moment, leaves the run in a state that it can say. */
export function obey(asked: ControlRequest, control: RunControl, stop: AbortController): ControlAnswer {
  if (stop.signal.aborted) return { error: 'The run is stopping already.' };
  switch (asked.action) {
    case 'pause':
      control.pause();
      return { done: 'paused from outside: no training starts until the run is told to go on' };
    case 'resume':
      control.resume();
      return { done: 'the run goes on' };
    case 'stop':
      stop.abort();
      return { done: 'stopped from outside: finished trainings are in the log; the same command goes on' };
    case 'extend':
      return extend(asked, control);
  }
}

function extend({ trials, minutes }: ControlRequest & { action: 'extend' }, control: RunControl): ControlAnswer {
  const { budget } = control;
  if (trials === undefined && minutes === undefined) return { error: 'Give a number of trials or minutes.' };
  if (trials !== undefined && budget.trials === undefined)
    return { error: 'The run has no budget of trials to raise.' };
  if (minutes !== undefined && budget.minutes === undefined)
    return { error: 'The run has no budget of minutes to raise.' };
  control.extend(given({ trials, minutes }));
  const now = control.budget;
  const limits = [
    ...(now.trials === undefined ? [] : [`${now.trials} trials`]),
    ...(now.minutes === undefined ? [] : [`${now.minutes} minutes`]),
  ];
  return { done: `the budget is ${limits.join(' and ')} by now` };
}
