/** @file Who may claim what, by what a machine has. */
import { describe, expect, it } from 'vitest';
import { offerId } from '../../../src/core/index.js';
import { offerOf, openHall, type TransportAdapter } from './hall.js';

export function describeResources(adapter: TransportAdapter): void {
  describe('resources', () => {
    it('gives the first offer that fits', async () => {
      const { first, staff } = await openHall(adapter);
      const large = offerOf('large', { needs: { gpus: 1, memoryMiB: 4000 } });
      const long = offerOf('long', { needs: { cpus: 2, minutes: 90 } });
      await first.offer([large, long, offerOf('any'), offerOf('half', { needs: { gpus: 0.5 } })]);
      const worker = await staff('a');
      const names = async (free: object) => (await worker.claim(free))?.offer;
      expect(await names({ gpus: 0, minutes: 60 })).toEqual(offerOf('any'));
      expect(await names({ gpus: 0, minutes: 60 })).toBeUndefined();
      expect(await names({ gpus: 0.5, minutes: 60 })).toEqual(offerOf('half', { needs: { gpus: 0.5 } }));
      expect(await names({ gpus: 1, memoryMiB: 3999, minutes: 89 })).toBeUndefined();
      expect(await names({ gpus: 1, memoryMiB: 3999, cpus: 2, minutes: 90 })).toEqual(long);
      // What is not said is not bounded.
      expect(await names({})).toEqual(large);
    });

    it('gives trials of a model to those that have it', async () => {
      const { first, staff } = await openHall(adapter);
      const of = (model: string) => offerOf(model, { needs: { cpus: 1, model } });
      const [net, near] = [of('net'), of('near')];
      await first.offer([near, net]);
      const worker = await staff('a');
      expect((await worker.claim({ models: ['line', 'net'] }))?.offer).toEqual(net);
      expect(await worker.claim({ models: ['line', 'net'] })).toBeUndefined();
      expect((await worker.claim({ cpus: 1 }))?.offer).toEqual(near);
    });

    it('lets a later attempt need more', async () => {
      const { first, staff } = await openHall(adapter);
      await first.offer([offerOf('c', { needs: { memoryMiB: 100 } })]);
      const small = await staff('a');
      const claim = await small.claim({ memoryMiB: 100 });
      expect(claim).toBeDefined();
      await first.withdraw([offerId(offerOf('c'))]);
      const again = offerOf('c', { attempt: 2, needs: { memoryMiB: 200 } });
      await first.offer([again]);
      expect(await small.claim({ memoryMiB: 199 })).toBeUndefined();
      expect((await small.claim({ memoryMiB: 200 }))?.offer).toEqual(again);
    });
  });
}
