/** @file Splits a set of examples once into pool, selection, final and calibration set: seeded, and stratified by class. */
import { z } from 'zod';
import { inputError, permutation, type Random } from '../../core/index.js';

/** The parts of a data set, in the order in which they are told of. */
export const DATA_PARTS = ['pool', 'selection', 'final', 'calibration'] as const;

export type DataPart = (typeof DATA_PARTS)[number];

/** How many examples go where; 0 = no such part. */
export type SplitSizes = Readonly<Record<DataPart, number>>;

/** Sizes as they are asked for: only some data have a calibration set. */
export type AskedSizes = Omit<SplitSizes, 'calibration'> & { readonly calibration?: number | undefined };

/** Indices of the examples of each part, in random order; parts are disjoint. */
export type SplitIndices = Readonly<Record<DataPart, Int32Array>>;

/** Something for each part. */
export function mapParts<Value>(make: (part: DataPart) => Value): Record<DataPart, Value> {
  return { pool: make('pool'), selection: make('selection'), final: make('final'), calibration: make('calibration') };
}

/** A count, or a share below 1. */
export const splitSize = z
  .number()
  .positive()
  .refine((value) => value < 1 || Number.isInteger(value), {
    message: 'a whole number of examples, or a share of them between 0 and 1',
  });

/** The `split` of a data set: counts, or shares below 1, and the seed it is drawn with. */
export function splitSchema(defaults: AskedSizes) {
  return z
    .strictObject({
      pool: splitSize
        .default(defaults.pool)
        .describe('Examples (or their share) that replicates draw their training samples from.'),
      selection: splitSize
        .default(defaults.selection)
        .describe('Examples (or their share) whose losses rank the candidates.'),
      final: splitSize
        .default(defaults.final)
        .describe('Examples (or their share) used once, for the figures that are reported.'),
      calibration: splitCalibration(splitSize),
      seed: splitSeed,
      repeated: splitRepeated,
      samples: splitSamples,
    })
    .prefault({})
    .describe('How the examples are divided.');
}

/**
 * The seed of everything that happens to the data once. It belongs to the data and not to the experiment, so that
 * experiments with different seeds see equal data and their results can be compared.
 */
export const splitSeed = z
  .int()
  .nonnegative()
  .default(0)
  .describe('Seed of the split (or of the generator); independent of the seed of the experiment.');

/** Of every source; `size` is how it writes the sizes of parts. */
export function splitCalibration<Size extends z.ZodType<number>>(size: Size) {
  return size
    .optional()
    .describe(
      'Examples (or their share) that calibrate the intervals or sets of the delivered model; nothing is trained, ranked or reported on them. Default: none, and no intervals.',
    );
}

/** Whether each replicate divides pool and selection set anew, by its own index in the stream `split`. */
export const splitRepeated = z
  .boolean()
  .optional()
  .describe(
    'Whether each replicate divides pool and selection set anew; the final set stays the same. Default: they are divided once for all.',
  );

/** How samples of different sizes are drawn from the pool. */
export const splitSamples = z
  .enum(['nested'])
  .optional()
  .describe(
    '`nested`: sample r of a size lies inside sample r of every larger one. Default: samples of each size are drawn for themselves.',
  );

/**
 * Shares (below 1) become counts of `count`, rounded down; shares that make up 1 leave nothing out, the pool takes the rest.
 * 0 = no such part. Refuses parts that come out empty and parts that are together more than there are.
 */
export function resolveSizes({ calibration = 0, ...others }: AskedSizes, count: number): SplitSizes {
  const sizes = { ...others, calibration };
  const given = mapParts((part) => (sizes[part] < 1 ? Math.floor(sizes[part] * count + 1e-9) : sizes[part]));
  const whole = Math.abs(sumOf(sizes) - 1) < 1e-9;
  const resolved = { ...given, pool: whole ? count - sumOf({ ...given, pool: 0 }) : given.pool };
  const total = sumOf(resolved);
  const empty = DATA_PARTS.find((part) => sizes[part] > 0 && resolved[part] === 0);
  if (total > count || empty !== undefined) {
    const asked = DATA_PARTS.filter((part) => part !== 'calibration' || calibration > 0)
      .map((part) => `${part} ${sizes[part]}`)
      .join(', ');
    throw inputError`split-size: ${empty === undefined ? `data.split: ${asked} asks for ${total} examples, but there are ${count}.` : `data.split.${empty}: ${sizes[empty]} of ${count} examples is none.`}
      Allowed: at least 1 example in each part and ${count} together; numbers below 1 are shares
      Fix: Change the sizes under \`data.split\`.`;
  }
  return resolved;
}

function sumOf(sizes: SplitSizes): number {
  return DATA_PARTS.reduce((sum, part) => sum + sizes[part], 0);
}

/**
 * Draws disjoint parts of the given sizes from `strata.length` examples. Every stratum (class) is spread over the parts
 * in proportion to their sizes, to within three examples: the examples are laid out stratum by stratum,
 * in random order within each, and the parts' places are spread evenly along that line. Examples beyond the sizes'
 * sum are left out. Give equal strata everywhere for a plain random split.
 */
export function splitExamples(strata: ArrayLike<number>, sizes: SplitSizes, random: Random): SplitIndices {
  const line = permutation(strata.length, random).sort((a, b) => (strata[a] as number) - (strata[b] as number));
  const parts = mapParts((part) => new Int32Array(sizes[part]));
  const filled = { ...mapParts(() => 0), unused: 0 };
  placesAlong(strata.length, sizes).forEach((part, place) => {
    if (part !== 'unused') parts[part][filled[part]] = line[place] as number;
    filled[part]++;
  });
  for (const part of DATA_PARTS) {
    const order = permutation(parts[part].length, random);
    parts[part] = order.map((index) => parts[part][index] as number);
  }
  return parts;
}

/** The part that each of `count` places belongs to: the places of every part evenly spread. */
function placesAlong(count: number, sizes: SplitSizes): ('unused' | DataPart)[] {
  const unused = count - sumOf(sizes);
  const places = [...DATA_PARTS.map((part) => [part, sizes[part]] as const), ['unused', unused] as const].flatMap(
    ([part, size]) => Array.from({ length: size }, (_, index) => ({ part, position: (index + 0.5) / size })),
  );
  return places.sort((a, b) => a.position - b.position).map((place) => place.part);
}
