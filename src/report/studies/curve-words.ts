/** @file Says what a learning curve of robustness found: from which size on each candidate is stable. */
import { baselineWords } from '../../core/index.js';
import { unbeatenIn } from '../../questions/common/plan/index.js';
import type { CurveAnalysis, CurveOfCandidate } from '../../questions/curve/plan/index.js';
import { formatCount, formatShare } from '../number-text.js';
import { conditionText } from '../view/choice-words.js';
import { limitText } from '../view/interval-words.js';
import { type StudyWords, unbeatenValueText } from './study-words.js';

export const CURVE_WORDS: StudyWords<CurveAnalysis> = {
  title: 'robustness against sample size',
  sets: ({ candidates }, named) =>
    candidates.flatMap(({ candidate, sizes }) =>
      sizes.map(({ size, distribution }) => named(candidate, `${size} examples`, distribution)),
    ),
  finding: curveHeadline,
  pool: ({ finitePool }) => finitePool && { ...finitePool, samples: 'At the largest size samples' },
};

/** Whoever is no better than nothing comes first, and nobody calls that stable. */
function curveHeadline({ candidates }: CurveAnalysis, figure: string, nameOf: (id: string) => string): string {
  const unbeatenAt = ({ sizes }: CurveOfCandidate) => unbeatenIn(sizes.at(-1)?.distribution.baselines ?? []);
  const first = candidates.filter((curve) => unbeatenAt(curve) !== undefined);
  const parts = [...new Set([...first, ...candidates])].map((curve) => {
    const name = nameOf(curve.candidate);
    const unbeaten = unbeatenAt(curve);
    if (unbeaten === undefined) return stabilityText(curve, name);
    const largest = formatCount(curve.sizes.at(-1)?.size ?? 0);
    return `${name} is ${unbeatenValueText(unbeaten, figure)}, even with ${largest} examples, the most there are`;
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
  const { size, sizeLow, sizeHigh, reached, level, holdsUnder } = stability;
  if (!reached)
    return `${name} is ${better}not yet stable at ${formatCount(size)} examples, the largest size; try more`;
  if (sizeLow === least && sizeHigh === most) {
    return `${name} is ${better}stable from ${formatCount(size)} examples on by its figures, but it may be any size (the ${formatShare(level)} interval holds all of them)`;
  }
  const condition = holdsUnder === undefined ? '' : ` ${conditionText(holdsUnder)}; ${limitText(holdsUnder)}`;
  const high = sizeHigh === most ? 'no smaller size than the largest' : formatCount(sizeHigh);
  return `${name} is ${better}stable from ${formatCount(size)} examples on (${formatShare(level)} interval ${formatCount(sizeLow)} to ${high}${condition})`;
}
