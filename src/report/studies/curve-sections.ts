/** @file The page of a learning curve of robustness: box plots against size, criterion and spread against size. */
import type { CurveAnalysis, CurveOfCandidate } from '../../studies/index.js';
import { html, type Markup, tableStart } from '../html/markup.js';
import { formatCount, formatShare, formatValue } from '../number-text.js';
import { curveAxis, drawCurve } from './charts/curve-chart.js';
import { seriesStyle } from './charts/series-style.js';
import { drawAgainstSize } from './charts/stability-chart.js';
import { namedSets } from './named-sets.js';
import type { StudyInput } from './study-input.js';
import { criterionNote, setTable } from './study-tables.js';

export function curveSections(input: StudyInput, analysis: CurveAnalysis): Markup[] {
  const axis = curveAxis(analysis.candidates);
  const { plan, figure } = input;
  const sets = namedSets(analysis, input.header);
  const [criterion, spread] = [String(plan.criterion), String(plan.spread)];
  return [
    html`<section><h2>Against the sample size</h2>${analysis.candidates.map((curve, index) => curveFigure(input, curve, index, axis))}
<p class="quiet">${definitionText(input)}</p></section>`,
    html`<section><h2>Criterion and spread</h2>
<figure class="effort">
<ul class="keys">${analysis.candidates.map(({ candidate }, index) => html`<li><span class="key" style="--key: ${seriesStyle(index).color}; border-top-style: ${seriesStyle(index).dash === '' ? 'solid' : 'dashed'}"></span>${labelOf(input, candidate)}</li>`)}</ul>
<div class="pair"><div>${drawAgainstSize('criterion', analysis.candidates, criterion, (curve) => fittedOf(curve, 'criterion'))}</div><div>${drawAgainstSize('spread', analysis.candidates, spread, (curve) => fittedOf(curve, 'spread'))}</div></div>
<figcaption><b>${criterion} and ${spread} of the ${figure}.</b> Points are measured; a line is the non-increasing curve nearest to them, and not drawn where a size from which it is stable cannot be said.</figcaption></figure>
${stabilityTable(input, analysis)}
<details><summary>Every size</summary>${setTable(sets)}<p class="quiet">${criterionNote(sets)}</p></details></section>`,
  ];
}

function curveFigure(
  input: StudyInput,
  curve: CurveOfCandidate,
  index: number,
  axis: ReturnType<typeof curveAxis>,
): Markup {
  const { figure } = input;
  return html`<figure>
<div class="wide">${drawCurve(`curve-${index}`, curve, axis, figure, 'wide')}</div>
<div class="narrow">${drawCurve(`curve-${index}-narrow`, curve, axis, figure, 'narrow')}</div>
<figcaption><b>${labelOf(input, curve.candidate)}.</b> Boxes are quartiles of the ${figure}, the thick line the median, whiskers reach the furthest trial within 1.5 interquartile ranges; other trials are points, and so are all where there are fewer than five. The shaded band is the interval of the size from which it is stable.</figcaption>
</figure>`;
}

function definitionText({ plan, figure }: StudyInput): string {
  const tolerance = plan.tolerance as { criterion: number; spread: number };
  return `Stable: the ${plan.criterion} of the ${figure} is at most ${formatShare(tolerance.criterion)} above its value at the largest size, and the ${plan.spread} at most ${formatShare(tolerance.spread)}, there and at all larger sizes; both smoothed. The interval comes from resampling the trials of every size.`;
}

function stabilityTable(input: StudyInput, { candidates }: CurveAnalysis): Markup {
  return html`${tableStart('Stability')}
<thead><tr><th>candidate</th><th class="number">stable from</th><th class="number">interval</th><th class="number">${String(input.plan.criterion)} there</th><th class="number">at the largest size</th></tr></thead>
<tbody>${candidates.map((curve) => {
    const { stability, candidate } = curve;
    const name = html`<td class="name">${candidate}<small>${labelOf(input, candidate)}</small></td>`;
    if ('reason' in stability) return html`<tr>${name}<td colspan="4">${stability.reason}</td></tr>`;
    const { size, sizeLow, sizeHigh, reached, from, criterion } = stability;
    return html`<tr>${name}<td class="number">${reached ? formatCount(size) : 'no smaller size'}</td><td class="number">${formatCount(sizeLow)} to ${formatCount(sizeHigh)}</td><td class="number">${formatValue(criterion[from] as number)}</td><td class="number">${formatValue(criterion.at(-1) as number)}</td></tr>
`;
  })}</tbody></table></div>`;
}

function fittedOf({ stability }: CurveOfCandidate, which: 'criterion' | 'spread'): readonly number[] | null {
  return 'reason' in stability ? null : stability[which];
}

function labelOf({ header }: StudyInput, id: string): string {
  const label = header.candidates.find((candidate) => candidate.id === id)?.label ?? '';
  return label === '' ? id : label;
}
