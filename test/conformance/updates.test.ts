/** @file Every optimizer, initialisation and schedule that is listed is what it must be, and false ones are seen by their names. */
import { expect, it } from 'vitest';
import { INITIALIZER_KINDS } from '../../src/engine/network/initializers/index.js';
import type { Kind } from '../../src/engine/network/kinds.js';
import { OPTIMIZER_KINDS, type Optimizer } from '../../src/engine/network/optimizers/index.js';
import { SCHEDULE_KINDS } from '../../src/engine/network/schedules/index.js';
import { listFaults } from './list-suite.js';
import { initializerFaults, optimizerFaults, scheduleFaults } from './update-suite.js';

it.each(OPTIMIZER_KINDS)('the optimizer $name steps down the slope', async (kind) => {
  expect(await optimizerFaults(kind)).toEqual([]);
});

it.each(INITIALIZER_KINDS)('the initialisation $name has the moments of its law', (kind) => {
  expect(initializerFaults(kind)).toEqual([]);
});

it.each(SCHEDULE_KINDS)('the schedule $name stays within the learning rate, and warms up', (kind) => {
  expect(scheduleFaults(kind)).toEqual([]);
});

it('no two have a name alike', () => {
  const lists = { optimizer: OPTIMIZER_KINDS, initialisation: INITIALIZER_KINDS, schedule: SCHEDULE_KINDS };
  for (const [what, kinds] of Object.entries(lists))
    expect(
      listFaults(
        what,
        kinds.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
      ),
    ).toEqual([]);
  expect(listFaults('schedule', ['step', 'step', ' '])).toEqual([
    'two entries are the schedule "step"',
    'a schedule has no name',
  ]);
});

it('false ones are seen', async () => {
  const sgd = OPTIMIZER_KINDS.find(({ name }) => name === 'sgd') as Kind<Optimizer>;
  const wrong = (change: (own: Optimizer) => Partial<Optimizer>): Kind<Optimizer> => ({
    ...sgd,
    build: (settings) => {
      const own = sgd.build(settings);
      return { ...own, ...change(own) };
    },
  });
  const upwards = wrong(({ coefficientsAt }) => ({ coefficientsAt: (step, rate) => coefficientsAt(step, -rate) }));
  expect(await optimizerFaults(upwards)).toContain('the optimizer sgd: its first step does not go down the slope');
  expect(await optimizerFaults(wrong(() => ({ coefficientsAt: () => [1] })))).toEqual([
    'the optimizer sgd: its graph takes 3 coefficients, and it gives 1',
  ]);
  const [pytorch] = INITIALIZER_KINDS as [(typeof INITIALIZER_KINDS)[number]];
  expect(initializerFaults(pytorch, { pytorch: 0.08 })).toEqual([expect.stringContaining('its standard deviation is')]);
  expect(initializerFaults(pytorch, {})).toEqual([expect.stringContaining('say its standard deviation')]);
  const [constant] = SCHEDULE_KINDS as [(typeof SCHEDULE_KINDS)[number]];
  expect(scheduleFaults({ ...constant, build: () => () => 2 })).toContain(
    'the schedule constant: a factor is not between 0 and 1',
  );
});
