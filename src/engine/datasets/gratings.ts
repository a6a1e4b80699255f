/** @file Simulated images for classification: noisy sine gratings whose class is their orientation. */
import { z } from 'zod';
import { type Dataset, dataSource } from './dataset.js';
import { generateDataset, generatedSizesSchema } from './generated.js';

const schema = z
  .strictObject({
    source: z.literal('gratings'),
    size: z.int().min(4).max(128).default(16).describe('Height and width of an image, in pixels.'),
    classes: z.int().min(2).max(36).default(4).describe('Orientations, evenly spaced over half a turn.'),
    noise: z
      .number()
      .min(0)
      .max(100)
      .default(1)
      .describe('Standard deviation of the noise on each pixel; the wave has amplitude 1.'),
    split: generatedSizesSchema({ pool: 4000, selection: 1000, final: 1000 }),
  })
  .describe('Simulated images: oriented gratings in noise; the class is the orientation. Needs no files.');

/**
 * Pixel (row, column) = sin(2 pi f (column cos a + row sin a) + phase) + noise: angle a = pi class / classes with a jitter
 * of a tenth of the spacing (standard deviation), phase uniform, frequency f uniform between 2 and 4 waves an image.
 * Shape [size, size, 1]; classes are drawn with equal chances.
 */
function generateGratings(spec: z.output<typeof schema>): Dataset {
  const { size, classes, noise } = spec;
  const spacing = Math.PI / classes;
  return generateDataset(
    {
      name: 'gratings',
      task: 'classification',
      inputShape: [size, size, 1],
      targetNames: ['orientation'],
      classes: Array.from(
        { length: classes },
        (_, index) => `${Math.round((180 / classes) * index * 10) / 10} degrees`,
      ),
    },
    spec.split,
    (random, inputs, targets) => {
      const label = random.below(classes);
      const angle = spacing * (label + 0.1 * random.normal());
      const phase = 2 * Math.PI * random.uniform();
      const waves = ((2 + 2 * random.uniform()) * 2 * Math.PI) / size;
      const alongRow = waves * Math.sin(angle);
      const alongColumn = waves * Math.cos(angle);
      targets[0] = label;
      for (let cell = 0, row = 0; row < size; row++) {
        for (let column = 0; column < size; column++, cell++) {
          inputs[cell] = Math.sin(alongColumn * column + alongRow * row + phase) + noise * random.normal();
        }
      }
    },
  );
}

export const gratings = dataSource({ schema, load: generateGratings });
