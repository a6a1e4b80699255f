/** @file What the report of a race is made from: its plan, its log, and what its end has found. */
import { given } from '../../core/index.js';
import type { Race } from '../../questions/race/plan/index.js';
import type { ReportInput, RunStatus } from '../../report/index.js';
import { keptExplanation } from '../folder/keep-explanation.js';
import { RUN_FILES } from '../folder/run-files.js';
import { commonInput, filesThere, trialsAndLog } from './common-input.js';
import type { Position, ReportPlace } from './question-kind.js';
import type { RaceFindings } from './race-findings.js';

/** Without what only its end finds, where it has not ended. */
export function raceInput(
  race: Race,
  raced: Pick<ReportInput, 'outcomes' | 'direction' | 'metric' | 'collapse' | 'ranges'>,
  position: Position,
  { answer = race.answer(position.state), baselines, final = null, ...found }: RaceFindings,
  place: ReportPlace,
): ReportInput {
  const { finalInstances, overtuning, delivery, predictions, noModel } = found;
  const { question, status, state, decisions } = position;
  const { folder, files, isThere } = place;
  const explanation = folder === undefined ? undefined : keptExplanation(folder);
  const { model: modelFile = null } = files;
  const hasModel = final !== null && modelFile !== null && isThere(modelFile);
  return {
    ...commonInput(position, place),
    // Never `denied`: a race has no bar that a candidate may fail to pass.
    status: status as RunStatus,
    ...raced,
    // The log keeps the settings that cannot change; how far the race goes is what it was told this time.
    header: { ...question.header, plan: race.description },
    takenOver: question.takenOver(),
    decisions,
    criterion: race.facts.criterion,
    standings: race.standings(state),
    exhaustiveReplicates: race.facts.maxReplicates,
    ...(hasModel ? { final, finalInstances, modelFile } : { final: null, modelFile: null, noModel }),
    ...(baselines === undefined ? {} : { baselines }),
    ...given({ answer, overtuning, explanation, predictions }),
    files: filesThere(
      [
        { name: files.page, content: 'the race, drawn' },
        { name: files.record, content: 'the result, for programs' },
        ...trialsAndLog(raced.outcomes, files),
        ...(hasModel ? [{ name: modelFile, content: 'the trained model: raw data in' }] : []),
      ],
      place,
    ),
    artifactFolder: folder === undefined ? null : RUN_FILES.artifacts,
    ...given({ folder, delivery }),
  };
}
