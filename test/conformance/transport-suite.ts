/** @file What every transport must do: one file per concern in `transport/`, run against each adapter. */
import { describe } from 'vitest';
import { describeElasticity } from './transport/elasticity.js';
import { describeFiles } from './transport/files.js';
import type { TransportAdapter } from './transport/hall.js';
import { describeIdentity } from './transport/identity.js';
import { describeLease } from './transport/lease.js';
import { describeLoss } from './transport/loss.js';
import { describeQuarantine } from './transport/quarantine.js';
import { describeResources } from './transport/resources.js';
import { describeSettling } from './transport/settling.js';
import { describeWithdrawal } from './transport/withdrawal.js';

export function describeTransport(name: string, adapter: TransportAdapter): void {
  describe(`transport: ${name}`, () => {
    describeIdentity(adapter);
    describeLease(adapter);
    describeSettling(adapter);
    describeLoss(adapter);
    describeWithdrawal(adapter);
    describeResources(adapter);
    describeElasticity(adapter);
    describeFiles(adapter);
    describeQuarantine(adapter);
  });
}
