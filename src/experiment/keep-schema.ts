/** @file What a run keeps of its trials beyond losses: one home for everything of that kind. */
import { z } from 'zod';

export const keepSchema = z
  .strictObject({
    predictions: z
      .enum(['winner', 'all', 'none'])
      .default('winner')
      .describe(
        'Whose predictions for the selection and the final set are kept, as files in the run folder: those of the fresh trainings of the winner and its rivals, of `all` completed trainings (studies, too), or of `none`.',
      ),
  })
  .prefault({})
  .describe('What is kept of trainings beyond their losses. Nothing of it changes a loss or a decision.');

export type KeepSpec = z.output<typeof keepSchema>;
