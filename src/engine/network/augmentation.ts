/**
 * @file Pictures flipped and shifted anew each time that training sees them. They are moved before they are fed, so that no graph
 * knows of it: an example comes once an epoch.
 */
import { inputError, type Random } from '../../core/index.js';
import { oneOf, settings, wholeField } from './fields.js';
import { isComputed } from './joined-features.js';
import { applyScaling, type Scaling, type ScalingName } from './scaling.js';

const FLIPS = {
  horizontal: 'left and right change places',
  vertical: 'top and bottom change places',
  both: 'each by itself',
};

export const augmentSchema = settings({
  flip: oneOf(FLIPS).optional().describe('What changes places in one of two pictures; default: nothing.'),
  shift: wholeField(1)
    .optional()
    .describe('Most cells that a picture is moved along each axis, with zeros where it came from; default: none.'),
}).refine(({ flip, shift }) => flip !== undefined || shift !== undefined, {
  error: 'an object with `flip`, `shift` or both',
});

/** What must be known of a network. */
interface Augmented {
  readonly data: { readonly inputShape: readonly number[] };
  /** Names of the features that its layers join. */
  readonly features: readonly string[];
}

interface AugmentSettings {
  readonly flip?: keyof typeof FLIPS | undefined;
  readonly shift?: number | undefined;
}

/** Throws an InputError where the examples are no pictures, or cannot be moved as far, or where a layer joins what moving changes. */
export function requirePictures(
  augment: AugmentSettings | undefined,
  { data: { inputShape }, features }: Augmented,
): void {
  if (augment === undefined) return;
  const { shift = 0 } = augment;
  if (inputShape.length !== 3) {
    throw inputError`not-pictures: augment moves pictures, but examples of these data have shape ${inputShape.join(' x ')}.
      Allowed: augment where examples are height x width x channels
      Fix: Leave \`augment\` out, or say how the values make a picture (\`data.shape\`).`;
  }
  const [height, width] = inputShape as readonly [number, number, number];
  if (shift >= Math.min(height, width)) {
    throw inputError`invalid-setting: augment.shift is ${shift}, but pictures are ${height} x ${width}: nothing would be left of one.
      Allowed: a whole number from 1 to ${Math.min(height, width) - 1}
      Fix: Shift by fewer cells.`;
  }
  const joined = features.find(isComputed);
  if (joined !== undefined) {
    throw inputError`feature-moved: augment moves pictures, and a layer joins "${joined}", which is computed of pictures as they were.
      Allowed: one of both
      Fix: Leave out \`augment\` or the join.`;
  }
}

/** Of a training, what becomes of its scaled inputs before each epoch; a cell of zeros is one before it was scaled. */
export function augmenter(
  {
    configuration: { augment },
    data,
    scales,
  }: Augmented & {
    readonly configuration: { readonly augment?: AugmentSettings | undefined };
    readonly scales: { readonly inputs: ScalingName };
  },
  { inputScaling }: { readonly inputScaling: Scaling },
  random: Pick<Random, 'uniform'>,
): ((inputs: Float32Array) => Float32Array) | undefined {
  if (augment === undefined) return undefined;
  const shape = data.inputShape as readonly [number, number, number];
  const blank = applyScaling(scales.inputs, inputScaling, new Float32Array(shape[2]));
  return (inputs) => movePictures(inputs, shape, augment, blank, random);
}

/**
 * Copies of pictures, [examples, height, width, channels], each flipped and shifted by draws of its own, in their order. `blank` is
 * what a cell of zeros holds, channel by channel.
 */
function movePictures(
  pictures: Float32Array,
  [height, width, channels]: readonly [height: number, width: number, channels: number],
  { flip, shift = 0 }: AugmentSettings,
  blank: Float32Array,
  random: Pick<Random, 'uniform'>,
): Float32Array {
  const moved = new Float32Array(pictures.length);
  const row = width * channels;
  for (let start = 0; start < pictures.length; start += height * row) {
    const across = (flip === 'horizontal' || flip === 'both') && random.uniform() < 0.5;
    const over = (flip === 'vertical' || flip === 'both') && random.uniform() < 0.5;
    const [down, right] = [0, 0].map(() => (shift > 0 ? Math.floor(random.uniform() * (2 * shift + 1)) - shift : 0));
    for (let y = 0; y < height; y++) {
      const from = y + (down as number);
      const target = moved.subarray(start + y * row, start + (y + 1) * row);
      const isBlank = from < 0 || from >= height;
      const line = start + (over ? height - 1 - from : from) * row;
      copyRow(target, isBlank ? undefined : pictures.subarray(line, line + row), across, right as number, blank);
    }
  }
  return moved;
}

/** Cells from `right` on, of a row that may be turned around first; `blank` beyond its ends. */
function copyRow(
  target: Float32Array,
  source: Float32Array | undefined,
  isTurned: boolean,
  right: number,
  blank: Float32Array,
): void {
  const channels = blank.length;
  const width = target.length / channels;
  for (let x = 0, next = 0; x < width; x++) {
    const from = x + right;
    const isBlank = source === undefined || from < 0 || from >= width;
    const cell = (isTurned ? width - 1 - from : from) * channels;
    for (let channel = 0; channel < channels; channel++) {
      target[next++] = (isBlank ? blank[channel] : source[cell + channel]) as number;
    }
  }
}
