/** @file A race of settled candidates as a planned question: what is done with its plan, and what its report is made from. */
import {
  askedScore,
  defined,
  isTrainedByOwn,
  type JsonObject,
  type JsonValue,
  type Outcome,
  type Question,
} from '../../core/index.js';
import { rangesOf } from '../../experiment/index.js';
import { type Assessment, candidateHistory, type Race } from '../../questions/race/plan/index.js';
import { outlookOf, type RaceReport, type ReportInput, type RunStatus } from '../../report/index.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import { allAsRaced, requireMetric } from '../ask/raced-figure.js';
import { requireRequired } from '../ask/required-of-trainings.js';
import { keptExplanation } from '../folder/keep-explanation.js';
import { RUN_FILES } from '../folder/run-files.js';
import { commonInput, filesThere, trialsAndLog } from './common-input.js';
import { findPredictions, predictingIn } from './find-predictions.js';
import { readKept } from './keep-conclusion.js';
import { trialsOfEliminated } from './kept-artifacts.js';
import { planOfRace, type RaceParts, type RaceTerms } from './plan-of-race.js';
import { type PlannedQuestion, type Position, plainFindings, type ReportPlace } from './question-kind.js';
import { findOfRace, type RaceFindings } from './race-findings.js';

type Draft = SourcedExperiment['draft'];
type RaceQuestion = PlannedQuestion<unknown, RaceFindings, RaceReport>;

export interface PlannedRace extends RaceQuestion {
  readonly plan: Race;
}

/** Assembles a race, the same from a file and from a log. @throws InputError for settings that cannot be raced. */
export function assembleRace(draft: Draft, parts: RaceParts, show: (input: ReportInput) => RaceReport): PlannedRace {
  const { ports, ...terms } = planOfRace(draft, parts);
  const { race, figure } = terms;
  return {
    plan: race,
    fixed: fixedSettings(race),
    work: workOf(terms, parts),
    ...defined({ score: askedScore(figure?.metric, figure?.direction) }),
    check: (outcomes) => {
      requireMetric(figure, outcomes);
      requireRequired(draft, outcomes);
    },
    ...ports,
    endOf: (state) => race.endOf(state),
    discarded: discardedBy,
    told: (state) => ({
      ...race.description,
      applied: race.trials(state),
      ...defined({ deliver: draft.deliver as JsonValue | undefined, slices: parts.slices }),
    }),
    recall: recalled,
    predicting: (position, { answer = race.answer(position.state), baselines }) =>
      predictingIn(position, { answer, ...defined({ baselines }) }, terms),
    find: finder(draft, parts, terms),
    keep: kept,
    historyOf: (candidate) => candidateHistory(race, candidate),
    ...(race.assess && {
      outlook: (state: unknown) => outlookOf(race.facts, race.assess?.(state) as Assessment, figure?.direction),
    }),
    report: (position, found, place) =>
      show(raceInput(race, racedIn(position.question, draft, terms), position, found, place)),
  };
}

function workOf({ race, figure, lossOf }: RaceTerms, { separate }: RaceParts): RaceQuestion['work'] {
  return {
    kind: 'race',
    facts: race.facts,
    lossOf,
    ...(figure === undefined ? {} : { direction: figure.direction, metric: figure.metric }),
    ...defined({ joint: figure?.joint, separate }),
  };
}

/** What of trainings may go once their candidates are eliminated; the winner is set against the first listed candidate in the end. */
const discardedBy: RaceQuestion['discarded'] = (event, question, store) => {
  if (event.kind !== 'decision' || event.replayed) return [];
  const [first] = question.header.candidates;
  const others = event.decision.eliminated.filter((id) => id !== first?.id);
  return trialsOfEliminated(others, question, store);
};

const recalled = (before: JsonObject | undefined): RaceFindings =>
  before === undefined ? {} : readKept<RaceFindings>(before);

const kept: RaceQuestion['keep'] = (found, { record }) => ({
  ...plainFindings(found),
  final: record.winner?.final ?? null,
});

function finder(draft: Draft, { criterion, slices }: RaceParts, terms: RaceTerms): RaceQuestion['find'] {
  const { race, figure, lossOf } = terms;
  return async (position, before, means) => {
    const known = recalled(before);
    const answer = known.answer ?? race.answer(position.state);
    const raced = asRacedIn(position.question, terms);
    const judged = { criterion, ...figure };
    const found = await findOfRace(position, { draft, answer, raced, lossOf }, known, means, judged);
    const predictions =
      known.predictions ?? findPredictions(position, predictingIn(position, found, terms), slices, means);
    return { ...found, ...defined({ predictions }) };
  };
}

function asRacedIn(question: Question, { figure, lossOf }: RaceTerms): readonly Outcome[] {
  return allAsRaced(figure, question.usedOutcomes(), lossOf);
}

function racedIn(question: Question, { draw, spaces }: Draft, terms: RaceTerms) {
  const { figure, collapse } = terms;
  return {
    outcomes: asRacedIn(question, terms),
    collapse,
    direction: figure?.direction ?? 'minimize',
    ...(figure === undefined ? {} : { metric: figure.metric }),
    ...(draw === undefined ? {} : { ranges: rangesOf(spaces) }),
  };
}

/**
 * How far a race in rounds goes may be raised later; the rest of its settings decides what its decisions are. An adaptive
 * race spends its error probability over the replicates there are, so they are fixed before the first look.
 */
function fixedSettings({ description, facts: { rule } }: Race): JsonObject {
  const { finalTrials: _, maxReplicates, ...fixed } = description;
  return rule.kind === 'adaptive' ? { ...fixed, maxReplicates: maxReplicates as number } : fixed;
}

/** Without what only its end finds, where it has not ended. */
function raceInput(
  race: Race,
  raced: Pick<ReportInput, 'outcomes' | 'direction' | 'metric' | 'collapse' | 'ranges'>,
  position: Position,
  found: RaceFindings,
  place: ReportPlace,
): ReportInput {
  const { answer = race.answer(position.state), final = null, finalInstances, ...others } = plainFindings(found);
  const { question, status, state, decisions } = position;
  const { folder, files, isThere } = place;
  const explanation = folder === undefined ? undefined : keptExplanation(folder);
  const { model: modelFile = null } = files;
  const winner = question.header.candidates.find(({ id }) => id === answer?.winner);
  // Surefoot judges what a trainer of the user's own predicts for the final set, and has no model of it.
  const isJudged = final !== null && winner !== undefined && isTrainedByOwn(question.header, winner);
  const hasModel = !isJudged && final !== null && modelFile !== null && isThere(modelFile);
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
    ...(hasModel || isJudged ? { final, finalInstances } : { final: null, noModel: found.noModel }),
    modelFile: hasModel ? modelFile : null,
    ...defined({ ...others, answer, explanation, folder }),
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
  };
}
