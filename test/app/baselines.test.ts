/** @file Races on 5,000 simulated houses: a network that is worse than the mean is not praised; the default one beats it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// The built package: worker processes run its files.
import { select } from '../../dist/app/index.js';
import { HOUSE_COLUMNS, simulateHouses } from '../engine/network/simulated-houses.js';

const COUNT = 5000;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'surefoot-houses-'));
  const { inputs, targets } = simulateHouses(COUNT, 'table');
  const width = HOUSE_COLUMNS.length;
  const rows = Array.from({ length: COUNT }, (_, row) =>
    [...inputs.subarray(row * width, (row + 1) * width), targets[row]].join(','),
  );
  writeFileSync(join(folder, 'houses.csv'), [`${HOUSE_COLUMNS},price`, ...rows, ''].join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const race = (settings: object) =>
  select({
    experiment: {
      name: 'houses',
      data: { file: join(folder, 'houses.csv'), target: 'price', task: 'regression' },
      space: { layers: [{ dense: { units: [8, 16] } }], epochs: 4, ...settings },
      race: { rule: 'halving', warmup: 2, finalTrials: 6 },
    },
    out: join(folder, 'run'),
    workers: 1,
  });

describe('5,000 simulated houses', () => {
  it('whose prices are not scaled: the winner is worse than predicting the mean, which is said first', async () => {
    const { result } = await race({ target: 'none' });
    const [mean, linear] = result.baselines;
    expect(mean).toMatchObject({ name: 'mean', kind: 'trivial', better: 0, beaten: false });
    expect(linear).toMatchObject({ name: 'linear', kind: 'simple', better: 0, beaten: false });
    expect(mean?.loss).toBeGreaterThan(linear?.loss as number);
    expect(mean?.final?.rmse).toBeGreaterThan(90_000);
    const report = readFileSync(join(folder, 'run', 'report.html'), 'utf8');
    expect(report).toContain('Worse than predicting the mean');
  });

  it('as they are by default: the winner beats the mean, and no model is called what it is not', async () => {
    const { result } = await race({});
    const [mean] = result.baselines;
    expect(mean).toMatchObject({ better: 6, beaten: true });
    expect(result.winner?.final?.rmse).toBeLessThan(0.6 * (mean?.final?.rmse as number));
  });
});
