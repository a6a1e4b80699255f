/** @file Collects what a reader finds that cannot all be so. */

export class Disagreements {
  readonly found: string[] = [];

  /** `what` says which two things do not go together. */
  unless(holds: boolean, what: () => string): void {
    if (!holds) this.found.push(what());
  }
}
