/** @file Says in one sentence what a study found. */

import { baselineWords } from '../../core/index.js';
import { unbeatenIn } from '../../questions/common/plan/index.js';
import type { CompareAnalysis } from '../../questions/compare/plan/index.js';
import type { CurveAnalysis, CurveOfCandidate } from '../../questions/curve/plan/index.js';
import type { MeasureAnalysis } from '../../questions/measure/plan/index.js';
import { formatCount, formatShare, formatValue } from '../number-text.js';
import { unbeatenText } from './beside-baselines.js';
import { compareHeadline } from './compare-words.js';
import { measureHeadline } from './measure-words.js';
import { hasNothingWorked, neverWorkedPhrase, nothingWorkedText } from './never-worked.js';
import type { StudyInput } from './study-input.js';

/** More who are no better than nothing are counted. */
const MOST_NAMES = 3;

/** One line, no full stop at its end. */
export function headlineOfStudy(input: StudyInput): string {
  if (hasNothingWorked(input)) return nothingWorkedText(input);
  const { header } = input;
  const nameOf = (id: string): string => {
    const label = header.candidates.find((candidate) => candidate.id === id)?.label ?? '';
    return label === '' || label === 'the only candidate' ? id : `${id} (${label})`;
  };
  return [findingText(input, nameOf), ...neverWorkedPhrase(input, nameOf)].join('; ');
}

function findingText({ analysis, figure }: StudyInput, nameOf: (id: string) => string): string {
  switch (analysis.kind) {
    case 'measure':
      return [...unbeatenArms(analysis, figure, nameOf), measureHeadline(analysis, figure, nameOf)].join('; ');
    case 'curve':
      return curveHeadline(analysis, figure, nameOf);
    case 'compare':
      return [...unbeatenFactors(analysis, figure), compareHeadline(analysis)].join('; ');
  }
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
  if (!reached)
    return `${name} is ${better}not yet stable at ${formatCount(size)} examples, the largest size; try more`;
  if (sizeLow === least && sizeHigh === most) {
    return `${name} is ${better}stable from ${formatCount(size)} examples on by its figures, but it may be any size (the ${formatShare(level)} interval holds all of them)`;
  }
  const high = sizeHigh === most ? 'no smaller size than the largest' : formatCount(sizeHigh);
  return `${name} is ${better}stable from ${formatCount(size)} examples on (${formatShare(level)} interval ${formatCount(sizeLow)} to ${high})`;
}
