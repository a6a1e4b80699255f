/** @file Simulated images for regression: one bump on a grid of cells, whose energy and position are the targets. */
import { z } from 'zod';
import { type Dataset, dataSource } from './dataset.js';
import { generateDataset, generatedSizesSchema } from './generated.js';

const TARGETS = ['energy', 'x', 'y'] as const;

const schema = z
  .strictObject({
    source: z.literal('bumps'),
    size: z.int().min(5).max(128).default(15).describe('Height and width of the grid, in cells.'),
    target: z
      .array(z.enum(TARGETS))
      .min(1)
      .or(z.enum(TARGETS).transform((name) => [name]))
      .default(['energy'])
      .describe(
        'The target: `energy` (sum of the bump), `x` and `y` (its centre in cells from the middle), one or several.',
      ),
    noise: z
      .number()
      .min(0)
      .max(1000)
      .default(0.05)
      .describe('Standard deviation of the noise on each cell; energies are 1 to 100.'),
    reach: z
      .number()
      .min(0)
      .max(64)
      .default(1.5)
      .describe('Largest distance of the centre from the middle along each axis, in cells.'),
    split: generatedSizesSchema({ pool: 8000, selection: 2000, final: 2000 }),
  })
  .describe('Simulated images: one bump of unknown energy and position in noise. Needs no files.');

/**
 * Cell (row, column) = energy g(column - x) g(row - y) + noise, g a normal density; energy log-uniform from 1 to 100, x and y
 * uniform within `reach`, the width (standard deviation of g) log-normal around 0.9 cells with 10 % spread. Shape
 * [size, size, 1]. A toy: no detector behaves quite like this.
 */
function generateBumps(spec: z.output<typeof schema>): Dataset {
  const { size, noise, reach, target } = spec;
  const middle = (size - 1) / 2;
  const acrossRow = new Float64Array(size);
  const acrossColumn = new Float64Array(size);
  return generateDataset(
    {
      name: 'bumps',
      task: 'regression',
      inputShape: [size, size, 1],
      targetNames: target,
      positiveTargets: target.every((name) => name === 'energy'),
      classes: [],
    },
    spec.split,
    (random, inputs, targets) => {
      const truth = {
        energy: 100 ** random.uniform(),
        x: reach * (2 * random.uniform() - 1),
        y: reach * (2 * random.uniform() - 1),
      };
      const width = 0.9 * Math.exp(0.1 * random.normal());
      target.forEach((name, index) => {
        targets[index] = truth[name];
      });
      fillDensity(acrossColumn, middle + truth.x, width);
      fillDensity(acrossRow, middle + truth.y, width);
      for (let cell = 0, row = 0; row < size; row++) {
        const inRow = truth.energy * (acrossRow[row] as number);
        for (let column = 0; column < size; column++, cell++) {
          inputs[cell] = inRow * (acrossColumn[column] as number) + noise * random.normal();
        }
      }
    },
  );
}

/** The normal density at 0, 1, ... around `centre`. */
function fillDensity(densities: Float64Array, centre: number, width: number): void {
  for (let place = 0; place < densities.length; place++) {
    const distance = (place - centre) / width;
    densities[place] = Math.exp(-distance * distance * 0.5) / (width * Math.sqrt(2 * Math.PI));
  }
}

export const bumps = dataSource({ schema, load: generateBumps });
