/** @file A trial: one training (the paper's "instance"), named by the whole tuple that determines it. */
import { type Random, randomFrom, seedFrom } from './random.js';

/** Streams that every trial has an index in. */
export const TRAINING_STREAMS = ['init', 'sample', 'order', 'noise'] as const;

export const STREAM_NAMES = [...TRAINING_STREAMS, 'split'] as const;

/**
 * `init`: weights. `sample`: training and validation examples. `order`: batch order. `noise`: dropout and the like.
 * `split`: which examples are trained on, and which judge.
 */
export type StreamName = (typeof STREAM_NAMES)[number];

/** A number for each stream; `split` only where the data are divided anew. */
export type PerStream = Readonly<Record<(typeof TRAINING_STREAMS)[number], number>> & { readonly split?: number };

/**
 * One index (0, 1, ...) in each stream; equal indices mean equal randomness, whichever candidate asks. Without `split` the
 * data are divided as they were loaded, once for all.
 */
export type Streams = PerStream;

/** How much training a trial is given. */
export interface Fidelity {
  /** Training examples drawn by the `sample` stream; 0 = the trainer's own default. */
  readonly sampleSize: number;
}

export interface Trial {
  /** Candidate id. */
  readonly candidate: string;
  readonly streams: Streams;
  readonly fidelity: Fidelity;
  /** 0 for the first training with exactly these streams; 1, 2, ... when the same is trained again on purpose. */
  readonly repeat: number;
}

/** Equal for two trials exactly when every part of the tuple is equal. */
export function trialKey(trial: Trial): string {
  return `${trial.candidate}|${settingKey(trial)}`;
}

/** The tuple without the candidate, which logs name by the hash of its whole configuration. */
export function settingKey({ streams, fidelity, repeat }: Omit<Trial, 'candidate'>): string {
  const { init, sample, order, noise, split } = streams;
  const divided = split === undefined ? '' : `,d${split}`;
  return `i${init},s${sample},o${order},n${noise}${divided}|${fidelity.sampleSize}|${repeat}`;
}

const KEY = /^(.+)\|i(\d+),s(\d+),o(\d+),n(\d+)(?:,d(\d+))?\|(\d+)\|(\d+)$/s;

/** The trial with this key; undefined for any other text. */
export function trialOfKey(key: string): Trial | undefined {
  const [, candidate, ...places] = KEY.exec(key) ?? [];
  if (candidate === undefined) return undefined;
  const [init, sample, order, noise, split, sampleSize, repeat] = places.map((text) => Number(text ?? Number.NaN));
  const streams = { init, sample, order, noise, ...(Number.isNaN(split) ? {} : { split }) } as Streams;
  return { candidate, streams, fidelity: { sampleSize: sampleSize as number }, repeat: repeat as number };
}

/** In a race, replicate r uses index r in every stream, so that all candidates of a replicate share their randomness. */
export function replicateStreams(replicate: number): Streams {
  return { init: replicate, sample: replicate, order: replicate, noise: replicate };
}

/** Whether the trial is replicate `init` of a race or a study, the first of these; `repeatsSplit` where those divide the data anew. */
export function isOfReplicate(
  { streams, fidelity, repeat }: Trial,
  sampleSize: number,
  repeatsSplit: boolean,
): boolean {
  const { init, sample, order, noise, split } = streams;
  const isPaired = init === sample && init === order && init === noise && split === (repeatsSplit ? init : undefined);
  return isPaired && repeat === 0 && fidelity.sampleSize === sampleSize;
}

/** A candidate's training on replicate r, the first with these streams; `sampleSize` 0 = the trainer's own default. */
export function replicateTrial(candidate: string, replicate: number, sampleSize: number): Trial {
  return { candidate, streams: replicateStreams(replicate), fidelity: { sampleSize }, repeat: 0 };
}

/** The random numbers of one stream at one index: independent of all other streams, indices and experiment seeds. */
export function streamRandom(experimentSeed: number, stream: StreamName, index: number): Random {
  return randomFrom('stream', experimentSeed, stream, index);
}

/** The same as one integer in [0, 2^31), for trainers in other languages. */
export function streamSeed(experimentSeed: number, stream: StreamName, index: number): number {
  return seedFrom('stream', experimentSeed, stream, index);
}

/** One integer in [0, 2^31) for each stream that the trial has an index in. */
export function seedsOf({ streams }: Trial, experimentSeed: number): PerStream {
  const entries = STREAM_NAMES.flatMap((name) => {
    const index = streams[name];
    return index === undefined ? [] : [[name, streamSeed(experimentSeed, name, index)] as const];
  });
  return Object.fromEntries(entries) as PerStream;
}
