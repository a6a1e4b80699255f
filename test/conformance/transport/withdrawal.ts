/** @file What nobody waits for any more. */
import { describe, expect, it } from 'vitest';
import { offerId } from '../../../src/core/index.js';
import { offerOf, offersOf, openHall, outcomeOf, type TransportAdapter } from './hall.js';

export function describeWithdrawal(adapter: TransportAdapter): void {
  describe('withdrawal', () => {
    it('keeps an offer from being claimed', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      await first.offer(offersOf(3));
      await first.withdraw([offerId(offerOf('c0')), offerId(offerOf('c2')), 'never-offered|1']);
      await first.withdraw([offerId(offerOf('c0'))]);
      const worker = await staff('a');
      expect((await mustClaim(worker)).offer).toEqual(offerOf('c1'));
      expect(await worker.claim({})).toBeUndefined();
      expect(await first.offers()).toEqual([offerId(offerOf('c1'))]);
    });

    it('is told to the holder, whose outcome is no error', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      await first.offer(offersOf(2));
      const worker = await staff('a');
      const [claim, kept] = [await mustClaim(worker), await mustClaim(worker)];
      await first.withdraw([offerId(claim.offer)]);
      expect(await worker.renew([claim, kept])).toEqual(new Set([kept.token]));
      await worker.settle(claim, outcomeOf(claim), []);
      await worker.handBack(claim);
      // It may be delivered all the same.
      await first.acknowledge(await first.deliveries(10));
      expect([await first.deliveries(10), await first.offers()]).toEqual([[], [offerId(kept.offer)]]);
    });

    it('leaves outcomes that are there', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      const worker = await staff('a');
      const claim = await mustClaim(worker);
      await worker.settle(claim, outcomeOf(claim), []);
      await first.withdraw([offerId(claim.offer)]);
      expect(await first.deliveries(10)).toMatchObject([{ id: offerId(claim.offer) }]);
    });

    it('is no loss, and no obstacle to offering it again', async () => {
      const { first, staff, mustClaim, passTime, leaseMs } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      const [holder, other] = [await staff('a'), await staff('b')];
      const claim = await mustClaim(holder);
      await first.withdraw([offerId(claim.offer)]);
      expect(await holder.renew([claim])).toEqual(new Set());
      await passTime(leaseMs * 1.5);
      expect(await first.lost()).toEqual([]);
      await first.offer([offerOf('c')]);
      const next = await mustClaim(other);
      expect(next.token).not.toBe(claim.token);
      expect(await holder.renew([claim])).toEqual(new Set());
      expect(await other.renew([next])).toEqual(new Set([next.token]));
    });
  });
}
