/** @file Says what a measurement of randomness found: which source the losses vary most with, in the same words everywhere. */

import { unbeatenIn } from '../../questions/common/plan/index.js';
import type { MeasureAnalysis, MeasuredCandidate } from '../../questions/measure/plan/index.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import { conditionText } from '../view/choice-words.js';
import { limitText } from '../view/interval-words.js';
import { nameSome } from '../view/run-notices.js';
import { sourceText } from './source-words.js';
import { criterionOf, EQUAL_SEEDS, type StudyWords, unbeatenValueText } from './study-words.js';

type Namer = (id: string) => string;

export const MEASURE_WORDS: StudyWords<MeasureAnalysis> = {
  title: 'where randomness comes from',
  sets: ({ candidates }, named) =>
    candidates.flatMap(({ candidate, arms, controls }) => [
      ...arms.map((arm) => named(candidate, arm.name, arm.distribution)),
      named(candidate, EQUAL_SEEDS, controls),
    ]),
  finding: (analysis, figure, nameOf) =>
    [...unbeatenArms(analysis, figure, nameOf), measureHeadline(analysis, figure, nameOf)].join('; '),
  pool: ({ finitePool }) => finitePool && { ...finitePool, samples: 'Samples' },
  seedNotices: unrepeatableNotices,
};

/** More who are no better than nothing are counted. */
const MOST_NAMES = 3;

/** Candidates that are no better than nothing under some source of randomness. */
function unbeatenArms({ candidates }: MeasureAnalysis, figure: string, nameOf: (id: string) => string): string[] {
  const texts = candidates.flatMap(({ candidate, arms }) => {
    const unbeaten = arms
      .map(({ distribution }) => unbeatenIn(distribution.baselines))
      .find((one) => one !== undefined);
    return unbeaten === undefined ? [] : `${nameOf(candidate)} is ${unbeatenValueText(unbeaten, figure)}`;
  });
  if (texts.length <= MOST_NAMES) return texts;
  return [
    ...texts.slice(0, MOST_NAMES),
    `and so are ${formatCount(texts.length - MOST_NAMES)} more of ${formatCount(candidates.length)}`,
  ];
}

/** One line, no full stop at its end. */
function measureHeadline(analysis: MeasureAnalysis, figure: string, nameOf: Namer): string {
  const { candidates } = analysis;
  const [only] = candidates;
  if (only === undefined) return 'No candidate was measured';
  const statement = measureStatement(analysis, figure, nameOf);
  if (candidates.length > 1 || only.leading.finding === 'none') return statement;
  return `${statement}: ${detailText(only)}`;
}

/** What the headline and the first figure say alike, no full stop at its end. */
export function measureStatement({ candidates }: MeasureAnalysis, figure: string, nameOf: Namer): string {
  const [first] = candidates;
  if (first === undefined) return 'No candidate was measured';
  if (candidates.length === 1) return leadingText(first, figure, nameOf);
  const count = (chosen: (one: MeasuredCandidate) => boolean): number => candidates.filter(chosen).length;
  const leaders = new Set(candidates.flatMap(({ leading: { source } }) => (source === null ? [] : [source])));
  const parts = [...leaders]
    .map((source) => ({ source, led: count(({ leading }) => leading.source === source) }))
    .sort((a, b) => b.led - a.led)
    .map(({ source, led }) => `with ${sourceText(source)} for ${formatCount(led)}`);
  const [open, none] = (['open', 'none'] as const).map((finding) =>
    count(({ leading }) => leading.finding === finding),
  ) as [number, number];
  const said = [
    ...(parts.length === 0 ? [] : [`the ${figure} varies most ${parts.join(', ')}`]),
    ...(open === 0
      ? []
      : [
          `which source spreads the ${figure} most cannot be told for ${formatCount(open)} (${trainingsText(candidates)})`,
        ]),
    ...(none === 0 ? [] : [`the ${figure} does not vary at all for ${formatCount(none)}`]),
    ...steadiestText(candidates, nameOf),
  ];
  const of = formatQuantity(candidates.length, 'candidate');
  return said.length === 0 ? `Too few trials of ${of} to say how the ${figure} varies` : `Of ${of}: ${said.join('; ')}`;
}

/** The same of one candidate. */
export function leadingText({ candidate, leading }: MeasuredCandidate, figure: string, nameOf: Namer): string {
  const subject = `the ${figure} of ${nameOf(candidate)}`;
  switch (leading.finding) {
    case 'leads':
      return `${capital(subject)} varies most with ${sourceText(leading.source ?? '')}`;
    case 'open':
      return `${formatQuantity(leading.trainings, 'training')} cannot tell which source spreads ${subject} most`;
    case 'none':
      return `${capital(subject)} does not vary at all`;
    case 'single':
      return `${capital(subject)} under one source of randomness`;
  }
}

/** The figures behind it: shares of the variance, or standard deviations where there are none. */
function detailText({ decomposition, arms }: MeasuredCandidate): string {
  if (!('reason' in decomposition) && decomposition.variance > 0) {
    const parts = decomposition.components.map(
      ({ source, share, shareLow, shareHigh }) =>
        `${sourceText(source)} ${formatShare(share)} [${formatShare(shareLow)}, ${formatShare(shareHigh)}]`,
    );
    const { holdsUnder } = decomposition;
    return `${parts.join(', ')} of its variance ${conditionText(holdsUnder)} (${limitText(holdsUnder)})`;
  }
  const spreads = arms.flatMap(({ name, distribution }) => {
    const spread = criterionOf(distribution, 'std');
    return spread === null ? [] : [`${sourceText(name)} ${formatValue(spread.value, 3)}`];
  });
  return spreads.length === 0 ? 'too few trials to say how it varies' : `standard deviation with ${spreads.join(', ')}`;
}

/** Who varies least with all sources; not said beyond what the intervals say. */
function steadiestText(candidates: readonly MeasuredCandidate[], nameOf: Namer): string[] {
  const spreads = candidates
    .flatMap(({ candidate, arms }) => {
      const spread = arms.length === 0 ? null : criterionOf((arms.at(-1) as (typeof arms)[number]).distribution, 'std');
      return spread === null || !Number.isFinite(spread.value) ? [] : [{ candidate, ...spread }];
    })
    .sort((a, b) => a.value - b.value);
  const [least, ...others] = spreads;
  if (least === undefined || others.length === 0) return [];
  const arm = sourceText(candidates[0]?.arms.at(-1)?.name ?? '');
  const { interval } = least;
  const near = others.filter(
    (other) => 'reason' in interval || 'reason' in other.interval || other.interval.low <= interval.high,
  );
  const beside = near.length === 0 ? '' : `, not told apart from ${formatCount(near.length)} of the others`;
  return [`least spread with ${arm}: ${nameOf(least.candidate)} (${formatValue(least.value, 3)})${beside}`];
}

function trainingsText(candidates: readonly MeasuredCandidate[]): string {
  const counts = candidates.flatMap(({ leading }) => (leading.finding === 'open' ? [leading.trainings] : []));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most
    ? `${formatQuantity(most, 'training')} each`
    : `${formatCount(least)} to ${formatQuantity(most, 'training')} each`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Different losses under equal seeds. */
function unrepeatableNotices({ candidates }: MeasureAnalysis): string[] {
  const unrepeatable = candidates.filter(({ controls }) => controls.losses.length > 1 && !controls.identical);
  if (unrepeatable.length === 0) return [];
  return [
    `Equal seeds gave different losses: ${nameSome(unrepeatable.map(({ candidate }) => candidate))}. Something in the trainer follows no seed; its share is a part of every spread below.`,
  ];
}
