/** @file Port: a kind of transport, by its addresses. Each is one object in a folder of its own, and one line in `address.ts`. And what all of them tell alike. */
import {
  type Clock,
  type CoordinatorEnd,
  type OfferedRun,
  type RunError,
  runError,
  type SeenWorker,
  type TransportAccess,
  type WorkerEnd,
} from '../../core/index.js';

/** What a look at an address tells of a run. */
export interface SeenRun {
  readonly id: string;
  readonly name: string;
  /** Trials that are offered, and those of them that somebody has. */
  readonly open: number;
  readonly held: number;
  /** Outcomes that were taken, and those of the last minute. */
  readonly done: number;
  readonly perMinute: number;
  readonly losses: number;
  /** Since its coordinator last said something, by the transport's clock; undefined where nobody coordinates. */
  readonly silentMs: number | undefined;
  readonly workers: readonly {
    readonly id: string;
    readonly host: string;
    readonly places: number;
    readonly holds: number;
    readonly silentMs: number;
  }[];
}

/** Told of what lies at an address and is nothing of ours: it was passed over. */
export type PassOver = (what: string) => void;

/** The process that meets others. */
export interface TransportHost {
  readonly clock: Clock;
  /** Names it, and says of another such name whether that process is certainly no more. */
  readonly owner: string;
  readonly isGone: (owner: string) => boolean;
}

/** What a coordinator brings in addition to its run. */
export interface CoordinatorOptions {
  /** How one is let in where a server asks. */
  readonly access?: TransportAccess;
  /** How long a silent worker keeps a trial; the transport's own by default. */
  readonly leaseMs?: number;
  readonly passOver?: PassOver;
}

export interface WorkerEndOptions {
  readonly access?: TransportAccess;
  /** Whether to serve a run. */
  readonly accepts: (run: OfferedRun) => boolean;
  readonly passOver: PassOver;
}

/** A worker's end, and what can be said of what comes from it. */
export interface WorkerDoor {
  readonly end: WorkerEnd;
  /** True where nobody but the user of this process can have written the offer: its trainer may be run as it says. */
  isOwnOffer(run: OfferedRun): Promise<boolean>;
}

export interface Transport {
  /** What its addresses are, for people: `a queue: redis://HOST`. */
  readonly addresses: string;
  readonly fits: (address: string) => boolean;
  /** Throws an InputError for the text of an address that is none, before it is printed or written anywhere; asks nobody. */
  readonly requireText: (address: string) => void;
  /** Throws an InputError for an address that cannot be used. */
  readonly check: (address: string, access: TransportAccess) => Promise<void>;
  readonly coordinator: (
    address: string,
    run: OfferedRun,
    host: TransportHost,
    options: CoordinatorOptions,
  ) => Promise<CoordinatorEnd>;
  readonly worker: (address: string, host: TransportHost, options: WorkerEndOptions) => Promise<WorkerDoor>;
  /** Undefined where runs and workers do not meet. */
  readonly look: (
    address: string,
    passOver: PassOver,
    access: TransportAccess,
  ) => Promise<readonly SeenRun[] | undefined>;
  /** Whether its owner alone may write there, so that a worker may believe what it is offered. */
  readonly mayBeOwn: boolean;
  /** The same for workers in another folder. */
  readonly absolute: (address: string) => string;
  /** The address as it may be printed and kept: without anything secret. */
  readonly shown: (address: string) => string;
}

/** `name`: of the run. */
export function coordinatorThere(name: string): RunError {
  return runError`coordinator-there: Another process coordinates "${name}".
    Allowed: one coordinator of a run at a time
    Fix: Wait for it to end, or end it.`;
}

/** Hears of each text once. */
export function sayOnce(say: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (said.has(text) || said.size >= MOST_SAID) return;
    said.add(text);
    say(text);
  };
}

/** A program that writes thousands of such things is not answered thousands of times. */
const MOST_SAID = 20;

/** A name that somebody else may have written, for people. */
export function shownName(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}

/** What people are told of workers. */
export function shownWorkers(workers: readonly SeenWorker[]): SeenRun['workers'][number][] {
  return workers.map(({ id, host, places, holds, silentMs }) => ({ id, host, places, holds, silentMs }));
}

/** `where`: what to check. */
export function filesDamaged(where: string): RunError {
  return runError`files-damaged: its files differ from what was sent
    Fix: Nothing: its training runs again. If it happens again, check ${where}.`;
}
