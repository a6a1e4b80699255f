/** @file A candidate: one configuration of one trainer (the paper's "model"), of which model it is where several race, and its configuration as flat names and values. */
import type { JsonObject, JsonValue } from './json.js';

export interface Candidate {
  /** Short, unique in the experiment, derived from the configuration; in a replay the table's own id. */
  readonly id: string;
  /** What sets it apart from the other candidates, for people: `filters=8 activation=tanh`. Never parsed. */
  readonly label: string;
  /** Everything the trainer needs to know, with the experiment's defaults filled in. */
  readonly configuration: JsonObject;
}

/** Where several models race, a configuration is the settings of one of them below its name: the name. */
export function nameOfModel(configuration: JsonObject): string {
  return Object.keys(configuration)[0] ?? '';
}

/** The same candidate as the trainer of its model knows it, where several models race. */
export function candidateOfModel(candidate: Candidate): Candidate {
  const { configuration } = candidate;
  return { ...candidate, configuration: configuration[nameOfModel(configuration)] as JsonObject };
}

/** Whether a list is one value, or each of its members has a place of its own. */
type KeepsList = (list: readonly JsonValue[]) => boolean;

/**
 * Leaves of a configuration by their place, in its order: `optimizer.name` -> `adamw`. A list is one leaf; where `keepsList` says
 * no, its members are told by their numbers: `layers.0.units`. An object without members has no leaf.
 */
export function settingLeaves(
  configuration: JsonObject,
  keepsList: KeepsList = () => true,
): [name: string, value: JsonValue][] {
  const leaves: [string, JsonValue][] = [];
  const visit = (place: string, members: JsonObject | readonly JsonValue[]): void => {
    for (const [key, value] of Object.entries(members)) {
      const name = `${place}${key}`;
      const isLeaf = value === null || typeof value !== 'object' || (Array.isArray(value) && keepsList(value));
      if (isLeaf) leaves.push([name, value]);
      else visit(`${name}.`, value);
    }
  };
  visit('', configuration);
  return leaves;
}

/** The same as texts: a text is itself, everything else is JSON. */
export function flatSettings(configuration: JsonObject, keepsList?: KeepsList): [name: string, text: string][] {
  return settingLeaves(configuration, keepsList).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

/** Numbers, texts and the like, which a reader of tables takes as one. */
export function isPlainList(list: readonly JsonValue[]): boolean {
  return list.every((value) => value === null || typeof value !== 'object');
}
