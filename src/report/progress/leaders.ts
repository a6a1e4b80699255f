/** @file Keeps everybody's losses as outcomes come, and says who leads; what has not changed is not computed again. */
import { type Decision, isOfReplicate, type Outcome, type Trial } from '../../core/index.js';
import {
  isFresh,
  type JointCosts,
  type JointFigure,
  type LossOf,
  type RaceFacts,
} from '../../questions/race/plan/index.js';
import { showCriterion } from '../direction.js';
import type { Leader, PlannedWork } from './run-progress.js';

const MOST_LEADERS = 4;

export class Leaders {
  readonly #facts: RaceFacts;
  readonly #lossOf: LossOf;
  readonly #joint: JointFigure | undefined;
  /** By candidate, where what is raced is none of a training alone: its costs, and the replicates in the order in which they came. */
  readonly #arrivals = new Map<number, { readonly costs: JointCosts; readonly replicates: number[] }>();
  readonly #show: (value: number) => number;
  readonly #indexOf = new Map<string, number>();
  /** By replicate: a trial that is trained again takes its own place. */
  readonly #losses: (Map<number, number> | undefined)[] = [];
  readonly #values: number[] = [];
  readonly #isIn: number[] = [];
  readonly #changed = new Set<number>();
  #winner = -1;

  constructor({ facts, lossOf, joint, direction = 'minimize' }: Extract<PlannedWork, { readonly kind: 'race' }>) {
    const { candidates, criterion } = facts;
    this.#show = showCriterion(criterion, direction).show;
    this.#facts = facts;
    this.#lossOf = lossOf;
    this.#joint = joint;
    for (const id of candidates) this.#isIn[this.#placeOf(id)] = 1;
  }

  /** Trials of other questions, and fresh ones, say nothing here. */
  take({ trial, ...rest }: Outcome): void {
    if (!this.#isOfRace(trial)) return;
    const index = this.#placeOf(trial.candidate);
    const loss = this.#lossOf({ trial, ...rest });
    if (Number.isNaN(loss)) return;
    this.#losses[index] ??= new Map();
    this.#losses[index].set(trial.streams.init, loss);
    if (this.#joint !== undefined) this.#compare(this.#joint, index, { trial, ...rest }, loss);
    this.#changed.add(index);
  }

  /** Some join while a race goes on; until a decision names them they may be of another question. */
  #placeOf(candidate: string): number {
    const known = this.#indexOf.get(candidate);
    if (known !== undefined) return known;
    const place = this.#values.push(Number.NaN) - 1;
    this.#isIn.push(0);
    this.#losses.push(undefined);
    this.#indexOf.set(candidate, place);
    return place;
  }

  #compare(figure: JointFigure, index: number, outcome: Outcome, loss: number): void {
    const { costs, replicates } = this.#arrivals.get(index) ?? { costs: figure.begin(), replicates: [] };
    this.#arrivals.set(index, { costs, replicates });
    replicates.push(outcome.trial.streams.init);
    for (const [place, cost] of costs.next(outcome, loss).entries()) {
      this.#losses[index]?.set(replicates[place] as number, cost);
    }
  }

  decide({ survivors, incumbent }: Decision): void {
    this.#isIn.fill(0);
    for (const id of survivors) this.#isIn[this.#placeOf(id)] = 1;
    this.#winner = this.#placeOf(incumbent);
  }

  /**
   * The winner so far, then who may still be better by their criterion. Few trials flatter: those with half as many as the
   * leader come before all others.
   */
  best(): readonly Leader[] {
    this.#evaluate();
    const enough = this.#winner < 0 ? 0 : (this.#losses[this.#winner]?.size ?? 0) / 2;
    const best: number[] = [];
    const comesFirst = (a: number, b: number): boolean => {
      if (a === this.#winner || b === this.#winner) return a === this.#winner;
      const [hasA, hasB] = [a, b].map((i) => (this.#losses[i]?.size ?? 0) >= enough);
      return hasA === hasB ? (this.#values[a] as number) < (this.#values[b] as number) : (hasA as boolean);
    };
    for (let i = 0; i < this.#values.length; i++) {
      if (this.#isIn[i] === 0 || Number.isNaN(this.#values[i] as number)) continue;
      let place = best.length;
      while (place > 0 && comesFirst(i, best[place - 1] as number)) place--;
      if (place < MOST_LEADERS) best.splice(place, 0, i);
      if (best.length > MOST_LEADERS) best.pop();
    }
    const ids = [...this.#indexOf.keys()];
    return best.map((index) => {
      const value = this.#values[index] as number;
      return {
        candidate: ids[index] as string,
        value: Number.isFinite(value) ? this.#show(value) : null,
        trials: this.#losses[index]?.size ?? 0,
      };
    });
  }

  /** Trials that those who may still be the best are short of all their replicates. */
  trialsOpen(): number {
    const { maxReplicates } = this.#facts;
    let open = 0;
    for (let i = 0; i < this.#isIn.length; i++) {
      if (this.#isIn[i] === 1) open += Math.max(0, maxReplicates - (this.#losses[i]?.size ?? 0));
    }
    return open;
  }

  #evaluate(): void {
    const { criterion } = this.#facts;
    for (const index of this.#changed) {
      const losses = [...(this.#losses[index]?.values() ?? [])].filter((loss) => !Number.isNaN(loss));
      this.#values[index] = losses.length < criterion.minimumTrials ? Number.NaN : criterion.evaluate(losses);
    }
    this.#changed.clear();
  }

  #isOfRace(trial: Trial): boolean {
    const dividesAnew = trial.streams.split !== undefined;
    return !isFresh(trial) && isOfReplicate(trial, this.#facts.sampleSize, dividesAnew);
  }
}
