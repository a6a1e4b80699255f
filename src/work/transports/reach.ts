/** @file Calls to the other side: none is waited for without an end, and whether it can be reached is told when it changes. */
import { type Clock, type RunError, runError, SurefootError } from '../../core/index.js';

/** How long an answer is waited for. */
export const CALL_MS = 60_000;

/**
 * What the call gives. Rejects with a RunError (`transport-silent`) where nothing comes within `mostMs`; it may have been
 * done all the same, then or later.
 */
export async function within<Answer>(call: Promise<Answer>, mostMs: number, clock: Clock): Promise<Answer> {
  let callOff = () => {};
  const silence = new Promise<never>((_, reject) => {
    callOff = clock.after(mostMs, () => reject(silent(mostMs)));
  });
  try {
    return await Promise.race([call, silence]);
  } finally {
    callOff();
  }
}

export class Reach {
  readonly #onChange: (trouble: string | undefined) => void;
  readonly #isTrouble: (error: unknown) => error is SurefootError;
  #isAway = false;

  /** `onChange` hears what the trouble is when it begins, and undefined when it is over; `isTrouble`: what may be over later. */
  constructor(onChange: (trouble: string | undefined) => void, isTrouble = isOfSurefoot) {
    this.#onChange = onChange;
    this.#isTrouble = isTrouble;
  }

  /** Undefined where the other side could not be reached; what is no trouble of that kind is thrown. */
  async try<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      const answer = await call();
      if (this.#isAway) this.#onChange(undefined);
      this.#isAway = false;
      return answer;
    } catch (error) {
      if (!this.#isTrouble(error)) throw error;
      if (!this.#isAway) this.#onChange(error.message);
      this.#isAway = true;
      return undefined;
    }
  }
}

function isOfSurefoot(error: unknown): error is SurefootError {
  return error instanceof SurefootError;
}

function silent(mostMs: number): RunError {
  return runError`transport-silent: Nothing has answered for ${Math.round(mostMs / 1000)} s.
    Fix: Check the folder or the server where run and workers meet; Surefoot tries again.`;
}
