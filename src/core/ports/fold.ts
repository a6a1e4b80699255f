/**
 * @file Folds what came of trials into the state of a plan: the one place where it is settled what a plan sees when it is
 * asked, in which order outcomes are applied, and what a budget or an interruption means. A run, ask and tell, a replay
 * and a resume drive this same fold and differ only in where answers come from.
 */
import type { Decision } from '../ground/decision.js';
import type { Asked, Guess, Plan, Stage } from './plan.js';

/**
 * `finished`: the plan had nothing more to ask for. `limit`: it had, but no more could be asked; all that was asked is
 * applied. `cut`: stopped from outside; answers that were there without a gap are applied.
 */
export type FoldEnd = 'finished' | 'limit' | 'cut';

/** One thing that was asked for, by its number in the order of asking. */
export interface Slot<Ask> {
  readonly number: number;
  readonly ask: Ask;
  readonly stage: Stage;
}

interface Progress<Ask> {
  /** Asked for just now. */
  readonly slots: readonly Slot<Ask>[];
  /** Made just now, in order. */
  readonly decisions: readonly Decision[];
  /** Numbers of open slots that are no longer needed; they are used again. */
  readonly abandoned: readonly number[];
}

/**
 * Deterministic: what is asked and decided depends on the plan and on the answers, never on the order in which these
 * arrive, since ask number n is made when exactly the first max(0, n - window(n)) answers are applied, or as many more as
 * the plan said to wait for.
 *
 * @example
 * const fold = new Fold(plan, 100);
 * for (let { slots } = fold.advance(); fold.end === undefined; { slots } = fold.advance()) {
 *   for (const { number, ask } of slots) fold.settle(number, train(ask));
 * }
 */
export class Fold<State, Ask, Answer> {
  readonly #plan: Plan<State, Ask, Answer>;
  readonly #limit: number;
  readonly #early = new Map<number, Answer>();
  /** Asked for, from a number on that is not larger than what is applied. */
  #pending: Ask[] = [];
  #state: State;
  #asked = 0;
  /** What the asks have taken of the limit. Those that were abandoned may have been begun: nothing of them is given back. */
  #spent = 0;
  #applied = 0;
  /** Applications that the plan waits for. */
  #wanted = 0;
  #hasAbandoned = false;
  /** Whether only the plan's reserve is left to ask from. */
  #isCut = false;
  #closing: FoldEnd | undefined;
  #end: FoldEnd | undefined;

  /** `limit`: how much may be asked for in all, each ask by its worth. */
  constructor(plan: Plan<State, Ask, Answer>, limit = Number.POSITIVE_INFINITY) {
    this.#plan = plan;
    this.#limit = limit;
    this.#state = plan.begin();
  }

  /** To be looked at, not kept: the next `advance` may change it. */
  get state(): State {
    return this.#state;
  }

  get asked(): number {
    return this.#asked;
  }

  get applied(): number {
    return this.#applied;
  }

  /** Asked for without an answer so far. */
  get open(): number {
    return this.#asked - this.#applied - this.#early.size;
  }

  /** Undefined while there is more to ask for or to apply. */
  get end(): FoldEnd | undefined {
    return this.#end;
  }

  /** What is left of the limit. */
  get left(): number {
    return this.#leftFor({ fromReserve: true });
  }

  /** Whether a budget left out what the plan asked for. */
  get isShort(): boolean {
    return this.#closing === 'limit';
  }

  /** Whether the plan gave up something that it had asked for, answered or not. */
  get hasAbandoned(): boolean {
    return this.#hasAbandoned;
  }

  /** Takes the answer to one slot, in any order, once each; `advance` says what follows. */
  settle(number: number, answer: Answer): void {
    if (this.#end !== undefined) return;
    if (number < this.#applied || number >= this.#asked || this.#early.has(number)) {
      throw new RangeError(`Slot ${number} is not open.`);
    }
    this.#early.set(number, answer);
  }

  /** Applies and asks until answers are missing or the end is reached. */
  advance(): Progress<Ask> {
    const progress = { slots: [] as Slot<Ask>[], decisions: [] as Decision[], abandoned: [] as number[] };
    while (this.#end === undefined) {
      const goal = this.#goal();
      if (this.#applied < goal) {
        const made = this.#applyUpTo(goal);
        if (made === undefined) break;
        for (const decision of made) progress.decisions.push(decision);
      } else if (!this.#ask(progress)) break;
    }
    return progress;
  }

  /**
   * What is likely to be asked for next, in order, so that no more than `most` were asked for without being applied: a guess of the
   * plan's, within the limit. Nothing rests on it.
   */
  ahead(most: number): Guess<Ask> {
    const nothing = { needed: [], likely: [], certain: this.#applied };
    // What was abandoned may still be under way.
    if (this.#closing !== undefined || this.#end !== undefined || this.#hasAbandoned) return nothing;
    const pending = this.#pending.slice(this.#pending.length - (this.#asked - this.#applied));
    const left = this.#leftFor();
    const room = Math.min(most - pending.length, left);
    if (room < 1) return nothing;
    const guess = this.#plan.ahead?.(this.#state, pending, room) ?? nothing;
    return { ...guess, certain: Math.min(guess.certain, this.#asked + left) };
  }

  /** Asks for nothing more; applies what is there up to the first gap. */
  cut(): readonly Decision[] {
    if (this.#end !== undefined) return [];
    this.#closing = 'cut';
    const decisions = this.#applyUpTo(this.#asked) ?? [];
    this.#end = 'cut';
    return decisions;
  }

  /** Of the limit, for asks that may take the plan's reserve, and for others. */
  #leftFor({ fromReserve = false }: Pick<Asked<Ask>, 'fromReserve'> = {}): number {
    const kept = fromReserve ? 0 : (this.#plan.reserve?.(this.#limit) ?? 0);
    return Math.max(0, this.#limit - kept - this.#spent);
  }

  /** How many answers the next ask must have seen; all of them where nothing more is asked. */
  #goal(): number {
    if (this.#closing !== undefined) return this.#asked;
    return Math.max(this.#wanted, this.#asked - this.#plan.window(this.#asked));
  }

  /** Undefined where the next answer is not there. */
  #applyUpTo(goal: number): readonly Decision[] | undefined {
    const answers: Answer[] = [];
    while (this.#applied < goal && this.#early.has(this.#applied)) {
      answers.push(this.#early.get(this.#applied) as Answer);
      this.#early.delete(this.#applied++);
    }
    if (answers.length === 0) return undefined;
    const { state, decisions } = this.#plan.apply(this.#state, answers);
    this.#state = state;
    return decisions;
  }

  /** Whether anything has come of it: more slots, a wait, an end. */
  #ask({ slots, abandoned }: { slots: Slot<Ask>[]; abandoned: number[] }): boolean {
    this.#pending = this.#pending.slice(this.#pending.length - (this.#asked - this.#applied));
    const next = this.#plan.next(this.#state, this.#pending, this.#isCut);
    if (next.kind === 'finished') {
      this.#end = this.#isCut ? 'limit' : 'finished';
      return false;
    }
    if (this.#closing !== undefined && !(next.kind === 'asked' && next.fromReserve === true)) {
      // What was asked for is applied: what the plan has kept is all that is left.
      if (!this.#isCut && this.#plan.reserve !== undefined) {
        this.#isCut = true;
        return true;
      }
      this.#end = this.#closing;
      return false;
    }
    if (next.kind === 'wait') {
      if (next.outcomes < 1 || next.outcomes > this.#pending.length) {
        throw new RangeError(`A plan waits for ${next.outcomes} outcomes while ${this.#pending.length} are pending.`);
      }
      this.#wanted = this.#applied + next.outcomes;
      return true;
    }
    if (next.asks.length === 0) throw new RangeError('A plan asks for nothing.');
    if (next.abandons === true) this.#abandon(slots, abandoned);
    const room = this.#leftFor(next);
    const isBeyond = next.asks.length > room;
    const asks = !isBeyond ? next.asks : next.divisible ? next.asks.slice(0, room) : [];
    if (this.#closing !== undefined && asks.length === 0) {
      this.#end = this.#closing;
      return false;
    }
    if (isBeyond) this.#closing = 'limit';
    for (const ask of asks) {
      this.#spent++;
      slots.push({ number: this.#asked++, ask, stage: next.stage });
      this.#pending.push(ask);
    }
    return true;
  }

  /** Forgets what was asked and is not applied, answered or not. */
  #abandon(slots: Slot<Ask>[], abandoned: number[]): void {
    const told = this.#asked - slots.length;
    for (let number = this.#applied; number < told; number++) if (!this.#early.has(number)) abandoned.push(number);
    slots.length = 0;
    this.#early.clear();
    this.#hasAbandoned = true;
    this.#pending = [];
    this.#asked = this.#applied;
    this.#wanted = this.#applied;
  }
}
