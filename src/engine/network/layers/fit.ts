/** @file Checks that a layer's input suits it, and what else several kinds of layer share. */
import { type Activation, slopeSpecs } from '../activations.js';
import type { Extent } from './geometry.js';
import { LayerMisfit, type ParameterSpec } from './layer.js';

/** What has positions: a map [height, width, channels], or a sequence [length, channels], which is a map one cell wide. */
interface Positions {
  readonly extent: Extent;
  readonly channels: number;
}

export function expectPositions(shape: readonly number[]): Positions {
  const channels = shape.at(-1) as number;
  if (shape.length === 3) return { extent: [shape[0] as number, shape[1] as number], channels };
  if (shape.length === 2) return { extent: [shape[0] as number, 1], channels };
  throw new LayerMisfit(
    `needs a map of height x width x channels or a sequence of length x channels, but its input has shape ${shapeText(shape)}`,
  );
}

/** Whether an input of this shape is a map or a sequence, and no vector. */
export function hasPositions(shape: readonly number[]): boolean {
  return shape.length > 1;
}

/** The axes of positions in an exported model, where channels come before them. */
export function positionAxes(shape: readonly number[]): readonly number[] {
  return shape.slice(1).map((_, axis) => axis + 2);
}

/** The shape that one value for each channel (or unit of a vector) has in an exported model, to be spread over all positions. */
export function perChannel(shape: readonly number[]): readonly number[] {
  return [shape.at(-1) as number, ...shape.slice(1).map(() => 1)];
}

/** `15 x 15 x 1` */
export function shapeText(shape: readonly number[]): string {
  return shape.join(' x ');
}

/** Parameters of a layer that weighs its inputs: weight, bias if there is one, and the activation's slopes if it has any. */
export function weightSpecs(
  name: string,
  shape: readonly [inputs: number, outputs: number],
  fans: Pick<ParameterSpec, 'fanIn' | 'fanOut'>,
  { bias, activation }: { readonly bias: boolean; readonly activation: Activation },
): ParameterSpec[] {
  const outputs = shape[1];
  return [
    { name: `${name}.weight`, shape, role: 'weight', ...fans },
    ...(bias ? [{ name: `${name}.bias`, shape: [outputs], role: 'bias', ...fans } as const] : []),
    ...slopeSpecs(activation, name, outputs),
  ];
}

/** Weight, bias if there is one, and slopes if there are any, from a layer's values in the order of {@link weightSpecs}. */
export function byRole<Value>(
  values: readonly Value[],
  hasBias: boolean,
): [Value, Value | undefined, Value | undefined] {
  return [values[0] as Value, hasBias ? values[1] : undefined, values[hasBias ? 2 : 1]];
}
