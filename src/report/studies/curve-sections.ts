/** @file The sections of a learning curve of robustness. */
import type { CurveAnalysis } from '../../questions/curve/plan/index.js';
import { renderTable } from '../table/table-html.js';
import { stabilityTable } from './curve.js';
import { curveFitFigures } from './figures/curve-fits.js';
import { curvePanelsFigure } from './figures/curve-panels.js';
import { setTable } from './set-table.js';
import { type StudySection, studySection } from './study-section.js';
import type { ShownStudy } from './study-words.js';

export function curveSections(study: ShownStudy<CurveAnalysis>): StudySection[] {
  return [
    studySection({
      id: 'curves',
      title: 'From which size on',
      picture: curvePanelsFigure(study),
      details: renderTable(stabilityTable(study)),
      place: 'open',
    }),
    studySection({ id: 'every-size', title: 'Every size', details: renderTable(setTable(study, study.sets)) }),
    studySection({ id: 'criterion-and-spread', title: 'Criterion and spread', figures: curveFitFigures(study) }),
  ];
}
