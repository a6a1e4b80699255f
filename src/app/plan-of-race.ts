/** @file The plan of a race: one that searches, one in which something is required of trainings, or neither. */
import { type Candidate, given } from '../core/index.js';
import {
  type FailureOf,
  type LossOf,
  planRace,
  planRequired,
  planSearch,
  type Race,
  type RaceSettings,
} from '../questions/race/plan/index.js';
import { type JoiningDraws, type JoiningPorts, type LoggedSearch, searchAmong } from '../search/index.js';
import type { RequiredInPlan } from './required-of-trainings.js';

interface PlannedBeside extends RequiredInPlan {
  readonly candidates: readonly Candidate[];
  /** Undefined where every candidate is raced by its own trainings. */
  readonly search: LoggedSearch | undefined;
  /** Draws those that join; absent where only a log is there. */
  readonly draws?: JoiningDraws | undefined;
}

interface PlannedPlan {
  readonly plain: Race;
  /** Of the question that it is asked as; absent where nobody joins. */
  readonly ports?: JoiningPorts | undefined;
}

/** @throws InputError for settings that cannot be raced. */
export function planOfRace(
  settings: RaceSettings,
  { candidates, search, draws, admission, required }: PlannedBeside,
  lossOf: LossOf,
  failureOf: FailureOf,
): PlannedPlan {
  const { rule } = settings;
  if (search !== undefined) {
    const among = searchAmong(candidates, search, draws);
    const searching = { ...settings, search: { ...among.search, ...given({ required }) } };
    return { plain: planSearch(searching, lossOf, failureOf), ports: among.ports };
  }
  // Nothing is required beside a rule that races in rounds.
  if (admission === undefined || rule.kind === 'rounds') return { plain: planRace(settings, lossOf, failureOf) };
  return { plain: planRequired({ ...settings, rule, admission }, lossOf, failureOf) };
}
