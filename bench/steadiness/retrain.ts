/** @file Trains a candidate again and again in this process, and races candidates: what bench/steadiness compares. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type JsonObject,
  replicateTrial,
  type SetPredictions,
  type StreamName,
  type Trial,
} from '../../src/core/index.js';
import { createBuiltInTrainer } from '../../src/engine/built-in.js';
import type { Dataset } from '../../src/engine/datasets/index.js';
import { createRace } from '../../src/race/index.js';
import type { Problem } from './problems.js';

export interface Retraining {
  readonly loss: number;
  readonly selection: SetPredictions;
  readonly final: SetPredictions;
  readonly weights: Uint8Array;
}

/** Trains one trial after the other; `close` ends it. */
export interface Trained {
  train(configuration: object, trial: Trial): Promise<Retraining>;
  close(): Promise<void>;
}

export function openTrainer(dataset: Dataset): Trained {
  const trainer = createBuiltInTrainer({ dataset });
  const artifactFolder = mkdtempSync(join(tmpdir(), 'surefoot-steadiness-'));
  const context = {
    ...{ experimentSeed: 1, signal: new AbortController().signal, report: () => {} },
    ...{ artifactFolder, keepPredictions: true },
  };
  return {
    async train(configuration, trial) {
      const candidate = { id: trial.candidate, label: trial.candidate, configuration: configuration as JsonObject };
      const { loss, predictions, artifacts } = await trainer.train(candidate, trial, context);
      const weights = readFileSync(artifacts?.weights as string);
      return { loss, weights, ...(predictions as Pick<Retraining, 'selection' | 'final'>) };
    },
    async close() {
      await trainer.close?.();
      rmSync(artifactFolder, { recursive: true });
    },
  };
}

/** Replicates that no race reads. */
const FRESH = 1000;

/** `moving`: one stream alone, all others as in the first of these; undefined for everything. */
export function freshTrial(candidate: string, place: number, sample: number, moving?: StreamName): Trial {
  const all = replicateTrial(candidate, FRESH + place, sample);
  if (moving === undefined) return all;
  const { streams } = replicateTrial(candidate, FRESH, sample);
  return { ...all, streams: { ...streams, [moving]: FRESH + place } };
}

export interface Raced {
  /** Names of candidates. */
  readonly winner: string;
  readonly runnerUp: string;
  readonly verdict: string;
  readonly trainings: number;
}

/** The default race by q3. The runner-up is the best of the others by q3. */
export async function raceCandidates(trained: Trained, { candidates, sample }: Problem): Promise<Raced> {
  const race = createRace({ candidates, race: { finalTrials: 0 } });
  for (let [asked] = race.ask(1); asked !== undefined; [asked] = race.ask(1)) {
    const { candidate, configuration, replicate } = asked;
    const { loss } = await trained.train(configuration, replicateTrial(candidate, replicate, sample));
    race.tell(asked.id, loss);
  }
  const winner = race.answer?.winner ?? '';
  const verdict = race.answer?.verdict ?? '';
  const runnerUp = race.standings.find(({ candidate }) => candidate !== winner)?.candidate ?? '';
  return { winner, runnerUp, verdict, trainings: race.told.length };
}
