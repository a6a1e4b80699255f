/** @file Listeners that hear that there may be news. */

export class Listeners {
  readonly #all = new Set<{ readonly call: () => void }>();

  get size(): number {
    return this.#all.size;
  }

  /** Calls back at every news; the returned function calls it off. One that is added twice hears twice. */
  add(listener: () => void): () => void {
    const one = { call: listener };
    this.#all.add(one);
    return () => this.#all.delete(one);
  }

  /** `by` calls each; at once by default. */
  tell(by: (listener: () => void) => void = (listener) => listener()): void {
    for (const { call } of this.#all) by(call);
  }
}
