/**
 * @file The version of the engine: all that makes the losses of the built-in trainer beside ONNX Runtime and the processor. It goes up
 * with every change after which a network or a baseline has another loss, even in the last digit.
 */

export const ENGINE_VERSION = 3;

/** What the identity of evidence calls the built-in trainer, with networks among its candidates or without. */
const BUILT_IN: readonly (string | undefined)[] = ['"network"', '"linear"', '"parametric"'];

/** Whether the losses of evidence with this identity come from the engine. Trainers of the user's own do not use it. */
export function isOfEngine({ trainer, engine }: Readonly<Record<string, string>>): boolean {
  // Among several models some are of the engine, or may be.
  return BUILT_IN.includes(trainer) || engine !== undefined;
}

/** What trained, as far as a log tells it; null for what is not told. */
export interface Engine {
  readonly version: number | null;
  readonly onnxruntime: string | null;
}
