/** @file The memory transport against the transport suite; and every transport that is listed by its addresses. */
import { describe, expect, it } from 'vitest';
import { TRANSPORTS, transportAt } from '../../src/work/transports/address.js';
import { createMemoryExchange } from '../../src/work/transports/index.js';
import { SimulatedClock } from '../simulation/simulated-clock.js';
import { listFaults } from './list-suite.js';
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

describe.each(TRANSPORTS.map((transport) => [transport.addresses, transport] as const))(
  '%s',
  (addresses, transport) => {
    const example = addresses.split(' ').at(-1) as string;
    it('takes the address that it tells of, and no other transport does', () => {
      expect(TRANSPORTS.filter(({ fits }) => fits(example))).toEqual([transport]);
      expect(() => transport.requireText(example)).not.toThrow();
    });
    it('is named where an address is of no kind', () => {
      expect(() => transportAt('nowhere://a')).toThrow(addresses);
      expect(() => transportAt('')).toThrow(addresses);
    });
    it('shows an address, and makes it absolute, so that it stays its own', () => {
      const absolute = transport.absolute(example);
      expect([transport.absolute(absolute), transportAt(absolute)]).toEqual([absolute, transport]);
      expect([transport.shown(example), transport.shown(absolute)]).toEqual([example, absolute]);
    });
  },
);

it('no two transports tell of addresses alike', () => {
  expect(
    listFaults(
      'transport',
      TRANSPORTS.map(({ addresses }) => addresses),
    ),
  ).toEqual([]);
});
