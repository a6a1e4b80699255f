/** @file Headers, outcomes and decisions for tests of the log. */
import type { Decision, EvidenceHead, Outcome, RunHeader, Trial } from '../../../src/core/index.js';
import { replicateStreams } from '../../../src/core/index.js';

export const sampleHead: EvidenceHead = {
  name: 'sample',
  identity: 'f00d',
  identityParts: { data: 'd1', trainer: 't1', code: '{}', seed: '7' },
  seed: 7,
  salt: 'pepper',
};

export const sampleHeader: RunHeader = {
  ...sampleHead,
  plan: { kind: 'race', warmup: 3 },
  experiment: { name: 'sample', space: { z: 1, a: [0.1, null, true] } },
  candidates: [{ id: 'a', label: 'units=16', configuration: { units: 16 } }],
};

export function sampleTrial(replicate: number, candidate = 'a'): Trial {
  return {
    candidate,
    streams: { ...replicateStreams(replicate), order: replicate + 1 },
    fidelity: { sampleSize: 100 },
    repeat: 0,
  };
}

export function sampleOutcome(replicate: number, changes: Partial<Outcome> = {}): Outcome {
  return {
    trial: sampleTrial(replicate),
    status: 'completed',
    loss: 0.1 + 0.2 * replicate,
    metrics: { accuracy: 1 / 3, undefinedRatio: Number.NaN },
    lossPerEpoch: [1, 0.5, Number.POSITIVE_INFINITY],
    seconds: 0.25,
    ...changes,
  };
}

export const sampleFailure: Partial<Outcome> = {
  status: 'failed',
  loss: Number.POSITIVE_INFINITY,
  failure: { kind: 'exception', message: 'broken' },
};

export const sampleDecision: Decision = {
  round: 3,
  rule: 'halving',
  survivors: ['a'],
  eliminated: ['b'],
  incumbent: 'a',
  incumbentValue: Number.POSITIVE_INFINITY,
  evidence: [
    { candidate: 'a', statistic: 1, n: 3 },
    { candidate: 'b', statistic: Number.POSITIVE_INFINITY, pValue: 1e-300, n: 3, correction: 'holm' },
  ],
};
