/** @file Cost, shares of right picks and regret in random orders: of the published rules on the published table, and by a tolerance. */
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/core/index.js';
import { parseRule, type RuleSettings } from '../../../src/questions/race/plan/index.js';
import { simulateOrders } from '../../../src/questions/replay/plan/index.js';
import { parseCriterion } from '../../../src/stats/index.js';
import { examples } from '../../examples.js';
import { hasPublishedTable, PUBLISHED, readPublishedTable } from './published-table.js';

const ORDERS = examples(150, 400);
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

describe('picks within the tolerance of the best', () => {
  const random = randomFrom('orders/within');
  // Two that nobody needs to tell apart, and others that are worse by far.
  const centers = [1, 1.01, 3, 3, 3, 3];
  const table = {
    candidates: centers.map((_, index) => `c${index}`),
    columns: Array.from({ length: 20 }, () => Float64Array.from(centers, (center) => center + 0.3 * random.normal())),
  };
  const simulated = (rule: RuleSettings) =>
    simulateOrders({ criterion: parseCriterion('mean'), rule: parseRule(rule) }, table, {
      orders: 40,
      random: randomFrom('orders/within', 1),
    });

  it('are counted by the tolerance of the race, beside those of the best itself', () => {
    const wide = simulated({ name: 'default', tolerance: 0.5 });
    expect(wide.correct.value).toBeLessThan(1);
    expect(wide.within?.value).toBe(1);
    const none = simulated({ name: 'strict', tolerance: 0 });
    expect(none.within).toEqual(none.correct);
  });

  it('are not told under a rule that states none', () => {
    expect(simulated({ name: 'halving' }).within).toBeNull();
  });
});
