/** @file Runs and workers that meet within one process, by a name: `memory://NAME`. */
import { inputError } from '../../core/index.js';
import { createMemoryExchange, type MemoryExchange } from './memory.js';
import type { Transport } from './transport.js';

const LEASE_MS = 30_000;
const exchanges = new Map<string, MemoryExchange>();

const exchangeAt = (address: string, leaseMs: number, clock: Parameters<typeof createMemoryExchange>[0]['clock']) => {
  const known = exchanges.get(address) ?? createMemoryExchange({ leaseMs, clock });
  exchanges.set(address, known);
  return known;
};

function requireName(address: string): void {
  if (/^memory:\/\/[\w-]+$/.test(address)) return;
  throw inputError`address-kind: The address of the workers is "${address}".
    Allowed: a name within this process: memory://NAME
    Fix: Give letters, digits and dashes behind memory://.`;
}

export const PROCESS: Transport = {
  addresses: 'a name within this process: memory://NAME',
  fits: (address) => address.startsWith('memory://'),
  requireText: requireName,
  check: async (address) => requireName(address),
  coordinator: async (address, run, { clock }, { leaseMs = LEASE_MS }) =>
    exchangeAt(address, leaseMs, clock).coordinator(run),
  worker: async (address, { clock }) => ({
    end: exchangeAt(address, LEASE_MS, clock).worker(),
    isOwnOffer: async () => true,
  }),
  look: async () => undefined,
  mayBeOwn: true,
  absolute: (address) => address,
  shown: (address) => address,
};
