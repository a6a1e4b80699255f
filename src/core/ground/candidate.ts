/** @file A candidate: one configuration of one trainer (the paper's "model"). */
import type { JsonObject } from './json.js';

export interface Candidate {
  /** Short, unique in the experiment, derived from the configuration; in a replay the table's own id. */
  readonly id: string;
  /** What sets it apart from the other candidates, for people: `filters=8 activation=tanh`. Never parsed. */
  readonly label: string;
  /** Everything the trainer needs to know, with the experiment's defaults filled in. */
  readonly configuration: JsonObject;
}
