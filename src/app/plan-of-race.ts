/** @file The plan of a race: one that searches, one in which something is required of trainings, or neither. */
import type { Candidate } from '../core/index.js';
import {
  type Admission,
  type FailureOf,
  type LossOf,
  planRace,
  planRequired,
  planSearch,
  type Race,
  type RaceSettings,
} from '../questions/race/plan/index.js';
import { type LoggedSearch, searchAmong } from './search-among.js';

interface PlannedBeside {
  readonly candidates: readonly Candidate[];
  /** Undefined where every candidate is raced by its own trainings. */
  readonly search: LoggedSearch | undefined;
  /** Undefined where everybody may win. */
  readonly admission: Admission | undefined;
}

/** @throws InputError for settings that cannot be raced. */
export function planOfRace(
  settings: RaceSettings,
  { candidates, search, admission }: PlannedBeside,
  lossOf: LossOf,
  failureOf: FailureOf,
): Race {
  const { rule } = settings;
  if (search !== undefined) {
    return planSearch({ ...settings, search: searchAmong(candidates, search) }, lossOf, failureOf);
  }
  // Nothing is required beside a rule that races in rounds.
  if (admission === undefined || rule.kind === 'rounds') return planRace(settings, lossOf, failureOf);
  return planRequired({ ...settings, rule, admission }, lossOf, failureOf);
}
