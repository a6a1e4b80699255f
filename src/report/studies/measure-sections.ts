/** @file The page of a measurement of randomness: histograms by source, and the parts of the variance. */
import type { MeasureAnalysis, MeasuredCandidate } from '../../studies/index.js';
import { html, type Markup } from '../html/markup.js';
import { formatQuantity, formatShare } from '../number-text.js';
import { drawComponents } from './charts/component-chart.js';
import { drawHistograms } from './charts/histogram-chart.js';
import { seriesStyle } from './charts/series-style.js';
import { sourceText } from './headline.js';
import { namedSets } from './named-sets.js';
import type { StudyInput } from './study-input.js';
import { componentTable, criterionNote, criterionTable } from './study-tables.js';

export function measureSections(input: StudyInput, analysis: MeasureAnalysis): Markup[] {
  return analysis.candidates.flatMap((measured, index) => [
    sourceSection(input, measured, index),
    componentSection(analysis, measured, index),
  ]);
}

function sourceSection({ figure, analysis, header }: StudyInput, measured: MeasuredCandidate, index: number): Markup {
  const series = measured.arms.map(({ name, distribution }) => ({
    name: sourceText(name),
    values: distribution.losses,
  }));
  const own = namedSets(analysis, header).filter(({ candidate }) => candidate === measured.candidate);
  const repeats = measured.controls;
  const repeated =
    repeats.losses.length < 2
      ? ''
      : repeats.identical
        ? ` ${formatQuantity(repeats.losses.length, 'training')} with equal seeds gave equal losses to the last bit: nothing escapes the seeds.`
        : ` ${formatQuantity(repeats.losses.length, 'training')} with equal seeds differ.`;
  return html`<section><h2>What varies: ${measured.candidate}</h2>
<figure>
<ul class="keys">${series.map(({ name }, place) => html`<li><span class="key" style="--key: ${seriesStyle(place).color}; border-top-style: ${seriesStyle(place).dash === '' ? 'solid' : 'dashed'}"></span>${name} vary</li>`)}</ul>
<div class="wide">${drawHistograms(`sources-${index}`, series, figure, 'wide')}</div>
<div class="narrow">${drawHistograms(`sources-${index}-narrow`, series, figure, 'narrow')}</div>
<figcaption><b>The ${figure} by what varies.</b> Everything else is held; upright lines are medians.${repeated}</figcaption>
</figure>
${criterionTable(own)}
<p class="quiet">${criterionNote(own)}</p></section>`;
}

function componentSection({ finitePool }: MeasureAnalysis, measured: MeasuredCandidate, index: number): Markup {
  const { decomposition } = measured;
  if ('reason' in decomposition) {
    return html`<section><h2>Parts of the variance</h2><p>There is no decomposition: ${decomposition.reason}.</p></section>`;
  }
  const { components, levels, leftOut, method, level } = decomposition;
  const design = Object.entries(levels)
    .map(([source, count]) => `${count} levels of ${sourceText(source)}`)
    .join(' x ');
  const gone = Object.entries(leftOut).filter(([, count]) => count > 0);
  const seen = finitePool?.seen ?? 1;
  return html`<section><h2>Parts of the variance</h2>
<figure>
<div class="wide">${drawComponents(`parts-${index}`, components, sourceText, 'wide')}</div>
<div class="narrow">${drawComponents(`parts-${index}-narrow`, components, sourceText, 'narrow')}</div>
<figcaption><b>Shares of the variance.</b> Crossed design: ${design}${gone.length === 0 ? '' : `, after leaving out ${gone.map(([source, count]) => `${count} of ${sourceText(source)}`).join(', ')} for want of finite losses`}. Lines are ${formatShare(level)} intervals. Method: ${method}.</figcaption>
</figure>
${componentTable(components, seen)}
<p class="quiet">${components.some(({ source }) => source === 'repeats') ? 'The last row is what no seed controls.' : 'The last row holds the largest interaction and whatever no seed controls.'} d.f.: degrees of freedom. Intervals take effects as normal.</p></section>`;
}
