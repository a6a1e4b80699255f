/** @file Figures: what each source of randomness does to every candidate, as maps: the standard deviation under it, and its share of the variance. */
import type { MeasureAnalysis } from '../../../questions/measure/plan/index.js';
import type { Chart } from '../../chart/index.js';
import { formatQuantity, formatShare, formatValue } from '../../number-text.js';
import { endCells } from '../../view/interval-words.js';
import { cellMap, type MapCell } from '../charts/cell-map.js';
import { shortSource, sourceText, trainingsText } from '../source-words.js';
import type { ShownStudy } from '../study-section.js';
import { criterionOf } from '../study-words.js';
import { trainingsOfDesign } from './variance-parts.js';

/** The standard deviation of every candidate under every source. */
export function spreadMapFigure({ figure, nameOf, analysis }: ShownStudy<MeasureAnalysis>): Chart {
  const { candidates } = analysis;
  const spreads = candidates.flatMap(({ candidate, arms }) =>
    arms.map(({ name, distribution }) => ({
      candidate,
      source: name,
      spread: criterionOf(distribution, 'std'),
      n: distribution.losses.length,
    })),
  );
  const largest = Math.max(0, ...spreads.map(({ spread }) => spread?.value ?? 0).filter(Number.isFinite));
  const cells = spreads.map(({ candidate, source, spread }): MapCell => {
    const value = spread?.value ?? Number.NaN;
    const text = formatValue(value, 3);
    return {
      row: candidate,
      column: shortSource(source),
      shade: largest > 0 && Number.isFinite(value) ? value / largest : null,
      text,
      title: `${nameOf(candidate)}, ${sourceText(source)}: ${text}.`,
    };
  });
  const columns = [...new Set(cells.map(({ column }) => column))];
  return {
    id: 'source-spreads',
    title: `Standard deviation of the ${figure} by what varies`,
    says: rangeText(cells, figure),
    reads: [
      `A cell is the standard deviation of the ${figure} while that source varies and all others are held; the stronger its colour, the larger.`,
    ],
    direction: 'lower is better',
    n: `n = ${trainingsText(spreads.map(({ n }) => n))} in a cell`,
    plot: cellMap({
      rows: candidates.map(({ candidate }) => ({ id: candidate, name: nameOf(candidate) })),
      columns,
      cells,
    }),
    data: {
      columns: ['candidate', 'source', 'trainings', 'std', 'low', 'high'],
      rows: spreads.map(({ candidate, source, spread, n }) => {
        return [candidate, source, n, spread?.value ?? null, ...endCells(spread?.interval)];
      }),
    },
  };
}

/** Between which two cells all lie. */
function rangeText(cells: readonly MapCell[], figure: string): string {
  const known = cells.filter(({ shade }) => shade !== null).sort((a, b) => Number(a.shade) - Number(b.shade));
  const [least, most] = [known[0], known.at(-1)];
  if (least === undefined || most === undefined) return `How the ${figure} varies with each source.`;
  return least.text === most.text
    ? `All standard deviations are ${least.text}.`
    : `From ${least.text} (${whereText(least)}) to ${most.text} (${whereText(most)}).`;
}

/** `filters=8, the training sample`. */
function whereText({ title }: MapCell): string {
  return title.slice(0, title.lastIndexOf(': '));
}

/** Null where no candidate has a decomposition. */
export function shareMapFigure({ figure, nameOf, analysis }: ShownStudy<MeasureAnalysis>): Chart | null {
  const decomposed = analysis.candidates.flatMap(({ candidate, decomposition }) =>
    'reason' in decomposition ? [] : [{ candidate, decomposition }],
  );
  const [first] = decomposed;
  if (first === undefined) return null;
  const cells = decomposed.flatMap(({ candidate, decomposition: { components } }) =>
    components.map(
      ({ source, share, shareLow, shareHigh }): MapCell => ({
        row: candidate,
        column: shortSource(source),
        shade: share,
        text: formatShare(share),
        title: `${nameOf(candidate)}, ${sourceText(source)}: ${formatShare(share)} (${formatShare(shareLow)} to ${formatShare(shareHigh)}).`,
      }),
    ),
  );
  const shown = decomposed.map(({ candidate }) => ({ id: candidate, name: nameOf(candidate) }));
  return {
    id: 'source-shares',
    title: `Shares of the variance of the ${figure}`,
    says: `What each source brings to the variance of the ${figure}, from the crossed design.`,
    reads: ['A row adds up to 100 %. Intervals stand with each candidate below.'],
    n: `n = ${formatQuantity(trainingsOfDesign(first.decomposition), 'training')} of each`,
    plot: cellMap({ rows: shown, columns: [...new Set(cells.map(({ column }) => column))], cells }),
    data: {
      columns: ['candidate', 'source', 'share', 'low', 'high'],
      rows: decomposed.flatMap(({ candidate, decomposition: { components } }) =>
        components.map(({ source, share, shareLow, shareHigh }) => [candidate, source, share, shareLow, shareHigh]),
      ),
    },
  };
}
