/** @file What `result.json` says, worked out from its documentation alone (docs/result-format.md) by somebody who knows none of its makers. */

type JsonNumber = number | 'Infinity' | '-Infinity';

interface Rival {
  readonly candidate: string;
  readonly difference: JsonNumber;
  readonly interval: { readonly low: JsonNumber; readonly high: JsonNumber } | { readonly reason: string };
  readonly standing: 'tied' | 'close' | 'worse' | 'behind' | 'undecided';
}

interface Figures {
  readonly trials: number;
  readonly criterion: JsonNumber | null;
  readonly median: JsonNumber;
  readonly worst: JsonNumber;
}

export interface ProbationMember {
  readonly candidate: string;
  readonly status: 'waiting' | 'open' | 'passed' | 'failed';
  readonly begun: number;
  readonly collapsed: number;
  readonly passesAfter: number;
}

/** What a replay adds. */
export interface ReplayFacts {
  readonly replicates: number;
  readonly recorded: number;
  readonly trials: number;
  readonly complete: number;
  readonly missing: number;
  readonly best: { readonly candidate: string; readonly value: JsonNumber } | null;
  readonly regret: JsonNumber | null;
  readonly simulation:
    | ({ readonly orders: number } & Readonly<Record<'cost' | 'correct' | 'regret', { readonly value: JsonNumber }>>)
    | null;
}

interface ReadLead {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Leads of the winner over the first listed candidate. */
export interface ResultLeads {
  readonly against: string;
  readonly chosenBy: { readonly lead: number; readonly trainings: number };
  readonly final: ReadLead & { readonly trainings: number; readonly trainingsOfFirst: number };
  readonly lost: ReadLead;
}

/** What a race that searches counts beside those that were trained. */
export interface SearchAnswer {
  readonly candidates: number;
  readonly isDrawn: boolean;
  readonly proposed?: number;
  readonly tried: number;
  readonly untriedOpen: number;
  readonly amongTried: JsonNumber;
  readonly audit: {
    readonly drawn: number;
    readonly tried: number;
    readonly open: number;
    readonly atMost: number;
  } | null;
  readonly from?: readonly {
    readonly source: string;
    readonly configurations: number;
    readonly withoutValue?: number;
    readonly both: number;
    readonly tau: number | null;
    readonly interval: readonly [number, number] | null;
    readonly used: boolean | null;
  }[];
}

/** Candidates that another search has found, the best there first. */
export interface ResultRecheck {
  readonly source: string;
  readonly direction: 'minimize' | 'maximize';
  readonly candidates: readonly { readonly candidate: string; readonly value: number; readonly trials: number }[];
  readonly best: {
    readonly place: number;
    readonly trainings: number;
    readonly reached: number | null;
    readonly median: number | null;
  } | null;
}

/** A bound on a metric, and how everybody who was trained stands to it. */
export interface RequiredMetric {
  readonly metric: string;
  readonly criterion: string;
  readonly below?: number;
  readonly above?: number;
  readonly candidates: readonly {
    readonly candidate: string;
    readonly value: JsonNumber | null;
    readonly low: JsonNumber;
    readonly high: JsonNumber;
    readonly n: number;
    readonly standing: 'met' | 'unmet' | 'open';
  }[];
}

/** The fields that are read here. */
export interface ResultJson {
  readonly status: string;
  readonly direction: 'minimize' | 'maximize';
  readonly criterion: { readonly name: string };
  readonly verdict: 'decided' | 'tied' | 'stopped' | null;
  readonly tolerance: { readonly value: number; readonly confidence: number; readonly spansAll: boolean } | null;
  readonly bound: JsonNumber | null;
  readonly survivors: readonly string[];
  readonly untried: readonly string[];
  readonly neverWorked: readonly { readonly candidate: string; readonly trials: number }[];
  readonly unconfirmed: object | null;
  readonly search?: SearchAnswer;
  readonly recheck?: ResultRecheck;
  readonly metric: string | null;
  readonly requirements?: {
    readonly delta: number;
    readonly metrics: readonly RequiredMetric[];
    readonly refused: readonly string[];
  };
  readonly overtuning?: ResultLeads | { readonly reason: string };
  readonly reliability?: {
    readonly share: number;
    readonly status: 'passed' | 'failed' | 'open';
    readonly members: readonly ProbationMember[];
  };
  readonly members: readonly {
    readonly candidate: string;
    readonly fresh: Figures | null;
    readonly race: Figures | null;
  }[];
  readonly trials: {
    readonly used: number;
    readonly race: number;
    readonly fresh: number;
    readonly exhaustive: number;
    readonly completed: number;
    readonly diverged: number;
    readonly failed: number;
    readonly timedOut: number;
    readonly unused: { readonly trials: number };
  };
  readonly candidates: readonly {
    readonly id: string;
    readonly label: string;
    readonly rank: number;
    readonly trials: number;
    readonly fresh: number;
    readonly eliminatedAt: number | null;
  }[];
  readonly winner: {
    readonly candidate: string;
    readonly trials: number;
    readonly criterion: { readonly value: JsonNumber; readonly from: 'fresh' | 'choosing' };
    readonly ties: readonly string[];
    readonly collapses: { readonly collapsed: number; readonly begun: number } | null;
    readonly delivered: {
      readonly reason: 'nearest-to-mean' | 'smallest-loss' | 'ensemble';
      readonly among: number;
      readonly instances?: readonly object[];
      readonly conformal?: { readonly kind: 'intervals' | 'sets'; readonly level: number } | null;
    } | null;
    readonly finalDistribution: {
      readonly replicates: readonly number[];
      readonly metrics: Readonly<
        Record<
          string,
          { readonly values: readonly JsonNumber[]; readonly median: JsonNumber; readonly worst: JsonNumber }
        >
      >;
    } | null;
  } | null;
  readonly tieSet: { readonly rivals: readonly Rival[]; readonly tied: readonly string[] } | null;
  readonly decisions: readonly { readonly round: number; readonly incumbent: string }[];
  readonly replay: ReplayFacts | null;
  readonly baselines: readonly { readonly loss: number }[];
}

export const numberOf = (value: JsonNumber): number => Number(value);

export const STATUSES = [
  'winner',
  'on probation',
  'undecided',
  'undecided',
  'equivalent',
  'behind',
  'out',
  'never worked',
  'not tried',
] as const;
export type Status = (typeof STATUSES)[number];

/** How much worse a rival is than the winner, whichever direction is better: with its ends where there is an interval. */
export interface Worse {
  readonly by: number;
  readonly least: number | null;
  readonly most: number | null;
}

/** Facts that every sentence about the run must fit. */
export class RunFacts {
  readonly result: ResultJson;
  readonly #rivals: ReadonlyMap<string, Rival>;

  constructor(json: string) {
    this.result = JSON.parse(json) as ResultJson;
    this.#rivals = new Map(this.result.tieSet?.rivals.map((rival) => [rival.candidate, rival]));
  }

  get all(): number {
    return this.result.candidates.length;
  }

  /** A candidate that never worked is compared with none. */
  get compared(): number {
    return this.all - this.result.neverWorked.length;
  }

  /** Those of them that may win, as a claim speaks of them. */
  get admitted(): number {
    const broken = this.result.neverWorked.map(({ candidate }) => candidate);
    const refused = this.result.requirements?.refused.filter((id) => !broken.includes(id)) ?? [];
    return this.compared - refused.length;
  }

  /** Trainings of the race, after it, and those that were not needed. */
  get trained(): number {
    const { race, fresh, unused } = this.result.trials;
    return race + fresh + unused.trials;
  }

  worse(id: string): Worse | undefined {
    const rival = this.#rivals.get(id);
    if (rival === undefined) return undefined;
    // A spread is one of scores as of losses: less of it is better.
    const isSpread = /^(?:std|iqr)$/.test(this.result.criterion.name);
    const sign = this.result.direction === 'maximize' && !isSpread ? -1 : 1;
    const by = sign * numberOf(rival.difference);
    if (!('low' in rival.interval)) return { by, least: null, most: null };
    const ends = [sign * numberOf(rival.interval.low), sign * numberOf(rival.interval.high)];
    return { by, least: Math.min(...ends), most: Math.max(...ends) };
  }

  status(id: string): Status {
    const { result } = this;
    const own = result.candidates.find((candidate) => candidate.id === id);
    if (result.neverWorked.some(({ candidate }) => candidate === id)) return 'never worked';
    if (own === undefined || own.trials + own.fresh === 0 || result.untried.includes(id)) return 'not tried';
    if (result.reliability?.members.some(({ candidate, status }) => candidate === id && status === 'open')) {
      return 'on probation';
    }
    if (id === result.winner?.candidate) return 'winner';
    if (result.winner === null) {
      const isOver = result.status === 'decided' || result.status === 'exhausted';
      const isRefused = result.requirements?.refused.includes(id) === true;
      return own.eliminatedAt !== null || isRefused || isOver ? 'out' : 'undecided';
    }
    const rival = this.#rivals.get(id);
    if (rival === undefined || result.tolerance === null) {
      return own.eliminatedAt !== null || rival?.standing === 'worse' ? 'out' : 'undecided';
    }
    if (rival.standing === 'tied' || rival.standing === 'undecided') return 'undecided';
    const { least, most } = this.worse(id) as Worse;
    const { value } = result.tolerance;
    if (least !== null && most !== null && least >= -value && most <= value) return 'equivalent';
    return rival.standing === 'worse' ? 'out' : 'behind';
  }

  /** Of a search, which lists those it has tried. */
  get unlisted(): number {
    return (this.result.search?.candidates ?? this.all) - this.all;
  }

  /** So many candidates have the status. */
  count(wanted: Status): number {
    const listed = this.result.candidates.filter(({ id }) => this.status(id) === wanted).length;
    return listed + (wanted === 'not tried' ? this.unlisted : 0);
  }
}
