/** @file What every list must be: its entries have names, and no two have one alike. */

/** What is wrong with the names of a list, in sentences. */
export function listFaults(what: string, names: readonly string[]): readonly string[] {
  const twice = names.filter((name, place) => names.indexOf(name) !== place);
  return [
    ...twice.map((name) => `two entries are the ${what} "${name}"`),
    ...names.filter((name) => name.trim() === '').map(() => `a ${what} has no name`),
  ];
}
