/** @file Says in one sentence what a study found. */

import { baselineWords } from '../../core/index.js';
import {
  type CompareAnalysis,
  type CurveAnalysis,
  type CurveOfCandidate,
  type MeasureAnalysis,
  unbeatenIn,
} from '../../studies/index.js';
import { formatCount, formatShare, formatValue } from '../number-text.js';
import { unbeatenText } from './beside-baselines.js';
import { compareHeadline } from './compare-words.js';
import { criterionOf } from './named-sets.js';
import type { StudyInput } from './study-input.js';

/** More who are no better than nothing are counted. */
const MOST_NAMES = 3;

/** What streams are, for sentences. */
export const SOURCE_WORDS: Readonly<Record<string, string>> = {
  init: 'initial weights',
  sample: 'the training sample',
  order: 'the order of examples',
  noise: 'noise in training',
  split: 'the split of the data',
  repeats: 'what no seed controls',
};

/** One line, no full stop at its end. */
export function headlineOfStudy({ analysis, figure, header }: StudyInput): string {
  const nameOf = (id: string): string => {
    const label = header.candidates.find((candidate) => candidate.id === id)?.label ?? '';
    return label === '' || label === 'the only candidate' ? id : `${id} (${label})`;
  };
  switch (analysis.kind) {
    case 'measure':
      return [...unbeatenArms(analysis, figure, nameOf), measureHeadline(analysis, figure, nameOf)].join('; ');
    case 'curve':
      return curveHeadline(analysis, figure, nameOf);
    case 'compare':
      return [...unbeatenFactors(analysis, figure), compareHeadline(analysis)].join('; ');
  }
}

/** `init+sample` as `initial weights and the training sample`, `init x sample` as their interaction. */
export function sourceText(source: string): string {
  const interacting = source.split(' x ');
  const words = interacting.flatMap((part) => part.split('+').map((name) => SOURCE_WORDS[name] ?? name));
  const text = words.length < 3 ? words.join(' and ') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  return interacting.length > 1 ? `interaction of ${text}` : text;
}

/** Candidates that are no better than nothing under some source of randomness. */
function unbeatenArms({ candidates }: MeasureAnalysis, figure: string, nameOf: (id: string) => string): string[] {
  const texts = candidates.flatMap(({ candidate, arms }) => {
    const unbeaten = arms
      .map(({ distribution }) => unbeatenIn(distribution.baselines))
      .find((one) => one !== undefined);
    return unbeaten === undefined ? [] : `${nameOf(candidate)} is ${unbeatenText(unbeaten, figure)}`;
  });
  if (texts.length <= MOST_NAMES) return texts;
  return [
    ...texts.slice(0, MOST_NAMES),
    `and so are ${formatCount(texts.length - MOST_NAMES)} more of ${formatCount(candidates.length)}`,
  ];
}

/** Factors of which no level is better than nothing: then the best of them is nothing either. */
function unbeatenFactors({ factors }: CompareAnalysis, figure: string): string[] {
  return factors.flatMap(({ name, levels }) => {
    const unbeaten = levels.map(({ distribution }) => unbeatenIn(distribution.baselines));
    const [first] = unbeaten;
    if (first === undefined || unbeaten.includes(undefined)) return [];
    return `No level of ${name} is shown to be better than ${baselineWords(first)} (${figure} ${formatValue(first.value)})`;
  });
}

function measureHeadline({ candidates }: MeasureAnalysis, figure: string, nameOf: (id: string) => string): string {
  const [first] = candidates;
  if (first === undefined) return 'No candidate was measured';
  const { decomposition, arms } = first;
  if (!('reason' in decomposition)) {
    if (decomposition.variance === 0) return `The ${figure} of ${nameOf(first.candidate)} does not vary at all`;
    const parts = decomposition.components.map(
      ({ source, share, shareLow, shareHigh }) =>
        `${sourceText(source)} ${formatShare(share)} [${formatShare(shareLow)}, ${formatShare(shareHigh)}]`,
    );
    return `Of the variance of the ${figure} of ${nameOf(first.candidate)}: ${parts.join(', ')}`;
  }
  const spreads = arms.flatMap(({ name, distribution }) => {
    const spread = criterionOf(distribution, 'std');
    return spread === null ? [] : [`${sourceText(name)} ${formatValue(spread.value, 3)}`];
  });
  if (spreads.length === 0) return `Too few trials of ${nameOf(first.candidate)} to say how its ${figure} varies`;
  return `Standard deviation of the ${figure} of ${nameOf(first.candidate)}: ${spreads.join(', ')}`;
}

/** Whoever is no better than nothing comes first, and nobody calls that stable. */
function curveHeadline({ candidates }: CurveAnalysis, figure: string, nameOf: (id: string) => string): string {
  const unbeatenAt = ({ sizes }: CurveOfCandidate) => unbeatenIn(sizes.at(-1)?.distribution.baselines ?? []);
  const first = candidates.filter((curve) => unbeatenAt(curve) !== undefined);
  const parts = [...new Set([...first, ...candidates])].map((curve) => {
    const name = nameOf(curve.candidate);
    const unbeaten = unbeatenAt(curve);
    if (unbeaten === undefined) return stabilityText(curve, name);
    const largest = formatCount(curve.sizes.at(-1)?.size ?? 0);
    return `${name} is ${unbeatenText(unbeaten, figure)}, even with ${largest} examples, the most there are`;
  });
  return parts.join('; ');
}

function stabilityText({ stability, sizes, betterFrom }: CurveOfCandidate, name: string): string {
  const trivial = sizes.at(-1)?.distribution.baselines.find(({ kind }) => kind === 'trivial');
  const [least, most] = [sizes[0]?.size ?? 0, sizes.at(-1)?.size ?? 0];
  const better =
    trivial === undefined || betterFrom === null || betterFrom === least
      ? ''
      : `better than ${baselineWords(trivial)} from ${formatCount(betterFrom)} examples on, `;
  if ('reason' in stability) return `${name}: ${better}not called stable, since ${stability.reason}`;
  const { size, sizeLow, sizeHigh, reached, level } = stability;
  if (!reached) return `${name} is ${better}stable at no size below ${formatCount(size)}, the largest`;
  if (sizeLow === least && sizeHigh === most) {
    return `${name} is ${better}stable from ${formatCount(size)} examples on by its figures, but it may be any size (the ${formatShare(level)} interval holds all of them)`;
  }
  const high = sizeHigh === most ? 'no smaller size than the largest' : formatCount(sizeHigh);
  return `${name} is ${better}stable from ${formatCount(size)} examples on (${formatShare(level)} interval ${formatCount(sizeLow)} to ${high})`;
}
