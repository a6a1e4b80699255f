/** @file The sections of a learning curve of robustness, and the tables that stand in them. */
import { isHigherBetter } from '../../questions/common/plan/index.js';
import type { CurveAnalysis } from '../../questions/curve/plan/index.js';
import { html, type Markup, tableStart } from '../html/markup.js';
import { formatCount, formatShare, formatValue } from '../number-text.js';
import { curveBoxFigures } from './figures/curve-boxes.js';
import { curveFitFigures } from './figures/curve-fits.js';
import { curvePanelsFigure } from './figures/curve-panels.js';
import { toldCriterion } from './study-direction.js';
import type { StudyInput } from './study-input.js';
import { type ShownStudy, type StudySection, studySection } from './study-section.js';
import { criterionNote, setTable } from './study-tables.js';

export function curveSections(study: ShownStudy<CurveAnalysis>): StudySection[] {
  return [
    studySection({
      id: 'curves',
      title: 'From which size on',
      picture: curvePanelsFigure(study),
      details: stabilityTable(study),
      place: 'open',
    }),
    studySection({
      id: 'every-size',
      title: 'Every size',
      details: html`<p class="quiet">${definitionText(study)}</p>
${setTable(study.sets)}<p class="quiet">${criterionNote(study.sets)}</p>`,
      place: 'known',
    }),
    studySection({ id: 'curve-boxes', title: 'Every training', figures: curveBoxFigures(study) }),
    studySection({
      id: 'criterion-and-spread',
      title: 'Criterion and spread',
      figures: curveFitFigures(study),
    }),
  ];
}

function definitionText({ plan, figure }: StudyInput): string {
  const tolerance = plan.tolerance as { criterion: number; spread: number };
  const [criterion, spread] = [plan.criterion, plan.spread].map((name) => toldCriterion(String(name), figure));
  const side = isHigherBetter(figure) ? 'below' : 'above';
  return `Stable: the ${criterion} of the ${figure} is at most ${formatShare(tolerance.criterion)} ${side} its value at the largest size, and the ${spread} at most ${formatShare(tolerance.spread)} above, there and at all larger sizes; both smoothed. The interval comes from resampling the trainings of every size.`;
}

function stabilityTable({ plan, figure, nameOf, analysis: { candidates } }: ShownStudy<CurveAnalysis>): Markup {
  return html`${tableStart('Stability')}
<thead><tr><th>candidate</th><th class="number">stable from</th><th class="number">interval</th><th class="number">${toldCriterion(String(plan.criterion), figure)} there</th><th class="number">at the largest size</th></tr></thead>
<tbody>${candidates.map(({ stability, candidate }) => {
    const name = html`<td class="name">${nameOf(candidate)}</td>`;
    if ('reason' in stability) return html`<tr>${name}<td colspan="4">${stability.reason}</td></tr>`;
    const { size, sizeLow, sizeHigh, reached, from, criterion } = stability;
    return html`<tr>${name}<td class="number">${reached ? formatCount(size) : 'not yet'}</td><td class="number">${formatCount(sizeLow)} to ${formatCount(sizeHigh)}</td><td class="number">${formatValue(criterion[from] as number)}</td><td class="number">${formatValue(criterion.at(-1) as number)}</td></tr>
`;
  })}</tbody></table></div>`;
}
