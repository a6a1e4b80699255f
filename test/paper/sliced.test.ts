/** @file The slices of docs/paper.md are those of `surefoot predictions`, without instances that collapsed: these are counted. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compare, predictions, type TrainFunction } from '../../dist/app/index.js';
import { slicesOf } from '../../scripts/paper/sliced.mjs';
import { temporaryFolder } from '../evidence/log/temporary-folder.js';

const EXPERIMENT = `name: e
data: { source: bumps, size: 5, split: { pool: 60, selection: 40, final: 30 } }
sample: 30
candidates: { steady: { x: 1 }, collapsing: { x: 2 } }
keep: { predictions: all }
slices: { energy: [1, 10, 100] }
`;

test('an instance that collapsed is in no figure, and is counted', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'e.yaml'), EXPERIMENT);
  // In the order in which they are first seen: a training that is repeated to check its seed does the same.
  const inits: number[] = [];
  const trainer: TrainFunction = ({ x }, { seeds }) => {
    if (x === 2 && !inits.includes(seeds.init)) inits.push(seeds.init);
    const isCollapsed = x === 2 && inits.indexOf(seeds.init) === 1;
    const predict = (count: number) =>
      Array.from({ length: count }, (_, row) => [isCollapsed ? 0 : 10 + row + (seeds.init % 97) * (1 + (row % 3))]);
    const told = { kind: 'values' as const, selection: predict(40), final: predict(30) };
    return { loss: isCollapsed ? 100 : 1 + (seeds.init % 97) / 100, predictions: told };
  };
  const out = join(folder, 'run');
  await compare({ experiment: join(folder, 'e.yaml'), out, trainer, trials: 5 });
  const { slices, candidates } = await slicesOf(out);
  expect(slices.map(({ name }) => name)).toEqual(['1 to 10', '10 to 100']);
  expect(candidates.map(({ name, retrainings, collapsed }) => [name, retrainings, collapsed])).toEqual([
    ['steady', 5, 0],
    ['collapsing', 4, 1],
  ]);
  const { slicings } = await predictions(out);
  const [steady, collapsed] = slicings[0]?.candidates ?? [];
  const values = (own: typeof steady) =>
    own?.map((slice) => [slice?.loss.value, slice?.spread?.value, slice?.systematic?.value].map((one) => one ?? null));
  const kept = candidates.map((one) =>
    one.slices.map(({ loss, spread, systematic }) => [loss.value, spread.value, systematic.value]),
  );
  const rounded = (all: ReturnType<typeof values>) =>
    all?.map((slice) => slice.map((one) => Number(one?.toPrecision(5))));
  expect(kept[0]).toEqual(rounded(values(steady)));
  // Without the collapse both predict the same, replicate by replicate; with it they would not.
  expect(kept[1]).not.toEqual(rounded(values(collapsed)));
  expect(kept[1]?.[0]?.[2]).toBeGreaterThan(rounded(values(collapsed))?.[0]?.[2] ?? Number.POSITIVE_INFINITY);
});
