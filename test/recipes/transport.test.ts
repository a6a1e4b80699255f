/** @file The transport of the recipe is found by its address and passes the suite of all transports. */
import { expect, it } from 'vitest';
import { transportAt } from '../../src/work/transports/index.js';
import { describeTransport } from '../conformance/transport-suite.js';
import { SimulatedClock } from '../simulation/simulated-clock.js';

let count = 0;

describeTransport('the transport of the recipe', {
  open: async () => {
    const clock = new SimulatedClock();
    const address = `memory://hall-${count++}`;
    const host = { clock, owner: 'me', isGone: () => false };
    return {
      coordinator: (run) => transportAt(address).coordinator(address, run, host, { leaseMs: 1000 }),
      worker: async () =>
        (await transportAt(address).worker(address, host, { accepts: () => true, passOver: () => {} })).end,
      kill: async () => {},
      passTime: (ms) => clock.pass(ms),
      remove: async () => {},
    };
  },
});

it('is refused by a name that is none', async () => {
  await expect(transportAt('memory://a b').check('memory://a b', {})).rejects.toThrow('memory://NAME');
  expect(() => transportAt('nowhere://a')).toThrow('a name within this process: memory://NAME');
});
