/** @file Trials in which chosen streams vary and all others are held, and what users name these streams. */
import {
  type Candidate,
  inputError,
  nearestName,
  STREAM_NAMES,
  type StreamName,
  type Streams,
  TRAINING_STREAMS,
  type Trial,
} from '../../../core/index.js';
import { requireWhole } from './study.js';

/** The streams of `varied` at these indices, all others at 0. Data are divided as they were loaded, unless `split` is among them. */
export function heldTrial(
  candidate: Candidate['id'],
  sampleSize: number,
  varied: Partial<Record<StreamName, number>>,
  repeat = 0,
): Trial {
  const streams: Streams = { init: 0, sample: 0, order: 0, noise: 0, ...varied };
  return { candidate, streams, fidelity: { sampleSize }, repeat };
}

/** Those that every trial has an index in, and that do not vary. */
export function heldStreams(varied: readonly StreamName[]): readonly StreamName[] {
  return TRAINING_STREAMS.filter((stream) => !varied.includes(stream));
}

/** @throws InputError for a name that no stream has. */
export function parseStream(text: string): StreamName {
  const name = text.trim();
  const known = STREAM_NAMES.find((stream) => stream === name);
  if (known !== undefined) return known;
  const near = nearestName(name, STREAM_NAMES);
  throw inputError`unknown-stream: There is no source of randomness "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}
    Allowed: ${STREAM_NAMES.join(', ')}, joined with + where they vary together
    Fix: Correct --vary.`;
}

/** A sample that is the whole pool is the same every time. `sampleSize` 0 = the whole pool; `setting` is what sets it. @throws InputError */
export function requireRoom(sampleSize: number, pool: number | null, setting = '`sample`'): void {
  if (pool === null || (sampleSize > 0 && sampleSize < pool)) return;
  throw inputError`sample-cannot-vary: The training sample is the whole pool of ${pool} examples, so every sample is the same.
    Allowed: ${setting} below ${pool}
    Fix: Set a smaller ${setting}, give the pool a larger part of the data, or leave \`sample\` out of --vary.`;
}

/** How often each of the sources that are crossed varies: `crossed` is one number for all of them, or one for each. @throws InputError */
export function levelsOfEach(crossed: readonly number[], sources: readonly StreamName[]): readonly number[] {
  const levels = crossed.length === 1 ? sources.map(() => crossed[0] as number) : crossed;
  if (levels.length !== sources.length || sources.length < 2) {
    throw inputError`crossed-levels: crossed has ${levels.length} numbers of levels for ${sources.length} sources (${sources.join(', ')}).
      Allowed: two or more sources, and one number for all of them or one for each, such as 8x8
      Fix: Change --crossed or --vary.`;
  }
  for (const count of levels) requireWhole('crossed', count, 2, 'a source with one level does not vary');
  return levels;
}

/** All combinations of one of each, the last one's changing fastest. */
export function cellsOf<Level>(levels: readonly (readonly Level[])[]): Level[][] {
  return levels.reduce<Level[][]>((cells, own) => cells.flatMap((cell) => own.map((level) => [...cell, level])), [[]]);
}

/** 0, 1, ... */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
