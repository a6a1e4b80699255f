/** @file The transport of the recipe is found by its address and passes the suite of all transports. */
import { expect, it } from 'vitest';
import { checkAddress, openCoordinator, openWorker } from '../../src/work/transports/index.js';
import { describeTransport } from '../conformance/transport-suite.js';
import { SimulatedClock } from '../simulation/simulated-clock.js';

let count = 0;

describeTransport('the transport of the recipe', {
  open: async () => {
    const clock = new SimulatedClock();
    const address = `memory://hall-${count++}`;
    const host = { clock, owner: 'me', isGone: () => false };
    return {
      coordinator: (run) => openCoordinator(address, run, host, { leaseMs: 1000 }),
      worker: async () => (await openWorker(address, host, { accepts: () => true, passOver: () => {} })).end,
      kill: async () => {},
      passTime: (ms) => clock.pass(ms),
      remove: async () => {},
    };
  },
});

it('is refused by a name that is none', async () => {
  await expect(checkAddress('memory://a b')).rejects.toThrow('memory://NAME');
  await expect(checkAddress('nowhere://a')).rejects.toThrow('a name within this process: memory://NAME');
});
