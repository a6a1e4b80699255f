/** @file What a race may claim: the winner, how sure that is, and how every rival compares. Plain values. */
import type { AuxiliaryFinding, DivergenceMeans, Interval, NoInterval } from '../../../stats/index.js';
import type { LossScaleName } from './adaptive/loss-scale.js';
import type { ProbationMember } from './probation.js';
import type { AuditFinding } from './search/audit.js';

/**
 * `decided`: no other may be better than the winner (under an adaptive rule: by more than the tolerance). `tied`: some
 * may. `stopped`: a budget or an interruption came before the race's own end, fresh trials contradict it, none passed probation, or a replay
 * asked for trials that are not recorded.
 */
export type Verdict = 'decided' | 'tied' | 'stopped';

/**
 * `tied`: may be better than the winner by more than the tolerance (under a published rule: not significantly worse).
 * `close`: may be better, but not by more than the tolerance. `worse`: is worse. `behind`: was worse in fewer than
 * {@link LEAST_TRIALS_OF_WORSE} trials, so behind so far, or in a search hardly likely to keep what is required. `undecided`: too few trials to say.
 */
export type RivalStanding = 'tied' | 'close' | 'worse' | 'behind' | 'undecided';

/** Trials in common with the winner from which anybody is called worse: one or two may be bad luck. */
export const LEAST_TRIALS_OF_WORSE = 3;

export interface RivalAnswer {
  readonly candidate: string;
  /** Replicates of the race that it has in common with the winner. */
  readonly n: number;
  /** Its criterion minus the winner's, from the choosing: on the replicates of the race. Infinity where it is not known. */
  readonly difference: number;
  readonly interval: Interval | NoInterval;
  /** Cliff's delta of its losses against the winner's: 1 where all are larger. */
  readonly effectSize: number;
  /** Under a published rule: one-sided, Holm-adjusted over the rivals with enough replicates; absent where there are too few. */
  readonly pValue?: number;
  /** Where it is tied under an adaptive rule: trials of it, and as many of the winner, that would settle it; Infinity = never, absent if it cannot be told. */
  readonly trialsToSettle?: number;
  readonly standing: RivalStanding;
}

/** Candidates that were ruled out on fewer trainings of their own than tell how much they vary; see adaptive/doubt.ts. */
export interface SetAside {
  readonly candidates: number;
  /** 5. */
  readonly fewerThan: number;
  /** 2.5: none of them would stay in with so many times the spread that is assumed for it, or its own losses speak against that. */
  readonly spreadTimes: number;
  /** What that may be wrong about, as whole sentences; absent where none was. */
  readonly meaning?: string;
}

/** What an adaptive rule states, at `1 - delta`. */
export interface RaceStatement {
  /** 0.05, ... */
  readonly delta: number;
  /** A difference of the criterion that does not count, in units of the loss. */
  readonly tolerance: number;
  /** Absent under a rule that doubts none, in a search, and where nothing is assumed. */
  readonly setAside?: SetAside;
  /** Where it comes from: given in units of the loss, as a share of the winner's criterion, or half of one retraining's deviation. */
  readonly toleranceKind: 'absolute' | 'share' | 'retraining';
  /** True where it is a share of a criterion that is not positive, and counts as 0. */
  readonly toleranceRefused: boolean;
  /** True where it spans all candidates, so that any of them would do. */
  readonly toleranceSpansAll: boolean;
  /** How far the winner is from the best at most; Infinity if a candidate was never tried, and where nothing is claimed. */
  readonly bound: number;
  /** What losses were compared on in the end, for a quantile; see adaptive/loss-scale.ts. */
  readonly comparedOn: LossScaleName;
  /** `end`: at the race's own end. `any-look`: by the thresholds that hold wherever a race is stopped. `none`: the rule claims nothing. */
  readonly level: 'end' | 'any-look' | 'none';
  /** Where it comes from confidence sequences alone, which assume nothing; absent where thresholds were calibrated by simulation. */
  readonly basis?: 'distribution-free';
}

/** A member of the returned set whose losses vary less than the winner's. */
export interface Steadier {
  readonly candidate: string;
  /** Its standard deviation over the winner's, with an interval adjusted over the set. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  /** Trials of each. */
  readonly n: number;
  /** It is within so much of the best. */
  readonly bound: number;
}

/** Why a verdict is `stopped` although the race came to its end: fresh trials of the winner contradict it. In units of the loss. */
export interface Unconfirmed {
  /** Its criterion as the race estimated it, and the worse end of the interval at `level` from the trials of the race. */
  readonly expected: number;
  readonly expectedWorst: number;
  /**
   * The better end of the interval at `level` from fresh trials, worse than `expectedWorst` by more than the tolerance; Infinity
   * where one that diverged makes the criterion infinite.
   */
  readonly freshBest: number;
  /** 0.95. */
  readonly level: number;
  /** Fresh trials. */
  readonly n: number;
}

/** What a searching race knows of candidates, most of which it may never have tried. */
export interface SearchAnswer {
  readonly prior: 'guarded' | 'full';
  /** Candidates there are, and those of them that were tried. */
  readonly candidates: number;
  readonly tried: number;
  /** Those of the candidates that joined while the race went on; absent where none can. */
  readonly proposed?: number;
  /** Proposals of the user's that may not take part; absent where there is none of these. */
  readonly refused?: number;
  /** True where the candidates were drawn from a larger space. */
  readonly isDrawn: boolean;
  /** Untried ones that may be better than the winner by more than the tolerance. */
  readonly untriedOpen: number;
  /** By own trials alone: of those tried none is better than the winner by more, in units of the loss; Infinity where nobody knows. */
  readonly amongTried: number;
  /** Candidates drawn at random and judged by their own trials alone; null where there are none. */
  readonly audit: AuditFinding | null;
  /** What was known before, by source, and whether it helped; absent where nothing was. */
  readonly known?: readonly AuxiliaryFinding[];
}

/** What probation found, where a reliability was asked for and the race has ended. */
export interface ReliabilityAnswer {
  /** 0.95: so large a share of the winner's trainings is to come out. */
  readonly share: number;
  /** In the order in which they were tried. Where one has passed, it is the winner; else the leader of the race is. */
  readonly members: readonly ProbationMember[];
}

/** What is known of a requirement on losses, by the trainings of the race. In units of the loss. */
export interface RequirementAnswer {
  /** `q3`. */
  readonly criterion: string;
  /** `5 %`: of the criterion of the candidate whose losses are best. */
  readonly within: string;
  /** That candidate; null before there are trainings enough to tell. */
  readonly best: string | null;
  readonly bestValue: number;
  /** Of the winner; null without one. */
  readonly value: number | null;
  /** The winner is worse than the best of all by so much at most; null where nobody can tell. */
  readonly atMost: number | null;
  /** Whether that is within what is required; else it is only not shown to be beyond it. */
  readonly isShown: boolean;
  /** Those that are shown to be beyond it: none of them may win. */
  readonly beyond: readonly string[];
}

/** How a candidate stands to a requirement: shown to meet it, shown not to, or neither. */
export type RequirementStanding = 'met' | 'unmet' | 'open';

/** Of one candidate, by its trainings in the race. */
export interface RequiredOfCandidate {
  readonly candidate: string;
  /** The criterion of the metric as it is estimated; null without trainings that tell it. */
  readonly value: number | null;
  /** Intervals of all candidates hold at once, whenever the race stops; infinite where there is no end. */
  readonly low: number;
  readonly high: number;
  /** Trainings that have the metric. */
  readonly n: number;
  readonly standing: RequirementStanding;
}

/** A requirement on a metric, in its own units, and how everybody who was trained stands to it. */
export interface RequiredMetric {
  readonly metric: string;
  /** `q3`: of the values as they are reported. */
  readonly criterion: string;
  readonly below?: number;
  readonly above?: number;
  /** True where every training of everybody gave the same. */
  readonly isConstant: boolean;
  readonly candidates: readonly RequiredOfCandidate[];
}

/** What is known of requirements on metrics, by the trainings of the race. */
export interface RequirementsAnswer {
  /** 0.05: nominally the chance that any interval misses. */
  readonly delta: number;
  readonly metrics: readonly RequiredMetric[];
  /** Those that cannot win by them as things stand. */
  readonly refused: readonly string[];
}

export interface RaceAnswer {
  /** Undefined if none has a finite criterion. */
  readonly winner: string | undefined;
  /** Undefined without a winner. */
  readonly verdict: Verdict | undefined;
  /** The returned set, the winner first: who may be the best. */
  readonly set: readonly string[];
  /** Members of the set without any trial. */
  readonly untried: readonly string[];
  /** All of their trainings failed: they are not compared. Absent in answers that were kept before there was this. */
  readonly neverWorked?: readonly string[];
  /** Null under a published rule, which states nothing. */
  readonly statement: RaceStatement | null;
  readonly steadier: Steadier | null;
  /**
   * Null where fresh trials of the winner do not contradict the verdict, and under a published rule, which states nothing; absent
   * in answers that were kept before there was this.
   */
  readonly unconfirmed?: Unconfirmed | null;
  /** Absent where every candidate is raced by its own trials alone. */
  readonly search?: SearchAnswer;
  /** Absent where nothing is required of losses. */
  readonly requirement?: RequirementAnswer;
  /** Absent where nothing is required of metrics. */
  readonly requirements?: RequirementsAnswer;
  /** Absent where no reliability was asked for, and before the race has ended. */
  readonly reliability?: ReliabilityAnswer;
  /** Level of the tie set under a published rule; delta under an adaptive one. */
  readonly alpha: number;
  /**
   * `paired-t`, `bootstrap-t` or `swap` (see stats/comparison); `simultaneous`: the thresholds of an adaptive rule;
   * `confidence-sequences`: its statement without assumptions.
   */
  readonly test: string;
  /** To this criterion under this rule; absent in answers that were kept before there was this. */
  readonly divergence?: DivergenceMeans;
  /** By difference, smallest first; ties as in `set`, then by id. */
  readonly rivals: readonly RivalAnswer[];
  /** Rivals that are tied with the winner, eliminated ones included. */
  readonly ties: readonly string[];
  /** Rivals about which nothing can be told: too few common replicates. */
  readonly undecided: readonly string[];
}
