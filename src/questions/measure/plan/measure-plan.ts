/** @file A measurement of randomness as a plan: its settings, and one round of trials in which chosen streams vary and all others stay. */
import { defined, STREAM_NAMES, type StreamName, type Trial, trialKey } from '../../../core/index.js';
import {
  type CommonSettings,
  cellsOf,
  heldTrial,
  levelsOfEach,
  parseStream,
  requireRoom,
  requireWhole,
  type Study,
  studyBy,
  upTo,
  wholePlan,
} from '../../common/plan/index.js';

type MeasureStudy = Study<MeasureSettings>;

/** Throws an InputError for settings that cannot be measured. */
export function createMeasure(request: MeasureRequest): MeasureStudy {
  const settings = completeMeasure(request);
  const trials = uniqueTrials(settings.candidates.length === 0 ? [] : listTrials(settings));
  const { arms, sources, trials: perArm, crossed, repeats, controls, sampleSize } = settings;
  return studyBy(
    settings,
    {
      fixed: { kind: 'measure', sampleSize },
      told: { arms: arms.map(armName), sources, trials: perArm, crossed, repeats, controls },
    },
    wholePlan('measure', trials),
  );
}

/** Trial 0, 1, ... of an arm: its streams at 1, 2, ..., so that no two arms share a trial. */
export function armTrial(settings: MeasureSettings, candidate: string, arm: Arm, place: number): Trial {
  return trialAt(settings, candidate, Object.fromEntries(arm.map((name) => [name, place + 1])), 0);
}

/** A cell of the crossed design: the sources' levels are their indices. */
export function cellTrial(
  settings: MeasureSettings,
  candidate: string,
  indices: readonly number[],
  repeat: number,
): Trial {
  const streams = Object.fromEntries(settings.sources.map((name, source) => [name, indices[source] as number]));
  return trialAt(settings, candidate, streams, repeat);
}

/** All streams at 0, trained again and again. */
export function controlTrial(settings: MeasureSettings, candidate: string, repeat: number): Trial {
  return trialAt(settings, candidate, {}, repeat);
}

function listTrials(settings: MeasureSettings): Trial[] {
  const { candidates, arms, crossed, trials, repeats, controls } = settings;
  const inArms = upTo(trials).flatMap((place) =>
    candidates.flatMap((candidate) => arms.map((arm) => armTrial(settings, candidate, arm, place))),
  );
  const again = upTo(controls).flatMap((repeat) =>
    candidates.map((candidate) => controlTrial(settings, candidate, repeat)),
  );
  const cells = crossed === null ? [] : cellsOf(crossed.map(upTo));
  const inCells = cells.flatMap((indices) =>
    upTo(repeats).flatMap((repeat) => candidates.map((candidate) => cellTrial(settings, candidate, indices, repeat))),
  );
  return [...inArms, ...again, ...inCells];
}

/** The cell at level 0 of everything is a control as well. */
function uniqueTrials(trials: readonly Trial[]): Trial[] {
  return [...new Map(trials.map((trial) => [trialKey(trial), trial])).values()];
}

/** The data are divided as they were loaded, unless their division is among the sources. */
function trialAt(
  { sources, sampleSize }: MeasureSettings,
  candidate: string,
  varied: Partial<Record<StreamName, number>>,
  repeat: number,
): Trial {
  return heldTrial(candidate, sampleSize, { ...(sources.includes('split') ? { split: 0 } : {}), ...varied }, repeat);
}

/** Streams that vary together while all others are held at index 0. */
type Arm = readonly StreamName[];

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
function completeMeasure(request: MeasureRequest): MeasureSettings {
  const { candidates, figure, seed, trials, repeats, sampleSize, pool } = request;
  requireWhole('trials', trials, FEWEST, 'a spread needs several trainings');
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
    ...defined({ failurePolicy: request.failurePolicy }),
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
  const names = text.split('+').map(parseStream);
  return STREAM_NAMES.filter((name) => names.includes(name));
}

function uniqueArms(arms: readonly Arm[]): Arm[] {
  return [...new Map(arms.map((arm) => [armName(arm), arm])).values()];
}

function crossedLevels({ crossed, trials }: MeasureRequest, sources: readonly StreamName[]): readonly number[] | null {
  if (crossed === 'none' || (crossed === 'auto' && sources.length < 2)) return null;
  if (crossed === 'auto') return sources.map(() => Math.max(2, Math.round(trials ** (1 / sources.length))));
  return levelsOfEach(crossed, sources);
}
