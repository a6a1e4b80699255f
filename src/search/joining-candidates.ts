/**
 * @file Candidates that join a race while it goes on: drawn from the experiment's spaces, checked as all others, and kept in the log before
 * anybody trains them. From a log alone none is drawn: those that joined stand there.
 */
import {
  type Candidate,
  InputError,
  type JoinedCandidate,
  type Joining,
  type JsonObject,
  type Question,
  type RefusedProposal,
} from '../core/index.js';
import type { CandidateDraft, CandidateSource } from '../experiment/index.js';
import type { Draft, DraftSource, Joined, JoiningLook, Newcomers } from '../questions/race/plan/index.js';
import { type Propose, proposedBy } from './propose.js';

/** What keeps those that join: of a run its log. */
export type JoiningLog = Pick<Question, 'joined' | 'join'>;

interface JoiningOptions {
  /** By axis of the places of the first candidates. */
  placesOf(configuration: JsonObject): ArrayLike<number>;
  /** Absent where only the log is there. */
  readonly draws?: JoiningDraws | undefined;
}

export interface JoiningDraws {
  readonly source: CandidateSource;
  /** Of the race: those that join are added. */
  readonly candidates: Candidate[];
  /** Of the user's own. */
  readonly propose?: Propose | undefined;
  /** Of one trial; undefined where all cost alike. */
  costOf(candidate: Candidate): number | undefined;
  /** @throws InputError for a candidate that cannot be trained here. */
  check(candidate: Candidate, parameters: number | undefined): void;
}

/** At most this many refusals of proposals are told while a run goes on; all of them are counted. */
const MOST_TOLD = 3;

/** A draft as the race sees it, and what it stands for. */
interface PlacedDraft extends Draft {
  readonly draft: CandidateDraft;
}

export class JoiningCandidates implements Newcomers {
  readonly #options: JoiningOptions;
  #log: JoiningLog | undefined;
  /** Tells people of a proposal that is refused. */
  #tell: (text: string) => void = () => {};
  #told = 0;
  /** Outcomes of a look that the log had nothing of yet. */
  #lacking: number | undefined;

  constructor(options: JoiningOptions) {
    this.#options = options;
  }

  /** Whether the log has by now what it lacked: what was made of the outcomes since must be made anew. */
  get isBehind(): boolean {
    return this.#lacking !== undefined && this.#joined(this.#lacking) !== undefined;
  }

  /** The question whose log keeps what joins; those that it has take part. `tell`: people, of a proposal that is refused. */
  attach(log: JoiningLog, tell: (text: string) => void = () => {}): void {
    this.#log = log;
    this.#tell = tell;
    for (const { candidates } of log.joined()) this.#admit(candidates);
  }

  joining(look: JoiningLook): Joined {
    const { outcomes, most, propose } = look;
    if (this.#log === undefined) throw new RangeError('No log is given for the candidates that join.');
    const known = this.#joined(outcomes);
    if (known !== undefined) {
      this.#lacking = undefined;
      return this.#placed(known);
    }
    const { draws } = this.#options;
    if (draws === undefined) {
      this.#lacking = outcomes;
      return { newcomers: [], refused: 0 };
    }
    const shown = new Set<string>();
    const { drafts: own, refused } = this.#proposed(draws, look, shown);
    const others = propose(this.#source(draws.source, shown)) as readonly PlacedDraft[];
    const drafts = [...own, ...others.map(({ draft }) => draft)].slice(0, most);
    const candidates = draws.source.join(drafts).map((joined): JoinedCandidate => {
      const cost = draws.costOf(joined.candidate);
      return cost === undefined ? joined : { ...joined, cost };
    });
    const joining = { outcomes, candidates, ...(refused.length === 0 ? {} : { refused }) };
    this.#log.join(joining);
    draws.candidates.push(...candidates.map(({ candidate }) => candidate));
    return this.#placed(joining);
  }

  #joined(outcomes: number): Joining | undefined {
    return this.#log?.joined().find((joining) => joining.outcomes === outcomes);
  }

  #placed({ candidates, refused = [] }: Joining): Joined {
    const newcomers = candidates.map(({ candidate: { id, configuration }, cost }) => ({
      id,
      places: this.#options.placesOf(configuration),
      ...(cost === undefined ? {} : { cost }),
    }));
    return { newcomers, refused: refused.length };
  }

  #admit(candidates: readonly JoinedCandidate[]): void {
    const { draws } = this.#options;
    if (draws === undefined) return;
    draws.source.admit(candidates);
    const there = new Set(draws.candidates.map(({ id }) => id));
    draws.candidates.push(...candidates.flatMap(({ candidate }) => (there.has(candidate.id) ? [] : [candidate])));
  }

  /** By the user. One that takes part already is passed over, and one that may not take part is refused alone. */
  #proposed(
    { source, propose, candidates, check }: JoiningDraws,
    { outcomes, most, tried }: JoiningLook,
    shown: Set<string>,
  ): { readonly drafts: readonly CandidateDraft[]; readonly refused: readonly RefusedProposal[] } {
    if (propose === undefined) return { drafts: [], refused: [] };
    const configurations = new Map(candidates.map(({ id, configuration }) => [id, configuration]));
    const state = {
      ...{ trainings: outcomes, most },
      tried: tried().map(({ id, trials, estimate }) => {
        const configuration = configurations.get(id) as JsonObject;
        return { id, configuration, trainings: trials, estimate };
      }),
      refused: this.#log?.joined().at(-1)?.refused ?? [],
    };
    const given = proposedBy(propose, state);
    const refused = given.refused.slice(0, most);
    const drafts: CandidateDraft[] = [];
    for (const configuration of given.configurations) {
      if (drafts.length >= most || refused.length >= most) break;
      try {
        const draft = source.written(configuration);
        if (shown.has(draft.hash) || source.known(draft) !== undefined) continue;
        check({ id: '', label: 'that was proposed', configuration: draft.completed }, draft.parameters);
        shown.add(draft.hash);
        drafts.push(draft);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        refused.push({ configuration, why: error.message });
      }
    }
    for (const { why } of refused) this.#sayRefused(why);
    return { drafts, refused };
  }

  #sayRefused(why: string): void {
    if (++this.#told > MOST_TOLD) return;
    const rest = this.#told === MOST_TOLD ? '\nFurther ones are counted in the answer.' : '';
    this.#tell(`A proposal is refused, and the race goes on: ${why}${rest}`);
  }

  /** Each configuration once, and none that takes part already or is among those `shown`. */
  #source(source: CandidateSource, shown: Set<string>): DraftSource {
    const place = (draft: CandidateDraft | undefined): PlacedDraft | undefined => {
      if (draft === undefined || shown.has(draft.hash) || source.known(draft) !== undefined) return undefined;
      shown.add(draft.hash);
      return this.#isTrainable(draft) ? { draft, places: this.#options.placesOf(draft.completed) } : undefined;
    };
    return {
      near: (from, width, ...names) =>
        place(source.near(typeof from === 'string' ? from : (from as PlacedDraft).draft, width, ...names)),
      anywhere: (...names) => place(source.anywhere(...names)),
    };
  }

  #isTrainable({ completed, parameters }: CandidateDraft): boolean {
    try {
      this.#options.draws?.check({ id: '', label: '', configuration: completed }, parameters);
      return true;
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  }
}
