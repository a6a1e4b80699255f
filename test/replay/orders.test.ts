/** @file Cost, share of right picks and regret of the published rules in random orders of the published table. */
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/core/index.js';
import { parseRule } from '../../src/questions/race/plan/index.js';
import { simulateOrders } from '../../src/questions/replay/plan/index.js';
import { parseCriterion } from '../../src/stats/index.js';
import { hasPublishedTable, PUBLISHED, readPublishedTable } from './published-table.js';

const ORDERS = 400;
/** Behind each of the published figures. */
const PUBLISHED_ORDERS = 200;

describe.skipIf(!hasPublishedTable)(`${ORDERS} random orders of ${PUBLISHED}`, () => {
  it.each([
    ['halving', 2, 0.15, 0.59],
    ['halving', 3, 0.2, 0.58],
    ['halving', 5, 0.3, 0.67],
    ['welch', 2, 0.125, 1],
    ['welch', 3, 0.16, 1],
  ])('%s after %d trials: cost %d, right in %d', (rule, warmup, cost, right) => {
    const settings = { criterion: parseCriterion('mean'), rule: parseRule(rule), warmup };
    const simulated = simulateOrders(settings, readPublishedTable(), {
      orders: ORDERS,
      random: randomFrom('orders', warmup),
    });
    expect(simulated.cost.value).toBeCloseTo(cost, 2);
    // Two shares from random orders of their own: no further apart than three standard errors.
    const share = simulated.correct.value;
    const variance = (share * (1 - share)) / ORDERS + (right * (1 - right)) / PUBLISHED_ORDERS;
    expect(Math.abs(share - right)).toBeLessThanOrEqual(3 * Math.sqrt(variance));
    expect(simulated.regret.value).toBeLessThan(right === 1 ? 1e-5 : 3e-4);
  });
});
