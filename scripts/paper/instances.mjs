/** @file One training in this process, as a run would do it: the same experiment seed, streams and sample size, the same loss. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replicateTrial } from '../../dist/core/index.js';
import { createBaselineTrainer } from '../../dist/engine/baseline/baseline-trainer.js';
import { createNetworkTrainer } from '../../dist/engine/network/index.js';

/** The result of replicate `replicate` with `size` examples, and the bytes of the weights where there are any. */
export async function trainInstance(dataset, configuration, replicate, size, experimentSeed = 1) {
  const isBaseline = configuration.baseline !== undefined;
  const trainer = isBaseline ? createBaselineTrainer(dataset) : createNetworkTrainer({ dataset });
  const artifactFolder = mkdtempSync(join(tmpdir(), 'surefoot-paper-'));
  const context = { experimentSeed, signal: new AbortController().signal, artifactFolder, report: () => {} };
  const started = performance.now();
  try {
    const candidate = { id: 'c', label: 'c', configuration };
    const result = await trainer.train(candidate, replicateTrial('c', replicate, size), context);
    const path = result.artifacts?.weights;
    const seconds = (performance.now() - started) / 1000;
    return { ...result, seconds, weights: path === undefined ? undefined : readFileSync(path) };
  } finally {
    await trainer.close?.();
    rmSync(artifactFolder, { recursive: true, force: true });
  }
}
