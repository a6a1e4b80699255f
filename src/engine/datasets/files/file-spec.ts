/** @file The `data` of an experiment when it is the user's own file: what it may say. */
import { z } from 'zod';
import { COLUMN_KINDS } from '../columns/encoding.js';
import { splitCalibration, splitRepeated, splitSamples, splitSeed, splitSize } from '../split.js';

const name = z.string().min(1);
const path = z.string().min(1);

const names = z.union([name, z.array(name).min(1)]).transform((value) => (typeof value === 'string' ? [value] : value));

export const FILE_FORMATS = ['csv', 'parquet', 'npy', 'npz'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export const fileSpecSchema = z
  .strictObject({
    source: z.literal('file').optional(),
    file: path.describe('Path of the examples, from the folder of the experiment: CSV, Parquet, NPY or NPZ.'),
    format: z.enum(FILE_FORMATS).optional().describe('Its format, where its name does not end in it.'),
    delimiter: z
      .string()
      .length(1)
      .optional()
      .describe('Between the cells of a CSV file; default: comma, semicolon or tab, as the header line has it.'),
    inputs: names
      .optional()
      .describe(
        'Columns (or arrays) that go into the model: names, or patterns such as `cell_*`, in the order of the file. Default: all others.',
      ),
    shape: z
      .array(z.int().min(1))
      .min(1)
      .max(3)
      .optional()
      .describe('Shape of one example: `[length]`, `[height, width]` or `[height, width, channels]`, row by row.'),
    sequence: z
      .boolean()
      .optional()
      .describe(
        'Whether an example is a sequence: one extent is its length, two are `[length, channels]` in place of the rows and columns of a picture. Inputs are then scaled channel by channel.',
      ),
    channels: z
      .enum(['first', 'last'])
      .default('last')
      .describe(
        'Whether the channels of a picture with three extents, or of a sequence, come first or last in the file.',
      ),
    target: names.optional().describe('Column (or array) that is predicted, or several.'),
    columns: z
      .record(name, z.enum(COLUMN_KINDS))
      .optional()
      .describe(
        'What columns of a table are, where it cannot be told from their cells: `number`, `decimal-comma`, `thousands-comma`, `category`, `embedded` (categories by a learned row of numbers each), `date` (the year first), `day-first`, `month-first`, or `ignore` to leave one out. For a target: how its numbers are written, or `category` for classes.',
      ),
    targetFile: path.optional().describe('NPY file of the targets, where `file` is an NPY file of the inputs alone.'),
    features: names
      .optional()
      .describe('Columns kept beside the inputs under their names, for models that join them later.'),
    weights: name
      .optional()
      .describe(
        'Column of how much each example counts, in training, loss and metrics of the built-in trainer: numbers of at least 0. No input.',
      ),
    task: z
      .enum(['regression', 'classification'])
      .optional()
      .describe('What is learned, where the target leaves it open: whole numbers may be either.'),
    classes: z
      .union([
        z.int().min(2).max(1000),
        z
          .array(z.union([z.string(), z.number(), z.boolean()]))
          .min(2)
          .max(1000),
      ])
      .optional()
      .describe(
        'The classes in order, or their number where labels are 0, 1, ...; default: the labels that occur, in order.',
      ),
    selectionFile: path
      .optional()
      .describe('File of the examples that rank the candidates, instead of a part of `file`.'),
    finalFile: path.optional().describe('File of the examples for the reported figures, instead of a part of `file`.'),
    split: z
      .strictObject({
        pool: splitSize.optional().describe('Examples (or their share) that replicates draw from; default 0.6.'),
        selection: splitSize.optional().describe('Examples (or their share) that rank the candidates; default 0.2.'),
        final: splitSize.optional().describe('Examples (or their share) for the reported figures; default 0.2.'),
        calibration: splitCalibration(splitSize),
        by: name
          .optional()
          .describe(
            'Column of groups, such as `patient`: each goes to one part whole. No input unless `inputs` names it.',
          ),
        time: name
          .optional()
          .describe(
            'Column of times (numbers, or dates such as 2024-02-29): the earliest are the pool, the latest the final set. No input unless `inputs` names it.',
          ),
        seed: splitSeed,
        repeated: splitRepeated,
        samples: splitSamples,
      })
      .prefault({})
      .describe('How `file` is divided: stratified by class for classification, or by groups, or in time.'),
  })
  .describe('Examples of your own, in a file.');

export type FileSpec = z.output<typeof fileSpecSchema>;

/** Whether inputs are said to be arrays of numbers, not the columns of a table, which may be of any kind. */
export function areArrays({ shape, sequence }: Pick<FileSpec, 'shape' | 'sequence'>): boolean {
  return shape !== undefined || sequence === true;
}
