/** @file ONNX Runtime as this package uses it; nothing imports the library but this file. */
// First, and in a module of its own: the library looks once, when it is loaded.
import './without-telemetry.js';

export { InferenceSession, Tensor } from 'onnxruntime-node';
