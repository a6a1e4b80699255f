/** @file A measurement of randomness as a plan: one round of trials in which chosen streams vary and all others stay. */
import { type StreamName, type Trial, trialKey } from '../../../core/index.js';
import { cellsOf, heldTrial, type Study, studyBy, upTo, wholePlan } from '../../common/plan/index.js';
import { type Arm, armName, completeMeasure, type MeasureRequest, type MeasureSettings } from './measure-settings.js';

export type MeasureStudy = Study<MeasureSettings>;

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
