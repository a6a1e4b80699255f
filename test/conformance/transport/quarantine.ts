/** @file What is of no use: a delivery that is set aside, and an offer that a worker refuses; and the seals by which they are told. */
import { expect, it } from 'vitest';
import { offerId } from '../../../src/core/index.js';
import { deliveredTo, offerOf, openHall, outcomeOf, reportOf, type TransportAdapter } from './hall.js';

export function describeQuarantine(adapter: TransportAdapter): void {
  it('a delivery that is set aside is listed no more, and its offer is there to be claimed again', async () => {
    const { first, staff, mustClaim } = await openHall(adapter);
    const offer = offerOf('c');
    await first.offer([offer]);
    const worker = await staff('a');
    const claim = await mustClaim(worker);
    await worker.settle(claim, outcomeOf(claim), []);
    const [delivery] = await first.deliveries(10);
    expect(await first.unusable()).toEqual([]);
    expect(await first.setAside({ token: delivery?.token ?? '', flaw: 'it is a lie' })).not.toBe('');
    expect(await deliveredTo(first)).toEqual([]);
    await first.offers();
    await first.offer([offer]);
    const again = await mustClaim(await staff('b'));
    expect([again.offer, again.token === claim.token]).toEqual([offer, false]);
    expect(await first.lost()).toEqual([]);
  });

  it('seals of an offer, of its outcome and of a worker come through as they are', async () => {
    const { first, staff, mustClaim } = await openHall(adapter);
    await first.offer([offerOf('c', { seal: 'of the offer' })]);
    const worker = await staff('a');
    const claim = await mustClaim(worker);
    expect(claim.offer.seal).toBe('of the offer');
    await worker.settle(claim, outcomeOf(claim), [], 'of the outcome');
    expect((await first.deliveries(10)).map(({ seal }) => seal)).toEqual(['of the outcome']);
    await worker.announce({ ...reportOf('a'), seal: 'of the worker' });
    expect((await first.workers()).map(({ seal }) => seal)).toEqual(['of the worker']);
  });

  it('an offer that is refused is made anew, and was lost by nobody', async () => {
    const { first, staff, mustClaim } = await openHall(adapter);
    const offer = offerOf('c');
    await first.offer([offer]);
    const worker = await staff('a');
    await worker.refuse(await mustClaim(worker));
    expect((await first.lost()).flatMap(({ workers }) => workers)).toEqual([]);
    await first.offer([offer]);
    const claim = await mustClaim(worker);
    await worker.settle(claim, outcomeOf(claim), []);
    expect(await deliveredTo(first)).toEqual([offerId(offer)]);
    expect(await first.lost()).toEqual([]);
  });
}
