/** @file Checks and completes the settings of an adaptive race; its mechanisms by name, and the port by which requirements admit candidates. */
import { type InputError, inputError, type Outcome } from '../../../../core/index.js';
import type { Criterion } from '../../../../stats/index.js';
import type { RaceAnswer } from '../answer-schema.js';
import { parseShare } from '../rule-options.js';
import type { Estimates } from './estimates.js';
import type { AdaptiveRuleName, Tolerance } from './rules.js';
import type { FreeStatementSetting } from './statement/declared-bounds.js';

/** Error probabilities that were calibrated. */
export const DELTAS: readonly number[] = [0.05, 0.1, 0.2];

export interface AdaptiveSettings {
  /** How many candidates there are, at least 2; they go by their index. */
  readonly candidates: number;
  /** One that says how a race goes by it: `max` and `min`, about which few trials say nothing, do not. */
  readonly criterion: Criterion;
  /** `default` where absent. `default` with a tolerance of 0 races as `strict`. */
  readonly rule?: AdaptiveRuleName;
  /** One of {@link DELTAS}; 0.05 where absent. */
  readonly delta?: number;
  /**
   * A difference of the criterion that does not matter: in units of the loss, or a share of the first leader's criterion
   * such as `5 %`. Where absent, half of the standard deviation of one retraining of the best candidates.
   */
  readonly tolerance?: number | string;
  /** Replicates there are, N; 20 where absent, at least 2. */
  readonly maxReplicates?: number;
  /**
   * True where the replicates are all there are, as in a table of recorded losses: then the question is about the table, and
   * a candidate with all of them is known exactly. False where absent: the question is about endless retraining.
   */
  readonly recorded?: boolean;
  /**
   * Replicates up to which a race that ends with several goes on to separate them, above `maxReplicates`. What it states then
   * is what holds at any look, because it goes on where it saw a tie.
   */
  readonly separate?: number;
  /** Names the random order of the first trials, and the random panel that the scale of the losses is learnt from. */
  readonly seed?: string | number;
  /** How many asks may be ahead of the outcomes applied; at most a tenth of what was asked. 96 where absent. */
  readonly window?: number;
  /** Cost of one trial by candidate, above 0; all 1 where absent. Only their ratios matter. */
  readonly costs?: ArrayLike<number>;
  /**
   * `auto` (where absent): a quantile is compared on losses, their logarithms or their reciprocals, whichever makes the
   * spreads of candidates most alike. `losses`: always as they are.
   */
  readonly scale?: ScaleSetting;
  /** Where it is there, what is stated comes from confidence sequences alone; see statement/free-statement.ts. */
  readonly statement?: FreeStatementSetting;
  /** Trials that each candidate has before anything is ordered by what came out: so many give a first loss. 1 where absent. */
  readonly start?: number;
  /** Says which candidates may win at all; all where absent. */
  readonly admission?: Admission;
  /** What the race does without, in a bench or a test; nothing where absent. */
  readonly without?: readonly Mechanism[];
}

/** How the scale of a comparison is found. */
export const SCALE_SETTINGS = ['auto', 'losses'] as const;
export type ScaleSetting = (typeof SCALE_SETTINGS)[number];

/** The same with defaults filled in. */
export interface CompleteAdaptiveSettings {
  readonly candidates: number;
  readonly criterion: Criterion;
  readonly rule: AdaptiveRuleName;
  readonly delta: number;
  readonly tolerance: Tolerance;
  readonly maxReplicates: number;
  readonly recorded: boolean;
  readonly seed: string | number;
  readonly window: number;
  readonly scale: ScaleSetting;
  readonly costs: Float64Array | undefined;
  readonly separate: number | undefined;
  readonly statement: FreeStatementSetting | undefined;
  readonly start: number;
  readonly admission: Admission | undefined;
  readonly without: ReadonlySet<Mechanism>;
}

/** Half of one retraining's standard deviation. */
const AUTO: Tolerance = { kind: 'retraining', share: 0.5 };
/** Asks ahead of the outcomes applied. */
export const DEFAULT_WINDOW = 96;
/** Replicates of a race that says nothing else. */
export const DEFAULT_REPLICATES = 20;
/** Throws an InputError that names the first setting that cannot be raced. */
export function completeAdaptiveSettings(settings: AdaptiveSettings): CompleteAdaptiveSettings {
  const { candidates, criterion, costs } = settings;
  const { rule = 'default', delta = 0.05, maxReplicates = DEFAULT_REPLICATES, window = DEFAULT_WINDOW } = settings;
  requireWhole('candidates', candidates, 2);
  requireWhole('maxReplicates', maxReplicates, 2);
  requireWhole('window', window, 0);
  if (settings.separate !== undefined) requireWhole('separate', settings.separate, maxReplicates + 1);
  if (!DELTAS.includes(delta)) throw refuse('delta', delta, `${DELTAS.join(', ')}: these were calibrated`);
  if (costs !== undefined) requireCosts(costs, candidates);
  const tolerance = parseTolerance(settings.tolerance);
  return {
    candidates,
    criterion,
    rule,
    delta,
    tolerance,
    maxReplicates,
    recorded: settings.recorded ?? false,
    seed: settings.seed ?? 0,
    window,
    scale: settings.scale ?? 'auto',
    costs: costs === undefined ? undefined : Float64Array.from(costs),
    separate: settings.separate,
    statement: settings.statement,
    start: settings.start ?? 1,
    admission: settings.admission,
    without: new Set(settings.without),
  };
}

export function parseTolerance(given: number | string | undefined): Tolerance {
  if (given === undefined) return AUTO;
  if (typeof given === 'number') {
    if (Number.isFinite(given) && given >= 0) return { kind: 'absolute', value: given };
  } else {
    const share = parseShare(given);
    if (share !== undefined) return { kind: 'share', share };
  }
  throw refuse(
    'tolerance',
    given,
    'a finite number of units of the loss, at least 0, or a share below 100 % such as "5 %"',
  );
}

function requireCosts(costs: ArrayLike<number>, candidates: number): void {
  if (costs.length !== candidates) throw refuse('costs', costs.length, `one for each of the ${candidates} candidates`);
  for (const cost of Array.from(costs)) {
    if (!(Number.isFinite(cost) && cost > 0)) throw refuse('cost', cost, 'a finite number above 0');
  }
}

function requireWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw refuse(name, value, `a whole number, at least ${least}`);
}

function refuse(name: string, value: unknown, allowed: string): InputError {
  return inputError`race-setting: The race's ${name} is ${JSON.stringify(value) ?? String(value)}
    Allowed: ${allowed}
    Fix: Change ${name}.`;
}

// The mechanisms of a race that can be taken out, one by one or several, so that a bench or a test shows what each is worth
// (docs/measurements.md, Each mechanism taken out). A race of a user has them all.

/** By name, what the race does without it. */
export const MECHANISMS = {
  'pooled-shape': 'all losses have the shape of the normal',
  'own-quartiles': 'a spread between quantiles is a normal one, in proportion to the standard deviation',
  'quantile-guard': 'how many losses lie below a quantile does not count',
  'rare-collapses': 'a candidate that has not collapsed never will',
  'two-values': 'passes and failures are normal',
  steps: 'a trace of noise about a few values counts',
  loadings: 'all candidates react to the sample alike',
  'moderated-scales': 'all candidates have the same scale, until they have five trainings of their own',
  'likeness-level': 'the level of the chances is the same however much scales differ',
  'guarded-level': 'quantiles have the level of means',
  panel: 'no random candidates are trained three times at first',
  unit: 'losses are never multiplied by a power of two',
  doubt: 'candidates with fewer than five trainings are ruled out as they look',
  'unseen-collapse': 'a race ends although all of its losses lie within the tolerance',
} as const;

export type Mechanism = keyof typeof MECHANISMS;

export interface Admission {
  /** For a race from its beginning. */
  begin(): Admitted;
}

/** Candidates go by their index. Owned by the fold. */
export interface Admitted {
  /** Takes the next outcome of a candidate, before the race does. */
  take(candidate: number, outcome: Outcome): void;
  /** Sets the flag of each candidate that cannot win as things stand; those that are set already cannot win for other reasons. */
  exclude(excluded: Uint8Array): void;
  /** Why it cannot win as things stand, where those that are flagged cannot for whatever reason; undefined where it may by what is required. */
  refusal(candidate: number, excluded: Uint8Array): string | undefined;
  /**
   * The candidate whose trainings are needed to tell whether the leader may win, or another one has to: the leader itself, or the next.
   * -1 where no training tells more.
   */
  pursued(leader: number, estimates: Pick<Estimates, 'centers' | 'excluded'>): number;
  /** What is known of the one that is chosen (-1: of none), and of the others; flags as {@link refusal} takes them. */
  answer(chosen: number, excluded: Uint8Array): Pick<RaceAnswer, 'requirement' | 'requirements'>;
}
