/**
 * @file Outcomes and decisions as rows of a log file and back. Numbers keep every bit; the ones that JSON cannot hold are
 * written by name ("Infinity", "NaN").
 */
import {
  type Decision,
  type Evidence,
  type Outcome,
  type OutcomeStatus,
  readNumber,
  type Trial,
  trialKey,
  writableNumber,
} from '../core/index.js';

/** The columns of table `outcome` after `sequence`, in the order of the row functions below. */
export const OUTCOME_COLUMNS = [
  'trial_key',
  'candidate',
  'init_stream',
  'sample_stream',
  'order_stream',
  'noise_stream',
  'sample_size',
  'epochs',
  'repeat',
  'status',
  'loss',
  'metrics',
  'loss_per_epoch',
  'seconds',
  'failure_kind',
  'failure_message',
  'artifacts',
] as const;

export type OutcomeRow = readonly [
  key: string,
  candidate: string,
  init: number,
  sample: number,
  order: number,
  noise: number,
  sampleSize: number,
  epochs: number,
  repeat: number,
  status: string,
  loss: number | string,
  metrics: string,
  lossPerEpoch: string,
  seconds: number,
  failureKind: string | null,
  failureMessage: string | null,
  artifacts: string | null,
];

export function outcomeToRow(outcome: Outcome): OutcomeRow {
  const { trial, failure } = outcome;
  return [
    trialKey(trial),
    trial.candidate,
    trial.streams.init,
    trial.streams.sample,
    trial.streams.order,
    trial.streams.noise,
    trial.fidelity.sampleSize,
    trial.fidelity.epochs,
    trial.repeat,
    outcome.status,
    writableNumber(outcome.loss),
    writeJson(outcome.metrics),
    writeJson(outcome.lossPerEpoch),
    outcome.seconds,
    failure?.kind ?? null,
    failure?.message ?? null,
    outcome.artifacts === undefined ? null : writeJson(outcome.artifacts),
  ];
}

export function rowToOutcome(row: OutcomeRow): Outcome {
  const [, candidate, init, sample, order, noise, sampleSize, epochs, repeat, status, loss, ...rest] = row;
  const [metrics, lossPerEpoch, seconds, failureKind, failureMessage, artifacts] = rest;
  const trial: Trial = {
    candidate,
    streams: { init, sample, order, noise },
    fidelity: { sampleSize, epochs },
    repeat,
  };
  const failure = failureKind === null ? {} : { failure: { kind: failureKind, message: failureMessage ?? '' } };
  return {
    trial,
    status: status as OutcomeStatus,
    loss: readNumber(loss),
    metrics: readNumbersByName(metrics),
    lossPerEpoch: (JSON.parse(lossPerEpoch) as (number | string)[]).map(readNumber),
    seconds,
    ...failure,
    ...(artifacts === null ? {} : { artifacts: JSON.parse(artifacts) as Record<string, string> }),
  };
}

/** JSON text in the order of the keys, with non-finite numbers by name. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => writableNumber(member));
}

export function decisionFromText(text: string): Decision {
  const decision = JSON.parse(text) as Decision;
  return {
    ...decision,
    incumbentValue: readNumber(decision.incumbentValue),
    evidence: decision.evidence.map(readEvidence),
  };
}

function readEvidence(evidence: Evidence): Evidence {
  const { statistic, pValue } = evidence;
  return {
    ...evidence,
    ...(statistic === undefined ? {} : { statistic: readNumber(statistic) }),
    ...(pValue === undefined ? {} : { pValue: readNumber(pValue) }),
  };
}

function readNumbersByName(text: string): Record<string, number> {
  const entries = Object.entries(JSON.parse(text) as Record<string, number | string>);
  return Object.fromEntries(entries.map(([name, value]) => [name, readNumber(value)]));
}
