/** @file Moved pictures: what moves in is what an empty cell holds, and draws follow from the stream alone. */
import { expect, it } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { augmenter } from './augmentation.js';
import { NO_SCALING } from './scaling.js';

const shape = [3, 4, 2] as const;
const scaling = { inputScaling: { ...NO_SCALING, shift: Float32Array.of(5, 1), factor: Float32Array.of(2, 4) } };
const of = (augment: { flip?: 'horizontal' | 'vertical' | 'both'; shift?: number }, seed: string) =>
  augmenter(
    { configuration: { augment }, data: { inputShape: shape }, features: [], scales: { inputs: 'standardise' } },
    scaling,
    randomFrom(seed),
  ) as (inputs: Float32Array) => Float32Array;

/** Of each picture every cell has a number of its own. */
const pictures = Float32Array.from({ length: 200 * 24 }, (_, place) => place);

it('have every shift alike often, and zeros as they are after scaling where nothing moves in', () => {
  const moved = of({ shift: 2 }, 'a')(pictures);
  const shifts = new Map<string, number>();
  for (let start = 0; start < pictures.length; start += 24) {
    const cells = Array.from({ length: 12 }, (_, cell) => [...moved.subarray(start + cell * 2, start + cell * 2 + 2)]);
    // Channels stay together.
    const isBlank = ([first, second]: number[]) => first === -10 && second === -4;
    expect(cells.every((cell) => isBlank(cell) || cell[1] === (cell[0] as number) + 1)).toBe(true);
    const kept = cells.findIndex((cell) => !isBlank(cell));
    const from = ((cells[kept]?.[0] as number) - start) / 2;
    const [down, right] = [Math.floor(from / 4) - Math.floor(kept / 4), (from % 4) - (kept % 4)];
    expect(cells.filter(isBlank)).toHaveLength(12 - (3 - Math.abs(down)) * (4 - Math.abs(right)));
    shifts.set(`${down} ${right}`, (shifts.get(`${down} ${right}`) ?? 0) + 1);
  }
  expect(shifts.size).toBe(25);
});

it('are turned around one time in two, and are other ones each time, the same from the same stream', () => {
  const [one, same] = [of({ flip: 'horizontal' }, 'a'), of({ flip: 'horizontal' }, 'a')];
  const first = one(pictures);
  const turned = Array.from({ length: 200 }, (_, picture) => first[picture * 24] !== picture * 24).filter(
    Boolean,
  ).length;
  expect(turned).toBeGreaterThan(75);
  expect(turned).toBeLessThan(125);
  expect([...first].sort((a, b) => a - b)).toEqual([...pictures]);
  expect(same(pictures)).toEqual(first);
  expect(one(pictures)).not.toEqual(first);
  expect(of({ flip: 'vertical' }, 'a')(pictures)).not.toEqual(first);
});
