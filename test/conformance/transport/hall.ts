/** @file Where coordinators and workers of one transport meet in a test, and the offers and outcomes that they exchange. */
import { expect, onTestFinished } from 'vitest';
import {
  type Claim,
  type CoordinatorEnd,
  type LostOffer,
  type Offer,
  type OfferedRun,
  type Outcome,
  replicateTrial,
  type WorkerEnd,
  type WorkerReport,
} from '../../../src/core/index.js';

/** One exchange, empty and for one test alone. */
export interface OpenTransport {
  /** Rejects where another one coordinates. */
  coordinator(run: OfferedRun): Promise<CoordinatorEnd>;
  worker(): Promise<WorkerEnd>;
  /** Ends it without a word, as a killed process does. */
  kill(end: CoordinatorEnd | WorkerEnd): Promise<void>;
  /** Lets that much time pass for everybody. */
  passTime(ms: number): Promise<void>;
  /** Removes what is left, when the test is over. */
  remove(): Promise<void>;
}

export interface TransportAdapter {
  open(): Promise<OpenTransport>;
}

export const sampleRun: OfferedRun = {
  id: 'run-1',
  signature: 'f00d',
  name: 'Größe "a"',
  payload: { experiment: { seed: 1, names: ['ä', '\n'] } },
};

export interface Hall extends OpenTransport {
  readonly leaseMs: number;
  readonly first: CoordinatorEnd;
  /** A worker that has said who it is: `name`. */
  staff(name: string, more?: Partial<WorkerReport>): Promise<WorkerEnd>;
  /** A claim, which there must be, within what a transport may take to tell the news. */
  mustClaim(worker: WorkerEnd): Promise<Claim>;
  /** Lets time pass while these claims are renewed. */
  keep(worker: WorkerEnd, claims: readonly Claim[], ms: number): Promise<void>;
  /** A worker of this name claims, and is never heard of again; resolves when the loss has been noticed. */
  lose(name: string): Promise<void>;
  /** Resolves when a loss has been noticed; so many of them. */
  lost(count: number): Promise<readonly LostOffer[]>;
}

/** A transport with a coordinator at work. */
export async function openHall(adapter: TransportAdapter): Promise<Hall> {
  const open = await adapter.open();
  onTestFinished(() => open.remove());
  const first = await open.coordinator(sampleRun);
  const { leaseMs } = first;
  /** What comes of it once it comes to something, within four leases. */
  const soon = async <Answer>(look: () => Promise<Answer | undefined>): Promise<Answer | undefined> => {
    for (let tries = 0; tries < 40; tries++) {
      const answer = await look();
      if (answer !== undefined) return answer;
      await open.passTime(leaseMs / 10);
    }
    return undefined;
  };
  const staff = async (name: string, more: Partial<WorkerReport> = {}): Promise<WorkerEnd> => {
    const worker = await open.worker();
    await worker.announce(reportOf(name, more));
    expect(await worker.state()).toMatchObject({ kind: 'open' });
    return worker;
  };
  const mustClaim = async (worker: WorkerEnd): Promise<Claim> => {
    const claim = await soon(() => worker.claim({}));
    if (claim === undefined) throw new Error('There is nothing to claim.');
    return claim;
  };
  return {
    ...open,
    leaseMs,
    first,
    staff,
    mustClaim,
    keep: async (worker, claims, ms) => {
      for (let passed = 0; passed < ms; passed += leaseMs / 4) {
        await open.passTime(leaseMs / 4);
        await worker.renew(claims);
      }
    },
    lose: async (name) => {
      const worker = await staff(name);
      await mustClaim(worker);
      await open.kill(worker);
      expect(
        await soon(async () => (await first.lost()).find(({ workers }) => workers.includes(name))),
        'a loss that is told',
      ).toBeDefined();
    },
    lost: async (count) =>
      (await soon(async () => {
        const lost = await first.lost();
        return lost.length === count ? lost : undefined;
      })) ?? first.lost(),
  };
}

export function reportOf(name: string, more: Partial<WorkerReport> = {}): WorkerReport {
  return { id: name, host: 'host', pid: 1, places: 1, has: {}, environment: { surefoot: 'test' }, ...more };
}

/** The first attempt at one trial of this candidate. */
export function offerOf(candidate: string, more: Partial<Offer> = {}): Offer {
  return { trial: replicateTrial(candidate, 0, 0), attempt: 1, needs: {}, ...more };
}

export function offersOf(count: number): Offer[] {
  return Array.from({ length: count }, (_, index) => offerOf(`c${index}`));
}

export function outcomeOf({ offer: { trial } }: Claim, more: Partial<Outcome> = {}): Outcome {
  return { trial, status: 'completed', loss: 0.1 + 0.2, metrics: {}, lossPerEpoch: [], seconds: 1, ...more };
}

/** Ids without the tokens of who settled them. */
export async function deliveredTo(end: CoordinatorEnd): Promise<string[]> {
  return (await end.deliveries(1000)).map(({ id }) => id).sort();
}
