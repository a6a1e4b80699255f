/** @file Files that come with outcomes. */
import { describe, expect, it } from 'vitest';
import type { SentFile } from '../../../src/core/index.js';
import { offersOf, openHall, outcomeOf, type TransportAdapter } from './hall.js';

export function describeFiles(adapter: TransportAdapter): void {
  describe('files', () => {
    it('come with their outcome, byte for byte', async () => {
      const { first, staff, mustClaim } = await openHall(adapter);
      await first.offer(offersOf(2));
      const worker = await staff('a');
      const files = [
        { path: 'c0,r0/weights.bin', bytes: Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) % 251) },
        { path: 'c0,r0/logs/größe 1.txt', bytes: new TextEncoder().encode('ä\n') },
        { path: 'c0,r0/empty', bytes: new Uint8Array() },
      ];
      const [withFiles, without] = [await mustClaim(worker), await mustClaim(worker)];
      await worker.settle(withFiles, outcomeOf(withFiles, { artifacts: { weights: 'c0,r0/weights.bin' } }), files);
      await worker.settle(without, outcomeOf(without), []);
      const deliveries = await first.deliveries(10);
      const of = (name: string) => deliveries.find(({ outcome }) => outcome.trial.candidate === name);
      const [c0, c1] = [of('c0'), of('c1')];
      if (c0 === undefined || c1 === undefined) throw new Error('Both are delivered.');
      const byPath = (sent: readonly SentFile[]) =>
        Object.fromEntries(sent.map(({ path, bytes }) => [path, Buffer.from(bytes).toString('base64')]));
      expect(byPath(await first.files(c0))).toEqual(byPath(files));
      expect(await first.files(c1)).toEqual([]);
      await first.acknowledge([c0, c1]);
      expect(await first.deliveries(10)).toEqual([]);
    });
  });
}
