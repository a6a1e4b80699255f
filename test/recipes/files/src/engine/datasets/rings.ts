/** @file Simulated points on two noisy rings, whose class is the ring. */
import { z } from 'zod';
import { dataSource } from './dataset.js';
import { generateDataset, generatedSizesSchema } from './generated.js';

export const rings = dataSource({
  schema: z
    .strictObject({
      source: z.literal('rings'),
      noise: z.number().min(0).max(1).default(0.1).describe('Standard deviation of the distance from the ring.'),
      split: generatedSizesSchema({ pool: 1000, selection: 500, final: 500 }),
    })
    .describe(
      'Simulated points on two rings around the middle, of radius 1 and 2; the class is the ring. Needs no files.',
    ),
  load: ({ noise, split }) =>
    generateDataset(
      { name: 'rings', task: 'classification', inputShape: [2], targetNames: ['ring'], classes: ['inner', 'outer'] },
      split,
      (random, inputs, targets) => {
        const ring = random.below(2);
        const angle = 2 * Math.PI * random.uniform();
        const radius = 1 + ring + noise * random.normal();
        inputs.set([radius * Math.cos(angle), radius * Math.sin(angle)]);
        targets[0] = ring;
      },
    ),
});
