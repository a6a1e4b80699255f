/** @file This process, as transports need it. */
import { waitingClock } from '../../evidence/drive/index.js';
import { isProcessGone, thisProcess } from '../../trainers/index.js';
import type { TransportHost } from '../../work/transports/index.js';

export function thisHost(): TransportHost {
  return { clock: waitingClock, owner: thisProcess(), isGone: isProcessGone };
}
