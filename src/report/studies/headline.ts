/** @file Says in one sentence what a study found. */
import type { CompareAnalysis, CurveAnalysis, MeasureAnalysis } from '../../studies/index.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import { criterionOf } from './named-sets.js';
import type { StudyInput } from './study-input.js';

/** Below this a difference between levels is called one. */
export const ALPHA = 0.05;

/** What streams are, for sentences. */
export const SOURCE_WORDS: Readonly<Record<string, string>> = {
  init: 'initial weights',
  sample: 'the training sample',
  order: 'the order of examples',
  noise: 'noise in training',
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
      return measureHeadline(analysis, figure, nameOf);
    case 'curve':
      return curveHeadline(analysis, nameOf);
    case 'compare':
      return compareHeadline(analysis);
  }
}

/** `init+sample` as `initial weights and the training sample`, `init x sample` as their interaction. */
export function sourceText(source: string): string {
  const interacting = source.split(' x ');
  const words = interacting.flatMap((part) => part.split('+').map((name) => SOURCE_WORDS[name] ?? name));
  const text = words.length < 3 ? words.join(' and ') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  return interacting.length > 1 ? `interaction of ${text}` : text;
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

function curveHeadline({ candidates }: CurveAnalysis, nameOf: (id: string) => string): string {
  const parts = candidates.map(({ candidate, stability }) => {
    if ('reason' in stability) return `${nameOf(candidate)}: ${stability.reason}`;
    const { size, sizeLow, sizeHigh, reached, level } = stability;
    if (!reached) return `${nameOf(candidate)} is stable at no size below ${formatCount(size)}, the largest`;
    return `${nameOf(candidate)} is stable from ${formatCount(size)} examples on (${formatShare(level)} interval ${formatCount(sizeLow)} to ${formatCount(sizeHigh)})`;
  });
  return parts.join('; ');
}

function compareHeadline({ factors }: CompareAnalysis): string {
  const parts = factors.map(({ name, levels, pairs }) => {
    const medians = levels.map(({ value, distribution }) => ({
      value,
      median: criterionOf(distribution, 'median')?.value ?? Number.POSITIVE_INFINITY,
    }));
    const best = medians.reduce((left, right) => (right.median < left.median ? right : left));
    const worse = pairs
      .filter(({ location }) => location.adjusted < ALPHA)
      .flatMap(({ first, second }) => [first, second]);
    const apart = levels.filter(({ value }) => {
      const pair = pairs.find(
        ({ first, second }) => (first === best.value && second === value) || (second === best.value && first === value),
      );
      return pair !== undefined && pair.location.adjusted < ALPHA;
    });
    if (worse.length === 0)
      return `${name}: no difference between ${formatQuantity(levels.length, 'level')} is significant`;
    return `${name}: best is ${best.value} (median ${formatValue(best.median)}), significantly better than ${apart.length === 0 ? 'none of the others alone' : apart.map(({ value }) => value).join(', ')}`;
  });
  return parts.join('; ');
}
