/**
 * @file Port: what can be said of a configuration without training it. Trainers implement it, so that the experiment
 * room can check configurations and constraints without knowing any trainer.
 */
import type { JsonObject } from '../ground/json.js';

export interface LayerDescription {
  /** The name that a user would give it, e.g. `layers[1].conv`. */
  readonly name: string;
  /** Shape of its output for one example. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
}

export interface CandidateDescription {
  /** Trainable parameters. */
  readonly parameters: number;
  /** How many layers of each kind (`conv`, `dense`, ...). */
  readonly layerCounts: Readonly<Record<string, number>>;
  readonly layers: readonly LayerDescription[];
}

/** What any trainer may tell of a configuration untrained. */
export type ToldCandidate = Pick<CandidateDescription, 'parameters'>;

/**
 * Contract: both are pure and throw an InputError whose text begins with the place inside the configuration
 * (`layers[1].conv.kernel`), the value, and what is allowed.
 */
export interface CandidateInspector {
  /** Settings whose keys are words of the user's, such as names of classes; what looks like a range there is none. */
  readonly ownNames?: readonly string[];
  /** The configuration with every default written out; refuses unknown keys and wrong types. */
  complete(configuration: JsonObject): JsonObject;
  /** Shapes and counts of a completed configuration; refuses layers that do not fit their input. */
  describe(configuration: JsonObject): CandidateDescription;
}

/** Of all models of a race: some of them may tell nothing of a configuration. */
export interface RaceInspector extends Omit<CandidateInspector, 'describe'> {
  describe(configuration: JsonObject): CandidateDescription | undefined;
}
