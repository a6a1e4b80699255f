/** @file Figure: trainings that collapsed, how many in each cell, and what they go by. */
import type { CellCollapses, CoupleAnalysis } from '../../../questions/couple/plan/index.js';
import type { Chart } from '../../chart/index.js';
import { html, type Markup, tableStart } from '../../html/markup.js';
import { formatCount, formatShare } from '../../number-text.js';
import { endCells, reasonOf } from '../../view/interval-words.js';
import { cellMap, type MapCell } from '../charts/cell-map.js';
import { collapseEffectText, collapseText, followText, unshownText } from '../couple-collapse-words.js';
import { combinations, factorName, levelsName, shortLevels } from '../couple-names.js';

export function collapseFigure(analysis: CoupleAnalysis): Chart {
  const { table, collapses } = analysis;
  const rows = combinations(table).map((levels) => ({ id: levels.join(), name: shortLevels(table, levels) }));
  const cells = collapses.cells.map(
    (cell): MapCell => ({
      row: cell.levels.join(),
      column: formatCount(cell.size),
      shade: cell.of === 0 ? null : cell.rate,
      text: cell.of === 0 ? '–' : `${cell.collapsed} of ${cell.of}`,
      title: `${levelsName(table, cell.levels)}, ${formatCount(cell.size)} examples: ${cellText(cell)}.`,
    }),
  );
  return {
    id: 'collapses',
    title: 'Trainings that collapsed, by level and sample size',
    says: `${collapseText(analysis)}.`,
    reads: [
      ...(table.factors.length > 1
        ? [`Rows: the levels of ${table.factors.map(({ name }) => factorName(table, name)).join(', ')}.`]
        : []),
      'A cell has the trainings that collapsed and all that there are; the stronger its colour, the larger their share.',
      'Location and spread are of the others.',
    ],
    direction: 'lower is better',
    n: `n = ${formatCount(Math.max(0, ...collapses.cells.map(({ of }) => of)))} trainings in a cell at most`,
    plot: cellMap({ rows, columns: table.sizes.map(formatCount), cells }),
    data: {
      columns: ['level', 'size', 'collapsed', 'of', 'low', 'high', 'worth', 'follows', 'reason'],
      rows: collapses.cells.map(({ levels, size, collapsed, of, interval, effective, follows }) => {
        const counted = [levelsName(table, levels), size, collapsed, of] as const;
        return [...counted, ...endCells(interval), effective, follows, reasonOf(interval)];
      }),
    },
  };
}

function cellText(cell: CellCollapses): string {
  const { collapsed, of, interval } = cell;
  const between =
    'reason' in interval
      ? `no interval: ${interval.reason}`
      : `${formatShare(interval.low)} to ${formatShare(interval.high)}`;
  return `${formatCount(collapsed)} of ${formatCount(of)} (${between})${followText(cell)}`;
}

/** Those that are shown, or how many are not. */
export function collapseEffects(analysis: CoupleAnalysis): Markup {
  const { effects } = analysis.collapses;
  const shown = effects.filter(({ finding }) => finding === 'shown');
  const rest = effects.length - shown.length;
  return html`<ul>${shown.map((effect) => html`<li>${collapseEffectText(analysis, effect)}.</li>`)}${rest === 0 ? null : html`<li>${unshownText(effects)}.</li>`}</ul>`;
}

export function collapseTable({ table, collapses }: CoupleAnalysis): Markup {
  return html`${tableStart('Collapses by cell')}
<thead><tr><th>level</th><th class="number">size</th><th class="number">collapsed</th><th class="number">trainings</th><th>rate</th></tr></thead>
<tbody>${collapses.cells.map(
    (cell) =>
      html`<tr><td class="name">${levelsName(table, cell.levels)}</td><td class="number">${formatCount(cell.size)}</td><td class="number">${formatCount(cell.collapsed)}</td><td class="number">${formatCount(cell.of)}</td><td>${cell.rate === null ? '–' : `${formatShare(cell.rate)} `}<small class="detail">${cellText(cell)}</small></td></tr>
`,
  )}</tbody></table></div>`;
}
