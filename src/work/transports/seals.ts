/**
 * @file Seals: an HMAC (SHA-256, RFC 2104) by a key that run and workers share, over what a message says and over what it belongs to. So a
 * message of another run, trial or attempt fails, wherever somebody has put it. Reading along is not prevented. And both ends of any
 * transport with seals.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  type Claim,
  type CoordinatorEnd,
  type Delivery,
  isPoison,
  type LostOffer,
  type Offer,
  type OfferedRun,
  type Outcome,
  offerId,
  runError,
  type SentFile,
  type UnusableDelivery,
  type WorkerEnd,
  type WorkerReport,
  writableNumber,
} from '../../core/index.js';

/** Fewer bytes are no key. */
export const LEAST_KEY_BYTES = 16;

export class Seals {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  run({ seal: _, ...run }: OfferedRun): string {
    return this.#sealOf('run', [run]);
  }

  offer(run: string, { seal: _, ...offer }: Offer): string {
    return this.#sealOf('offer', [run, offerId(offer), offer]);
  }

  /** Of an answer to the offer with this id, and of what comes with it, which is read later than the outcome. */
  outcome(run: string, id: string, outcome: Outcome, files: readonly SentFile[]): string {
    const sum = sumOf(files);
    return `${this.#sealOf('outcome', [run, id, outcome, sum])}.${sum}`;
  }

  /** Of a worker that serves the run. */
  worker(run: string, { id, host, pid, places, has, environment }: WorkerReport): string {
    return this.#sealOf('worker', [run, { id, host, pid, places, has, environment }]);
  }

  fitsRun(run: OfferedRun): boolean {
    return isEqual(run.seal, this.run(run));
  }

  fitsOffer(run: string, offer: Offer): boolean {
    return isEqual(offer.seal, this.offer(run, offer));
  }

  fitsWorker(run: string, report: WorkerReport): boolean {
    return isEqual(report.seal, this.worker(run, report));
  }

  fitsOutcome(run: string, { id, outcome, seal = '' }: Delivery): boolean {
    const [given, sum = ''] = seal.split('.');
    return isEqual(given, this.#sealOf('outcome', [run, id, outcome, sum]));
  }

  /** For a delivery whose outcome fits. */
  fitsFiles({ seal = '' }: Delivery, files: readonly SentFile[]): boolean {
    return isEqual(seal.split('.')[1], sumOf(files));
  }

  #sealOf(kind: string, parts: readonly unknown[]): string {
    return createHmac('sha256', this.#key)
      .update(signedText([kind, ...parts]))
      .digest('hex');
  }
}

/**
 * The same text for what is sent and for what is read on the other side: keys in order, members without a value left out, and numbers that
 * JSON does not have by their names. Like `canonicalJson`, which knows plain JSON alone and takes three times as long.
 */
function signedText(value: unknown): string {
  if (Array.isArray(value)) {
    return value.every(Number.isFinite) ? JSON.stringify(value) : `[${value.map(signedText).join(',')}]`;
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(writableNumber(value));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const texts = members.map(([key, member]) => `${JSON.stringify(key)}:${signedText(member)}`);
  return `{${texts.sort().join(',')}}`;
}

function sumOf(files: readonly SentFile[]): string {
  const sum = createHash('sha256');
  for (const { path, bytes } of files) sum.update(JSON.stringify([path, bytes.byteLength])).update(bytes);
  return sum.digest('hex');
}

function isEqual(given: string | undefined, expected: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

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
        Fix: Nothing: its training runs again.`;
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
