/** @file Both ends of any transport with seals, and a worker's end that hands on no offer which its worker must not train. */
import {
  type Claim,
  type CoordinatorEnd,
  type Delivery,
  isPoison,
  type LostOffer,
  type Offer,
  type Outcome,
  offerId,
  runError,
  type UnusableDelivery,
  type WorkerEnd,
} from '../../core/index.js';
import type { Seals } from './seals.js';

/**
 * The same end of a run, whose offers are sealed, and which passes over what was delivered without a seal that fits. A trial is given up
 * for lost only by workers that have proved that they were there, and of which nothing is heard any more.
 */
export function sealedCoordinator(end: CoordinatorEnd, run: string, seals: Seals): CoordinatorEnd {
  let unsealed: UnusableDelivery[] = [];
  /** By outcome, the delivery and the seal that were found to fit: what waits for the log is listed again and again. */
  const known = new WeakMap<Outcome, string>();
  const fits = (delivery: Delivery): boolean => {
    const { outcome, id, seal } = delivery;
    const said = `${id} ${seal}`;
    if (known.get(outcome) === said) return true;
    if (!seals.fitsOutcome(run, delivery)) return false;
    known.set(outcome, said);
    return true;
  };
  /** Ids of workers that were seen with a seal that fits. */
  const proven = new Set<string>();
  const workers = async () => {
    const seen = (await end.workers()).filter((worker) => seals.fitsWorker(run, worker));
    for (const { id } of seen) proven.add(id);
    return seen;
  };
  const believed = async (losses: readonly LostOffer[]): Promise<readonly LostOffer[]> => {
    // One who lives has said so in the last third of a lease.
    const alive = new Set((await workers()).filter(({ silentMs }) => silentMs < end.leaseMs / 2).map(({ id }) => id));
    const told = losses.map((lost) => {
      if (!isPoison(lost)) return lost;
      const gone = lost.workers.filter((id) => proven.has(id) && !alive.has(id));
      return { id: lost.id, workers: isPoison({ workers: gone }) ? gone : [] };
    });
    // Without what was said of them: they are offered anew.
    await end.withdraw(told.flatMap(({ id, workers }) => (workers.length === 0 ? [id] : [])));
    return told;
  };
  return {
    leaseMs: end.leaseMs,
    offer: (offers) => end.offer(offers.map((offer) => ({ ...offer, seal: seals.offer(run, offer) }))),
    deliveries: async (most) => {
      const found = await end.deliveries(most);
      const fitting = found.filter(fits);
      const flaw = "it is not signed with the run's key, or signed for something else";
      const fittingOnes = new Set(fitting);
      unsealed = found.filter((one) => !fittingOnes.has(one)).map(({ token }) => ({ token, flaw }));
      return fitting;
    },
    unusable: async () => [...(await end.unusable()), ...unsealed],
    files: async (delivery) => {
      const files = await end.files(delivery);
      if (seals.fitsFiles(delivery, files)) return files;
      throw runError`files-damaged: its files are not those that were signed with the run's key
        Fix: Nothing: its trial is trained again.`;
    },
    offers: () => end.offers(),
    withdraw: (ids) => end.withdraw(ids),
    setAside: (delivery) => end.setAside(delivery),
    acknowledge: (deliveries) => end.acknowledge(deliveries),
    lost: async () => {
      const losses = await end.lost();
      return losses.some(isPoison) ? believed(losses) : losses;
    },
    workers,
    onNews: (listener) => end.onNews(listener),
    end: () => end.end(),
    close: () => end.close(),
  };
}

interface WorkerGuard {
  /** Id of the run that is served. */
  readonly run: string;
  /** Undefined where nothing is signed. */
  readonly seals: Seals | undefined;
  /** Why this worker must not train an offer with a seal that fits, as a clause; undefined where it may. */
  readonly flawOf: (offer: Offer) => string | undefined;
  /** Told of what was refused. */
  readonly warn: (text: string) => void;
}

/** This many offers are refused one after the other before it is asked for the next time. */
const MOST_REFUSED = 16;

/** The same end, which refuses offers that must not be trained, and seals its outcomes. */
export function guardedWorker(end: WorkerEnd, { run, seals, flawOf, warn }: WorkerGuard): WorkerEnd {
  const refusalOf = (offer: Offer): string | undefined =>
    seals?.fitsOffer(run, offer) === false ? "it is not signed with the run's key" : flawOf(offer);
  return {
    get leaseMs() {
      return end.leaseMs;
    },
    claim: async (free) => {
      for (let refused = 0; refused < MOST_REFUSED; refused++) {
        const claim = await end.claim(free);
        const flaw = claim === undefined ? undefined : refusalOf(claim.offer);
        if (claim === undefined || flaw === undefined) return claim;
        warn(`an offer was refused, and not trained: ${flaw}`);
        await end.refuse(claim);
      }
      return undefined;
    },
    settle: (claim: Claim, outcome, files) =>
      end.settle(claim, outcome, files, seals?.outcome(run, offerId(claim.offer), outcome, files)),
    state: () => end.state(),
    announce: (report) => end.announce(seals === undefined ? report : { ...report, seal: seals.worker(run, report) }),
    renew: (claims) => end.renew(claims),
    handBack: (claim) => end.handBack(claim),
    refuse: (claim) => end.refuse(claim),
    onNews: (listener) => end.onNews(listener),
    close: () => end.close(),
  };
}
