/** @file Where runs and workers meet, by its address: the list of all kinds of transports. */
import { inputError } from '../../core/index.js';
import { FOLDER } from './folder/index.js';
import { QUEUE } from './queue/index.js';
import type { Transport } from './transport.js';

export const TRANSPORTS: readonly Transport[] = [FOLDER, QUEUE];

/** @throws InputError (`address-kind`) for an address of no known kind. */
export function transportAt(address: string): Transport {
  const found = address.trim() === '' ? undefined : TRANSPORTS.find(({ fits }) => fits(address));
  if (found !== undefined) return found;
  // One of no kind may hold a secret, too.
  const shown = TRANSPORTS.reduce((text, transport) => transport.shown(text), address);
  throw inputError`address-kind: The address of the workers is "${shown}".
    Allowed: ${TRANSPORTS.map(({ addresses }) => addresses).join(', or ')}
    Fix: Give the path of such a folder, or the address of the queue.`;
}
