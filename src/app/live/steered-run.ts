/** @file Lets a run in a folder be watched and commanded from outside; one that is in memory alone goes by its caller's signal. */
import {
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
import { obey } from './obey.js';

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
