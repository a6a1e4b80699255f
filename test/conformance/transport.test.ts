/** @file The memory transport against the transport suite. */
import { createMemoryExchange } from '../../src/work/transports/index.js';
import { SimulatedClock } from '../simulation/simulated-clock.js';
import { describeTransport } from './transport-suite.js';

describeTransport('memory', {
  open: async () => {
    const clock = new SimulatedClock();
    const exchange = createMemoryExchange({ leaseMs: 1000, clock });
    return {
      coordinator: async (run) => exchange.coordinator(run),
      worker: async () => exchange.worker(),
      kill: async () => {},
      passTime: (ms) => clock.pass(ms),
      remove: async () => {},
    };
  },
});
