/** @file How an outcome comes to the coordinator, and when it is gone. */
import { describe, expect, it } from 'vitest';
import { offerId } from '../../../src/core/index.js';
import { deliveredTo, offerOf, offersOf, openHall, outcomeOf, sampleRun, type TransportAdapter } from './hall.js';

export function describeSettling(adapter: TransportAdapter): void {
  describe('settling', () => {
    it('keeps an outcome until it is acknowledged, for every coordinator that comes', async () => {
      const { first, coordinator, staff, mustClaim, kill, passTime, leaseMs } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      const worker = await staff('a');
      const claim = await mustClaim(worker);
      await worker.settle(claim, outcomeOf(claim), []);
      const expected = { id: offerId(claim.offer), worker: 'a', outcome: outcomeOf(claim), isLate: false };
      expect(await first.deliveries(10)).toMatchObject([expected]);
      expect(await first.deliveries(10)).toMatchObject([expected]);
      await kill(first);
      await passTime(leaseMs * 1.5);
      const second = await coordinator(sampleRun);
      const deliveries = await second.deliveries(10);
      expect(deliveries).toMatchObject([expected]);
      await second.acknowledge(deliveries);
      await second.acknowledge(deliveries);
      expect([await second.deliveries(10), await second.offers()]).toEqual([[], []]);
      expect(await worker.renew([claim])).toEqual(new Set());
    });

    it('brings every kind of outcome as it is', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      await first.offer(offersOf(3));
      const worker = await staff('a');
      const claims = [await mustClaim(worker), await mustClaim(worker), await mustClaim(worker)] as const;
      const outcomes = [
        outcomeOf(claims[0], {
          loss: 5e-324,
          metrics: { 'größe "x"': -1.7976931348623157e308, zero: 0 },
          lossPerEpoch: [0.1, 1e21, Number.POSITIVE_INFINITY],
          artifacts: { weights: 'c0/weights.txt' },
          artifactSums: { weights: { bytes: 2, sha256: 'ab' } },
        }),
        outcomeOf(claims[1], { status: 'diverged', loss: Number.POSITIVE_INFINITY }),
        outcomeOf(claims[2], {
          status: 'failed',
          loss: Number.POSITIVE_INFINITY,
          failure: { kind: 'exception', message: 'line 1\nline 2 \u0000 \u{1f600}' },
        }),
      ] as const;
      for (const index of [0, 1, 2] as const) await worker.settle(claims[index], outcomes[index], []);
      const deliveries = await first.deliveries(10);
      const byId = new Map(deliveries.map(({ id, outcome }) => [id, outcome]));
      for (const index of [0, 1, 2] as const) expect(byId.get(offerId(claims[index].offer))).toEqual(outcomes[index]);
    });

    it('takes the same outcome again, before it is acknowledged and after', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      const worker = await staff('a');
      const claim = await mustClaim(worker);
      for (let time = 0; time < 2; time++) await worker.settle(claim, outcomeOf(claim), []);
      const deliveries = await first.deliveries(10);
      expect(deliveries).toHaveLength(1);
      await first.acknowledge(deliveries);
      await worker.settle(claim, outcomeOf(claim), []);
      // It may come once more, to be acknowledged again.
      await first.acknowledge(await first.deliveries(10));
      expect([await first.deliveries(10), await first.offers()]).toEqual([[], []]);
    });

    it('delivers late what comes after the lease, and lets nobody train it any more', async () => {
      const { first, staff, mustClaim, passTime, leaseMs } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      const [slow, other] = [await staff('a'), await staff('b')];
      const claim = await mustClaim(slow);
      expect(await other.claim({})).toBeUndefined();
      await passTime(leaseMs * 1.25);
      const next = await mustClaim(other);
      await slow.settle(claim, outcomeOf(claim), []);
      expect(await first.deliveries(10)).toMatchObject([{ id: offerId(claim.offer), worker: 'a', isLate: true }]);
      await other.settle(next, outcomeOf(next, { loss: 7 }), []);
      const both = await first.deliveries(10);
      expect(both.map(({ worker, isLate }) => [worker, isLate]).sort()).toEqual([
        ['a', true],
        ['b', expect.any(Boolean)],
      ]);
      expect(new Set(both.map(({ token }) => token)).size).toBe(2);
      await first.acknowledge(both);
      expect([await first.deliveries(10), await first.offers()]).toEqual([[], []]);
    });

    it('lets nobody claim what has a late outcome', async () => {
      const { first, staff, mustClaim, passTime, leaseMs } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      const [slow, other] = [await staff('a'), await staff('b')];
      const claim = await mustClaim(slow);
      expect(await other.claim({})).toBeUndefined();
      await passTime(leaseMs * 1.5);
      await slow.settle(claim, outcomeOf(claim), []);
      expect(await deliveredTo(first)).toEqual([offerId(claim.offer)]);
      expect(await other.claim({})).toBeUndefined();
    });

    it('lists as many at a time as are asked for, and all in the end', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      await first.offer(offersOf(7));
      const worker = await staff('a');
      for (let index = 0; index < 7; index++) {
        const claim = await mustClaim(worker);
        await worker.settle(claim, outcomeOf(claim), []);
      }
      const seen = new Set<string>();
      for (let listed = 0; listed < 7; ) {
        const some = await first.deliveries(3);
        expect(some.length).toBe(Math.min(3, 7 - listed));
        for (const { id } of some) seen.add(id);
        await first.acknowledge(some);
        listed += some.length;
      }
      expect([...seen].sort()).toEqual(offersOf(7).map(offerId).sort());
      expect([await first.deliveries(10), await first.offers()]).toEqual([[], []]);
    });
  });
}
