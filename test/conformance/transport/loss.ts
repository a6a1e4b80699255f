/** @file What a loss is, and when nobody is to try again. */
import { describe, expect, it } from 'vitest';
import { MOST_LOSSES, offerId } from '../../../src/core/index.js';
import { offerOf, openHall, outcomeOf, sampleRun, type TransportAdapter } from './hall.js';

export function describeLoss(adapter: TransportAdapter): void {
  describe('loss', () => {
    it('is told with whose it was, and is no outcome', async () => {
      const { first, lose } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      await lose('a');
      expect(await first.lost()).toEqual([{ id: offerId(offerOf('c')), workers: ['a'] }]);
      expect(await first.deliveries(10)).toEqual([]);
    });

    it('is told to a coordinator that takes over as well', async () => {
      const { first, lose, coordinator, kill, passTime, leaseMs } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      await lose('a');
      await kill(first);
      await passTime(leaseMs * 1.5);
      const second = await coordinator(sampleRun);
      expect(await second.lost()).toEqual([{ id: offerId(offerOf('c')), workers: ['a'] }]);
    });

    it('makes poison of what so many different workers lost, until it is withdrawn', async () => {
      const { first, lose, staff, passTime, leaseMs } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      const workers = ['a', 'b', 'd'].slice(0, MOST_LOSSES);
      for (const name of workers) await lose(name);
      const id = offerId(offerOf('c'));
      expect(await first.lost()).toEqual([{ id, workers }]);
      const worker = await staff('e');
      await passTime(leaseMs * 2);
      expect(await worker.claim({})).toBeUndefined();
      await first.withdraw([id]);
      await first.offer([offerOf('c', { attempt: 2 })]);
      expect((await worker.claim({}))?.offer.attempt).toBe(2);
      expect(await first.lost()).toEqual([]);
    });

    it('is followed by a time in which nobody may claim it, from the second on', async () => {
      const { first, lose, staff, mustClaim } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      await lose('a');
      await lose('b');
      const worker = await staff('d');
      // Whoever hears of the loss only now counts from now.
      expect(await worker.claim({})).toBeUndefined();
      expect((await mustClaim(worker)).offer).toEqual(offerOf('c'));
    });

    it('is over with an outcome, late or not', async () => {
      const { first, staff, mustClaim, lost } = await openHall(adapter);
      await first.offer([offerOf('c')]);
      const slow = await staff('a');
      const claim = await mustClaim(slow);
      expect(await lost(1)).toHaveLength(1);
      await slow.settle(claim, outcomeOf(claim), []);
      expect(await first.lost()).toEqual([]);
    });
  });
}
