/**
 * @file Watches what is done at the exchange, in the log and on the machines, and says where one of the promises is broken. It
 * keeps books of its own and believes nobody.
 */
import {
  type Claim,
  type CoordinatorEnd,
  failureOf,
  isFailure,
  type Offer,
  type Outcome,
  offerId,
  type Question,
  type Trial,
  trialKey,
  type WorkerEnd,
} from '../../src/core/index.js';
import type { Machine } from './machine.js';
import { over } from './over.js';
import type { SimulatedClock } from './simulated-clock.js';

/** As the contract has it, whatever the code says. */
const MOST_LOSSES = 3;

interface Lease {
  readonly id: string;
  readonly token: string;
  readonly worker: string;
  keptMs: number;
}

interface Training {
  readonly id: string;
  readonly token: string;
  readonly machine: Machine;
}

export class Referee {
  readonly #world: SimulatedClock;
  readonly #leaseMs: number;
  readonly #isExact: boolean;
  readonly #leases = new Map<string, Lease>();
  /** By token: since when its worker need not do it any more: lost, given back, withdrawn. */
  readonly #unwanted = new Map<string, number>();
  /** By token: what its worker has begun to give back, or does not do any more. */
  readonly #released = new Set<string>();
  readonly #losers = new Map<string, Set<string>>();
  /** Without those that a withdrawal may have made forgotten, and those that may have handed it back. */
  readonly #sureLosers = new Map<string, Set<string>>();
  /** By token: it was to be handed back or withdrawn, and it is so where the answer was lost. */
  readonly #returning = new Set<string>();
  /** Keys of trials of which so many different workers lost one attempt that nobody is to try it again. */
  readonly #poisonous = new Set<string>();
  readonly #acknowledged = new Set<string>();
  /** Offers that arrived once more after their answer was taken or a later attempt was offered: new ones for the exchange, which cost a training. */
  readonly #ghosts = new Set<string>();
  /** By trial: of those that were offered. */
  readonly #latestAttempt = new Map<string, number>();
  /** By offer: leases that ran out. */
  readonly #lostTokens = new Map<string, string[]>();
  /** By token: its lease ran out and its offer was withdrawn, so that its outcome says nothing of what is offered since. */
  readonly #forgotten = new Set<string>();
  /** Since when a trial, by its key, has an outcome at the exchange that is no failure. */
  readonly #finished = new Map<string, number>();
  readonly #logged = new Map<string, Outcome>();
  readonly #trainings = new Set<Training>();
  readonly #faults: string[] = [];
  readonly #trace: string[] = [];
  /** Trials that machines lost so often that they counted as failed, without being poison by nature. */
  readonly unlucky = new Set<string>();
  #hasFailedAltogether = true;
  isOver = false;
  trainings = 0;
  losses = 0;
  lateOutcomes = 0;

  /** `isExact`: one process keeps the books, so that nobody claims what has a late outcome, not even for a moment. */
  constructor(world: SimulatedClock, leaseMs: number, isExact: boolean) {
    this.#isExact = isExact;
    this.#world = world;
    this.#leaseMs = leaseMs;
  }

  get faults(): readonly string[] {
    return this.#faults;
  }

  /** What happened last, for people. */
  get trace(): readonly string[] {
    return this.#trace;
  }

  note(text: string): void {
    this.#trace.push(`${(this.#world.nowMs() / 1000).toFixed(3).padStart(9)} s  ${text}`);
    if (this.#trace.length > 4000) this.#trace.splice(0, 2000);
  }

  fault(text: string): void {
    this.note(`FAULT: ${text}`);
    this.#faults.push(text);
  }

  /** The same end, whose calls are seen when they are done at the exchange. */
  watchCoordinator(end: CoordinatorEnd): CoordinatorEnd {
    return over(end, {
      offer: async (offers) => {
        await end.offer(offers);
        for (const offer of offers) this.#seeOffered(offer);
      },
      withdraw: async (ids) => {
        // Where the answer is lost they may be gone all the same, and what is offered anew has lost nobody.
        for (const id of ids) this.#sureLosers.delete(id);
        for (const { id, token } of this.#leases.values()) if (ids.includes(id)) this.#returning.add(token);
        await end.withdraw(ids);
        this.note(`withdrawn ${ids.join(' ')}`);
        for (const id of ids) {
          this.#letGo(id);
          // Whoever asks for it again may have it trained again.
          this.#finished.delete(id.slice(0, id.lastIndexOf('|')));
        }
      },
      acknowledge: async (deliveries) => {
        for (const { id, outcome } of deliveries) this.#seeAcknowledged(id, outcome);
        await end.acknowledge(deliveries);
      },
      end: async () => {
        this.isOver = true;
        await end.end();
        for (const token of this.#leases.keys()) this.#release(token);
      },
    });
  }

  watchWorker(end: WorkerEnd, machine: Machine): WorkerEnd {
    return over(end, {
      claim: async (free) => {
        const sinceMs = this.#world.nowMs();
        const claim = await end.claim(free);
        if (claim !== undefined) this.#seeClaim(claim, machine, sinceMs);
        return claim;
      },
      renew: async (claims) => {
        this.#expire();
        const sinceMs = this.#world.nowMs();
        const kept = await end.renew(claims);
        for (const token of kept) {
          const lease = this.#leases.get(token);
          if (lease !== undefined) lease.keptMs = Math.max(lease.keptMs, sinceMs);
        }
        // Whoever keeps the books may have counted from earlier on.
        for (const { token } of claims) {
          const lease = kept.has(token) ? undefined : this.#leases.get(token);
          if (lease !== undefined) this.#lose(lease);
          if (!kept.has(token)) this.#release(token);
        }
        return kept;
      },
      settle: async (claim, outcome, files) => {
        await end.settle(claim, outcome, files);
        this.#seeSettled(claim, outcome);
      },
      handBack: async (claim) => {
        // Where observers count by themselves, nobody may have called it lost so far.
        if (!this.#isExact) this.#returning.add(claim.token);
        this.#expire();
        if ([...this.#trainings].some(({ token }) => token === claim.token))
          this.fault(`${machine.name} hands back ${offerId(claim.offer)} while it trains it`);
        this.#released.add(claim.token);
        this.#returning.add(claim.token);
        await end.handBack(claim);
        this.note(`${machine.name} hands back ${offerId(claim.offer)}`);
        this.#leases.delete(claim.token);
        this.#release(claim.token);
      },
    });
  }

  /** The same question, whose outcomes are seen once they are durable. */
  watchLog(question: Question): Question {
    // Then a run begins anew with all of them.
    this.#hasFailedAltogether = [...this.#logged.values()].every(isFailure);
    return over(question, {
      append: (outcomes) => {
        question.append(outcomes);
        for (const outcome of outcomes) this.#seeLogged(outcome);
      },
    });
  }

  /** Its worker has given it up by itself: others may hold it from now on. */
  dropped(token: string): void {
    this.#released.add(token);
  }

  /** Gives what is to be called when it is over. */
  begin(claim: Claim, machine: Machine): () => void {
    const training = { id: offerId(claim.offer), token: claim.token, machine };
    this.trainings++;
    for (const other of this.#trainings) {
      // Whoever was told otherwise has the time of a lease and of a call that is not answered.
      const toldMs = this.#world.nowMs() - (this.#unwanted.get(other.token) ?? Number.NEGATIVE_INFINITY);
      if (other.id !== training.id || toldMs < 3 * this.#leaseMs) continue;
      const sinceMs = this.#world.nowMs() - 2 * this.#leaseMs;
      if (other.machine.lastStallMs >= sinceMs || machine.lastStallMs >= sinceMs) continue;
      this.fault(`${machine.name} begins ${training.id} while ${other.machine.name} still trains it`);
    }
    this.#trainings.add(training);
    return () => this.#endTraining(training);
  }

  #endTraining(training: Training): void {
    if (!this.#trainings.delete(training)) return;
    const { id, token, machine } = training;
    const toldMs = this.#unwanted.get(token) ?? Number.POSITIVE_INFINITY;
    const isLong = this.#world.nowMs() - toldMs > 3 * this.#leaseMs && machine.lastStallMs < toldMs;
    if (isLong) this.fault(`${machine.name} has trained ${id} long after it was nobody's any more`);
  }

  /** A call may come through long after it was made: then it offers what was answered since, or an attempt before the latest. */
  #seeOffered(offer: Offer): void {
    const key = trialKey(offer.trial);
    const latest = Math.max(offer.attempt, this.#latestAttempt.get(key) ?? 1);
    this.#latestAttempt.set(key, latest);
    if (this.#acknowledged.has(offerId(offer)) || offer.attempt < latest) this.#ghosts.add(offerId(offer));
  }

  #seeClaim({ offer, token }: Claim, machine: Machine, sinceMs: number): void {
    const id = offerId(offer);
    this.note(`${machine.name} claims ${id}`);
    const now = this.#world.nowMs();
    for (const lease of this.#leases.values()) {
      if (lease.id !== id) continue;
      const isHeld = !this.#unwanted.has(lease.token) && !this.#released.has(lease.token);
      // Observers that count by themselves have seen it renewed at other times than it was.
      if (now - lease.keptMs < this.#leaseMs * (this.#isExact ? 1 : 0.6) && isHeld)
        this.fault(`${id} is claimed by ${machine.name} while ${lease.worker} holds it`);
      this.#lose(lease);
    }
    if ((this.#sureLosers.get(id)?.size ?? 0) >= MOST_LOSSES) this.fault(`${id} is claimed though it is poison`);
    if ((this.#finished.get(trialKey(offer.trial)) ?? Number.POSITIVE_INFINITY) < sinceMs && !this.#ghosts.has(id))
      this.fault(`${machine.name} claims ${id}, which has been finished before`);
    this.#leases.set(token, { id, token, worker: machine.name, keptMs: sinceMs });
  }

  #lose(lease: Lease): void {
    this.#leases.delete(lease.token);
    if (this.#unwanted.has(lease.token)) return;
    this.losses++;
    this.#lostTokens.set(lease.id, [...(this.#lostTokens.get(lease.id) ?? []), lease.token]);
    const losers = (this.#losers.get(lease.id) ?? new Set()).add(lease.worker);
    this.#losers.set(lease.id, losers);
    if (!this.#returning.has(lease.token))
      this.#sureLosers.set(lease.id, (this.#sureLosers.get(lease.id) ?? new Set()).add(lease.worker));
    if (losers.size >= MOST_LOSSES) this.#poisonous.add(lease.id.slice(0, lease.id.lastIndexOf('|')));
    this.note(`${lease.worker} has lost ${lease.id}`);
  }

  #seeSettled({ offer, token }: Claim, outcome: Outcome): void {
    const id = offerId(offer);
    const isHeld = this.#leases.delete(token);
    this.note(`${id} is settled, ${outcome.status}${isHeld ? '' : ', late'}`);
    if (!isHeld) this.lateOutcomes++;
    if (failureOf(outcome)?.kind === 'exception') return;
    // What was withdrawn meanwhile may be offered anew before its outcome is seen.
    const isSeen = isHeld || this.#isExact;
    if (!this.#unwanted.has(token) && !this.#forgotten.has(token) && isSeen)
      this.#finished.set(trialKey(offer.trial), this.#world.nowMs());
  }

  #release(token: string): void {
    if (!this.#unwanted.has(token)) this.#unwanted.set(token, this.#world.nowMs());
  }

  #letGo(id: string): void {
    this.#expire();
    for (const lease of this.#leases.values()) if (lease.id === id) this.#release(lease.token);
    for (const token of this.#lostTokens.get(id) ?? []) this.#forgotten.add(token);
    this.#lostTokens.delete(id);
    this.#losers.delete(id);
    this.#sureLosers.delete(id);
  }

  #seeAcknowledged(id: string, outcome: Outcome): void {
    const key = trialKey(outcome.trial);
    this.note(`${id} is acknowledged`);
    this.#letGo(id);
    this.#acknowledged.add(id);
    if (this.isOver || this.#logged.has(key) || isFailure(outcome)) return;
    this.fault(`${id} is acknowledged before the log has it`);
  }

  #seeLogged(outcome: Outcome): void {
    const key = trialKey(outcome.trial);
    this.note(`${key} is logged, ${outcome.status}`);
    const before = this.#logged.get(key);
    const isAgain = before !== undefined && isFailure(before) && this.#hasFailedAltogether;
    if (before !== undefined && !isAgain) this.fault(`${key} is logged twice`);
    this.#logged.set(key, outcome);
    // A failure that was tried again counts no more.
    this.unlucky.delete(key);
    for (const { kind } of [...(outcome.retried ?? []), ...(outcome.failure === undefined ? [] : [outcome.failure])]) {
      if (kind === 'lost-worker') this.#seeLost(outcome.trial);
    }
  }

  /** So many different workers must have lost one attempt at it. */
  #seeLost(trial: Trial): void {
    const key = trialKey(trial);
    this.#expire();
    if (!this.#poisonous.has(key))
      this.fault(`${key} counts as lost, though fewer than ${MOST_LOSSES} workers lost it`);
    if (this.#logged.get(key)?.failure?.kind === 'lost-worker') this.unlucky.add(key);
  }

  #expire(): void {
    for (const lease of this.#leases.values())
      if (this.#world.nowMs() - lease.keptMs > this.#leaseMs) this.#lose(lease);
  }
}
