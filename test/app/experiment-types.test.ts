/** @file Types of the library: an experiment is typed to its leaves, and configurations follow from its space. */
import { expectTypeOf, test } from 'vitest';
import { createRace, type SelectOptions, select } from '../../src/app/index.js';

/** Never called: the compiler is what is tested. */
function compiles(): unknown[] {
  const space = { units: [8, 16], activation: ['relu', 'tanh'] };
  return [
    select({ experiment: { name: 'a', space, race: { criterion: 'q3', rule: { name: 'welch', alpha: 0.01 } } } }),
    select({ experiment: { name: 'a', space, trainer: { command: ['python3', 'train.py'], protocol: 'long-lived' } } }),
    select({
      experiment: { name: 'a', space, data: { source: 'gratings', split: { final: 100 } }, failures: { retries: 2 } },
    }),
    select({
      experiment: { name: 'a', space, require: { parameters: { below: 50 }, ms: { q3: { below: 20 } } } },
    }),
    select({ experiment: { name: 'a', space, require: { loss: { q3: { within: '5 %' } } } } }),
    select({
      experiment: {
        name: 'a',
        models: {
          near: { trainer: ({ k }) => k.toFixed(1).length, space: { k: [1, 2] } },
          boost: { trainer: ({ kind }, { seeds }) => kind.length + seeds.init, space: { kind: ['a'] }, cost: 3 },
          net: { trainer: 'network', space },
          other: { trainer: { command: ['python3', 'train.py'] } },
        },
      },
    }),
    // @ts-expect-error: of a trainer of a model
    select({ experiment: { name: 'a', models: { near: { trainer: ({ rate }) => rate, space: { k: [1, 2] } } } } }),
    // @ts-expect-error: of a model
    select({ experiment: { name: 'a', models: { near: { trainer: 'network', spaces: { k: [1, 2] } } } } }),
    // @ts-expect-error: there is no such trainer
    select({ experiment: { name: 'a', models: { near: { trainer: 'networks', space: { k: [1, 2] } } } } }),
    // @ts-expect-error: a bound is a number
    select({ experiment: { name: 'a', space, require: { parameters: { below: '50' } } } }),
    // @ts-expect-error: of a bound
    select({ experiment: { name: 'a', space, require: { parameters: { bellow: 50 } } } }),
    // @ts-expect-error: the criterion is called so
    select({ experiment: { name: 'a', space, race: { critereon: 'q3' } } }),
    // @ts-expect-error: a key that no experiment has
    select({ experiment: { name: 'a', space, sampel: 100 } }),
    // @ts-expect-error: an experiment has a name
    select({ experiment: { space } }),
    // @ts-expect-error: of the budget
    select({ experiment: { name: 'a', space, budget: { trails: 10 } } }),
    // @ts-expect-error: of a command
    select({ experiment: { name: 'a', space, trainer: { command: ['sh'], protocol: 'longlived' } } }),
    // @ts-expect-error: of the data
    select({ experiment: { name: 'a', space, data: { source: 'file', path: 'a.csv', targets: 'y' } } }),
    // @ts-expect-error: of the failures
    createRace({ experiment: { name: 'a', space, failures: { kinds: { timeout: { retry: 1 } } } } }),
    // @ts-expect-error: of a trainer
    select({ experiment: { name: 'a', space }, trainer: (configuration) => configuration.layers }),
  ];
}

test('wrong keys do not compile', () => {
  expectTypeOf(compiles).returns.toEqualTypeOf<unknown[]>();
  expectTypeOf<SelectOptions['experiment']>().extract<string>().toBeString();
});
