/** @file Finds the outcome that counts for a trial, for every store. */
import { FAILURE_STATUSES, type Outcome, runError, settingKey, type Trial, trialKey } from '../../core/index.js';
import type { OutcomeEntry } from './log-entry.js';

/** The outcomes that count, in order of arrival. Lookup takes constant time. */
export class OutcomeIndex {
  /** By slot, in order of arrival; undefined where a later one has taken its place. */
  readonly #outcomes: (Outcome | undefined)[] = [];
  /** By slot: the stretch in which it was trained, 0 where that is not known. */
  readonly #stretches: number[] = [];
  /** By place of the candidate: slots by setting. */
  readonly #slots: Map<string, number>[] = [];
  #superseded = 0;

  /**
   * Says whether the outcome may be appended. Throws a RunError (`outcome-exists`) when its trial has one already that is
   * not a failure.
   */
  requireRoomFor(place: number, { trial }: Outcome): void {
    const present = this.#outcomes[this.slotOf(place, trial) ?? -1];
    if (present === undefined || FAILURE_STATUSES.includes(present.status)) return;
    throw runError`outcome-exists: Training ${trialKey(trial)} already has an outcome (${present.status}, loss ${present.loss}); the log is append-only.
      Allowed: one outcome per training; only one that failed or timed out can be superseded
      Fix: Ask the store for the outcome of a training before training it; to train the same again, count up its repeat.`;
  }

  add({ outcome, place, stretch, setting = settingKey(outcome.trial) }: OutcomeEntry): void {
    this.#slots[place] ??= new Map();
    const settings = this.#slots[place];
    // A superseding outcome arrives now, not when the failed one did.
    const before = settings.get(setting);
    if (before !== undefined) {
      this.#outcomes[before] = undefined;
      this.#superseded++;
    }
    settings.set(setting, this.#outcomes.push(outcome) - 1);
    this.#stretches.push(stretch ?? 0);
  }

  /** What was forgotten counts no longer; nothing happens where a later outcome has taken its place. */
  drop(slot: number): void {
    const outcome = this.#outcomes[slot];
    if (outcome === undefined) return;
    this.#outcomes[slot] = undefined;
    this.#superseded++;
    for (const settings of this.#slots) {
      const setting = settingKey(outcome.trial);
      if (settings?.get(setting) === slot) settings.delete(setting);
    }
  }

  slotOf(place: number, trial: Trial): number | undefined {
    return this.#slots[place]?.get(settingKey(trial));
  }

  /** Undefined for one that was superseded. */
  at(slot: number): Outcome | undefined {
    return this.#outcomes[slot];
  }

  stretchAt(slot: number): number {
    return this.#stretches[slot] as number;
  }

  all(): readonly Outcome[] {
    if (this.#superseded === 0) return this.#outcomes.slice() as Outcome[];
    return this.#outcomes.filter((outcome) => outcome !== undefined);
  }

  /** Of these candidates, by place. */
  of(places: ReadonlySet<number>): readonly Outcome[] {
    if (this.#slots.every((settings, place) => settings.size === 0 || places.has(place))) return this.all();
    return this.slotsOf(places).map((slot) => this.#outcomes[slot] as Outcome);
  }

  /** Slots of the outcomes that count of these candidates, in order of arrival. */
  slotsOf(places: ReadonlySet<number>): number[] {
    return [...places].flatMap((place) => [...(this.#slots[place]?.values() ?? [])]).sort((a, b) => a - b);
  }
}
