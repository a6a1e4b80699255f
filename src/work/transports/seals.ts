/**
 * @file Seals: an HMAC (SHA-256, RFC 2104) by a key that run and workers share, over what a message says and over what it belongs to. So a
 * message of another run, trial or attempt fails, wherever somebody has put it. Who reads along is not kept from reading.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  type Delivery,
  type Offer,
  type OfferedRun,
  type Outcome,
  offerId,
  type SentFile,
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
