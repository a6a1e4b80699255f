/** @file Workers that come and go, and runs that begin and end. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { offerId } from '../../../src/core/index.js';
import { offerOf, offersOf, openHall, outcomeOf, reportOf, sampleRun, type TransportAdapter } from './hall.js';

export function describeElasticity(adapter: TransportAdapter): void {
  describe('elasticity', () => {
    it('lets workers wait for a run, serve it, and end with it', async () => {
      const open = await adapter.open();
      onTestFinished(() => open.remove());
      const worker = await open.worker();
      await worker.announce(reportOf('a'));
      expect(await worker.state()).toEqual({ kind: 'none' });
      expect(await worker.claim({})).toBeUndefined();
      const coordinator = await open.coordinator(sampleRun);
      expect(await worker.state()).toEqual({ kind: 'open', run: sampleRun });
      await coordinator.offer([offerOf('c')]);
      const claim = await worker.claim({});
      if (claim === undefined) throw new Error('There is an offer.');
      // An answer may get lost: what was done may be asked for again.
      await coordinator.end();
      await coordinator.end();
      expect(await worker.state()).toEqual({ kind: 'ended' });
      expect(await worker.renew([claim])).toEqual(new Set());
      await worker.settle(claim, outcomeOf(claim), []);
      expect(await worker.claim({})).toBeUndefined();
      expect(await (await open.worker()).state()).toEqual({ kind: 'none' });
    });

    it('leaves nothing of a run that is over to the next one', async () => {
      const { first, coordinator, staff, mustClaim } = await openHall(adapter);
      await first.offer(offersOf(3));
      const worker = await staff('a');
      const claim = await mustClaim(worker);
      await worker.settle(claim, outcomeOf(claim), []);
      await first.end();
      await first.close();
      const next = { ...sampleRun, id: 'run-2' };
      const second = await coordinator(next);
      expect([await second.offers(), await second.deliveries(10), await second.lost()]).toEqual([[], [], []]);
      const fresh = await staff('b');
      expect(await fresh.state()).toEqual({ kind: 'open', run: next });
      expect(await fresh.claim({})).toBeUndefined();
      expect(await worker.state()).toEqual({ kind: 'ended' });
    });

    it('knows who is there and what they hold, and forgets who leaves or is not heard of', async () => {
      const { first, staff, mustClaim, kill, passTime, leaseMs } = await openHall(adapter);
      await first.offer(offersOf(2));
      const has = { cpus: 8, gpus: 1 };
      const [busy, leaving, dead] = [await staff('a', { places: 4, has }), await staff('b'), await staff('d')];
      const claim = await mustClaim(busy);
      const ids = async () => (await first.workers()).map(({ id }) => id).sort();
      expect(await ids()).toEqual(['a', 'b', 'd']);
      const seen = (await first.workers()).find(({ id }) => id === 'a');
      expect(seen).toMatchObject({ ...reportOf('a', { places: 4, has }), holds: 1 });
      await leaving.close();
      expect(await ids()).toEqual(['a', 'd']);
      await kill(dead);
      for (let third = 0; third < 9; third++) {
        await passTime(leaseMs / 3);
        await busy.announce(reportOf('a', { places: 4, has }));
        await busy.renew([claim]);
        await first.workers();
      }
      expect(await ids()).toEqual(['a']);
    });

    it('gives work to whoever joins, and nothing is lost with whoever leaves', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      await first.offer(offersOf(3));
      const early = await staff('a');
      const claim = await mustClaim(early);
      await early.handBack(claim);
      await early.close();
      const claimed = [];
      for (const name of ['b', 'd', 'e']) claimed.push((await mustClaim(await staff(name))).offer);
      expect(claimed.map(offerId).sort()).toEqual(offersOf(3).map(offerId).sort());
      expect(await first.lost()).toEqual([]);
    });

    it('wakes the coordinator, and nobody who has called it off', async () => {
      const { first, staff, mustClaim, passTime, leaseMs } = await openHall(adapter);
      let heard = 0;
      let unheard = 0;
      first.onNews(() => unheard++)();
      const callOff = first.onNews(() => heard++);
      await first.offer([offerOf('c')]);
      const worker = await staff('a');
      const claim = await mustClaim(worker);
      await worker.settle(claim, outcomeOf(claim), []);
      for (let tries = 0; tries < 20 && heard === 0; tries++) await passTime(leaseMs / 10);
      callOff();
      expect(heard).toBeGreaterThan(0);
      expect(unheard).toBe(0);
    });
  });
}
