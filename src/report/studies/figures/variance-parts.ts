/** @file Figure: the share of the variance that each source of randomness brings, with intervals. */
import type { DecompositionAnalysis } from '../../../questions/measure/plan/index.js';
import type { Chart } from '../../chart/index.js';
import { type IntervalRow, intervalChart } from '../../chart/interval-chart.js';
import { formatQuantity, formatShare } from '../../number-text.js';
import { limitWords } from '../../view/interval-words.js';
import { sourceText } from '../source-words.js';

type Decomposed = Exclude<DecompositionAnalysis, { readonly reason: string }>;

/** `Most by its estimate: initial weights, 78 % [60 %, 90 %].` */
function largestText(components: Decomposed['components']): string {
  const most = components.reduce((first, other) => (other.share > first.share ? other : first));
  if (most.share === 0) return 'Nothing varies.';
  return `Most by its estimate: ${sourceText(most.source)}, ${formatShare(most.share)} [${formatShare(most.shareLow)}, ${formatShare(most.shareHigh)}].`;
}

export function variancePartsFigure(decomposition: Decomposed, index: number): Chart {
  const { components, levels, leftOut, method, level, holdsUnder } = decomposition;
  const design = Object.entries(levels)
    .map(([source, count]) => `${count} levels of ${sourceText(source)}`)
    .join(' x ');
  const gone = Object.entries(leftOut).filter(([, count]) => count > 0);
  return {
    id: `parts-${index}`,
    title: 'Shares of the variance by source of randomness',
    says: largestText(components),
    reads: [
      `Crossed design: ${design}${gone.length === 0 ? '' : `, after leaving out ${gone.map(([source, count]) => `${count} of ${sourceText(source)}`).join(', ')} whose cells failed, diverged or collapsed`}.`,
      `Lines: ${formatShare(level)} intervals (${method}), ${limitWords([holdsUnder], false, true)}`,
    ],
    n: `n = ${formatQuantity(trainingsOfDesign(decomposition), 'training')}`,
    plot: intervalChart({
      rows: components.map(
        ({ source, share, shareLow, shareHigh }): IntervalRow => ({
          name: sourceText(source),
          note: formatShare(share),
          value: share,
          interval: [shareLow, shareHigh],
          role: 'choice',
          title: `${sourceText(source)}: ${formatShare(share)} (${formatShare(shareLow)} to ${formatShare(shareHigh)})`,
        }),
      ),
      quantity: 'of the variance',
      isShare: true,
    }),
    data: {
      columns: ['source', 'degrees', 'variance', 'varianceLow', 'varianceHigh', 'share', 'shareLow', 'shareHigh'],
      rows: components.map((one) => [
        one.source,
        one.degrees,
        one.variance,
        one.varianceLow,
        one.varianceHigh,
        one.share,
        one.shareLow,
        one.shareHigh,
      ]),
    },
  };
}

/** Trainings of a crossed design. */
export function trainingsOfDesign({ levels }: Decomposed): number {
  return Object.values(levels).reduce((product, count) => product * count, 1);
}
