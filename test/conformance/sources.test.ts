/** @file Every source of data that is listed gives what it says, and false ones are seen by their names. */
import { expect, it } from 'vitest';
import { type Dataset, dataSpecSchema, hashDataset } from '../../src/engine/datasets/index.js';
import { listFaults } from './list-suite.js';
import { type Asked, load, sourceFaults, sourceName } from './source-suite.js';

const sources = dataSpecSchema.options;

it.each(sources.map((option) => [sourceName(option), option] as const))('%s gives what it says', async (_, option) =>
  expect(await sourceFaults(option)).toEqual([]),
);
it('no two have a name alike', () => expect(listFaults('source', sources.map(sourceName))).toEqual([]));

const gratings = sources.find((option) => sourceName(option) === 'gratings') as (typeof sources)[number];
const others = async (change: (dataset: Dataset, asked: Asked) => object) =>
  sourceFaults(gratings, async (asked) => {
    const dataset = await load(asked);
    const values = Object.fromEntries(Object.entries(dataset)) as unknown as Dataset;
    return { ...values, ...change(values, asked) };
  });
const withHash = (change: object, dataset: Dataset) => {
  const changed = { ...dataset, ...change };
  return { ...changed, hash: hashDataset(changed) };
};
let drawn = 0;

it.each<[string, () => Promise<readonly string[]>, RegExp]>([
  ['hash', () => others(() => ({ hash: '0'.repeat(64) })), /not that of its values/],
  [
    'chance',
    () =>
      others((dataset) => {
        const inputs = dataset.pool.inputs.with(0, drawn++);
        return withHash({ pool: { ...dataset.pool, inputs } }, dataset);
      }),
    /the same specification gives other data/,
  ],
  [
    'classes',
    () => others((dataset) => withHash({ classes: [...dataset.classes, 'none'] }, dataset)),
    /not of the classes/,
  ],
  ['shape', () => others((dataset) => withHash({ inputShape: [4, 4, 1] }, dataset)), /not as many as it says/],
  ['parts', () => others((dataset) => withHash({ final: dataset.selection }, dataset)), /stands in two of its parts/],
  ['origin', () => others(() => ({ simulated: false })), /read from files and simulated, or neither/],
  [
    'setting',
    () => sourceFaults(gratings, ({ noise: _, ...asked }) => load(asked)),
    /^the source gratings: its setting noise changes nothing$/,
  ],
  [
    'seed',
    () => sourceFaults(gratings, (asked) => load({ ...asked, split: { ...(asked.split as object), seed: 0 } })),
    /another seed/,
  ],
  [
    'size',
    () =>
      sourceFaults(gratings, (asked) => {
        const { pool } = asked.split as { pool: number };
        return load({ ...asked, split: { ...(asked.split as object), seed: pool } });
      }),
    /a larger pool changes/,
  ],
])('a false %s is seen', async (_, faults, says) => {
  const found = await faults();
  expect(found.join('\n')).toMatch(says);
  for (const fault of found) expect(fault).toMatch(/^the source gratings: /);
});
