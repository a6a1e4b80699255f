/** @file What retrainings' predictions come to, in sentences, for terminals and pages. */
import { type JsonObject, jointMeaning, quoteArgument, type RunHeader } from '../../core/index.js';
import { type BoundedFigure, median } from '../../stats/index.js';
import { columnFormat, estimateText, formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import { anotherQuestion, sourceText } from '../studies/study-words.js';
import { capitalised, joined } from '../view/phrases.js';
import type {
  CandidatePredictions,
  DisputedExample,
  PredictionRecord,
  Resolution,
  Slicing,
} from './prediction-record.js';

type NameOf = (candidate: string) => string;

/** What tells the streams of a race apart, which move together in it. */
export interface MeasureAdvice {
  readonly command: string;
  /** Whether a measurement of the experiment keeps its predictions as it stands. */
  readonly keepsAll: boolean;
}

/** Null where nobody typed the race. `candidate`: of what is measured. */
export function measureAdvice(
  { experiment }: Pick<RunHeader, 'experiment'>,
  typed: string | null,
  candidate: string | undefined,
): MeasureAdvice | null {
  const measure = anotherQuestion(typed, 'measure', []);
  if (measure === null) return null;
  return {
    command: candidate === undefined ? measure : `${measure} --candidate ${quoteArgument(candidate)}`,
    keepsAll: keepsAll(experiment),
  };
}

/** As the experiment said when the race began; one that compares predictions keeps them all. */
function keepsAll({ keep, race }: JsonObject): boolean {
  const { predictions } = (keep ?? {}) as { readonly predictions?: string };
  return (
    predictions === 'all' || jointMeaning((race as { readonly metric?: string } | undefined)?.metric) !== undefined
  );
}

/** `2.1 % [1.8, 2.5]`. */
export function shareWithin(figure: BoundedFigure): string {
  return estimateText(figure.value, figure, 'share');
}

/** A disagreement without what it is a share of. */
function disagreementText({ unit }: Pick<PredictionRecord, 'unit'>, figure: BoundedFigure): string {
  return unit === 'own' ? estimateText(figure.value, figure, 'ratio') : shareWithin(figure);
}

/** What a disagreement is measured in, for heads of columns and titles of axes. */
function disagreementUnit({ kind, unit }: Pick<PredictionRecord, 'kind' | 'unit'>): string {
  if (kind !== 'values') return 'of the examples';
  return unit === 'spread' ? 'of the spread of the target' : 'in the unit of the target';
}

/** What a table of candidates shows; no full stop. */
export function candidateCaption(record: PredictionRecord): string {
  const counts = record.candidates.map(({ retrainings }) => retrainings);
  const [count = 0] = counts;
  const who = counts.every((one) => one === count) ? formatQuantity(count, 'retraining') : 'retrainings';
  return `How far ${who} differ, ${record.unit === 'own' ? '' : 'in shares '}${disagreementUnit(record)}`;
}

/** `the 2,000 selection examples`. */
export function setText({ examples, set }: Pick<PredictionRecord, 'examples' | 'set'>): string {
  return `the ${formatQuantity(examples, `${set} example`)}`;
}

/** `the winner`, or its name where nobody has won. */
export function whoText({ candidate, isWinner }: CandidatePredictions, nameOf: NameOf): string {
  return isWinner ? 'the winner' : nameOf(candidate);
}

/** The answer: one line without a full stop. */
export function predictionHeadline(record: PredictionRecord, nameOf: NameOf): string {
  const [first] = record.candidates as readonly [CandidatePredictions];
  const who = `Two retrainings of ${first.isWinner ? `the winner, ${nameOf(first.candidate)},` : nameOf(first.candidate)}`;
  const apart = first.streams.slice(0, -1).map(({ streams, disagreement }) => {
    return `${disagreementText(record, disagreement)} where nothing but ${sourceText(streams)} changes`;
  });
  return [`${who} ${differText(record, first.disagreement)}`, ...apart].join('; ');
}

function differText(record: PredictionRecord, figure: BoundedFigure): string {
  const { kind, unit } = record;
  const on = setText(record);
  if (figure.value === 0 && kind !== 'values') return `differ on none of ${on}`;
  if (kind !== 'values') return `differ on ${shareWithin(figure)} of ${on}`;
  const by = disagreementText(record, figure);
  return `differ by ${by} ${unit === 'spread' ? 'of the spread of the target' : '(in its own unit)'} on a typical one of ${on}`;
}

/** What must not be overlooked; whole sentences. */
export function predictionNotices(record: PredictionRecord, nameOf: NameOf): readonly string[] {
  const [first] = record.candidates as readonly [CandidatePredictions];
  const alike = record.resolutions.filter(({ difference, tells }) => Math.abs(difference) < tells);
  const [shown, more] = [alike.slice(0, MOST_NAMED), alike.length - MOST_NAMED];
  const others = shown.map((one) => `${nameOf(one.second)} (${resolutionText(record, one)})`);
  return [
    ...collapsedText(record, nameOf),
    ...(first.disagreement.low === null && first.disagreement.reason !== undefined && first.disagreement.value > 0
      ? [`There is no interval: ${first.disagreement.reason}.`]
      : []),
    ...(alike.length === 0
      ? []
      : [
          `${capitalised(setText(record))} cannot tell ${whoText(first, nameOf)} from ${joined([...others, ...(more > 0 ? [`${formatCount(more)} more`] : [])])}.`,
        ]),
  ];
}

/** `1 of 20 retrainings of the winner collapsed and is left out.` */
function collapsedText({ candidates }: PredictionRecord, nameOf: NameOf): string[] {
  const left = candidates.flatMap(({ collapses, ...one }) =>
    collapses === undefined ? [] : [{ ...one, ...collapses }],
  );
  if (left.length === 0) return [];
  const parts = left.slice(0, MOST_NAMED).map(({ collapsed, trials, ...one }) => {
    return `${formatCount(collapsed)} of ${formatQuantity(trials, 'retraining')} of ${whoText(one, nameOf)}`;
  });
  const more = left.slice(MOST_NAMED);
  const others = more.length === 0 ? [] : [`some of ${formatQuantity(more.length, 'other candidate')}`];
  const verb = left.length === 1 && left[0]?.collapsed === 1 ? 'is' : 'are';
  return [`${joined([...parts, ...others])} collapsed and ${verb} left out: the figures here are of the others.`];
}

const MOST_NAMED = 3;
/** More examples than so many times those there are is no advice. */
const HOPELESS = 1000;

function resolutionText({ loss, examples }: PredictionRecord, { difference, needed }: Resolution): string {
  const size = Math.abs(difference);
  const by =
    loss === 'share wrong' ? `${formatShare(size)} in wrong labels` : `${formatValue(size, 2)} in squared error`;
  if (size === 0) return 'no difference at all';
  if (needed === null || needed > HOPELESS * examples)
    return `they differ by ${by}; no set of a sensible size tells that`;
  return `they differ by ${by}; about ${formatCount(roughly(needed))} examples would tell that`;
}

/** To two digits. */
function roughly(count: number): number {
  return Number(count.toPrecision(2));
}

/** What else was found about the first candidate; whole sentences. */
export function predictionStatements(record: PredictionRecord, nameOf: NameOf): readonly string[] {
  const [first] = record.candidates as readonly [CandidatePredictions];
  const who = whoText(first, nameOf);
  return [
    ...multiplicityText(first),
    ...spreadText(record, first),
    ...calibrationText(first),
    ...originText(record, first, who),
    ...record.missing,
  ];
}

function multiplicityText({ multiplicity, retrainings }: CandidatePredictions): string[] {
  if (multiplicity === null || multiplicity.ambiguity === 0) return [];
  const { ambiguity, discrepancy, competing } = multiplicity;
  return [
    `Of ${formatQuantity(retrainings, 'retraining')}, ${formatCount(competing)} ${competing === 1 ? 'does' : 'do'} no worse than the one with the median loss. Ambiguity: on ${formatShare(ambiguity)} of the examples at least one of these gives another label than it. Discrepancy: the one that differs most gives another label on ${formatShare(discrepancy)}.`,
  ];
}

function spreadText(
  { kind }: PredictionRecord,
  { examples: { flipped, spread, width }, retrainings }: CandidatePredictions,
): string[] {
  const all = `${capitalised(allOf(retrainings))} agree on ${formatShare(1 - (flipped ?? 0))} of the examples`;
  if (width === null || spread === null || width.high === 0) return flipped === null ? [] : [`${all}.`];
  const subject =
    kind === 'values' ? 'the middle 95 % of retrainings span' : 'the probability of the likeliest class spans';
  const range = `On half of the examples ${subject} less than ${formatValue(width.median, 2)}, on one in ten more than ${formatValue(width.high, 2)}.`;
  return flipped === null ? [range] : [`${all}. ${range}`];
}

function calibrationText({ calibration, retrainings }: CandidatePredictions): string[] {
  if (calibration === null) return [];
  return [
    `Calibration error (ECE), how far the probability of the label given lies from the share that is right: of one retraining on average, and of the mean prediction of ${allOf(retrainings)} (ECE of mean).`,
  ];
}

function allOf(retrainings: number): string {
  return retrainings === 2 ? 'both retrainings' : `all ${formatQuantity(retrainings, 'retraining')}`;
}

/** Shares below say that a retraining's luck is one of these examples. */
const MOSTLY_LUCK = 0.5;

function originText(record: PredictionRecord, { origin }: CandidatePredictions, who: string): string[] {
  if (origin === null || origin.observed === 0) return [];
  const { share } = origin;
  const figure = record.loss === 'share wrong' ? 'share of wrong labels' : 'squared error';
  const luck =
    share.high !== null && share.high < MOSTLY_LUCK
      ? ' A retraining that looks better here is hardly better elsewhere.'
      : '';
  return [
    `Of the variance of the ${figure} between retrainings of ${who}, ${shareWithin(share)} would be there on fresh examples, too; the rest is the luck of ${setText(record)}.${luck}`,
  ];
}

/** A command, and what comes before it, where streams move together in a race. */
export function streamsStep(
  { candidates: [first] }: PredictionRecord,
  advice: MeasureAdvice | null,
): { readonly command: string; readonly why: string } | null {
  if (advice === null || first === undefined || first.streams.length > 1) return null;
  const run = advice.keepsAll ? 'run' : 'run this with `keep: { predictions: all }` in the experiment';
  return {
    command: advice.command,
    why: `In a race weights, samples and order change together. To tell them apart, ${run}:`,
  };
}

/** `4 (11), 9 (9)`, or what numbers they give. */
export function sayText({ labels, values }: DisputedExample): string {
  if (labels !== null)
    return labels.map(({ label, retrainings }) => `${label} (${formatCount(retrainings)})`).join(', ');
  const ordered = [...(values ?? [])].sort((a, b) => a - b);
  const show = columnFormat(ordered);
  return `${show(ordered[0] ?? Number.NaN)} to ${show(ordered.at(-1) ?? Number.NaN)} (median ${show(median(ordered))})`;
}

/** Of a truth as people know it. */
export function truthText({ truth }: DisputedExample): string {
  if (truth === null) return 'not known';
  return typeof truth === 'number' ? formatValue(truth) : truth;
}

/** `example 12` of the set, or `row 214` of the file that it was read from. */
export function exampleText({ place, row }: DisputedExample): string {
  return row === undefined ? `example ${formatCount(place + 1)}` : `row ${formatCount(row)}`;
}

/** How disputed examples are called, as the end of a sentence. */
export function countingText({ source }: Pick<PredictionRecord, 'source'>): string {
  return source === undefined
    ? 'numbered from 1 in the set'
    : `named by their row in ${source}, where 1 is the first example`;
}

/** What the columns of slices say. */
export function sliceReading({ kind }: Pick<PredictionRecord, 'kind'>): string {
  const [loss, spread, systematic] = sliceHeads({ kind });
  if (kind === 'labels')
    return `${loss}: the share of wrong labels; ${spread}: its standard deviation between retrainings.`;
  return kind === 'values'
    ? `${loss}: root mean square error over examples and retrainings; ${systematic}: prediction less truth, on average; ${spread}: the standard deviation of that average between retrainings.`
    : `${loss}: the share of wrong labels; ${spread}: its standard deviation between retrainings; ${systematic}: the mean probability of the label given less the share that is right.`;
}

/** Why figures of slices have no interval; whole sentences. */
export function sliceReasons(record: Pick<PredictionRecord, 'kind'>, slicings: readonly Slicing[]): readonly string[] {
  const all = slicings.flatMap(({ candidates }) => candidates.flat()).filter((own) => own !== null);
  const names = ['loss', 'spread', 'systematic'] as const;
  return sliceHeads(record).flatMap((head, place) => {
    const reasons = new Set(all.flatMap((own) => own[names[place] as (typeof names)[number]]?.reason ?? []));
    return reasons.size === 0 ? [] : [`Some have no interval of ${head}: ${joined([...reasons])}.`];
  });
}

/** What the columns of slices are called. */
export function sliceHeads({
  kind,
}: Pick<PredictionRecord, 'kind'>): readonly [loss: string, spread: string, systematic: string] {
  return kind === 'values' ? ['RMSE', 'spread', 'too high by'] : ['wrong', 'spread', 'too sure by'];
}
