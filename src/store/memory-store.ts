/** @file A log that lives as long as its process: for replays, tests and scripts that keep nothing. */
import {
  type Decision,
  type Outcome,
  type RunHeader,
  type Store,
  type Stretch,
  standingDecisions,
  type Trial,
} from '../core/index.js';
import { OutcomeIndex } from './outcome-index.js';

export function createMemoryStore(header: RunHeader): Store {
  return new MemoryStore(header);
}

class MemoryStore implements Store {
  readonly header: RunHeader;
  readonly #outcomes = new OutcomeIndex();
  readonly #decisions: Decision[] = [];
  readonly #stretches: Stretch[] = [];

  constructor(header: RunHeader) {
    this.header = header;
  }

  append(outcome: Outcome): void {
    this.#outcomes.requireRoomFor(outcome);
    this.#outcomes.add(outcome);
  }

  appendDecision(decision: Decision): void {
    this.#decisions.push(decision);
  }

  outcome(trial: Trial): Outcome | undefined {
    return this.#outcomes.get(trial);
  }

  outcomes(): readonly Outcome[] {
    return this.#outcomes.all();
  }

  decisions(): readonly Decision[] {
    return standingDecisions(this.#decisions);
  }

  beginStretch(stretch: Omit<Stretch, 'seconds'>): (seconds: number) => void {
    const index = this.#stretches.push({ ...stretch, seconds: 0 }) - 1;
    return (seconds) => {
      this.#stretches[index] = { ...stretch, seconds };
    };
  }

  stretches(): readonly Stretch[] {
    return [...this.#stretches];
  }

  close(): void {}
}
