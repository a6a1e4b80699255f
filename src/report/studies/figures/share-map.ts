/** @file Figure: what each source of randomness brings to the variance of every candidate, as a map. */
import type { MeasureAnalysis } from '../../../questions/measure/plan/index.js';
import type { Figure } from '../../figures/index.js';
import { formatQuantity, formatShare } from '../../number-text.js';
import { drawCellMap, type MapCell } from '../charts/cell-map.js';
import { shortSource, sourceText } from '../source-words.js';
import type { ShownStudy } from '../study-section.js';
import { trainingsOfDesign } from './variance-parts.js';

/** Null where no candidate has a decomposition. */
export function shareMapFigure({ figure, nameOf, analysis }: ShownStudy<MeasureAnalysis>): Figure | null {
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
  const title = `Shares of the variance of the ${figure}`;
  const shown = decomposed.map(({ candidate }) => ({ id: candidate, name: nameOf(candidate) }));
  return {
    id: 'source-shares',
    title: 'Shares of the variance',
    conclusion: `What each source brings to the variance of the ${figure}, from the crossed design.`,
    reading: ['A row adds up to 100 %. Intervals stand with each candidate below.'],
    n: `n = ${formatQuantity(trainingsOfDesign(first.decomposition), 'training')} of each`,
    draw: (id, size) =>
      drawCellMap(id, { rows: shown, columns: [...new Set(cells.map(({ column }) => column))], cells, title }, size),
    data: {
      columns: ['candidate', 'source', 'share', 'low', 'high'],
      rows: decomposed.flatMap(({ candidate, decomposition: { components } }) =>
        components.map(({ source, share, shareLow, shareHigh }) => [candidate, source, share, shareLow, shareHigh]),
      ),
    },
  };
}
