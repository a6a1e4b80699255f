/** @file Describes the software and the processor: where they differ, losses may differ in their last bits. */
import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { ENGINE_VERSION, type JsonObject } from '../core/index.js';
import { onnxRuntimeVersion } from './onnx-runtime.js';

/** The instruction sets ONNX Runtime chooses its kernels by. */
const KERNEL_FEATURES = [
  'sse4_1',
  'avx',
  'avx2',
  'fma',
  'f16c',
  'avx512f',
  'avx512bw',
  'avx512dq',
  'avx512vl',
  'avx512_vnni',
  'avx512_bf16',
  'avx_vnni',
  'amx_tile',
  'asimd',
  'asimddp',
  'i8mm',
  'bf16',
  'sve',
];

/** The version in this package's own package.json. */
export function surefootVersion(): string {
  const path = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/** Tells builds of one version apart, so that nothing that another one made is taken for its own. */
export function buildOfSurefoot(): string {
  const mark = new URL('../build.txt', import.meta.url);
  return `${surefootVersion()} ${existsSync(mark) ? readFileSync(mark, 'utf8') : 'from its sources'}`;
}

/**
 * Recorded in the log with every stretch of work. `onnxruntime` is there where it is installed; `cpuFeatures` is empty where the
 * system does not tell them.
 */
export function environmentHere(): JsonObject {
  const onnxruntime = onnxRuntimeVersion();
  return {
    surefoot: surefootVersion(),
    engine: ENGINE_VERSION,
    node: process.versions.node,
    ...(onnxruntime === undefined ? {} : { onnxruntime }),
    platform: `${platform()}-${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cpuFeatures: readCpuFeatures(),
  };
}

/**
 * What two environments differ in, among the parts that decide whether losses are bit-identical; empty when equal. What one
 * of them does not have, no loss of its came from. `isOfEngine`: the built-in trainer trains, so that engine and ONNX Runtime count.
 * @returns e.g. `onnxruntime 1.30.0 -> 1.31.0`
 */
export function differencesThatMatter(before: JsonObject, now: JsonObject, isOfEngine: boolean): string[] {
  return ['surefoot', ...(isOfEngine ? ['engine', 'onnxruntime'] : []), 'platform', 'cpuFeatures']
    .filter((name) => name in before && name in now && String(before[name]) !== String(now[name]))
    .map((name) => `${name} ${String(before[name])} -> ${String(now[name])}`);
}

function readCpuFeatures(): string[] {
  let text: string;
  try {
    text = readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return [];
  }
  const flags = new Set(/^(?:flags|Features)\s*:\s*(.*)$/m.exec(text)?.[1]?.split(/\s+/) ?? []);
  return KERNEL_FEATURES.filter((feature) => flags.has(feature));
}
