/** @file What a run is told of the workers elsewhere that train its trials. */
import type { TransportAccess } from '../../core/index.js';
import type { LaunchPlan } from './launch-plan.js';

/** Where the workers of a run are. */
export interface WorkersAt {
  readonly address: string;
  /** Further trainings at the same time in this process. */
  readonly localPlaces: number;
  /** How long a silent worker keeps its trials; the transport's own by default. */
  readonly leaseMs?: number;
  /** How one is let in where a server asks. */
  readonly access?: TransportAccess;
  /** Workers that are launched for the run, and end with it. */
  readonly launch?: LaunchPlan;
}
