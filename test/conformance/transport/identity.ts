/** @file What is the same offer, and who may make it. */
import { describe, expect, it } from 'vitest';
import { offerId, RunError } from '../../../src/core/index.js';
import { deliveredTo, offerOf, offersOf, openHall, outcomeOf, sampleRun, type TransportAdapter } from './hall.js';

export function describeIdentity(adapter: TransportAdapter): void {
  describe('identity', () => {
    it('offers nothing twice, wherever the offer stands', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      const worker = await staff('a');
      const offer = offerOf('c');
      await first.offer([offer, offer]);
      await first.offer([{ ...offer, needs: { cpus: 3 } }]);
      const claim = await mustClaim(worker);
      expect(claim.offer).toEqual(offer);
      await first.offer([offer]);
      expect(await worker.claim({})).toBeUndefined();
      await worker.settle(claim, outcomeOf(claim), []);
      await first.offer([offer]);
      expect(await worker.claim({})).toBeUndefined();
      expect(await first.offers()).toEqual([offerId(offer)]);
    });

    it('takes another attempt, stream, size or repeat for another offer', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      const offer = offerOf('c');
      const { trial } = offer;
      const others = [
        { ...offer, attempt: 2 },
        { ...offer, trial: { ...trial, streams: { ...trial.streams, noise: 7 } } },
        { ...offer, trial: { ...trial, fidelity: { sampleSize: 10 } } },
        { ...offer, trial: { ...trial, repeat: 1 } },
      ];
      await first.offer([offer, ...others]);
      const worker = await staff('a');
      const claimed = [];
      for (let index = 0; index < 5; index++) claimed.push((await mustClaim(worker)).offer);
      expect(claimed).toEqual([offer, ...others]);
    });

    it('gives offers in the order in which they were made', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      const offers = offersOf(12);
      await first.offer(offers.slice(0, 5));
      await first.offer(offers.slice(3));
      const worker = await staff('a');
      for (const { trial } of offers) expect((await mustClaim(worker)).offer.trial).toEqual(trial);
    });

    it('takes an offer again once it is acknowledged', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      const worker = await staff('a');
      for (let round = 0; round < 2; round++) {
        await first.offer([offerOf('c')]);
        const claim = await mustClaim(worker);
        await worker.settle(claim, outcomeOf(claim), []);
        await first.acknowledge(await first.deliveries(10));
        expect(await first.offers()).toEqual([]);
      }
    });

    it('brings why earlier attempts failed to the worker, and back with the outcome', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      const earlier = [{ kind: 'exception', message: 'Größe "a"\n' }];
      await first.offer([offerOf('c', { attempt: 2, earlier })]);
      const worker = await staff('a');
      const claim = await mustClaim(worker);
      expect(claim.offer).toEqual(offerOf('c', { attempt: 2, earlier }));
      await worker.settle(claim, outcomeOf(claim, { retried: earlier }), []);
      expect((await first.deliveries(10)).map(({ outcome }) => outcome.retried)).toEqual([earlier]);
    });

    it('brings the run to the workers as it was given', async () => {
      const { staff } = await openHall(adapter);
      expect(await (await staff('a')).state()).toEqual({ kind: 'open', run: sampleRun });
    });

    it('has one coordinator at a time', async () => {
      const { first, coordinator, passTime, leaseMs } = await openHall(adapter);
      await expect(coordinator(sampleRun)).rejects.toThrow(RunError);
      await first.offer([offerOf('c')]);
      await first.close();
      // What it did last may still count for a lease.
      await passTime(leaseMs * 1.5);
      const second = await coordinator(sampleRun);
      expect(await second.offers()).toEqual([offerId(offerOf('c'))]);
    });

    it('goes on with what a killed coordinator left', async () => {
      const { first, coordinator, kill, passTime, leaseMs, staff, mustClaim } = await openHall(adapter);
      await first.offer(offersOf(3));
      const worker = await staff('a');
      const claim = await mustClaim(worker);
      await worker.settle(claim, outcomeOf(claim), []);
      await kill(first);
      await passTime(leaseMs * 1.5);
      const second = await coordinator(sampleRun);
      expect([...(await second.offers())].sort()).toEqual(offersOf(3).map(offerId).sort());
      expect(await deliveredTo(second)).toEqual([offerId(claim.offer)]);
      expect((await mustClaim(worker)).offer.trial.candidate).toBe('c1');
    });
  });
}
