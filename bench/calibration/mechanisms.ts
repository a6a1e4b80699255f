/** @file Mechanisms of the race, by the names that a bench is given. */
import { MECHANISMS, type Mechanism } from '../../src/questions/race/plan/index.js';

/** Names with spaces between; throws an Error for others. */
export function mechanismsCalled(names: string): readonly Mechanism[] {
  return names
    .split(/\s+/)
    .filter(Boolean)
    .map((name) => {
      if (!Object.hasOwn(MECHANISMS, name))
        throw new Error(`No mechanism is called ${name}; there are ${Object.keys(MECHANISMS).join(', ')}.`);
      return name as Mechanism;
    });
}
