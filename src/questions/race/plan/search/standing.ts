/** @file What a look of a searching race goes by, and what it finds. */
import type { AuxiliaryFinding, OwnTrials, SettingPlaces, Standings } from '../../../../stats/index.js';
import type { LossScale } from '../adaptive/loss-scale.js';
import type { Tolerance } from '../adaptive/rules.js';
import type { ScaleSetting } from '../adaptive/settings.js';
import type { ToleranceAtLook } from '../adaptive/tolerance.js';
import type { Feasibility } from './feasibility.js';
import type { LearntKernels } from './predict.js';
import type { SearchCriterion, SearchSettings } from './settings.js';

/** What a look goes by. */
export interface SearchRules {
  readonly search: SearchSettings;
  readonly criterion: SearchCriterion;
  readonly tolerance: Tolerance;
  /** `auto` where absent. */
  readonly scale?: ScaleSetting;
  readonly delta: number;
  readonly maxReplicates: number;
  readonly seed: string | number;
}

/** What it finds. */
export interface SearchStanding {
  /** Outcomes it rests on. */
  readonly outcomes: number;
  /** On which losses are compared: own trials and standings are on it. */
  readonly scale: LossScale;
  readonly own: OwnTrials;
  readonly standings: Standings;
  /** Of configurations that were not tried; undefined while too few were tried to tell. */
  readonly standingsAt: ((places: SettingPlaces) => Standings) | undefined;
  /** True where no loss differs from another: then neither trials nor settings tell candidates apart. */
  readonly allAreEqual: boolean;
  /** 1 where it can lead or be better no more. */
  readonly excluded: Uint8Array;
  /** Those of them that cannot by what is required alone, and which may keep that; undefined where nothing is required. */
  readonly refused: Uint8Array | undefined;
  readonly feasible: Feasibility | undefined;
  /** -1 while none has trials enough. */
  readonly leader: number;
  /** The candidate that all are compared with: the leader, or while there is none the one that looks best; -1 where none has an estimate. */
  readonly reference: number;
  readonly tolerance: ToleranceAtLook;
  /** Of being better than the reference by more than the tolerance: by trials and settings, and of those audited by their trials. */
  readonly chances: Float64Array;
  readonly audited: Float64Array;
  readonly contested: Uint8Array;
  /** What was found of the sources that the surrogate learns from beside the trials, in their order. */
  readonly sources: readonly AuxiliaryFinding[];
  /** What the next look's surrogate begins with; undefined while too few were tried. */
  readonly learnt: LearntKernels | undefined;
}
