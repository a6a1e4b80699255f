/** @file Collects what the report and the final table show, as values: no markup, no clock, no chart library. */
import { makeAnswer, type ShownAnswer } from '../answer/answer.js';
import { lossWord } from '../direction.js';
import type { ReportInput, RunFile } from '../input.js';
import { resultOf } from '../result/build-result.js';
import { compareMembers, type Member } from '../result/members.js';
import type { Result } from '../result/result-schema.js';
import { headlineOf } from '../shown/shown.js';
import { type ShownStanding, showStandings } from '../standing.js';
import type { Table } from '../table/table.js';
import { type CandidateName, nameCandidates } from './candidate-names.js';
import { type MemberRow, membersTables } from './members-table.js';
import { type ReplayView, viewReplay } from './replay-view.js';
import { noticesOf, type RunNotice } from './run-notices.js';
import { type TableView, viewTable } from './table-view.js';
import { type Telling, tellingOf } from './telling.js';

export interface ReportView {
  /** What all of it follows from. */
  readonly input: ReportInput;
  /** What came of it: the values and sentences of the first screen. */
  readonly answer: ShownAnswer;
  /** One line, no full stop at its end. */
  readonly headline: string;
  readonly notices: readonly RunNotice[];
  readonly result: Result;
  /** Every candidate with its outcomes, best first. */
  readonly standings: readonly ShownStanding[];
  /** The winner and its rivals, with the losses that their figures rest on. */
  readonly members: readonly Member[];
  /** What people read in the place of ids, for every candidate. */
  readonly names: ReadonlyMap<string, CandidateName>;
  readonly telling: Telling;
  readonly finalists: readonly Table<MemberRow>[];
  /** All candidates; made when it is asked for, which only pages do. */
  readonly table: () => TableView;
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
  const answer = makeAnswer(input, standings, members, result, telling);
  return {
    input,
    answer,
    headline: headlineOf(answer.shown, answer.winner && telling.nameWithId(answer.winner.id)),
    notices: noticesOf(result),
    result,
    standings,
    members,
    names,
    telling,
    finalists: membersTables(input, members, result, answer.statuses),
    table: () => viewTable(input, standings, result, names, answer),
    replay: viewReplay(input, result),
    word: lossWord(input),
    files: input.files,
  };
}

/** What several figures of a page rest on, made once for all of them, and only where one is drawn. */
export function oncePerView<Made extends object | null>(make: (view: ReportView) => Made): (view: ReportView) => Made {
  const known = new WeakMap<ReportView, Made>();
  return (view) => {
    const made = known.has(view) ? (known.get(view) as Made) : make(view);
    known.set(view, made);
    return made;
  };
}
