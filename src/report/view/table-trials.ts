/**
 * @file The trials behind the table's rows, column by column: streams, ends, losses, curves on few levels, and what failed
 * ones printed last. Bounded, however long a race was; what is left out is counted.
 */
import { OUTCOME_STATUSES, type Outcome, turned } from '../../core/index.js';
import { isFresh } from '../../questions/race/plan/index.js';
import type { ReportInput } from '../input.js';
import type { ShownStanding } from '../standing.js';
import { type CandidateName, shortName } from './candidate-names.js';
import { curveScale, packCurve } from './curve-levels.js';
import type { TableTrials } from './table-shape.js';

const MOST_TRIALS = 60_000;
const MOST_CURVE_POINTS = 64;
/** Points of all curves: half a byte to a byte of a page each. */
const MOST_POINTS_IN_ALL = 1_200_000;
const NEWEST_FAILURES = 3;
const MOST_FAILURE_BYTES = 2048;
const MOST_FAILURE_BYTES_IN_ALL = 400_000;

/** `standings` are the table's rows. */
export function viewTableTrials(
  input: ReportInput,
  standings: readonly ShownStanding[],
  names: ReadonlyMap<string, CandidateName>,
): TableTrials {
  const failed = input.outcomes.filter(({ failure }) => failure !== undefined);
  const rows = boundRows(standings);
  const trials = rows.flat();
  const failures = collectFailures(input, new Set(trials));
  const withCurve = trials.reduce((count, { lossPerEpoch }) => count + (lossPerEpoch.length > 1 ? 1 : 0), 0);
  const curvePoints = Math.min(MOST_CURVE_POINTS, Math.floor(MOST_POINTS_IN_ALL / Math.max(1, withCurve)));
  const scales = rows.map((row) => curveScale(row.map(({ lossPerEpoch }) => lossPerEpoch)));
  const all = standings.reduce((count, { outcomes, fresh }) => count + outcomes.length + fresh.outcomes.length, 0);
  return {
    counts: rows.map(({ length }) => length),
    replicates: trials.map(({ trial }) => trial.streams.init),
    streams: trials.map(({ trial }) => otherStreams(trial)),
    fresh: trials.map(({ trial }) => (isFresh(trial) ? 1 : 0)),
    statuses: trials.map(({ status }) => OUTCOME_STATUSES.indexOf(status)),
    statusNames: OUTCOME_STATUSES,
    losses: trials.map(({ loss }) => roundTo(12, turned(loss, input.direction))),
    seconds: trials.map(({ seconds }) => roundTo(3, seconds)),
    failures: trials.map((outcome) => failures.placeOf(outcome)),
    failureTexts: failures.texts,
    omittedFailures: failures.omitted,
    omittedTrials: all - trials.length,
    curves: rows.flatMap((row, place) =>
      row.map(({ lossPerEpoch }) => packCurve(lossPerEpoch, scales[place] ?? null, curvePoints)),
    ),
    curveScales: scales,
    curvePoints,
    failed: failed.length,
    newestFailures: failed
      .slice(-NEWEST_FAILURES)
      .reverse()
      .map((outcome) => ({
        name: shortName(names, outcome.trial.candidate),
        replicate: outcome.trial.streams.init,
        text: failureText(outcome),
      })),
  };
}

/** Whole rows, as many from the first one as there is room for. */
function boundRows(standings: readonly ShownStanding[]): (readonly Outcome[])[] {
  let room = MOST_TRIALS;
  return standings.map(({ outcomes, fresh }) => {
    const all = [...outcomes, ...fresh.outcomes];
    room -= all.length;
    return room < 0 ? [] : all;
  });
}

function otherStreams({ streams }: Outcome['trial']): readonly number[] | 0 {
  const { init, sample, order, noise, split } = streams;
  const others = [sample, order, noise, ...(split === undefined ? [] : [split])];
  return others.every((index) => index === init) ? 0 : others;
}

function roundTo(digits: number, value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : value;
}

interface Failures {
  readonly texts: readonly string[];
  readonly omitted: number;
  placeOf(outcome: Outcome): number;
}

/** The newest ones as far as there is room; equal texts once. */
function collectFailures({ outcomes }: ReportInput, kept: ReadonlySet<Outcome>): Failures {
  const places = new Map<string, number>();
  const placed = new Map<Outcome, number>();
  let room = MOST_FAILURE_BYTES_IN_ALL;
  for (const outcome of outcomes.toReversed()) {
    if (outcome.failure === undefined || !kept.has(outcome)) continue;
    const text = failureText(outcome);
    let place = places.get(text);
    if (place === undefined && room >= text.length) {
      room -= text.length;
      place = places.size + 1;
      places.set(text, place);
    }
    placed.set(outcome, place ?? -1);
  }
  return {
    texts: [...places.keys()],
    omitted: [...placed.values()].filter((place) => place < 0).length,
    placeOf: (outcome) => placed.get(outcome) ?? 0,
  };
}

/** `exit-code: ...`, the last 2 kB of what was printed; the log has masked secrets before. */
function failureText({ failure }: Pick<Outcome, 'failure'>): string {
  if (failure === undefined) return '';
  const bytes = new TextEncoder().encode(failure.message);
  if (bytes.length <= MOST_FAILURE_BYTES) return `${failure.kind}: ${failure.message}`;
  // A character that was cut in two at the beginning is left out.
  const tail = new TextDecoder().decode(bytes.subarray(bytes.length - MOST_FAILURE_BYTES)).replace(/^�+/, '');
  return `${failure.kind}: …${tail}`;
}
