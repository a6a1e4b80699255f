/**
 * @file Keeps every training of a real experiment on disk, so that contenders share them and an interrupted bench goes on:
 * trials that are equal give equal losses.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourcedExperiment } from '../../src/app/ask/experiment-source.js';
import { prepareExperiment } from '../../src/app/ask/prepare-experiment.js';
import { type Candidate, type JsonObject, replicateStreams, type Trial, trialKey } from '../../src/core/index.js';
import { closeStretch, openStretch } from '../../src/trainers/index.js';
import { runTrial } from '../../src/work/here/index.js';

/** One training: `loss` is null where it diverged. */
export interface Training {
  readonly key: string;
  readonly loss: number | null;
  /** Of the processor, on one core. */
  readonly seconds: number;
}

export interface Trainings {
  /** The id of a configuration, which may be trained from now on. */
  readonly join: (configuration: JsonObject) => string;
  readonly labelOf: (candidate: string) => string;
  readonly trialOf: (candidate: string, replicate: number) => Trial;
  /** Trains what is not on disk. */
  readonly train: (trial: Trial) => Promise<Training>;
  readonly close: () => Promise<void>;
}

/** The file is named by everything that decides what a training gives, so a changed experiment starts another one. */
export async function openTrainings(source: SourcedExperiment, folder: string): Promise<Trainings> {
  const { draft } = source;
  const prepared = await prepareExperiment(source, { workers: 1 });
  const { identity } = prepared.headerOf(draft.name, [], {});
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${draft.name}-${draft.seed}-${identity.slice(0, 12)}.jsonl`);
  const known = new Map(readTrainings(path).map((training) => [training.key, training]));
  // In a space of ranges there is no end of them: contenders bring their own.
  const byId = new Map<string, Candidate>();
  const stretch = await openStretch();
  const trainer = await prepared.backend.createTrainer(stretch);
  const { signal } = new AbortController();

  const train = async (trial: Trial): Promise<Training> => {
    const key = trialKey(trial);
    const found = known.get(key);
    if (found !== undefined) return found;
    const before = process.cpuUsage();
    const outcome = await runTrial(trainer, byId.get(trial.candidate) as Candidate, trial, {
      experimentSeed: draft.seed,
      signal,
    });
    const { user, system } = process.cpuUsage(before);
    if (outcome.failure !== undefined) throw new Error(`${key}: ${outcome.failure.message}`);
    const loss = outcome.status === 'completed' ? outcome.loss : null;
    const training = { key, loss, seconds: (user + system) / 1e6 };
    known.set(key, training);
    appendFileSync(path, `${JSON.stringify(training)}\n`);
    return training;
  };
  const enter = (configuration: JsonObject): string => {
    const [candidate] = prepared.build([{ place: 'space', space: { value: configuration } }]);
    const { id } = candidate as Candidate;
    // Built alone, it has nothing that others differ from it in.
    byId.set(id, { ...(candidate as Candidate), label: JSON.stringify(configuration) });
    return id;
  };
  return {
    join: enter,
    labelOf: (candidate) => byId.get(candidate)?.label ?? candidate,
    trialOf: (candidate, replicate) => ({
      candidate,
      streams: replicateStreams(replicate),
      fidelity: { sampleSize: draft.sample },
      repeat: 0,
    }),
    train,
    close: async () => {
      await trainer.close?.();
      await closeStretch(stretch);
    },
  };
}

/** Without a last line that an interruption cut off: what cannot be read was never kept. */
function readTrainings(path: string): readonly Training[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  if (lines.at(-1) !== '') appendFileSync(path, '\n');
  return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Training);
}
