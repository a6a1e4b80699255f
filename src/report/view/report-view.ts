/** @file Collects what the report and the final table show, as values: no markup, no clock, no chart library. */
import { makeAnswer, type ShownAnswer } from '../answer/index.js';
import { lossWord } from '../direction.js';
import type { ReportInput, RunFile } from '../input.js';
import { resultOf } from '../result/build-result.js';
import { compareMembers } from '../result/members.js';
import type { Result } from '../result/result-schema.js';
import { showStandings } from '../standing.js';
import { type CandidateName, nameCandidates } from './candidate-names.js';
import { type EffortView, viewEffort } from './effort-view.js';
import { type FinalMetric, viewFinal } from './final-view.js';
import { type FinalistsView, viewFinalists } from './finalists-view.js';
import { type Headline, headlineParts, headlineText } from './headline.js';
import { type LearningView, viewLearning } from './learning-view.js';
import { noticesOf, statementsOf } from './notices.js';
import { type QuestionInWords, questionOf } from './question.js';
import { type DecisionsView, viewDecisions } from './race-decisions.js';
import { type DifferenceView, viewDifference } from './race-difference.js';
import { type HeatMapView, viewHeatMap } from './race-heat-map.js';
import { type RaceView, viewRace } from './race-view.js';
import { type ReplayView, viewReplay } from './replay-view.js';
import { type RivalsView, viewRivals } from './rivals-view.js';
import { type RobustnessView, viewRobustness } from './robustness-view.js';
import type { RunNotice } from './run-notices.js';
import { type StripView, viewStrip } from './strip-view.js';
import { type TableView, viewTable } from './table-view.js';
import { type Telling, tellingOf } from './telling.js';
import { viewWhatMatters, type WhatMattersView } from './what-matters-view.js';

export interface ReportView {
  /** What all of it follows from. */
  readonly input: ReportInput;
  /** What came of it: the values and sentences of the first screen. */
  readonly answer: ShownAnswer;
  /** One line, no full stop at its end. */
  readonly headline: string;
  readonly parts: Headline;
  /** Whole sentences on how sure the choice is. */
  readonly statements: readonly string[];
  readonly notices: readonly RunNotice[];
  readonly result: Result;
  /** What people read in the place of ids, for every candidate. */
  readonly names: ReadonlyMap<string, CandidateName>;
  readonly telling: Telling;
  readonly question: QuestionInWords;
  /** The choice and those that may be better, side by side. */
  readonly strip: StripView | null;
  /** Null where there is none to compare. */
  readonly rivals: RivalsView | null;
  readonly race: RaceView;
  /** Null without a choice, and where nobody can be compared with it. */
  readonly difference: DifferenceView | null;
  readonly decisions: DecisionsView;
  /** Null where nothing was trained. */
  readonly heatMap: HeatMapView | null;
  readonly effort: EffortView;
  readonly finalists: FinalistsView;
  readonly robustness: RobustnessView;
  /** Null where nobody reports losses per epoch. Made when it is asked for. */
  readonly learning: () => LearningView | null;
  /** The choice's trainings on unseen examples, metric by metric; empty where there is no model. */
  readonly final: readonly FinalMetric[];
  /** All candidates; made when it is asked for, which only pages do. */
  readonly table: () => TableView;
  /** Which settings matter; null where that cannot be asked. Made when it is asked for. */
  readonly matters: () => WhatMattersView | null;
  /** Rules side by side on recorded losses; null for a run. */
  readonly replay: ReplayView | null;
  /** What a trial's figure is called: `loss` or `score`. */
  readonly word: string;
  readonly files: readonly RunFile[];
}

export function buildReportView(input: ReportInput): ReportView {
  const standings = showStandings(input);
  const members = compareMembers(input, standings);
  const result = resultOf(input, standings, members);
  const names = nameCandidates(result.candidates);
  const telling = tellingOf(input, standings, names);
  const parts = headlineParts(result, telling);
  return {
    input,
    answer: makeAnswer(input, standings, members, result, telling),
    headline: headlineText(parts, result),
    parts,
    statements: statementsOf(result, telling),
    notices: noticesOf(result, telling),
    result,
    names,
    telling,
    question: questionOf(result, telling.largerIsBetter),
    strip: viewStrip(input, standings, result, telling),
    rivals: viewRivals(input, standings, result, telling),
    race: viewRace(input, standings, result),
    difference: viewDifference(input, standings, result),
    decisions: viewDecisions(result, names),
    heatMap: viewHeatMap(input, standings, result),
    effort: viewEffort(standings, result),
    finalists: viewFinalists(input, members),
    robustness: viewRobustness(input, standings, members),
    learning: () => viewLearning(standings, result),
    final: viewFinal(result),
    table: () => viewTable(input, standings, result, names),
    replay: viewReplay(input, result),
    matters: () => viewWhatMatters(input, standings),
    word: lossWord(input),
    files: input.files,
  };
}
