/** @file Checks that a layer's input suits it, and what else several kinds of layer share. */
import { LayerMisfit } from './layer.js';

export function expectMap(shape: readonly number[]): readonly [height: number, width: number, channels: number] {
  if (shape.length === 3) return shape as readonly [number, number, number];
  throw new LayerMisfit(`needs a map of height x width x channels, but its input has shape ${shapeText(shape)}`);
}

export function refuseEmpty(output: readonly number[], window: string, input: readonly number[]): void {
  if (output.every((size) => size >= 1)) return;
  throw new LayerMisfit(`${window} does not fit its input of shape ${shapeText(input)}`);
}

/** `15 x 15 x 1` */
export function shapeText(shape: readonly number[]): string {
  return shape.join(' x ');
}

/** Weight, bias if there is one, and slopes if there are any, from a layer's values in the order of its parameters. */
export function byRole<Value>(
  values: readonly Value[],
  hasBias: boolean,
): [Value, Value | undefined, Value | undefined] {
  return [values[0] as Value, hasBias ? values[1] : undefined, values[hasBias ? 2 : 1]];
}
