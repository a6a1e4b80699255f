/** @file The sections of a measurement of randomness: candidates by sources first, then the parts of the variance, then every training. */
import type { MeasureAnalysis, MeasuredCandidate } from '../../questions/measure/plan/index.js';
import type { Chart } from '../chart/index.js';
import { renderTable } from '../table/table-html.js';
import { setBoxesFigure } from './figures/set-boxes.js';
import { spreadMapFigure } from './figures/source-maps.js';
import { variancePartsFigure } from './figures/variance-parts.js';
import { clearPart, componentTable } from './measure.js';
import { setTable } from './set-table.js';
import { sourceText } from './source-words.js';
import { type StudySection, studySection } from './study-section.js';
import type { ShownStudy } from './study-words.js';

/** The picture of several candidates is the map of their spreads; of one its parts where these show what leads, else its trainings. */
export function measureSections(study: ShownStudy<MeasureAnalysis>): StudySection[] {
  const { candidates } = study.analysis;
  const [only] = candidates;
  const isSingle = candidates.length === 1;
  const components = componentTable(study);
  const parts = candidates.flatMap((one, index) => {
    const rows = components.rows.filter(({ candidate }) => candidate === one.candidate);
    return rows.length === 0 ? [] : [variancePartsFigure({ ...components, rows }, study.nameOf(one.candidate), index)];
  });
  const trainings = candidates.map((measured, index) => trainingsFigure(study, measured, index));
  const arePartsPicture = isSingle && only && (only.leading.finding !== 'leads' || clearPart(only) !== undefined);
  const map = isSingle ? undefined : spreadMapFigure(study);
  const picture = map ?? (arePartsPicture ? (parts[0] ?? trainings[0]) : trainings[0]);
  const others = (figures: readonly Chart[]) => figures.filter((figure) => figure !== picture);
  const reasons = candidates.flatMap(({ decomposition }) => ('reason' in decomposition ? [decomposition.reason] : []));
  return [
    studySection({
      id: 'parts-of-variance',
      title: 'Parts of the variance',
      picture,
      figures: others(parts),
      details: [
        renderTable(components),
        ...(reasons.length === 0 ? [] : [`No decomposition: ${[...new Set(reasons)].join('; ')}.`]),
      ],
    }),
    studySection({
      id: 'varies',
      title: 'What varies',
      figures: others(trainings),
      details: renderTable(setTable(study, study.sets)),
      place: isSingle ? 'open' : undefined,
    }),
  ];
}

function trainingsFigure(
  { figure, nameOf }: ShownStudy<MeasureAnalysis>,
  { candidate, arms }: MeasuredCandidate,
  index: number,
): Chart {
  return setBoxesFigure({
    id: `sources-${index}`,
    title: `Trainings of ${nameOf(candidate)}`,
    says: `The ${figure} by what varies while everything else is held.`,
    column: 'varies',
    sets: arms.map(({ name, distribution }) => ({ id: name, name: sourceText(name), values: distribution.losses })),
    figure,
  });
}
