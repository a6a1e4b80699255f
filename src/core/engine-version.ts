/**
 * @file The version of the engine: all that makes the losses of the built-in trainer beside ONNX Runtime and the processor. It goes up
 * with every change after which a network or a baseline has another loss, even in the last digit.
 */

/** Logs that do not tell it are older than this number. */
export const ENGINE_VERSION = 1;

/** What trained, as far as a log tells it; null for what is not told. */
export interface Engine {
  readonly version: number | null;
  readonly onnxruntime: string | null;
}
