/**
 * @file The state machine of an offer, for transports that keep the books themselves. Each claim of an offer has a generation: 1, 2, ...
 * What happens to a claim happens once: it is lost, handed back, or settled. So the facts can be learnt in any order, and say how the offer stands.
 */
import { lossBackoffMs } from '../../core/index.js';

/** What is known of the claims of one offer. */
export interface OfferState {
  /** Of the latest claim; 0 where it was never claimed. */
  readonly generation: number;
  /** Generations whose lease ran out, in order. */
  readonly lost: readonly number[];
  /** The latest claim was handed back. */
  readonly isBack: boolean;
  /** Generations with an outcome that is not acknowledged. */
  readonly settled: readonly number[];
  /** It was acknowledged or withdrawn. */
  readonly isClosed: boolean;
}

export const UNTOUCHED: OfferState = { generation: 0, lost: [], isBack: false, settled: [], isClosed: false };

/** `offered`: never claimed. `free`: lost or handed back, and to be claimed again. */
export function standOf({ generation, lost, isBack, settled, isClosed }: OfferState) {
  if (isClosed) return 'closed';
  if (settled.length > 0) return 'settled';
  if (generation === 0) return 'offered';
  return isBack || lost.includes(generation) ? 'free' : 'leased';
}

/** Whether this claim is held and wanted; a state may be known that is older than the claim. */
export function isLeased(state: OfferState, generation: number): boolean {
  const stand = standOf(state);
  if (stand === 'closed' || stand === 'settled') return false;
  return state.generation < generation || (stand === 'leased' && state.generation === generation);
}

/** One claim of one offer: what a lease is known by. */
export interface ClaimName {
  /** As `batchName` names it. */
  readonly batch: string;
  /** Its number in the batch. */
  readonly offer: number;
  readonly generation: number;
}

/** `epoch`: unlike that of any other time that a run of this id was opened. */
export function batchName(epoch: string, number: number): string {
  return `${epoch}-${number}`;
}

/** Undefined for a name of another time, or of nothing. */
export function batchNumber(epoch: string, name: string): number | undefined {
  const digits = name.startsWith(`${epoch}-`) ? name.slice(epoch.length + 1) : '';
  return /^\d{1,12}$/.test(digits) ? Number(digits) : undefined;
}

export function claimToken({ batch, offer, generation }: ClaimName): string {
  return `${batch}/${offer}.${generation}`;
}

/** Undefined for what is no token. */
export function readToken(token: string): ClaimName | undefined {
  const [, batch, offer, generation] = /^([0-9a-f]+-\d{1,12})\/(\d{1,6})\.(\d{1,6})$/.exec(token) ?? [];
  if (batch === undefined) return undefined;
  return { batch, offer: Number(offer), generation: Number(generation) };
}

/** With fewer looks than this in a lease, an expired one is noticed later. */
const LEAST_LOOKS = 4;

/**
 * How old leases are for one observer: counted from when it saw them first, or saw them renewed, on its own clock. No time is read from
 * anywhere else, and none counts in which the observer did not look: its machine may have slept, or its clock have jumped.
 */
export class LeaseWatch {
  readonly #leaseMs: number;
  readonly #clockMs: () => number;
  readonly #mostUnseenMs: number;
  #lookedMs: number;
  #watchedMs = 0;
  readonly #keptMs = new Map<string, number>();
  readonly #freeMs = new Map<string, number>();

  /** `mostUnseenMs`: more time between two looks counts as this much. */
  constructor(leaseMs: number, nowMs: () => number, mostUnseenMs = leaseMs / LEAST_LOOKS) {
    this.#leaseMs = leaseMs;
    this.#clockMs = nowMs;
    this.#mostUnseenMs = mostUnseenMs;
    this.#lookedMs = nowMs();
  }

  /** Time that was watched. */
  #nowMs(): number {
    const now = this.#clockMs();
    this.#watchedMs += Math.min(now - this.#lookedMs, this.#mostUnseenMs);
    this.#lookedMs = now;
    return this.#watchedMs;
  }

  /** It is held; it may have been for long, of which an observer that comes now knows nothing. */
  see(token: string): void {
    if (!this.#keptMs.has(token)) this.#keptMs.set(token, this.#nowMs());
  }

  renewed(token: string): void {
    this.#keptMs.set(token, this.#nowMs());
  }

  isOver(token: string): boolean {
    return this.#nowMs() - (this.#keptMs.get(token) ?? this.#nowMs()) > this.#leaseMs;
  }

  /** It is held no more. */
  freed(token: string): void {
    if (!this.#freeMs.has(token)) this.#freeMs.set(token, this.#nowMs());
  }

  /** Whether what was lost so often may be claimed again. */
  mayFollow(token: string, losses: number): boolean {
    this.freed(token);
    return this.#nowMs() - (this.#freeMs.get(token) ?? 0) >= lossBackoffMs(losses, this.#leaseMs);
  }

  forget(token: string): void {
    this.#keptMs.delete(token);
    this.#freeMs.delete(token);
  }
}
