/** @file The tables of a study's page: every set of trials, the parts of a variance, the pairs of levels. */

import type { Distribution } from '../../questions/common/plan/index.js';
import { ALPHA, type FactorAnalysis } from '../../questions/compare/plan/index.js';
import type { Component } from '../../questions/measure/plan/index.js';
import { html, type Markup, tableStart } from '../html/markup.js';
import { formatShare, formatValue, formatWithin, halfWidth } from '../number-text.js';
import { intervalWords, noIntervalWords } from '../view/interval-words.js';
import { sourceText } from './source-words.js';
import { criterionOf, endingColumns, type NamedSet } from './study-words.js';

/** Sets side by side, one row a criterion with its intervals: for few sets. */
function criterionTable(sets: readonly NamedSet[]): Markup {
  const names = criterionNames(sets);
  return html`${tableStart('Criteria by set')}
<thead><tr><th>criterion</th>${sets.map(({ set }) => html`<th class="number">${set}</th>`)}</tr></thead>
<tbody>${endingColumns(sets).map(
    ([
      name,
      count,
    ]) => html`<tr><td>${name}</td>${sets.map(({ distribution }) => html`<td class="number">${count(distribution)}</td>`)}</tr>
`,
  )}${names.map(
    (name) => html`<tr><td>${name}</td>${sets.map(({ distribution }) => criterionCell(distribution, name))}</tr>
`,
  )}</tbody></table></div>`;
}

function criterionNames(sets: readonly NamedSet[]): string[] {
  return [...new Set(sets.flatMap(({ distribution }) => distribution.criteria.map(({ name }) => name)))];
}

function criterionCell(distribution: Distribution, name: string): Markup {
  const found = criterionOf(distribution, name);
  if (found === null) return html`<td class="number">–</td>`;
  const { value, interval } = found;
  const text = (one: number): string => formatWithin(one, halfWidth(interval));
  const detail = 'reason' in interval ? '' : `${text(interval.low)}, ${text(interval.high)}`;
  const title = 'reason' in interval ? html` title="${noIntervalWords(interval, name)}"` : null;
  return html`<td class="number">${text(value)}<small class="detail"${title}>${detail}</small></td>`;
}

/** What the small figures below the criteria are. */
export function criterionNote(sets: readonly NamedSet[]): string {
  const intervals = sets.flatMap(({ distribution }) => distribution.criteria.map(({ interval }) => interval));
  const words = intervalWords(intervals);
  return words === null
    ? 'There are too few trainings for intervals of the criteria.'
    : `Below the criteria ${words}. The extremes have none, nor has what too few trainings say something about.`;
}

/** With what its small figures are. */
export function criteriaBySet(sets: readonly NamedSet[]): Markup {
  return html`${criterionTable(sets)}
<p class="quiet">${criterionNote(sets)}</p>`;
}

/** One row a set, with its criteria and their intervals. */
export function setTable(sets: readonly NamedSet[]): Markup {
  const names = criterionNames(sets);
  const counts = endingColumns(sets);
  return html`${tableStart('Trainings by set')}
<thead><tr><th>set</th>${counts.map(([name]) => html`<th class="number">${name}</th>`)}${names.map((name) => html`<th class="number">${name}</th>`)}</tr></thead>
<tbody>${sets.map(({ candidate, set, distribution }) => {
    const cells = names.map((name) => criterionCell(distribution, name));
    return html`<tr><td class="name">${set}<small>${candidate}</small></td>${counts.map(([, count]) => html`<td class="number">${count(distribution)}</td>`)}${cells}</tr>
`;
  })}</tbody></table></div>`;
}

/** `seen`: the share of the sampling variance that a finite pool shows; 1 where it is not known. */
export function componentTable(components: readonly Component[], seen: number): Markup {
  const corrects = seen > 0 && seen < 0.99;
  return html`${tableStart('Components of variance')}
<thead><tr><th>source</th><th class="number">d.f.</th><th class="number">variance</th><th class="number">std</th><th class="number">share</th>${corrects ? html`<th class="number">with fresh examples</th>` : null}</tr></thead>
<tbody>${components.map(({ source, degrees, variance, varianceLow, varianceHigh, share, shareLow, shareHigh }) => {
    const samples = source.split(' x ').includes('sample');
    return html`<tr><td class="name">${sourceText(source)}</td><td class="number">${degrees}</td><td class="number">${formatValue(variance, 3)}<small class="detail">${formatValue(varianceLow, 3)}, ${formatValue(varianceHigh, 3)}</small></td><td class="number">${formatValue(Math.sqrt(variance), 3)}</td><td class="number">${formatShare(share)}<small class="detail">${formatShare(shareLow)}, ${formatShare(shareHigh)}</small></td>${corrects ? html`<td class="number">${samples ? `about ${formatValue(variance / seen, 3)}` : formatValue(variance, 3)}</td>` : null}</tr>
`;
  })}</tbody></table></div>`;
}

/** Significant differences stand out. */
export function pairTable({ pairs }: FactorAnalysis): Markup {
  return html`${tableStart('Comparisons')}
<thead><tr><th>first</th><th>second</th><th class="number">difference</th><th class="number">p</th><th class="number">effect</th><th class="number">spreads</th><th class="number">p</th><th class="number">effect</th></tr></thead>
<tbody>${pairs.map(
    ({ first, second, shift, location, effect, spreadRatio, spread, spreadEffect }) =>
      html`<tr><td class="name">${first}</td><td class="name">${second}</td><td class="number">${formatValue(shift.value, 3)}</td><td class="number">${pText(location.adjusted)}</td><td class="number">${effectText(effect)}</td><td class="number">${spreadRatio === null ? '–' : formatValue(spreadRatio, 3)}</td><td class="number">${pText(spread.adjusted)}</td><td class="number">${effectText(spreadEffect)}</td></tr>
`,
  )}</tbody></table></div>`;
}

export function pText(pValue: number): string {
  const text = pValue < 0.001 ? pValue.toExponential(0) : pValue.toFixed(3);
  return pValue < ALPHA ? `${text} *` : text;
}

function effectText(effect: number): string {
  return effect.toFixed(2).replace('-', '−');
}
