/** @file What a race of another language came to, in the words of reports. */
import { PYTHON_FUNCTION } from '../core/index.js';
import { type Shown, shownOfRace } from '../report/told.js';
import type { PlacedRace } from './race-position.js';

export function shownPosition({ race, candidates, direction }: PlacedRace): Shown {
  const { status, used, unused, decisions, standings, answer, collapse, description, facts } = race;
  return shownOfRace({
    header: {
      ...{ name: '', identity: '', identityParts: {}, seed: 1, plan: description },
      // Its own program trains: no command of a shell has a part in it.
      experiment: { trainer: { command: PYTHON_FUNCTION } },
      candidates: candidates.map(({ id, label, configuration = {} }) => ({ id, label, configuration })),
    },
    ...{ status, outcomes: used, decisions, standings, direction, collapse, stretches: [] },
    ...(answer === undefined ? {} : { answer }),
    beside: { unused, seedCheck: 0, forModels: 0, again: 0, budget: null },
    criterion: facts.criterion,
    exhaustiveReplicates: facts.maxReplicates,
    ...{ final: null, modelFile: null, command: null, files: [] },
    data: { name: '', hash: '', simulated: false, split: {} },
  });
}
