/**
 * @file What a race may claim, declared once: the schema of what `result.json` says of it, and by its types what plans answer. Plans judge
 * costs, results show values in the user's direction; the shape is one. Plans import the types alone, so that races in browsers go without zod.
 */
import { z } from 'zod';
import { type DivergenceMeans, INTERVAL_METHODS } from '../../../stats/index.js';

/**
 * JSON has no infinity: it is written as a string, and read back as the number. The type is written out, since TypeScript
 * declares the inferred one with a key `[-Infinity]` that it refuses to read.
 */
export const anyNumber: z.ZodType<number, number | string> = z.union([
  z.number(),
  z.literal(['Infinity', '-Infinity']).transform(Number),
]);
export const count = z.int().nonnegative();
export const share = z.number().min(0).max(1);
export const ids = z.array(z.string()).readonly();

/** An end of an interval: null, with the reason beside it, where there is none on that side. */
const endOr = (none: number): z.ZodType<number, number | string | null> =>
  z.union([anyNumber, z.null().transform(() => none)]);

/** What an interval takes for granted: that no training is worse than the worst of these. */
const holdsUnder = z.strictObject({ collapsed: count.nullable(), of: count, atMost: share, confidence: share });

/** `Interval` and `NoInterval` of the statistics. */
export const interval = z.union([
  z.strictObject({
    low: endOr(Number.NEGATIVE_INFINITY),
    high: endOr(Number.POSITIVE_INFINITY),
    level: z.number(),
    method: z.enum(INTERVAL_METHODS),
    basis: z.string(),
    n: count,
    open: z.string().exactOptional(),
    holdsUnder: holdsUnder.exactOptional(),
  }),
  z.strictObject({
    reason: z.string(),
    n: count,
    beyond: z.strictObject({ confidence: share, share }).exactOptional(),
  }),
]);

/**
 * How often a candidate's trainings failed and collapsed, over all that were begun. `bar`: a worse one collapsed; null where only what diverged has.
 * `best`: of these, infinite where none is finite. `from`: `fresh` ones played no part in choosing; those of the `race` flatter what they chose. `atMost`:
 * no larger share fails or collapses, at 95 %, wherever a probation ended; null where these chose.
 */
export const collapses = z.strictObject({
  by: z.enum(['setting', 'baseline', 'spread', 'divergence']),
  bar: z.number().nullable(),
  begun: count,
  failed: count,
  collapsed: count,
  best: anyNumber,
  from: z.enum(['fresh', 'race']),
  atMost: share.nullable(),
});
export type Collapses = z.output<typeof collapses>;

/**
 * `decided`: no other may be better than the winner (under an adaptive rule: by more than the tolerance). `tied`: some
 * may. `stopped`: a budget or an interruption came before the race's own end, fresh trials contradict it, none passed probation, or a replay
 * asked for trials that are not recorded.
 */
const verdict = z.enum(['decided', 'tied', 'stopped']);

/**
 * `tied`: may be better than the winner by more than the tolerance (under a published rule: not significantly worse).
 * `close`: may be better, but not by more than the tolerance. `worse`: is worse. `behind`: was worse in fewer than
 * `LEAST_TRIALS_OF_WORSE` trials, so behind so far, or in a search hardly likely to keep what is required. `undecided`: too few trials to say.
 */
export const rivalStanding = z.enum(['tied', 'close', 'worse', 'behind', 'undecided']);

export const rival = z.strictObject({
  candidate: z.string(),
  /** Replicates of the race that it has in common with the winner. */
  n: count,
  /** Its criterion minus the winner's, from the choosing: on the replicates of the race. Infinity where it is not known. */
  difference: anyNumber,
  interval,
  /** Cliff's delta of its losses against the winner's: 1 where all are larger. */
  effectSize: z.number(),
  /** Under a published rule: one-sided, Holm-adjusted over the rivals with enough replicates; absent where there are too few. */
  pValue: z.number().exactOptional(),
  /** Where it is tied under an adaptive rule: trials of it, and as many of the winner, that would settle it; Infinity = never, absent if it cannot be told. */
  trialsToSettle: anyNumber.exactOptional(),
  standing: rivalStanding,
});

/** What an adaptive rule states, at its confidence. */
const tolerance = z.strictObject({
  /** A difference of the criterion that does not count, in units of the loss. */
  value: z.number().nonnegative(),
  /** Where it comes from: given in units of the loss, as a share of the winner's criterion, or half of one retraining's deviation. */
  kind: z.enum(['absolute', 'share', 'retraining']),
  /** 0.95, ... */
  confidence: share,
  /** `end`: at the race's own end. `any-look`: by the thresholds that hold wherever a race is stopped. `none`: the rule claims nothing. */
  level: z.enum(['end', 'any-look', 'none']),
  /** True where it spans all candidates, so that any of them would do. */
  spansAll: z.boolean(),
  /** True where it is a share of a criterion that is not positive, and counts as 0. */
  refused: z.boolean(),
  /** What losses were compared on in the end, for a quantile; see adaptive/loss-scale.ts. */
  comparedOn: z.enum(['losses', 'logarithms', 'reciprocals']),
  /** Where it comes from confidence sequences alone, which assume nothing; absent where thresholds were calibrated by simulation. */
  basis: z.literal('distribution-free').exactOptional(),
});

/** Candidates that were ruled out on fewer trainings of their own than tell how much they vary; see adaptive/doubt.ts. */
const setAside = z.strictObject({
  candidates: count,
  /** 5. */
  fewerThan: count,
  /** 2.5: none of them would stay in with so many times the spread that is assumed for it, or its own losses speak against that. */
  spreadTimes: z.number().min(1),
  /** What that may be wrong about, as whole sentences; absent where none was. */
  meaning: z.string().exactOptional(),
});

/** A member of the returned set whose losses vary less than the winner's. */
const steadier = z.strictObject({
  candidate: z.string(),
  /** Its standard deviation over the winner's, with an interval adjusted over the set. */
  ratio: z.number(),
  low: z.number(),
  high: anyNumber,
  level: share,
  /** Trials of each. */
  n: count,
  /** It is within so much of the best. */
  bound: anyNumber,
});

/** Why a verdict is `stopped` although the race came to its end: fresh trials of the winner contradict it. */
const unconfirmed = z.strictObject({
  /** Its criterion as the race estimated it, and the worse end of the interval at `level` from the trials of the race. */
  expected: anyNumber,
  expectedWorst: anyNumber,
  /**
   * The better end of the interval at `level` from fresh trials, worse than `expectedWorst` by more than the tolerance; Infinity
   * where one that diverged makes the criterion infinite.
   */
  freshBest: anyNumber,
  /** 0.95. */
  level: share,
  /** Fresh trials. */
  n: count,
});

/** Candidates that were drawn at random and judged by their own trials alone. */
const audit = z.strictObject({
  drawn: count,
  tried: count,
  /** How many of those tried may be better than the winner by more than the tolerance. */
  open: count,
  /** No more of the space is better, at 95 %: Clopper and Pearson. 1 where none was tried. */
  atMost: share,
});

/** What was known before, of one source, and whether it helped. */
const prior = z.strictObject({
  source: z.string(),
  configurations: count,
  /** Trials that are left out; absent where all have a finite value. */
  withoutValue: count.exactOptional(),
  /** Tried candidates that it has values of. */
  both: count,
  /** Kendall's tau-b over these, of its mean values and their mean losses; null where either are all equal, or the race has not looked. */
  tau: z.number().nullable(),
  /** At 95 %; null for too few. */
  interval: z.tuple([z.number(), z.number()]).readonly().nullable(),
  /** False where predictions of candidates from the others are no better with it; null before the first look. */
  used: z.boolean().nullable(),
});

/** What a searching race knows of candidates, most of which it may never have tried. */
const search = z.strictObject({
  prior: z.enum(['guarded', 'full']),
  /** Candidates there are, and those of them that were tried. */
  candidates: count,
  /** True where the candidates were drawn from a larger space. */
  isDrawn: z.boolean(),
  tried: count,
  /** Those of the candidates that joined while the race went on; absent where none can. */
  proposed: count.exactOptional(),
  /** Proposals of the user's that may not take part; absent where there is none of these. */
  refused: count.exactOptional(),
  /** Untried ones that may be better than the winner by more than the tolerance. */
  untriedOpen: count,
  /** By own trials alone: of those tried none is better than the winner by more, in units of the loss; Infinity where it is not known. */
  amongTried: anyNumber,
  /** Null where none were drawn for it. */
  audit: audit.nullable(),
  /** Absent where nothing was known before. */
  from: z.array(prior).readonly().exactOptional(),
});

/** `waiting`: its turn has not come. `open`: its trainings go on, or a budget ended them. */
const probationStatus = z.enum(['waiting', 'open', 'passed', 'failed']);

/** A member of the set, and how far it has come. Endings are of its fresh trainings up to where it passed or failed. */
const probationMember = z.strictObject({
  candidate: z.string(),
  status: probationStatus,
  begun: count,
  failed: count,
  collapsed: count,
  /** It passes after so many in all, if all that are to come come out; a failed member would have passed. */
  passesAfter: count,
});

/** What probation found, where a reliability was asked for and the race has ended. */
const reliability = z.strictObject({
  /** 0.95: so large a share of the winner's trainings is to come out. */
  share,
  /** Of all together. `passed`: the winner has passed, `failed`: none has, `open`: a budget ended it before. */
  status: probationStatus.exclude(['waiting']),
  /** In the order in which they were tried. Where one has passed, it is the winner; else the leader of the race is. */
  members: z.array(probationMember).readonly(),
});

/** What is known of a requirement on losses, by the trainings of the race. In units of the loss. */
const requirement = z.strictObject({
  /** `q3`. */
  criterion: z.string(),
  /** `5 %`: of the criterion of the candidate whose losses are best. */
  within: z.string(),
  /** That candidate; null before there are trainings enough to tell. */
  best: z.string().nullable(),
  bestValue: anyNumber,
  /** Of the winner; null without one. */
  value: anyNumber.nullable(),
  /** The winner is worse than the best of all by so much at most; null where it cannot be told. */
  atMost: z.number().nullable(),
  /** Whether that is within what is required; else it is only not shown to be beyond it. */
  isShown: z.boolean(),
  /** Those that are shown to be beyond it: none of them may win. */
  beyond: ids,
});

/** Of one candidate, by its trainings in the race. */
const requiredOfCandidate = z.strictObject({
  candidate: z.string(),
  /** The criterion of the metric as it is estimated; null without trainings that tell it. */
  value: anyNumber.nullable(),
  /** Intervals of all candidates hold at once, whenever the race stops; infinite where there is no end. */
  low: anyNumber,
  high: anyNumber,
  /** Trainings that have the metric. */
  n: count,
  /** Shown to meet the requirement, shown not to, or neither. */
  standing: z.enum(['met', 'unmet', 'open']),
});

/** A requirement on a metric, in its own units, and how every candidate that was trained stands to it. */
const requiredMetric = z.strictObject({
  metric: z.string(),
  /** `q3`: of the values as they are reported. */
  criterion: z.string(),
  below: z.number().exactOptional(),
  above: z.number().exactOptional(),
  /** True where every training of every candidate gave the same. */
  isConstant: z.boolean(),
  candidates: z.array(requiredOfCandidate).readonly(),
});

/** What is known of requirements on metrics, by the trainings of the race. */
const requirements = z.strictObject({
  /** 0.05: nominally the chance that any interval misses. */
  delta: share,
  metrics: z.array(requiredMetric).readonly(),
  /** Those that cannot win by them as things stand. */
  refused: ids,
});

/** What a race claims of its winner, and of all candidates; each is null, or absent, where nothing is claimed. */
export const raceClaims = z.strictObject({
  /** Null without a winner. */
  verdict: verdict.nullable(),
  /** Null under a published rule, which states nothing. */
  tolerance: tolerance.nullable(),
  /** How far the winner is from the best at most; Infinity if a candidate was never tried; null under a rule that claims nothing. */
  bound: anyNumber.nullable(),
  steadier: steadier.nullable(),
  /** Null where fresh trials of the winner do not contradict the verdict, and under a published rule. */
  unconfirmed: unconfirmed.nullable(),
  /** Absent under a rule that doubts none, in a search, and where nothing is assumed. */
  setAside: setAside.exactOptional(),
  /** Absent where nothing is required of losses. */
  requirement: requirement.exactOptional(),
  /** Absent where nothing is required of metrics. */
  requirements: requirements.exactOptional(),
  /** Absent where no reliability was asked for, and before the race has ended. */
  reliability: reliability.exactOptional(),
  /** Absent where every candidate is raced by its own trials alone. */
  search: search.exactOptional(),
});

export type RaceClaims = z.output<typeof raceClaims>;

/** What a plan answers: the claims, in costs, and what they are about. */
export interface RaceAnswer extends RaceClaims {
  /** Null if none has a finite criterion. */
  readonly winner: string | null;
  /** The returned set, the winner first: what may be the best. */
  readonly set: readonly string[];
  /** Members of the set without any trial. */
  readonly untried: readonly string[];
  /** All of their trainings failed: they are not compared. */
  readonly neverWorked: readonly string[];
  /** Level of the tie set under a published rule; 1 - confidence under an adaptive one. */
  readonly alpha: number;
  /**
   * `paired-t`, `bootstrap-t` or `swap` (see stats/comparison); `simultaneous`: the thresholds of an adaptive rule;
   * `confidence-sequences`: its statement without assumptions.
   */
  readonly test: string;
  /** To this criterion under this rule. */
  readonly divergence: DivergenceMeans;
  /** By difference, smallest first; ties as in `set`, then by id. */
  readonly rivals: readonly RivalAnswer[];
  /** Rivals that are tied with the winner, eliminated ones included. */
  readonly ties: readonly string[];
  /** Rivals about which nothing can be told: too few common replicates. */
  readonly undecided: readonly string[];
}

export type Verdict = z.output<typeof verdict>;
export type RivalStanding = z.output<typeof rivalStanding>;
export type RivalAnswer = z.output<typeof rival>;
export type ToleranceAnswer = z.output<typeof tolerance>;
export type SetAside = z.output<typeof setAside>;
export type Steadier = z.output<typeof steadier>;
export type Unconfirmed = z.output<typeof unconfirmed>;
export type AuditFinding = z.output<typeof audit>;
export type PriorAnswer = z.output<typeof prior>;
export type SearchAnswer = z.output<typeof search>;
export type ProbationMember = z.output<typeof probationMember>;
export type ReliabilityAnswer = z.output<typeof reliability>;
export type RequirementAnswer = z.output<typeof requirement>;
export type RequirementStanding = z.output<typeof requiredOfCandidate>['standing'];
export type RequiredMetric = z.output<typeof requiredMetric>;
export type RequirementsAnswer = z.output<typeof requirements>;
