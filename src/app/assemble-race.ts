/** @file A race of settled candidates as a planned question: its plan, and what its report is made from. */
import {
  type Candidate,
  type FailurePolicy,
  given,
  type JsonObject,
  type JsonValue,
  type Question,
} from '../core/index.js';
import { rangesOf, requiredOfTrainings } from '../experiment/index.js';
import type { Assessment, FailureOf, LossOf, Race, RaceSettings, Rule } from '../questions/race/plan/index.js';
import { outlookOf, type RaceRecheck, type RaceReport, type ReportInput } from '../report/index.js';
import type { JoiningDraws, LoggedSearch } from '../search/index.js';
import { type Criterion, lossUnder } from '../stats/index.js';
import { collapseOf } from './collapse-setting.js';
import { exclusionInPlan, failureUnder, requireRuleFor } from './count-failures.js';
import type { SourcedExperiment } from './experiment-source.js';
import { requireJoint } from './joint-race.js';
import { readKept } from './keep-conclusion.js';
import { trialsOfEliminated } from './kept-artifacts.js';
import { planOfRace } from './plan-of-race.js';
import { findPredictions } from './predictions/find-predictions.js';
import { predictingIn } from './predictions/predicting-in-race.js';
import type { PlannedQuestion } from './question-kind.js';
import { findOfRace, type RaceFindings } from './race-findings.js';
import { raceInput } from './race-input.js';
import { allAsRaced, asRaced, describeFigure, racedFigure, requireMetric } from './raced-figure.js';
import { dividingAnew, repeatsSplits } from './repeated-splits.js';
import { requiredInPlan, requireRequired } from './required-of-trainings.js';

export interface PlannedRace extends PlannedQuestion<unknown, RaceFindings, RaceReport> {
  readonly plan: Race;
}

/** What is settled already. */
interface RaceParts {
  readonly candidates: readonly Candidate[];
  readonly rule: Rule;
  readonly criterion: Criterion;
  readonly failurePolicy: FailurePolicy;
  /** Of one trial, by candidate. */
  readonly costs: ArrayLike<number> | undefined;
  /** Replicates up to which a tie is separated. */
  readonly separate: number | undefined;
  readonly reliability: number | undefined;
  /** What is raced of the trivial baseline, as a cost, where probation goes by it. */
  readonly baseline: number | undefined;
  /** Undefined where every candidate is raced by its own trainings. */
  readonly search: LoggedSearch | undefined;
  /** Where another search has found the candidates. */
  readonly recheck: RaceRecheck | undefined;
  /** Draws those that join; absent where only a log is there. */
  readonly draws?: JoiningDraws | undefined;
}

/** Priors are part of what a race that searches goes by. */
function describeFrom({ description }: Race, search: LoggedSearch | undefined): JsonObject {
  return search?.from === undefined
    ? {}
    : { search: { ...(description.search as JsonObject), from: search.from.map((one) => ({ ...one })) } };
}

/** The same from a file and from a log. @throws InputError for settings that cannot be raced. */
export function assembleRace(
  draft: SourcedExperiment['draft'],
  parts: RaceParts,
  show: (input: ReportInput) => RaceReport,
): PlannedRace {
  const { candidates, rule, criterion, failurePolicy, costs, separate, reliability, baseline } = parts;
  const { warmup, finalTrials, maxReplicates } = draft.race;
  const figure = racedFigure(draft.race);
  const collapse = { ...given({ baseline }), ...collapseOf(draft.race.collapse, figure) };
  const settings: RaceSettings = {
    candidates: candidates.map(({ id }) => id),
    criterion,
    rule,
    finalTrials,
    sampleSize: draft.sample,
    seed: draft.seed,
    collapse,
    ...given({ reliability, joint: figure?.joint }),
    ...(warmup === undefined ? {} : { warmup }),
    ...(separate === undefined ? {} : { separate }),
    ...(costs === undefined || rule.kind === 'rounds' ? {} : { costs }),
    ...(maxReplicates === undefined ? {} : { maxReplicates }),
    ...(figure === undefined ? {} : { direction: figure.direction }),
  };
  requireRuleFor(failurePolicy, rule);
  if (figure?.joint !== undefined) requireJoint(figure.metric, draft, parts);
  const lossOf: LossOf = (outcome) => lossUnder(failurePolicy, asRaced(figure, outcome));
  const failureOf: FailureOf = (outcome) => failureUnder(failurePolicy, outcome);
  const { plain, ports } = planOfRace(settings, { ...parts, ...requiredInPlan(draft, parts) }, lossOf, failureOf);
  const description = {
    ...plain.description,
    ...describeFrom(plain, parts.search),
    ...exclusionInPlan(failurePolicy),
    ...describeFigure(figure),
    ...given({
      require: requiredOfTrainings(draft.require ?? {}),
      recheck: parts.recheck as JsonObject | undefined,
    }),
    ...(draft.race.collapse === undefined ? {} : { collapse: given(draft.race.collapse) }),
  };
  const described = { ...plain, description };
  const race = repeatsSplits(draft) ? dividingAnew(described) : described;
  const terms = { race, figure, collapse, lossOf };
  const racedOf = (question: Question) => allAsRaced(figure, question.usedOutcomes(), lossOf);
  return {
    plan: race,
    fixed: fixedSettings(race),
    work: {
      kind: 'race',
      facts: race.facts,
      lossOf,
      ...(figure === undefined ? {} : { direction: figure.direction, metric: figure.metric }),
      ...given({ joint: figure?.joint, separate }),
    },
    check: (outcomes) => {
      if (figure !== undefined) requireMetric(figure, outcomes);
      requireRequired(draft, outcomes);
    },
    ...ports,
    endOf: (state) => race.endOf(state),
    discarded: (event, question, store) => {
      if (event.kind !== 'decision' || event.replayed) return [];
      // The winner is set against the first listed candidate in the end.
      const [first] = question.header.candidates;
      return trialsOfEliminated(
        event.decision.eliminated.filter((id) => id !== first?.id),
        question,
        store,
      );
    },
    told: (state) => ({
      ...race.description,
      applied: race.trials(state),
      ...given({ deliver: draft.deliver as JsonValue | undefined, slices: draft.slices }),
    }),
    recall: (kept) => (kept === undefined ? {} : readKept<RaceFindings>(kept)),
    predicting: (position, { answer = race.answer(position.state), baselines }) =>
      predictingIn(position, { answer, ...given({ baselines }) }, terms),
    find: async (position, kept, means) => {
      const known = kept === undefined ? {} : readKept<RaceFindings>(kept);
      const answer = known.answer ?? race.answer(position.state);
      const raced = racedOf(position.question);
      const found = await findOfRace(position, { draft, answer, raced, lossOf }, known, means, {
        criterion,
        ...figure,
      });
      const predictions =
        known.predictions ?? findPredictions(position, predictingIn(position, found, terms), draft.slices, means);
      return { ...found, ...given({ predictions }) };
    },
    keep: ({ answer, baselines, finalInstances, overtuning, delivery, predictions }, { record }) => ({
      answer,
      baselines,
      final: record.choice?.final ?? null,
      ...given({ finalInstances, overtuning, delivery, predictions }),
    }),
    ...(race.assess && {
      outlook: (state: unknown) => outlookOf(race.facts, race.assess?.(state) as Assessment, figure?.direction),
    }),
    report: (position, found, place) => {
      const raced = {
        outcomes: racedOf(position.question),
        collapse,
        direction: figure?.direction ?? 'minimize',
        ...(figure === undefined ? {} : { metric: figure.metric }),
        ...(draft.draw === undefined ? {} : { ranges: rangesOf(draft.spaces) }),
      };
      return show(raceInput(race, raced, position, found, place));
    },
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
