/**
 * @file Port: a transport brings trials to workers on any machine and their outcomes back. It knows nothing of races and
 * nothing of training. Who starts the workers is a launcher's business.
 *
 * ## The contract
 *
 * **Identity.** An offer is one attempt at one trial of one run, as its log stands; `offerId` names it. To offer it again before it is acknowledged
 * changes nothing.
 *
 * **Lease.** The worker that claims an offer holds it by a token of its own, until the lease runs out. The holder's
 * supervisor renews it, beside the training and never from within it. What is neither renewed nor settled within
 * `leaseMs` is *lost*: another worker may claim it, after `lossBackoffMs`. Ages are measured on the observer's own monotonic
 * clock; no two machines' clocks are ever compared. At most one lease of an offer is valid at a time; a worker that was cut
 * off may go on training what another worker has been given, and learns from `renew` that it holds it no more.
 *
 * **Lost is not failed.** A loss speaks of the machine: it is counted by itself and never as a failure of the trial. An offer
 * that was lost by `MOST_LOSSES` different workers is poison: it cannot be claimed, and `lost` reports it, so that the
 * coordinator can settle it. An offer that was handed back was not lost.
 *
 * A lease that ran out does not come back by being renewed, and a trial with an outcome is not needed again: `renew` says so.
 *
 * **Settling.** An outcome stays at the transport until it is acknowledged, which the coordinator does after its log has it
 * for good. `deliveries` lists what is not acknowledged: news only wake, and may get lost, come twice, or come late. Of
 * several outcomes of one offer the first in the coordinator's log wins. An outcome of a lease that has run out is delivered
 * like any other one, with `isLate`; it is never an error of the worker's. What neither log nor transport knows is offered
 * again by the coordinator.
 *
 * **Cancelling is advice.** What is withdrawn is not claimed any more; holders learn it from `renew`, and may have settled before.
 *
 * **Bounds.** Nothing grows with the trials of a run that are done: what is acknowledged leaves nothing behind, and may be offered
 * again by a coordinator who wants it trained again.
 *
 * **What is of no use.** Anybody who can write to a transport can add what no worker of ours wrote. It is never an error of the call
 * that comes upon it: `deliveries` passes it over and `unusable` names it, so that the coordinator can set it aside.
 *
 * **Seals.** Run, offers, outcomes and workers carry a text that proves whose they are; a transport brings it with them as it is, and does not look into it.
 *
 * **Errors.** A method rejects with a RunError where the transport cannot be reached; a call that was not answered may or
 * may not have been done, and calling it again is always safe.
 */
import type { JsonObject } from '../ground/json.js';
import type { Failure, Outcome } from '../ground/outcome.js';
import { type Trial, trialKey } from '../ground/trial.js';

/** What a trial takes of a machine while it is trained; absent = nothing in particular. */
export interface Resources {
  /** Cores. */
  readonly cpus?: number;
  /** Devices; shares of one are allowed (0.5). */
  readonly gpus?: number;
  readonly memoryMiB?: number;
  /** Wall time. A worker that ends earlier does not claim the trial. */
  readonly minutes?: number;
}

/** What a trial takes, and whose trainer trains it. */
export interface Needs extends Resources {
  /** By name, where several models race. */
  readonly model?: string;
}

/** What a machine has, or has left. */
export interface Room extends Resources {
  /** Names of models whose trainers it has; absent = all. */
  readonly models?: readonly string[];
}

/** One attempt at one trial. */
export interface Offer {
  readonly trial: Trial;
  /** 1 for the first; failed attempts that the policy tries again are followed by 2, 3, ... */
  readonly attempt: number;
  readonly needs: Needs;
  /** Why earlier attempts failed, in order; absent for the first. The worker that trains it says so in `Outcome.retried`: no coordinator need remember. */
  readonly earlier?: readonly Failure[];
  /**
   * Names what the log had of its trial before it was asked for again: an outcome that was forgotten by hand, or a failure that is tried
   * anew. Absent for a trial that the log has nothing of. What was trained before then answers another offer.
   */
  readonly past?: string;
  /** Of a candidate that joined the run since it was offered; absent for those that the run is offered with. */
  readonly configuration?: JsonObject;
  /** Where run and workers share a key: what proves that the run offers it. */
  readonly seal?: string;
}

/** Equal for two offers of a run exactly when trial, past and attempt are equal. */
export function offerId({ trial, past, attempt }: Pick<Offer, 'trial' | 'past' | 'attempt'>): string {
  return `${trialKey(trial)}${past === undefined ? '' : `@${past}`}|${attempt}`;
}

/** The key of the trial in an `offerId`. */
export function trialKeyOf(id: string): string {
  return id.replace(/(@[^|@]*)?\|[^|]*$/, '');
}

/** The attempt in an `offerId`. */
export function attemptOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('|') + 1));
}

/** A run as workers need it. */
export interface OfferedRun {
  /** Names the run at the transport; a resume has the same. Letters, digits, `-` and `_`. */
  readonly id: string;
  /** Identity of data, trainer and seed: a worker serves the run only if it comes to the same by itself. */
  readonly signature: string;
  readonly name: string;
  /** What a worker makes its trainer and its candidates from; read with a schema there. */
  readonly payload: JsonObject;
  /** A seal like that of an offer. */
  readonly seal?: string;
}

/** A worker as it describes itself; several places may share one. */
export interface WorkerReport {
  /** Unique for each start of a worker. */
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** Trials that it can train at the same time. */
  readonly places: number;
  /** All that it has, for all of its places. */
  readonly has: Room;
  /** Software, processor, device and code: what decides whether its losses can be those of another machine, bit for bit. */
  readonly environment: JsonObject;
  /** Like the seal of an offer, it proves that a worker of the run says it. */
  readonly seal?: string;
}

/** A worker as the coordinator sees it. */
export interface SeenWorker extends WorkerReport {
  /** Trials under lease. */
  readonly holds: number;
  /** Time since it was last heard of, on the observer's clock. */
  readonly silentMs: number;
}

export interface Claim {
  readonly offer: Offer;
  /** It proves that this worker holds the lease: no other has this token. */
  readonly token: string;
}

/** An outcome on its way to the log. */
export interface Delivery {
  /** `offerId` of the offer that it answers. */
  readonly id: string;
  /** Names this delivery; there may be several of one offer. */
  readonly token: string;
  readonly worker: string;
  readonly outcome: Outcome;
  /** The lease had run out when it came. */
  readonly isLate: boolean;
  /** The seal that was given to `settle`. */
  readonly seal?: string;
}

/** What lies among the deliveries of a run and cannot be used. */
export interface UnusableDelivery {
  readonly token: string;
  /** What is wrong with it, as a clause: `it is not JSON`. */
  readonly flaw: string;
}

/** A file that a trial left, on its way into the run's artifact folder. */
export interface SentFile {
  /** The path in the outcome's artifacts: a path in that folder, parts joined by `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** An offer whose leases ran out, and whose they were: none if the offer itself was refused, and must be made anew. */
export interface LostOffer {
  readonly id: string;
  /** Ids of the workers that lost it, one for each loss, in order. */
  readonly workers: readonly string[];
}

/** The number of different workers that may lose an offer. */
export const MOST_LOSSES = 3;

/** A worker is forgotten after so many leases in which nothing was heard of it. */
export const LEASES_HEARD = 2;

/** How long nobody may claim an offer that was just lost for the nth time (1, 2, ...). */
export function lossBackoffMs(losses: number, leaseMs: number): number {
  return losses <= 1 ? 0 : leaseMs * 2 ** Math.min(losses - 2, 4);
}

/** Whether so many different workers have lost it that nobody is to try again. */
export function isPoison({ workers }: Pick<LostOffer, 'workers'>): boolean {
  return new Set(workers).size >= MOST_LOSSES;
}

/** How one is let in where a server asks; each may be absent. */
export interface TransportAccess {
  /** A file that holds the password alone, readable by its owner alone. Without it, `SUREFOOT_QUEUE_PASSWORD` has the password. */
  readonly passwordFile?: string;
  /** A file that holds the key by which run and workers sign, readable by its owner alone. Without it, `SUREFOOT_QUEUE_KEY` has the key. */
  readonly keyFile?: string;
  /** Certificates (PEM) of the authority that signed the server's, instead of the usual ones. */
  readonly caFile?: string;
}

/** The coordinator's end, of one run. There is one at a time: a second one is refused, or waits for the first one's lease. */
export interface CoordinatorEnd {
  readonly leaseMs: number;
  /** Makes offers that are not there yet, in this order, which is the order in which they are claimed. */
  offer(offers: readonly Offer[]): Promise<void>;
  /** Ids of all offers that are neither acknowledged nor withdrawn, those of an earlier coordinator included. */
  offers(): Promise<readonly string[]>;
  /** No longer needed, by id. */
  withdraw(ids: readonly string[]): Promise<void>;
  /** All that is not acknowledged, in any order; at most `most` of them. */
  deliveries(most: number): Promise<readonly Delivery[]>;
  /** What `deliveries` passed over when it was called last, since nobody could read it as an outcome. */
  unusable(): Promise<readonly UnusableDelivery[]>;
  /**
   * Moves a delivery to where nobody looks for one, until the run ends; gives that place, for people. Where its offer has no other
   * outcome, it may be claimed again, or is no more there, so that offering it again makes it anew.
   */
  setAside(delivery: UnusableDelivery): Promise<string>;
  /** What came with it. Rejects with a RunError (`files-damaged`) where what is there is not what was sent. */
  files(delivery: Delivery): Promise<readonly SentFile[]>;
  /** The log has them for good, or nobody wants them: they are deleted. */
  acknowledge(deliveries: readonly Delivery[]): Promise<void>;
  /** Offers with losses that are not settled. */
  lost(): Promise<readonly LostOffer[]>;
  /** Those that have not left, and were heard of lately: within two leases. */
  workers(): Promise<readonly SeenWorker[]>;
  /** Calls back when there may be something new; the returned function calls it off. */
  onNews(listener: () => void): () => void;
  /** The run is over: workers that wait for it end, and nothing of it stays. */
  end(): Promise<void>;
  /** Leaves; the run stays as it is, and workers go on with what is offered. */
  close(): Promise<void>;
}

/** What a worker hears when it looks for work. */
export type RunState =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly run: OfferedRun }
  /** The run that this worker served is over. */
  | { readonly kind: 'ended' };

/** A worker's end. */
export interface WorkerEnd {
  readonly leaseMs: number;
  /** The run to be served: the one that was served before as long as it is open. */
  state(): Promise<RunState>;
  /** Says that the worker is there; called before anything is claimed, and every third of a lease from then on. */
  announce(report: WorkerReport): Promise<void>;
  /** The first offer that fits into what is free; undefined where there is none now. */
  claim(free: Room): Promise<Claim | undefined>;
  /** Keeps leases; gives those that are still held and wanted, by token. */
  renew(claims: readonly Claim[]): Promise<ReadonlySet<string>>;
  /** Durable when it resolves, with the files. Rejects with an InputError for what is larger than this transport takes. */
  settle(claim: Claim, outcome: Outcome, files: readonly SentFile[], seal?: string): Promise<void>;
  /** Another worker may claim it at once. */
  handBack(claim: Claim): Promise<void>;
  /** Takes an offer out that is not what its coordinator offered: it is made anew. */
  refuse(claim: Claim): Promise<void>;
  /** Calls back when there may be something to claim; the returned function calls it off. */
  onNews(listener: () => void): () => void;
  close(): Promise<void>;
}

/** 1 less four times 0.2 is not quite 0.2. */
const ROUNDING = 1e-9;

/** Whether what is needed fits into what is free; what is not said of the machine is not bounded. */
export function fitsInto(needs: Needs, free: Room): boolean {
  if (needs.model !== undefined && free.models?.includes(needs.model) === false) return false;
  const names = ['cpus', 'gpus', 'memoryMiB', 'minutes'] as const;
  return names.every((name) => (needs[name] ?? 0) <= (free[name] ?? Number.POSITIVE_INFINITY) * (1 + ROUNDING));
}
