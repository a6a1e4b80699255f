/** @file ONNX Runtime is an optional peer: whether it is installed, the door to the trainer that needs it, and what to do without. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type InputError, inputError, runError } from '../core/index.js';

const require = createRequire(import.meta.url);

/** Undefined where it is not installed. */
export function onnxRuntimeVersion(): string | undefined {
  let path: string;
  try {
    path = require.resolve('onnxruntime-node/package.json');
  } catch {
    return undefined;
  }
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/** The built-in trainer. @throws InputError that says how to install ONNX Runtime, RunError where it cannot be loaded. */
export async function loadBuiltIn(): Promise<typeof import('../engine/built-in.js')> {
  if (onnxRuntimeVersion() === undefined) throw missing();
  try {
    return await import('../engine/built-in.js');
  } catch (cause) {
    throw runError`onnxruntime-unusable: ONNX Runtime is installed, but cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}
      Fix: Install it again, for this system and processor: npm install onnxruntime-node
      Cause: ${cause}`;
  }
}

/** A hint before it is needed; undefined if it is installed. */
export function installationHint(): string | undefined {
  if (onnxRuntimeVersion() !== undefined) return undefined;
  return `The built-in trainer needs ONNX Runtime, which is not installed. Install it: ${INSTALL}`;
}

const INSTALL = 'npm install onnxruntime-node --ignore-scripts';

function missing(): InputError {
  return inputError`onnxruntime-missing: The built-in trainer and its models need ONNX Runtime, which is not installed.
    Allowed: the package onnxruntime-node beside surefoot; or a trainer of your own, which does not need it
    Fix: Install it: ${INSTALL}`;
}
