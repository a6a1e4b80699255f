/** @file Who holds an offer, for how long, and how it comes into other hands. */
import { describe, expect, it } from 'vitest';
import { offerId } from '../../../src/core/index.js';
import { offerOf, offersOf, openHall, outcomeOf, type TransportAdapter } from './hall.js';

export function describeLease(adapter: TransportAdapter): void {
  describe('lease', () => {
    it('gives each offer to one of many who ask at the same time', async () => {
      const { first, staff } = await openHall(adapter);
      const workers = await Promise.all(Array.from({ length: 6 }, (_, index) => staff(`w${index}`)));
      await first.offer(offersOf(10));
      const claims = [];
      for (let round = 0; round < 10 && claims.length < 10; round++) {
        for (const claim of await Promise.all(workers.map((worker) => worker.claim({}))))
          if (claim !== undefined) claims.push(claim);
      }
      expect(claims.map(({ offer }) => offerId(offer)).sort()).toEqual(offersOf(10).map(offerId).sort());
      expect(new Set(claims.map(({ token }) => token)).size).toBe(10);
      expect(await Promise.all(workers.map((worker) => worker.claim({})))).toEqual(Array(6).fill(undefined));
    });

    it('lasts as long as it is renewed', async () => {
      const { first, staff, mustClaim, keep, leaseMs } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      const [holder, other] = [await staff('a'), await staff('b')];
      const claim = await mustClaim(holder);
      await keep(holder, [claim], leaseMs * 2.5);
      expect(await other.claim({})).toBeUndefined();
      expect(await holder.renew([claim])).toEqual(new Set([claim.token]));
      expect(await first.lost()).toEqual([]);
    });

    it('runs out without renewal, to be held by another', async () => {
      const { first, staff, mustClaim, passTime, leaseMs } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      const [holder, other] = [await staff('a'), await staff('b')];
      const claim = await mustClaim(holder);
      // Whoever sees it change has to look at it before: so that its age is known.
      expect(await other.claim({})).toBeUndefined();
      await passTime(leaseMs * 1.25);
      const next = await mustClaim(other);
      expect(next.offer).toEqual(claim.offer);
      expect(next.token).not.toBe(claim.token);
      expect(await holder.renew([claim])).toEqual(new Set());
      expect(await other.renew([next])).toEqual(new Set([next.token]));
    });

    it('renews each claim by itself', async () => {
      const { first, staff, mustClaim, keep, leaseMs } = await openHall(adapter);
      await first.offer(offersOf(2));
      const [holder, other] = [await staff('a'), await staff('b')];
      const [forgotten, kept] = [await mustClaim(holder), await mustClaim(holder)];
      expect(await other.claim({})).toBeUndefined();
      await keep(holder, [kept], leaseMs * 1.5);
      expect((await mustClaim(other)).offer).toEqual(forgotten.offer);
      expect(await holder.renew([forgotten, kept])).toEqual(new Set([kept.token]));
    });

    it('may be handed back, for another to claim at once', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      const [holder, other] = [await staff('a'), await staff('b')];
      const claim = await mustClaim(holder);
      await holder.handBack(claim);
      expect(await holder.renew([claim])).toEqual(new Set());
      const next = await mustClaim(other);
      // Too late to change anything.
      await holder.handBack(claim);
      expect(await other.renew([next])).toEqual(new Set([next.token]));
      await other.settle(next, outcomeOf(next), []);
      await other.handBack(next);
      expect(await holder.claim({})).toBeUndefined();
      expect(await first.deliveries(10)).toMatchObject([{ id: offerId(claim.offer), worker: 'b', isLate: false }]);
      expect(await first.lost()).toEqual([]);
    });
  });
}
