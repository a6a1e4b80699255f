/** @file ONNX Runtime is an optional peer: whether it is installed, and what to do where the built-in trainer needs it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { InputError } from '../core/index.js';

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

/** @throws InputError that says how to install it. */
export function requireOnnxRuntime(): void {
  if (onnxRuntimeVersion() !== undefined) return;
  throw new InputError({
    code: 'onnxruntime-missing',
    what: 'trainer: the built-in trainer runs on ONNX Runtime, which is not installed.',
    allowed: 'the package onnxruntime-node beside surefoot; or a trainer of your own, which does not need it',
    fix: 'Install it: npm install onnxruntime-node --ignore-scripts',
  });
}
