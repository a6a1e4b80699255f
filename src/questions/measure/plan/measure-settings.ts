/** @file Checks and completes the settings of a measurement of randomness. */
import { InputError, nearestName, STREAM_NAMES, type StreamName } from '../../../core/index.js';
import { type CommonSettings, requireWhole } from '../../common/plan/index.js';

/** Streams that vary together while all others are held at index 0. */
export type Arm = readonly StreamName[];

export interface MeasureSettings extends CommonSettings {
  /** The loss distributions that are compared. */
  readonly arms: readonly Arm[];
  /** All streams that vary in any of them, in the order of their names. */
  readonly sources: readonly StreamName[];
  /** Of each candidate in each arm. */
  readonly trials: number;
  /** Levels of each source in the crossed design; null for none. */
  readonly crossed: readonly number[] | null;
  /** Trainings of each crossed cell with the same seeds. */
  readonly repeats: number;
  /** Trainings of one set of seeds, for what no seed controls. */
  readonly controls: number;
  /** Training examples of every trial; 0 = the trainer's own default. */
  readonly sampleSize: number;
  /** Examples that samples are drawn from; null where the trainer keeps its data to itself. */
  readonly pool: number | null;
}

export interface MeasureRequest extends CommonSettings {
  /** `init`, `sample`, `init+sample`, ... as the user writes them. */
  readonly vary: readonly string[];
  readonly trials: number;
  /** `auto`, `none`, or levels in the order of the sources. */
  readonly crossed: 'auto' | 'none' | readonly number[];
  readonly repeats: number;
  readonly sampleSize: number;
  readonly pool: number | null;
}

const CONTROLS = 3;
const FEWEST = 3;

/**
 * With single streams alone in `vary` they are measured one by one and, where there are two or more, all together; arms
 * with `+` are taken as they are. `auto` crosses two or more sources with as many levels as make about `trials` cells, two
 * at least. Throws an InputError for what cannot be measured.
 */
export function completeMeasure(request: MeasureRequest): MeasureSettings {
  const { candidates, figure, seed, trials, repeats, sampleSize, pool } = request;
  requireWhole('trials', trials, FEWEST, 'a spread needs several trials');
  requireWhole('repeats', repeats, 1, 'trainings of each crossed cell');
  const named = request.vary.map(parseArm);
  const sources = STREAM_NAMES.filter((name) => named.some((arm) => arm.includes(name)));
  if (sources.includes('sample')) requireRoom(sampleSize, pool);
  const plain = named.every((arm) => arm.length === 1);
  const arms = uniqueArms(plain && sources.length > 1 ? [...named, sources] : named);
  const crossed = crossedLevels(request, sources);
  return {
    candidates,
    figure,
    seed,
    arms,
    sources,
    trials,
    crossed,
    repeats,
    sampleSize,
    pool,
    controls: Math.max(CONTROLS, repeats),
  };
}

/** `init+sample`. */
export function armName(arm: Arm): string {
  return arm.join('+');
}

function parseArm(text: string): Arm {
  const names = text.split('+').map((name) => name.trim());
  for (const name of names) if (!isStream(name)) throw unknownStream(name);
  return STREAM_NAMES.filter((name) => names.includes(name));
}

function isStream(name: string): name is StreamName {
  return (STREAM_NAMES as readonly string[]).includes(name);
}

function uniqueArms(arms: readonly Arm[]): Arm[] {
  return [...new Map(arms.map((arm) => [armName(arm), arm])).values()];
}

function crossedLevels({ crossed, trials }: MeasureRequest, sources: readonly StreamName[]): readonly number[] | null {
  if (crossed === 'none' || (crossed === 'auto' && sources.length < 2)) return null;
  if (crossed === 'auto') return sources.map(() => Math.max(2, Math.round(trials ** (1 / sources.length))));
  const levels = crossed.length === 1 ? sources.map(() => crossed[0] as number) : crossed;
  if (levels.length !== sources.length || sources.length < 2) {
    throw new InputError({
      code: 'crossed-levels',
      what: `crossed has ${levels.length} numbers of levels for ${sources.length} sources (${sources.join(', ')}).`,
      allowed: 'two or more sources, and one number for all of them or one for each, such as 8x8',
      fix: 'Change --crossed or --vary.',
    });
  }
  for (const count of levels) requireWhole('crossed', count, 2, 'a source with one level does not vary');
  return levels;
}

/** A sample that is the whole pool is the same every time. */
function requireRoom(sampleSize: number, pool: number | null): void {
  if (pool === null || (sampleSize > 0 && sampleSize < pool)) return;
  throw new InputError({
    code: 'sample-cannot-vary',
    what: `The training sample is the whole pool of ${pool} examples, so every sample is the same.`,
    allowed: `\`sample\` below ${pool}`,
    fix: 'Set a smaller `sample`, give the pool a larger part of the data, or leave `sample` out of --vary.',
  });
}

function unknownStream(name: string): InputError {
  const near = nearestName(name, STREAM_NAMES);
  return new InputError({
    code: 'unknown-stream',
    what: `There is no source of randomness "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
    allowed: `${STREAM_NAMES.join(', ')}, joined with + where they vary together`,
    fix: 'Correct --vary.',
  });
}
