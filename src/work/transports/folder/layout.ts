/**
 * @file Names of everything in an exchange, and what the names in a batch say of its offers.
 *
 * ```
 * surefoot-exchange        what this folder is
 * latest                   id of the run that was opened last
 * offered/ID/run           the run as it is offered, and its lease
 *            news          what workers look at: a counter, the last batch, what may be claimed again
 *            seen          how the coordinator sees its workers, for people
 *            coordinator.G who coordinates
 *            workers/W     what a worker says of itself, counters of its leases, what it settled last
 *            cards/W       its name, to be linked to
 *            batches/B/offers    up to 128 offers, numbered from 0
 *                      N.G       the Gth claim of offer N: a link to the card of who claimed it
 *                      N.G.lost  its lease ran out      N.G.back  it was handed back
 *                      N.G.out   its outcome            N.x       nobody waits for it any more
 *            quarantine/B-N.G    an outcome that could not be used, until the run ends
 * ```
 *
 * Whatever decides is a name that can be made once: a claim, a loss, an end. The second to come sees that.
 */
import type { OfferState } from '../offer-state.js';

export const MARK = 'surefoot-exchange';
export const MARK_TEXT = '{"format":"surefoot-exchange","version":1}\n';
export const LATEST = 'latest';
export const RUNS_FOLDER = 'offered';

/** In the folder of a run. */
export const RUN_PARTS = {
  batches: 'batches',
  workers: 'workers',
  cards: 'cards',
  trash: 'trash',
  quarantine: 'quarantine',
} as const;

/** The folder of a run that is over, until it is removed. */
export function overName(id: string, token: string): string {
  return `.over-${id}-${token}`;
}

/** By the number of the offer; those without a name are `UNTOUCHED`. */
export function readBatchNames(names: readonly string[]): ReadonlyMap<number, OfferState> {
  const found = new Map<
    number,
    { generation: number; lost: number[]; back: number[]; settled: number[]; x: boolean }
  >();
  for (const name of names) {
    const [, offer, generation, what] = /^(\d{1,6})\.(?:x|(\d{1,6})(?:\.(lost|back|out))?)$/.exec(name) ?? [];
    if (offer === undefined) continue;
    const number = Number(offer);
    const one = found.get(number) ?? { generation: 0, lost: [], back: [], settled: [], x: false };
    found.set(number, one);
    if (generation === undefined) one.x = true;
    else if (what === 'lost') one.lost.push(Number(generation));
    else if (what === 'back') one.back.push(Number(generation));
    else if (what === 'out') one.settled.push(Number(generation));
    // A list may be older than some of its names: whatever follows a claim says that it was made.
    one.generation = Math.max(one.generation, Number(generation ?? 0));
  }
  return new Map(
    Array.from(found, ([offer, { generation, lost, back, settled, x }]) => [
      offer,
      { generation, lost: lost.sort((a, b) => a - b), isBack: back.includes(generation), settled, isClosed: x },
    ]),
  );
}
