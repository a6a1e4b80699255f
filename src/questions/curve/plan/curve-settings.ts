/** @file Checks and completes the settings of a learning curve of robustness. */
import { InputError } from '../../../core/index.js';
import { type Criterion, parseCriterion } from '../../../stats/index.js';
import { type CommonSettings, requireSizesWithin, requireWhole } from '../../common/plan/index.js';
import type { StabilityRule, StabilityTolerance } from './stability.js';

export interface CurveRequest extends CommonSettings {
  /** Training examples, ascending. */
  readonly sizes: readonly number[];
  /** Most trials of a candidate at a size. */
  readonly trials: number;
  /** Name of the criterion that must not exceed its tolerance. */
  readonly criterion: string;
  /** Name of the measure of spread, `std` or `iqr`. */
  readonly spread: string;
  readonly tolerance: StabilityTolerance;
  /** False: train all sizes equally often. */
  readonly adaptive: boolean;
  readonly pool: number | null;
}

export interface CurveSettings extends CurveRequest {
  readonly rule: StabilityRule;
  /** Trials of every size in the first round. */
  readonly first: number;
  /** Trials of every unsettled size in each later round. */
  readonly step: number;
}

const FEWEST = 4;
const FIRST = 5;

/** Throws an InputError for settings that give no curve. */
export function completeCurve(request: CurveRequest): CurveSettings {
  const { sizes, trials, adaptive, pool, tolerance } = request;
  requireWhole('trials', trials, FEWEST, 'a spread needs several trials');
  requireSizesWithin(sizes, pool);
  for (const [name, value] of Object.entries(tolerance)) requireTolerance(name, value);
  const rule = { criterion: parseCriterion(request.criterion), spread: requireSpread(request.spread), tolerance };
  const first = adaptive ? Math.min(FIRST, trials) : trials;
  return { ...request, rule, first, step: Math.max(1, Math.ceil((trials - first) / 3)) };
}

function requireSpread(name: string): Criterion {
  const criterion = parseCriterion(name);
  if (criterion.kind === 'spread') return criterion;
  throw new InputError({
    code: 'not-a-spread',
    what: `"${name}" does not measure a spread.`,
    allowed: 'std, iqr',
    fix: 'Choose one of these with --spread.',
  });
}

function requireTolerance(name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new InputError({
    code: 'curve-tolerance',
    what: `The tolerance of the ${name} is ${value}.`,
    allowed: 'a number above 0, such as 0.1 for a tenth more than at the largest size',
    fix: 'Correct the tolerance.',
  });
}
