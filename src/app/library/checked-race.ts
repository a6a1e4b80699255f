/** @file A race for strangers: every call is checked, and one that is closed says so. */
import { askedByProgram, calledByProgram, type Decision, type JsonObject, runError } from '../../core/index.js';
import type { Result } from '../../report/index.js';
import type { AskedTrial, AskTellRace, Told } from './ask-tell.js';
import { checkMost, checkTrialId } from './library-options.js';

export class CheckedRace implements AskTellRace {
  readonly #race: AskTellRace;
  #isClosed = false;

  constructor(race: AskTellRace) {
    this.#race = race;
  }

  get status(): AskTellRace['status'] {
    return this.#race.status;
  }

  get survivors(): readonly string[] {
    return this.#open().survivors;
  }

  get decisions(): readonly Decision[] {
    return this.#open().decisions;
  }

  ask(most = Number.POSITIVE_INFINITY): AskedTrial[] {
    checkMost(most);
    // Copies: candidates share parts of their configurations, and these go into strangers' hands.
    const race = this.#open();
    return calledByProgram(() => race.ask(most)).map((trial) => ({
      ...trial,
      configuration: structuredClone(trial.configuration) as JsonObject,
    }));
  }

  tell(id: string, told: Told): readonly Decision[] {
    checkTrialId(id);
    const race = this.#open();
    return calledByProgram(() => race.tell(id, told));
  }

  async result(): Promise<Result> {
    const race = this.#open();
    return askedByProgram(() => race.result());
  }

  /** Closing it again does nothing. */
  close(): void {
    if (!this.#isClosed) this.#race.close();
    this.#isClosed = true;
  }

  #open(): AskTellRace {
    if (!this.#isClosed) return this.#race;
    throw runError`race-closed: This race has been closed.
      Allowed: its status
      Fix: Ask and tell before close(); createRace() with the same \`out\` goes on where it was.`;
  }
}
