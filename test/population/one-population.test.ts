/** @file Whatever a run is read from tells one population: how many trainings failed and collapsed, and the losses that figures use. */
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { examples } from '../examples.js';
import { type GeneratedRun, generateRun } from './generated-runs.js';
import { OUTLETS, resultOf, type Told } from './outlets.js';

function truthOf({ trainings, areExcluded }: GeneratedRun, { x, from }: Pick<Told, 'x' | 'from'>) {
  const own = trainings.filter((one) => one.x === x && one.isFresh === (from === 'fresh'));
  const count = (ending: string): number => own.filter((one) => one.ending === ending).length;
  const [failed, collapsed] = [count('failed'), count('collapsed')];
  return { begun: own.length, failed, collapsed, counted: own.length - (areExcluded ? failed : 0) };
}

/** Every interval of a record with the estimate beside it. */
function* estimatesIn(
  record: unknown,
  path = 'result',
): Generator<{ path: string; value: number; low: number; high: number }> {
  if (record === null || typeof record !== 'object') return;
  const own = record as Record<string, unknown>;
  const { interval } = own as { interval?: { low?: number; high?: number } };
  const value = own.value ?? own.criterion ?? own.difference ?? own.median;
  if (interval?.low !== undefined && interval.high !== undefined && typeof value === 'number')
    yield { path, value, low: interval.low, high: interval.high };
  for (const [key, part] of Object.entries(own)) yield* estimatesIn(part, `${path}.${key}`);
}

test('all outlets of a generated run agree with its trainer, and estimates lie in their intervals', async () => {
  const folder = temporaryFolder(onTestFinished);
  const told = new Map<string, number>();
  for (let seed = 1; seed <= examples(8, 200); seed++) {
    const run = await generateRun(seed, folder);
    if (run === undefined) continue;
    expect(run.trainings.length).toBeGreaterThan(0);
    for (const outlet of OUTLETS) {
      for (const { x, from, begun, failed, collapsed, counted, value, interval } of await outlet.read(run)) {
        const truth = truthOf(run, { x, from });
        const where = `${run.name}, ${outlet.name}, x = ${x}, ${from}`;
        expect({ where, begun, failed, collapsed, counted: counted ?? truth.counted }).toEqual({ where, ...truth });
        if (value !== undefined && interval !== undefined) {
          expect(interval[0], where).toBeLessThanOrEqual(value);
          expect(interval[1], where).toBeGreaterThanOrEqual(value);
        }
        told.set(outlet.name, (told.get(outlet.name) ?? 0) + 1);
      }
    }
    for (const { path, value, low, high } of estimatesIn(resultOf(run))) {
      expect({ path: `${run.name} ${path}`, isHeld: low <= value && value <= high }).toMatchObject({ isHeld: true });
    }
  }
  // An outlet that is read in vain agrees with everything.
  for (const { name } of OUTLETS) expect([name, (told.get(name) ?? 0) > 0]).toEqual([name, true]);
});
