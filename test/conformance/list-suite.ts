/** @file What every list must be, its entries have names and no two have one alike; and how a suite says what is wrong with an entry. */

/** What is wrong with the names of a list, in sentences. */
export function listFaults(what: string, names: readonly string[]): readonly string[] {
  const twice = names.filter((name, place) => names.indexOf(name) !== place);
  return [
    ...twice.map((name) => `two entries are the ${what} "${name}"`),
    ...names.filter((name) => name.trim() === '').map(() => `a ${what} has no name`),
  ];
}

/** `says`: what is wrong where it does not hold. */
export interface Claim<Entry> {
  readonly says: string;
  holds(entry: Entry): boolean;
}

/** What does not hold, each after `what` it is of. */
export function faultsOf<Entry>(what: string, claims: readonly Claim<Entry>[], entry: Entry): readonly string[] {
  return claims.flatMap(({ says, holds }) => (holds(entry) ? [] : [`${what}: ${says}`]));
}
