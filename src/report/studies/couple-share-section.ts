/** @file The section about which of the crossed streams the spread comes from, by level and size. */
import type { CellShares, CoupleAnalysis } from '../../questions/couple/plan/index.js';
import { type Figure, renderFigure, type Section, seriesKeys, seriesStyle } from '../figures/index.js';
import { html, type Markup, tableStart } from '../html/markup.js';
import { formatCount, formatShare } from '../number-text.js';
import { drawShareStacks, type StackedBar } from './charts/share-stack.js';
import { combinations, endsOf, levelsName, partText, trainingRange } from './couple-names.js';
import { crossingText, crossingTexts } from './couple-share-words.js';
import { capital } from './study-words.js';

export function shareSection(analysis: CoupleAnalysis, figure: string): Section {
  const stacks = shareFigure(analysis, figure);
  return {
    id: 'shares',
    title: capital(analysis.table.streams.map(partText).join(' or ')),
    content: html`${renderFigure(stacks)}
${crossingTable(analysis, figure)}
<details><summary>Every share with its interval</summary>${shareTable(analysis)}</details>`,
    figures: [stacks],
  };
}

function shareFigure(analysis: CoupleAnalysis, figure: string): Figure {
  const { table, shares } = analysis;
  const parts = partsOf(analysis);
  const panels = combinations(table).map((levels) => ({
    name: levelsName(table, levels),
    bars: shares.cells.filter((cell) => isAt(cell, levels)).map((cell) => barOf(analysis, cell)),
  }));
  const counts = shares.cells.map(({ trainings }) => trainings);
  const title = `Shares of the variance of the ${figure} by ${parts.map(partText).join(', ')}`;
  return {
    id: 'shares',
    title: 'Shares of the variance',
    conclusion: `${capital(crossingTexts(analysis, figure).join('; '))}.`,
    reading: [
      `A bar is the variance over retrainings at one size, in per cent; from below ${parts.map(partText).join(', ')}.`,
      `The upright line is the interval of ${partText(parts[0] ?? '')}.`,
      ...(table.logarithmic ? [`Variances are of the logarithm of the ${figure}.`] : []),
      ...(shares.cells.some(({ reason }) => reason !== undefined) ? ['–: no shares; the table says why.'] : []),
    ],
    direction: null,
    n: `n = ${trainingRange(counts)} in a bar`,
    interval: `${formatShare(shares.level)} intervals: ${shares.method}`,
    draw: (id, size) => drawShareStacks(id, { panels, title }, size),
    keys: seriesKeys(
      parts.map((part, place) => ({ name: partText(part), style: seriesStyle(place), shows: 'mark' as const })),
    ),
    data: {
      columns: ['level', 'size', 'part', 'variance', 'share', 'low', 'high', 'reason'],
      rows: shares.cells.flatMap(({ levels, size, parts: own, reason }) => {
        const place = [levelsName(table, levels), size] as const;
        if (reason !== undefined) return [[...place, null, null, null, null, null, reason]];
        return own.map(({ part, variance, share, interval }) => {
          const ends = endsOf(interval);
          const why = 'reason' in interval ? interval.reason : null;
          return [...place, part, variance, share, ends?.[0] ?? null, ends?.[1] ?? null, why];
        });
      }),
    },
  };
}

function partsOf({ table }: CoupleAnalysis): readonly string[] {
  return [...table.streams, 'interaction'];
}

function isAt({ levels }: CellShares, wanted: readonly number[]): boolean {
  return levels.every((level, factor) => level === wanted[factor]);
}

function barOf({ table }: CoupleAnalysis, { levels, size, parts, reason }: CellShares): StackedBar {
  const name = `${levelsName(table, levels)}, ${formatCount(size)} examples`;
  if (reason !== undefined) return { size, shares: null, interval: null, title: `${name}: ${reason}.` };
  const told = parts.map(({ part, share, interval }) => {
    const ends = endsOf(interval);
    const between = ends === null ? '' : ` (${formatShare(ends[0])} to ${formatShare(ends[1])})`;
    return `${partText(part)} ${formatShare(share)}${between}`;
  });
  return {
    size,
    shares: parts.map(({ share }) => share),
    interval: parts[0] === undefined ? null : endsOf(parts[0].interval),
    title: `${name}: ${told.join(', ')}.`,
  };
}

function crossingTable(analysis: CoupleAnalysis, figure: string): Markup | null {
  const { table, shares } = analysis;
  const texts = new Set(shares.crossings.map((crossing) => crossingText(table, crossing, figure)));
  // One sentence for all stands with the figure.
  if (texts.size < 2) return null;
  return html`${tableStart('Where one gives way to the other')}
<thead><tr><th>level</th><th>what spreads the ${figure} more</th></tr></thead>
<tbody>${shares.crossings.map(
    (crossing) =>
      html`<tr><td class="name">${levelsName(table, crossing.levels)}</td><td>${capital(crossingText(table, crossing, figure))}</td></tr>
`,
  )}</tbody></table></div>`;
}

function shareTable(analysis: CoupleAnalysis): Markup {
  const { table, shares } = analysis;
  const parts = partsOf(analysis);
  return html`${tableStart('Shares of the variance')}
<thead><tr><th>level</th><th class="number">size</th>${parts.map((part) => html`<th class="number">${partText(part)}</th>`)}<th class="number">trainings</th></tr></thead>
<tbody>${shares.cells.map(
    (cell) =>
      html`<tr><td class="name">${levelsName(table, cell.levels)}</td><td class="number">${formatCount(cell.size)}</td>${shareCells(cell, parts.length)}<td class="number">${formatCount(cell.trainings)}</td></tr>
`,
  )}</tbody></table></div>`;
}

function shareCells({ parts, reason }: CellShares, columns: number): Markup[] {
  if (reason !== undefined) return [html`<td colspan="${columns}">${reason}</td>`];
  return parts.map(({ share, interval }) => {
    const detail =
      'reason' in interval ? interval.reason : `${formatShare(interval.low)}, ${formatShare(interval.high)}`;
    return html`<td class="number">${formatShare(share)}<small class="detail">${detail}</small></td>`;
  });
}
