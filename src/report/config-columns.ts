/** @file The settings of candidates as columns of a table, `config.KEY`: all that any of them has. */
import { type Candidate, flatSettings, isPlainList, type JsonObject } from '../core/index.js';

export const CONFIG_PREFIX = 'config.';

interface ConfigColumns {
  /** In the order in which they are met. */
  readonly columns: readonly string[];
  /** A text as it is, everything else as JSON, a list of plain values as one; empty where a configuration has no such setting. */
  cellsOf(configuration: JsonObject): readonly string[];
}

export function configCells(candidates: readonly Pick<Candidate, 'configuration'>[]): ConfigColumns {
  const places = new Map<string, number>();
  for (const { configuration } of candidates) {
    for (const [name] of flatSettings(configuration, isPlainList)) if (!places.has(name)) places.set(name, places.size);
  }
  return {
    columns: Array.from(places.keys(), (name) => `${CONFIG_PREFIX}${name}`),
    cellsOf: (configuration) => {
      const cells = new Array<string>(places.size).fill('');
      for (const [name, text] of flatSettings(configuration, isPlainList)) cells[places.get(name) as number] = text;
      return cells;
    },
  };
}
